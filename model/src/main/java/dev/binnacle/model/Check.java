package dev.binnacle.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The rules that several words share. */
final class Check {
  static final int NAME_LENGTH = 64;
  static final int TEXT_LENGTH = 4_000;
  static final int FIELD_COUNT = 100;
  private static final int DECIMAL_DIGITS = 30;
  private static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  private Check() {}

  /** A non-empty name of at most {@code length} characters, each of which {@code allowed} takes. */
  static String name(String field, String value, int length, IntPredicate allowed, String alphabet) {
    if (value.isEmpty() || value.length() > length) {
      throw new InvalidValueException(
          field, "length", field + " must have 1 to " + length + " characters, had " + value.length());
    }
    for (int i = 0; i < value.length(); i++) {
      if (!allowed.test(value.charAt(i))) {
        throw new InvalidValueException(
            field, "characters", field + " may hold " + alphabet + ", found '" + printable(value.charAt(i)) + "' at " + i);
      }
    }
    return value;
  }

  /** Free text: any characters but control characters other than line feed and tab. */
  static String text(String field, String value, int length) {
    if (value.length() > length) {
      throw new InvalidValueException(
          field, "length", field + " must have at most " + length + " characters, had " + value.length());
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' && c != '\n' && c != '\t') {
        throw new InvalidValueException(
            field, "characters", field + " must not hold control characters, found " + printable(c) + " at " + i);
      }
    }
    return value;
  }

  static @Nullable String optionalText(String field, @Nullable String value, int length) {
    return value == null ? null : text(field, value, length);
  }

  /** A decimal with at most 30 digits on either side of the point, so that no arithmetic on it can explode. */
  static BigDecimal decimal(String field, BigDecimal value) {
    if (value.scale() > DECIMAL_DIGITS || (long) value.precision() - value.scale() > DECIMAL_DIGITS) {
      throw new InvalidValueException(
          field, "digits", field + " must have at most " + DECIMAL_DIGITS + " digits on either side of the point");
    }
    return value;
  }

  static @Nullable BigDecimal optionalDecimal(String field, @Nullable BigDecimal value) {
    return value == null ? null : decimal(field, value);
  }

  static BigDecimal positive(String field, BigDecimal value) {
    if (decimal(field, value).signum() <= 0) {
      throw new InvalidValueException(field, "positive", field + " must be above 0, was " + value.toPlainString());
    }
    return value;
  }

  static @Nullable BigDecimal optionalPositive(String field, @Nullable BigDecimal value) {
    return value == null ? null : positive(field, value);
  }

  static BigDecimal notNegative(String field, BigDecimal value) {
    if (decimal(field, value).signum() < 0) {
      throw new InvalidValueException(field, "not-negative", field + " must not be below 0, was " + value.toPlainString());
    }
    return value;
  }

  static double finite(String field, double value) {
    if (!Double.isFinite(value)) {
      throw new InvalidValueException(field, "finite", field + " must be a finite number, was " + value);
    }
    return value;
  }

  /** A time that a trading bot can mean: between the years 1990 and 2200. */
  static Instant time(String field, Instant value) {
    if (value.isBefore(EARLIEST) || !value.isBefore(LATEST)) {
      throw new InvalidValueException(field, "time-range", field + " must lie between 1990 and 2200, was " + value);
    }
    return value;
  }

  static Map<String, Value> fields(String field, Map<String, Value> values) {
    if (values.size() > FIELD_COUNT) {
      throw new InvalidValueException(
          field, "size", field + " must have at most " + FIELD_COUNT + " entries, had " + values.size());
    }
    values.keySet().forEach(key -> name(field, key, NAME_LENGTH, Check::isIdentifier, "letters, digits and . _ -"));
    return Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  static boolean isIdentifier(int c) {
    return isLetterOrDigit(c) || c == '.' || c == '_' || c == '-';
  }

  static boolean isLetterOrDigit(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  static boolean isVisible(int c) {
    return c > ' ' && c != 0x7f && !Character.isISOControl(c) && !Character.isWhitespace(c);
  }

  private static String printable(char c) {
    return isVisible(c) || c == ' ' ? String.valueOf(c) : String.format("\\u%04x", (int) c);
  }
}
