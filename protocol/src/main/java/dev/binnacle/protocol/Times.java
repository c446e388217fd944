package dev.binnacle.protocol;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Times as ISO-8601, read and written digit by digit: the general formatter takes twenty times as long. What is finer than a
 * nanosecond is cut off.
 */
final class Times {
  private static final int SECONDS_PER_DAY = 86_400;
  private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);
  private static final BigDecimal LONGEST = BigDecimal.valueOf(1_000_000_000_000L);

  private Times() {}

  /** {@code 2026-01-05T10:00:00.25Z} or with an offset, {@code +01:00}; null if it is not such a time. */
  static @Nullable Instant parse(char[] text, int offset, int count) {
    int end = offset + count;
    if (count < 20 || text[offset + 4] != '-' || text[offset + 7] != '-' || text[offset + 13] != ':'
        || text[offset + 16] != ':') {
      return null;
    }
    char separator = text[offset + 10];
    if (separator != 'T' && separator != 't' && separator != ' ') {
      return null;
    }
    int year = number(text, offset, 4);
    int month = number(text, offset + 5, 2);
    int day = number(text, offset + 8, 2);
    int hour = number(text, offset + 11, 2);
    int minute = number(text, offset + 14, 2);
    int second = number(text, offset + 17, 2);
    if (year < 0 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) {
      return null;
    }
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
      return null;
    }
    int at = offset + 19;
    int nanos = 0;
    if (text[at] == '.') {
      int unit = 100_000_000;
      int first = ++at;
      for (; at < end && text[at] >= '0' && text[at] <= '9'; at++) {
        nanos += (text[at] - '0') * unit;
        unit /= 10;
      }
      if (at == first) {
        return null;
      }
    }
    int zone = zoneSeconds(text, at, end);
    if (zone == NO_ZONE) {
      return null;
    }
    return Instant.ofEpochSecond(
        epochDay(year, month, day) * SECONDS_PER_DAY + hour * 3_600L + minute * 60L + second - zone, nanos);
  }

  private static final int NO_ZONE = Integer.MIN_VALUE;

  private static int zoneSeconds(char[] text, int at, int end) {
    int count = end - at;
    if (count == 1 && (text[at] == 'Z' || text[at] == 'z')) {
      return 0;
    }
    if (count < 3 || (text[at] != '+' && text[at] != '-')) {
      return NO_ZONE;
    }
    int hours = number(text, at + 1, 2);
    int minutes =
        switch (count) {
          case 3 -> 0;
          case 5 -> number(text, at + 3, 2);
          case 6 -> text[at + 3] == ':' ? number(text, at + 4, 2) : -1;
          default -> -1;
        };
    if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
      return NO_ZONE;
    }
    int seconds = hours * 3_600 + minutes * 60;
    return text[at] == '-' ? -seconds : seconds;
  }

  /** {@code count} digits, or -1. */
  private static int number(char[] text, int at, int count) {
    int value = 0;
    for (int i = at; i < at + count; i++) {
      char c = text[i];
      if (c < '0' || c > '9') {
        return -1;
      }
      value = value * 10 + (c - '0');
    }
    return value;
  }

  /** {@code 2026-01-05}; null if it is not a date. */
  static @Nullable LocalDate parseDate(String text) {
    if (text.length() != 10 || text.charAt(4) != '-' || text.charAt(7) != '-') {
      return null;
    }
    char[] chars = text.toCharArray();
    int year = number(chars, 0, 4);
    int month = number(chars, 5, 2);
    int day = number(chars, 8, 2);
    boolean valid = year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
    return valid ? LocalDate.of(year, month, day) : null;
  }

  /** Seconds since 1970; null if that is further off than any clock of a bot. */
  static @Nullable Instant ofEpochSeconds(BigDecimal seconds) {
    if (seconds.abs().compareTo(LONGEST) > 0) {
      return null;
    }
    BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
    return Instant.ofEpochSecond(whole.longValueExact(), seconds.subtract(whole).multiply(NANOS).longValue());
  }

  /** {@code amount} units of {@code unitNanos} each; null if that is longer than 30,000 years. */
  static @Nullable Duration duration(BigDecimal amount, long unitNanos) {
    BigDecimal seconds = amount.multiply(BigDecimal.valueOf(unitNanos, 9));
    if (seconds.abs().compareTo(LONGEST) > 0) {
      return null;
    }
    BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
    return Duration.ofSeconds(whole.longValueExact(), seconds.subtract(whole).multiply(NANOS).longValue());
  }

  /** How many units of {@code 10^-decimals} seconds: 0 for seconds, 3 for milliseconds. */
  static BigDecimal amount(Duration duration, int decimals) {
    return BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9)).scaleByPowerOfTen(decimals);
  }

  /** As {@link Instant#toString}: the fraction in threes of digits, left out when it is zero. Years 0 to 9999. */
  static void write(OutputBuffer out, Instant time) {
    long epochSecond = time.getEpochSecond();
    long day = Math.floorDiv(epochSecond, (long) SECONDS_PER_DAY);
    int second = (int) (epochSecond - day * SECONDS_PER_DAY);
    writeDay(out, day);
    out.write('T');
    out.writePadded(second / 3_600, 2);
    out.write(':');
    out.writePadded(second / 60 % 60, 2);
    out.write(':');
    out.writePadded(second % 60, 2);
    int nanos = time.getNano();
    if (nanos != 0) {
      out.write('.');
      if (nanos % 1_000_000 == 0) {
        out.writePadded(nanos / 1_000_000, 3);
      } else if (nanos % 1_000 == 0) {
        out.writePadded(nanos / 1_000, 6);
      } else {
        out.writePadded(nanos, 9);
      }
    }
    out.write('Z');
  }

  // The civil calendar in whole numbers, from Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": years begin in March,
  // so that the leap day is the last of its year, and 400 years are one era of 146,097 days.

  private static void writeDay(OutputBuffer out, long epochDay) {
    long shifted = epochDay + 719_468;
    long era = Math.floorDiv(shifted, 146_097L);
    int dayOfEra = (int) (shifted - era * 146_097);
    int yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int marchMonth = (5 * dayOfYear + 2) / 153;
    int day = dayOfYear - (153 * marchMonth + 2) / 5 + 1;
    int month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
    int year = (int) (yearOfEra + era * 400) + (month <= 2 ? 1 : 0);
    out.writePadded(year, 4);
    out.write('-');
    out.writePadded(month, 2);
    out.write('-');
    out.writePadded(day, 2);
  }

  private static long epochDay(int year, int month, int day) {
    int marchYear = month <= 2 ? year - 1 : year;
    int era = Math.floorDiv(marchYear, 400);
    int yearOfEra = marchYear - era * 400;
    int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097L + dayOfEra - 719_468;
  }

  private static int daysIn(int year, int month) {
    return switch (month) {
      case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }
}
