package dev.binnacle.config;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;
import static java.time.DayOfWeek.THURSDAY;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.temporal.TemporalAdjusters;
import java.util.Map;

/**
 * The New York Stock Exchange, by its rule 7.2 and the rules for half days as kept since 2013.
 *
 * <p>A holiday on a Saturday is kept on the Friday before, one on a Sunday on the Monday after; but New Year on a Saturday is not kept, since
 * the Friday ends the year's accounts. Half days are the Friday after Thanksgiving, and the weekdays before Independence Day and Christmas
 * when these fall on Tuesday to Friday.
 */
final class NyseDays implements TradingDays {
  private static final int FIRST_YEAR = 2013;
  private static final LocalTime OPENS = LocalTime.of(9, 30);
  private static final LocalTime CLOSES = LocalTime.of(16, 0);
  private static final LocalTime CLOSES_EARLY = LocalTime.of(13, 0);

  private static final Map<LocalDate, String> SPECIAL = Map.of(
      LocalDate.of(2018, 12, 5), "national day of mourning for George H. W. Bush",
      LocalDate.of(2025, 1, 9), "national day of mourning for James Carter");

  @Override
  public Day on(LocalDate date) {
    if (date.getYear() < FIRST_YEAR) {
      return new Unsure("the NYSE calendar begins in " + FIRST_YEAR);
    }
    if (date.getDayOfWeek() == SATURDAY || date.getDayOfWeek() == SUNDAY) {
      return new Holiday("weekend");
    }
    String holiday = SPECIAL.getOrDefault(date, holiday(date));
    if (!holiday.isEmpty()) {
      return new Holiday(holiday);
    }
    String half = halfDay(date);
    return half.isEmpty() ? Trading.of(OPENS, CLOSES, "trading day") : Trading.of(OPENS, CLOSES_EARLY, "half day: " + half);
  }

  private static String holiday(LocalDate date) {
    int year = date.getYear();
    if (date.equals(observed(LocalDate.of(year, Month.JANUARY, 1)))) {
      return "New Year's Day";
    }
    if (date.equals(nth(year, Month.JANUARY, 3, MONDAY))) {
      return "Martin Luther King Jr. Day";
    }
    if (date.equals(nth(year, Month.FEBRUARY, 3, MONDAY))) {
      return "Washington's Birthday";
    }
    if (date.equals(easter(year).minusDays(2))) {
      return "Good Friday";
    }
    if (date.equals(LocalDate.of(year, Month.MAY, 1).with(TemporalAdjusters.lastInMonth(MONDAY)))) {
      return "Memorial Day";
    }
    if (year >= 2022 && date.equals(observed(LocalDate.of(year, Month.JUNE, 19)))) {
      return "Juneteenth";
    }
    if (date.equals(observed(LocalDate.of(year, Month.JULY, 4)))) {
      return "Independence Day";
    }
    if (date.equals(nth(year, Month.SEPTEMBER, 1, MONDAY))) {
      return "Labor Day";
    }
    if (date.equals(thanksgiving(year))) {
      return "Thanksgiving Day";
    }
    return date.equals(observed(LocalDate.of(year, Month.DECEMBER, 25))) ? "Christmas Day" : "";
  }

  /** New Year on a Saturday would be observed in the year before, which {@link #holiday} never asks for: it is not kept. */
  private static LocalDate observed(LocalDate holiday) {
    return switch (holiday.getDayOfWeek()) {
      case SATURDAY -> holiday.minusDays(1);
      case SUNDAY -> holiday.plusDays(1);
      case MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY -> holiday;
    };
  }

  private static LocalDate nth(int year, Month month, int ordinal, DayOfWeek day) {
    return LocalDate.of(year, month, 1).with(TemporalAdjusters.dayOfWeekInMonth(ordinal, day));
  }

  private static LocalDate thanksgiving(int year) {
    return nth(year, Month.NOVEMBER, 4, THURSDAY);
  }

  private static String halfDay(LocalDate date) {
    if (date.equals(thanksgiving(date.getYear()).plusDays(1))) {
      return "day after Thanksgiving";
    }
    // The day itself is a holiday only from Tuesday to Friday when its eve is a weekday, Monday to Thursday.
    boolean isEve = date.getDayOfWeek() != FRIDAY;
    if (isEve && date.getMonth() == Month.JULY && date.getDayOfMonth() == 3) {
      return "eve of Independence Day";
    }
    return isEve && date.getMonth() == Month.DECEMBER && date.getDayOfMonth() == 24 ? "Christmas Eve" : "";
  }

  /** Easter Sunday, Gregorian: the anonymous algorithm (Nature, 20 April 1876; Meeus, Astronomical Algorithms, chapter 8). */
  static LocalDate easter(int year) {
    int a = year % 19;
    int b = year / 100;
    int c = year % 100;
    int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    int m = (a + 11 * h + 22 * l) / 451;
    int n = h + l - 7 * m + 114;
    return LocalDate.of(year, n / 31, n % 31 + 1);
  }
}
