package dev.binnacle.model;

/** One value of one metric; the time is that of the {@link Event.Metrics} that carries it. */
public record Sample(MetricName metric, Reading reading) {

  public static Sample of(String metric, double value) {
    return new Sample(new MetricName(metric), new Reading.Number(value));
  }

  public static Sample of(String metric, String state) {
    return new Sample(new MetricName(metric), new Reading.State(state));
  }

  /** What was read: a number, or a short word for a state. */
  public sealed interface Reading {
    /** A finite number in the unit that the metric's name ends with. */
    record Number(double value) implements Reading {
      public Number {
        Check.finite("value", value);
      }
    }

    /** A state such as {@code connected}: 1 to 32 letters, digits and . _ -. Kept as transitions, not as a series. */
    record State(String word) implements Reading {
      public State {
        Check.name("value", word, 32, Check::isIdentifier, "letters, digits and . _ -");
      }
    }
  }
}
