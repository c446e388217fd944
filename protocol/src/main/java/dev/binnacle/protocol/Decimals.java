package dev.binnacle.protocol;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Decimals from characters and into them, exactly and without a detour through doubles. What is read has no trailing zeros behind
 * its point and a scale of 0 or more, so that 1, 1.0 and 1e0 are the same value in every respect.
 */
final class Decimals {
  /** The model's rule: at most 30 digits on either side of the point. */
  static final int DIGITS = 30;

  private static final int LONG_DIGITS = 18;
  private static final int LARGEST_EXPONENT = 100_000;

  private Decimals() {}

  /** Why characters are no decimal. */
  enum Flaw {
    NOT_A_NUMBER,
    TOO_MANY_DIGITS
  }

  /** These characters are no decimal. Never leaves this package, and carries no stack trace. */
  static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Flaw flaw;

    private Unreadable(Flaw flaw) {
      super(flaw.name(), null, false, false);
      this.flaw = flaw;
    }

    Flaw flaw() {
      return flaw;
    }
  }

  /**
   * @throws Unreadable if these are not the characters of a decimal, or it has more than 30 digits on a side
   */
  static BigDecimal parse(char[] text, int offset, int count) {
    int end = offset + count;
    int at = offset;
    boolean negative = at < end && text[at] == '-';
    if (negative || (at < end && text[at] == '+')) {
      at++;
    }
    long mantissa = 0;
    int significant = 0;
    int fraction = 0;
    int seen = 0;
    boolean point = false;
    int digitsFrom = at;
    for (; at < end; at++) {
      char c = text[at];
      if (c >= '0' && c <= '9') {
        seen++;
        if (significant > 0 || c != '0') {
          significant++;
        }
        if (significant <= LONG_DIGITS) {
          mantissa = mantissa * 10 + (c - '0');
        }
        if (point) {
          fraction++;
        }
      } else if (c == '.' && !point && seen > 0) {
        point = true;
      } else {
        break;
      }
    }
    if (seen == 0 || (point && fraction == 0)) {
      throw new Unreadable(Flaw.NOT_A_NUMBER);
    }
    int digitsTo = at;
    int exponent = at < end ? exponent(text, at, end) : 0;
    if (significant == 0) {
      return BigDecimal.ZERO;
    }
    if (significant > LONG_DIGITS) {
      return large(text, digitsFrom, digitsTo, negative, (long) fraction - exponent);
    }
    return small(negative ? -mantissa : mantissa, (long) fraction - exponent);
  }

  private static int exponent(char[] text, int from, int end) {
    int at = from;
    if (text[at] != 'e' && text[at] != 'E') {
      throw new Unreadable(Flaw.NOT_A_NUMBER);
    }
    at++;
    boolean negative = at < end && text[at] == '-';
    if (negative || (at < end && text[at] == '+')) {
      at++;
    }
    if (at == end) {
      throw new Unreadable(Flaw.NOT_A_NUMBER);
    }
    int exponent = 0;
    for (; at < end; at++) {
      char c = text[at];
      if (c < '0' || c > '9') {
        throw new Unreadable(Flaw.NOT_A_NUMBER);
      }
      exponent = Math.min(LARGEST_EXPONENT, exponent * 10 + (c - '0'));
    }
    return negative ? -exponent : exponent;
  }

  private static BigDecimal small(long unscaled, long scale) {
    long value = unscaled;
    long places = scale;
    while (places > 0 && value % 10 == 0) {
      value /= 10;
      places--;
    }
    if (places >= 0) {
      return checked(BigDecimal.valueOf(value, (int) Math.min(places, LARGEST_EXPONENT)));
    }
    if (-places > DIGITS) {
      throw new Unreadable(Flaw.TOO_MANY_DIGITS);
    }
    return checked(BigDecimal.valueOf(value, (int) places)).setScale(0);
  }

  private static BigDecimal large(char[] text, int from, int to, boolean negative, long scale) {
    StringBuilder digits = new StringBuilder(to - from + 1);
    if (negative) {
      digits.append('-');
    }
    for (int i = from; i < to; i++) {
      if (text[i] != '.') {
        digits.append(text[i]);
      }
    }
    int length = digits.length();
    long places = scale;
    while (places > 0 && digits.charAt(length - 1) == '0') {
      length--;
      places--;
    }
    digits.setLength(length);
    if (length > 4 * DIGITS || Math.abs(places) > 4 * DIGITS) {
      throw new Unreadable(Flaw.TOO_MANY_DIGITS);
    }
    BigDecimal value = checked(new BigDecimal(new BigInteger(digits.toString()), (int) places));
    return value.scale() < 0 ? value.setScale(0) : value;
  }

  private static BigDecimal checked(BigDecimal value) {
    if (value.scale() > DIGITS || (long) value.precision() - value.scale() > DIGITS) {
      throw new Unreadable(Flaw.TOO_MANY_DIGITS);
    }
    return value;
  }

  /** Plain digits, no exponent, no zeros behind the last digit of the fraction: {@code 45000}, {@code 0.5}, {@code -2.22}. */
  static void write(OutputBuffer out, BigDecimal value) {
    if (value.precision() <= LONG_DIGITS) {
      // The same as unscaledValue().longValue(), without its BigInteger.
      writeSmall(out, value.scaleByPowerOfTen(value.scale()).longValue(), value.scale());
    } else {
      BigDecimal stripped = value.stripTrailingZeros();
      out.writeAscii((stripped.scale() < 0 ? stripped.setScale(0) : stripped).toPlainString());
    }
  }

  private static void writeSmall(OutputBuffer out, long unscaled, int scale) {
    long rest = Math.abs(unscaled);
    int places = scale;
    while (places > 0 && rest % 10 == 0) {
      rest /= 10;
      places--;
    }
    if (rest == 0) {
      out.write('0');
      return;
    }
    if (unscaled < 0) {
      out.write('-');
    }
    if (places <= 0) {
      out.writeLong(rest);
      for (; places < 0; places++) {
        out.write('0');
      }
      return;
    }
    writeFraction(out, rest, places);
  }

  private static void writeFraction(OutputBuffer out, long value, int places) {
    int digits = OutputBuffer.digits(value);
    if (digits <= places) {
      out.write('0');
      out.write('.');
      for (int i = digits; i < places; i++) {
        out.write('0');
      }
      out.writeLong(value);
      return;
    }
    long unit = 1;
    for (int i = 0; i < places; i++) {
      unit *= 10;
    }
    long whole = value / unit;
    long fraction = value - whole * unit;
    out.writeLong(whole);
    out.write('.');
    for (int i = OutputBuffer.digits(fraction); i < places; i++) {
      out.write('0');
    }
    out.writeLong(fraction);
  }

  /** {@code null} when these are not the digits of a whole number that fits a long. */
  static @Nullable Long parseWhole(char[] text, int offset, int count) {
    int at = offset;
    int end = offset + count;
    boolean negative = count > 0 && text[at] == '-';
    if (negative) {
      at++;
    }
    if (at == end || end - at > LONG_DIGITS + 1) {
      return null;
    }
    // Counted below zero, where a long reaches one further.
    long value = 0;
    for (; at < end; at++) {
      char c = text[at];
      long next = value * 10 - (c - '0');
      if (c < '0' || c > '9' || value < Long.MIN_VALUE / 10 || next > 0) {
        return null;
      }
      value = next;
    }
    return negative ? (Long) value : value == Long.MIN_VALUE ? null : (Long) (-value);
  }
}
