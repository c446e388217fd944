package dev.binnacle.config;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Which numbers a place takes: the narrowest bounds of all that the schema says of it. */
record Limits(@Nullable BigDecimal low, boolean isLowOpen, @Nullable BigDecimal high, boolean isHighOpen) {
  static Limits of(Shape shape) {
    BigDecimal low = null;
    BigDecimal high = null;
    boolean lowOpen = false;
    boolean highOpen = false;
    for (JsonNode part : shape.parts) {
      for (String word : new String[] {"minimum", "exclusiveMinimum"}) {
        BigDecimal bound = bound(part, word);
        boolean open = word.startsWith("e");
        if (bound != null && (low == null || bound.compareTo(low) > 0 || bound.compareTo(low) == 0 && open)) {
          low = bound;
          lowOpen = open;
        }
      }
      for (String word : new String[] {"maximum", "exclusiveMaximum"}) {
        BigDecimal bound = bound(part, word);
        boolean open = word.startsWith("e");
        if (bound != null && (high == null || bound.compareTo(high) < 0 || bound.compareTo(high) == 0 && open)) {
          high = bound;
          highOpen = open;
        }
      }
    }
    return new Limits(low, lowOpen, high, highOpen);
  }

  private static @Nullable BigDecimal bound(JsonNode part, String word) {
    return part.path(word).isNumber() ? part.path(word).decimalValue() : null;
  }

  boolean isBounded() {
    return low != null || high != null;
  }

  /** Whether all that is allowed lies in [-1, 1]: a share, which people mistake for a percentage. */
  boolean isWithinOne() {
    return low != null && high != null && low.compareTo(BigDecimal.ONE.negate()) >= 0 && high.compareTo(BigDecimal.ONE) <= 0;
  }

  boolean allows(BigDecimal number) {
    int above = low == null ? 1 : number.compareTo(low);
    int below = high == null ? -1 : number.compareTo(high);
    return (isLowOpen ? above > 0 : above >= 0) && (isHighOpen ? below < 0 : below <= 0);
  }

  /** As in: in (0, 50]; above 0; at most 50. */
  String words() {
    if (low != null && high != null) {
      return "in " + (isLowOpen ? "(" : "[") + ChangeLimits.plain(low) + ", " + ChangeLimits.plain(high)
          + (isHighOpen ? ")" : "]");
    }
    if (low != null) {
      return (isLowOpen ? "above " : "at least ") + ChangeLimits.plain(low);
    }
    return high == null ? "a number" : (isHighOpen ? "below " : "at most ") + ChangeLimits.plain(high);
  }
}
