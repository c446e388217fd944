package dev.binnacle.engine.performance;

/**
 * Time-weighted growth since some beginning: {@code growth} up to an anchor at which the equity was {@code equity}, and from
 * there in proportion to the equity. Only a deposit moves the anchor, so that an account without deposits grows by {@code
 * last / first} with no rounding in between. A span whose anchor is at or below zero has no growth yet; it goes on at the
 * next equity above zero.
 */
record Span(double equity, double growth) {
  static Span from(double equity) {
    return new Span(equity, 1);
  }

  boolean grows() {
    return equity > 0;
  }

  /** The growth when the equity is this, with no deposit since the anchor. Losing more than everything counts as everything. */
  double at(double value) {
    return Math.min(growth * Math.max(0, value) / equity, Amounts.LARGEST_GROWTH);
  }

  Span past(Mark mark) {
    if (!grows()) {
      return mark.after() > 0 ? new Span(mark.after(), growth) : this;
    }
    return mark.carriesDeposit() ? new Span(mark.after(), at(mark.before())) : this;
  }
}
