package dev.binnacle.notify;

import dev.binnacle.model.Currency;
import dev.binnacle.model.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** Numbers and times as people like to read them. Always in English, whatever the machine's language. */
public final class Wording {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss zzz", Locale.ENGLISH);
  private static final Map<String, String> SIGNS = Map.of("USD", "$", "EUR", "€", "GBP", "£");
  private static final int SIGNIFICANT = 5;

  private Wording() {}

  /** {@code 2026-01-05 14:30:00 UTC}: the zone is always said. */
  public static String time(Instant at, ZoneId zone) {
    return TIME.format(at.atZone(zone.equals(ZoneOffset.UTC) ? ZoneId.of("UTC") : zone));
  }

  /** The two largest units: {@code 3 h 20 min}, {@code 45 s}, {@code 2 d}. */
  public static String duration(Duration length) {
    long seconds = Math.max(0, length.toSeconds());
    long days = seconds / 86_400;
    long hours = seconds / 3_600 % 24;
    long minutes = seconds / 60 % 60;
    if (days > 0) {
      return two(days, "d", hours, "h");
    }
    if (hours > 0) {
      return two(hours, "h", minutes, "min");
    }
    return minutes > 0 ? two(minutes, "min", seconds % 60, "s") : seconds + " s";
  }

  private static String two(long first, String unit, long second, String lesser) {
    return first + " " + unit + (second == 0 ? "" : " " + second + " " + lesser);
  }

  public static String money(Money money) {
    return amount(money.amount(), money.currency(), 2);
  }

  /** {@code +$200.00}, {@code -12.50 USDT}: a gain or a loss. */
  public static String signed(Money money) {
    return (money.signum() > 0 ? "+" : "") + money(money);
  }

  /** {@code $45,000.00}; a small price keeps its first digits that count: {@code 0.00001234 USDT}. */
  public static String price(BigDecimal price, Currency currency) {
    return amount(price, currency, decimals(price, 2));
  }

  /** {@code 0.5000}: 4 places, and as many more as it takes. */
  public static String quantity(BigDecimal quantity) {
    int places = Math.max(4, Math.min(12, quantity.stripTrailingZeros().scale()));
    return number(quantity, places);
  }

  /** {@code +4.00%} of 4. */
  public static String percent(BigDecimal percent) {
    return (percent.signum() > 0 ? "+" : "") + number(percent, 2) + "%";
  }

  /** A fraction in percent, without a plus: {@code 12.50%} of 0.125. */
  public static String fraction(BigDecimal fraction) {
    return number(fraction.movePointRight(2), 2) + "%";
  }

  /** Thousands parted, no more places than tell something: {@code 312.5}, {@code 0.00042}. */
  public static String plain(BigDecimal number) {
    int places = Math.max(0, Math.min(decimals(number, 2), number.stripTrailingZeros().scale()));
    return number(number, places);
  }

  private static String amount(BigDecimal amount, Currency currency, int places) {
    String sign = SIGNS.get(currency.code());
    String digits = number(amount.abs(), places);
    boolean negative = amount.signum() < 0 && !isZero(digits);
    return (negative ? "-" : "") + (sign == null ? digits + " " + currency : sign + digits);
  }

  /** How many places show {@value #SIGNIFICANT} digits that count, at least {@code least}. */
  private static int decimals(BigDecimal number, int least) {
    if (number.signum() == 0) {
      return least;
    }
    int whole = number.precision() - number.scale();
    int wanted = whole > 0 ? least : SIGNIFICANT - whole;
    int there = Math.max(0, number.stripTrailingZeros().scale());
    return Math.max(least, Math.min(wanted, there));
  }

  private static String number(BigDecimal number, int places) {
    BigDecimal rounded = number.setScale(places, RoundingMode.HALF_UP);
    String digits = rounded.abs().toPlainString();
    int whole = places == 0 ? digits.length() : digits.length() - places - 1;
    StringBuilder text = new StringBuilder(digits.length() + 8);
    if (rounded.signum() < 0) {
      text.append('-');
    }
    for (int i = 0; i < whole; i++) {
      if (i > 0 && (whole - i) % 3 == 0) {
        text.append(',');
      }
      text.append(digits.charAt(i));
    }
    return text.append(digits, whole, digits.length()).toString();
  }

  /** Whether all its digits are. */
  private static boolean isZero(String digits) {
    return digits.chars().allMatch(digit -> digit == '0' || digit == '.' || digit == ',');
  }
}
