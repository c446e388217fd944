package dev.binnacle.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How people write a length of time: {@code 300s}, {@code 5m}, {@code 1h30m}, {@code PT5M}; a bare number is seconds. */
final class DurationText {
  /** What a schema says of the text; the same in ECMA-262 and in Java. */
  static final String PATTERN = "^(([0-9]+(\\.[0-9]+)?(ms|s|m|h|d))+|P([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9]+(\\.[0-9]+)?S)?)?)$";
  static final String ALLOWED = "a length of time such as 300s, 5m, 1h30m or PT5M, or a number of seconds";

  private static final Pattern WHOLE = Pattern.compile(PATTERN);
  private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|s|m|h|d)");
  private static final Map<String, BigDecimal> SECONDS = Map.of("ms", new BigDecimal("0.001"), "s", BigDecimal.ONE,
      "m", BigDecimal.valueOf(60), "h", BigDecimal.valueOf(3600), "d", BigDecimal.valueOf(86_400));

  private DurationText() {}

  /** Null when the text is no length of time. */
  static @Nullable Duration parse(String text) {
    if (!WHOLE.matcher(text).matches()) {
      return null;
    }
    if (text.startsWith("P")) {
      try {
        return Duration.parse(text);
      } catch (DateTimeException notIso) {
        return null;
      }
    }
    BigDecimal seconds = BigDecimal.ZERO;
    for (Matcher part = PART.matcher(text); part.find();) {
      seconds = seconds.add(new BigDecimal(part.group(1)).multiply(SECONDS.getOrDefault(part.group(2), BigDecimal.ONE)));
    }
    return ofSeconds(seconds);
  }

  /** Null when it is negative, finer than a nanosecond, or too long for a {@link Duration}. */
  static @Nullable Duration ofSeconds(BigDecimal seconds) {
    try {
      boolean absurd = seconds.scale() > 40 || seconds.precision() - (long) seconds.scale() > 19;
      if (seconds.signum() < 0 || absurd) {
        return null; // and before any arithmetic: 1e999999999 as a whole number fills the memory
      }
      long whole = seconds.setScale(0, RoundingMode.DOWN).longValueExact();
      return Duration.ofSeconds(whole, seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9).longValueExact());
    } catch (ArithmeticException outOfRange) {
      return null;
    }
  }

  static BigDecimal seconds(Duration duration) {
    return BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9));
  }
}
