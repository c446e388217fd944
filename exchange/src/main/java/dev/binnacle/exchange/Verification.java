package dev.binnacle.exchange;

import dev.binnacle.model.OrderId;
import dev.binnacle.model.Symbol;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;

/**
 * Reads orders and positions twice, and says that nothing is left or names what is. It changes nothing.
 *
 * <p><b>Threads:</b> thread-safe; a run blocks until it has read twice or its deadline is over, and then for one call of the gateway at
 * most. An interrupt ends it with what is known.
 */
public final class Verification {
  private final PacedGateway gateway;
  private final Timepiece time;

  /**
   * What must be so.
   *
   * @param orders the orders of which none may rest
   * @param named orders whose fate must be told, by the venue's id or the sender's
   * @param policy which positions must be closed; KEEP_ALL where none must
   * @param symbols the instruments whose positions are in scope; empty for all
   * @param between how long to wait between the two readings
   */
  public record Terms(
      OrderScope orders, Collection<OrderId> named, ClosePolicy policy, Set<Symbol> symbols, Duration between,
      Duration deadline) {
    public static final Duration BETWEEN = Duration.ofMillis(500);
    public static final Duration DEADLINE = Duration.ofSeconds(30);

    public Terms {
      symbols = Set.copyOf(symbols);
      if (between.isNegative() || !deadline.isPositive()) {
        throw new IllegalArgumentException(
            "a verification needs a wait of at least 0 and a deadline above 0, was " + between + " and " + deadline);
      }
    }

    public static Terms of(OrderScope orders, Collection<OrderId> named, ClosePolicy policy, Set<Symbol> symbols) {
      return new Terms(orders, named, policy, symbols, BETWEEN, DEADLINE);
    }
  }

  public Verification(PacedGateway gateway, Timepiece time) {
    this.gateway = gateway;
    this.time = time;
  }

  public VerificationReport run(Terms terms) {
    return new VerificationRun(gateway, new Effort(time, terms.deadline, what -> {}), terms).run();
  }
}
