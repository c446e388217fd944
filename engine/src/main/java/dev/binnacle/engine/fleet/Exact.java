package dev.binnacle.engine.fleet;

import dev.binnacle.model.Currency;
import dev.binnacle.model.Money;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Arithmetic on decimals of which each is valid, but whose products and sums may be longer than any amount may be. */
final class Exact {
  static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /** What is computed and has more places than an amount may have is rounded to so many. */
  private static final int PLACES = 18;

  /** Means have so many digits. */
  private static final MathContext MEAN = new MathContext(20, RoundingMode.HALF_EVEN);

  private static final int PERCENT_PLACES = 6;
  private static final int DIGITS = 30;

  private Exact() {}

  /** The amount, rounded if it has too many places; null when it is larger than any amount that may be booked. */
  static @Nullable BigDecimal amount(@Nullable BigDecimal value) {
    if (value == null) {
      return null;
    }
    BigDecimal rounded = value.scale() > DIGITS ? value.setScale(PLACES, RoundingMode.HALF_EVEN) : value;
    return (long) rounded.precision() - rounded.scale() > DIGITS ? null : rounded;
  }

  static @Nullable Money money(@Nullable BigDecimal value, Currency currency) {
    BigDecimal amount = amount(value);
    return amount == null ? null : new Money(amount, currency);
  }

  /** {@code part} in percent of {@code whole}; null of nothing. */
  static @Nullable BigDecimal percent(BigDecimal part, BigDecimal whole) {
    if (whole.signum() == 0) {
      return null;
    }
    BigDecimal percent =
        part.multiply(HUNDRED).divide(whole, MathContext.DECIMAL64).setScale(PERCENT_PLACES, RoundingMode.HALF_EVEN);
    return amount(percent.stripTrailingZeros());
  }

  static BigDecimal quotient(BigDecimal part, BigDecimal whole) {
    return part.divide(whole, MEAN);
  }
}
