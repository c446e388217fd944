package dev.binnacle.client;

import java.util.Objects;

/**
 * A {@link Guard} has not let an order pass. Nothing was sent.
 *
 * <p>It is thrown, though nothing else in here throws, so that who forgets to look does not send the order. It carries no stack trace:
 * a closed guard may refuse thousands a second.
 */
public final class OrderRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Decision decision;

  OrderRefusedException(Decision decision) {
    super(Objects.requireNonNull(decision.rule()) + ": " + decision.reason(), null, false, false);
    this.decision = decision;
  }

  public Decision decision() {
    return decision;
  }
}
