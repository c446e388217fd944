package dev.binnacle.client;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A number that goes up and down: a spread, a queue's length. Its newest value is reported once every metrics interval; nothing is
 * reported until it is set, or while it is not finite.
 *
 * <p><b>Threads:</b> thread-safe. Never waits and allocates nothing.
 */
public final class Gauge {
  private static final VarHandle VALUE;

  static {
    try {
      VALUE = MethodHandles.lookup().findVarHandle(Gauge.class, "value", double.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private double value = Double.NaN;

  Gauge() {}

  public void set(double newValue) {
    VALUE.setOpaque(this, newValue);
  }

  /** The newest value; NaN before the first. */
  public double value() {
    return (double) VALUE.getOpaque(this);
  }
}
