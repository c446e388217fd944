package dev.binnacle.client;

import org.jspecify.annotations.Nullable;

/**
 * What a guard says of an order, and why.
 *
 * @param rule by which it was refused; null when it is allowed
 * @param reason a sentence for a person
 * @param value what was held against the limit; null when there is none
 * @param limit that was broken; null when there is none
 */
public record Decision(@Nullable Rule rule, String reason, @Nullable String value, @Nullable String limit) {
  static final Decision ALLOWED = new Decision(null, "no halt and no limit is against it", null, null);

  /** What an order can be refused by. */
  public enum Rule {
    /** The guard is closed, by a halt or since it cannot do its work. */
    CLOSED,
    /** The guard is reducing, and the order adds, or nobody can say that it does not. */
    REDUCING,
    /** A liquidation's order was sent while nothing is to be liquidated. */
    NOT_LIQUIDATING,
    ORDER_VALUE,
    ORDER_QUANTITY,
    MESSAGE_RATE,
    SYMBOL_EXPOSURE,
    GROSS_EXPOSURE,
    DUPLICATE,
    REPEATED_EXECUTION
  }

  static Decision refused(Rule rule, String reason) {
    return new Decision(rule, reason, null, null);
  }

  public boolean isAllowed() {
    return rule == null;
  }
}
