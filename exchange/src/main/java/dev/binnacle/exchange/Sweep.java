package dev.binnacle.exchange;

import dev.binnacle.model.OrderId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * Takes every open order in scope off the venue, and proves it: open orders are listed, each is cancelled, and they are listed
 * again, until two readings in a row show none and what became of each is read by its id. A venue's word that it cancelled proves
 * nothing; a list that left an order out, or in which one appeared later, must be clear five times.
 *
 * <p>Running it again does no harm: that is how it is taken up after a crash. The venue's trouble never throws; it is in the report,
 * and what can be tried is tried until the deadline.
 *
 * <p><b>Threads:</b> thread-safe; a run blocks until it is clean or its deadline is over, and then for one call of the gateway at most.
 * An interrupt ends it with what is known.
 */
public final class Sweep {
  private final PacedGateway gateway;
  private final Timepiece time;
  private final Terms terms;

  /**
   * @param deadline when to give up
   * @param between how long to wait between two readings
   * @param atOnce how many cancels are under way at a time
   */
  public record Terms(Duration deadline, Duration between, int atOnce) {
    public static final Terms STANDARD = new Terms(Duration.ofSeconds(60), Duration.ofMillis(250), 16);

    public Terms {
      if (!deadline.isPositive() || between.isNegative() || atOnce < 1 || atOnce > 256) {
        throw new IllegalArgumentException(
            "a sweep needs a deadline above 0, a wait of at least 0 and 1 to 256 cancels at once, was "
                + deadline + ", " + between + ", " + atOnce);
      }
    }

    public Terms within(Duration other) {
      return new Terms(other, between, atOnce);
    }
  }

  public Sweep(PacedGateway gateway, Timepiece time, Terms terms) {
    this.gateway = gateway;
    this.time = time;
    this.terms = terms;
  }

  public SweepReport run(OrderScope scope) {
    return run(scope, List.of(), step -> {});
  }

  /**
   * @param named orders whose fate must be told whether they rest or not, by the venue's id or the sender's; an open one is cancelled
   *     whatever the scope
   * @param progress is told each step on the calling thread
   */
  public SweepReport run(OrderScope scope, Collection<OrderId> named, Consumer<? super SweepStep> progress) {
    return new SweepRun(gateway, new Effort(time, terms.deadline, what -> progress.accept(new SweepStep.Trouble(what))), terms,
        scope,
        progress).run(named);
  }
}
