package dev.binnacle.config;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The equity market of the National Stock Exchange of India, as its circulars gave it for 2024 to 2026. Many holidays follow lunar
 * calendars and elections, so there is no rule to go on with.
 */
final class NseDays implements TradingDays {
  private static final int FIRST_YEAR = 2024;
  private static final int LAST_YEAR = 2026;
  private static final LocalTime OPENS = LocalTime.of(9, 15);
  private static final LocalTime CLOSES = LocalTime.of(15, 30);

  /** Weekdays without trading. */
  private static final String HOLIDAYS = """
      2024-01-22 Consecration at Ayodhya
      2024-01-26 Republic Day
      2024-03-08 Mahashivratri
      2024-03-25 Holi
      2024-03-29 Good Friday
      2024-04-11 Id-ul-Fitr
      2024-04-17 Ram Navami
      2024-05-01 Maharashtra Day
      2024-05-20 General election in Mumbai
      2024-06-17 Bakri Id
      2024-07-17 Muharram
      2024-08-15 Independence Day
      2024-10-02 Gandhi Jayanti
      2024-11-15 Guru Nanak Jayanti
      2024-11-20 Assembly election in Maharashtra
      2024-12-25 Christmas
      2025-02-26 Mahashivratri
      2025-03-14 Holi
      2025-03-31 Id-ul-Fitr
      2025-04-10 Mahavir Jayanti
      2025-04-14 Ambedkar Jayanti
      2025-04-18 Good Friday
      2025-05-01 Maharashtra Day
      2025-08-15 Independence Day
      2025-08-27 Ganesh Chaturthi
      2025-10-02 Gandhi Jayanti and Dussehra
      2025-10-22 Diwali Balipratipada
      2025-11-05 Guru Nanak Jayanti
      2025-12-25 Christmas
      2026-01-15 Municipal elections in Maharashtra
      2026-01-26 Republic Day
      2026-03-03 Holi
      2026-03-26 Ram Navami
      2026-03-31 Mahavir Jayanti
      2026-04-03 Good Friday
      2026-04-14 Ambedkar Jayanti
      2026-05-01 Maharashtra Day
      2026-05-28 Bakri Id
      2026-06-26 Muharram
      2026-09-14 Ganesh Chaturthi
      2026-10-02 Gandhi Jayanti
      2026-10-20 Dussehra
      2026-11-10 Diwali Balipratipada
      2026-11-24 Guru Nanak Jayanti
      2026-12-25 Christmas
      """;

  private final Map<LocalDate, Day> special = new HashMap<>();

  NseDays() {
    HOLIDAYS.lines().forEach(line -> special.put(LocalDate.parse(line.substring(0, 10)), new Holiday(line.substring(11))));
    special.put(LocalDate.of(2024, 1, 20), Trading.of(OPENS, CLOSES, "trading Saturday, for the Monday after"));
    List<Hours> recovery =
        List.of(new Hours(LocalTime.of(9, 15), LocalTime.of(10, 0)), new Hours(LocalTime.of(11, 30), LocalTime.of(12, 30)));
    special.put(LocalDate.of(2024, 3, 2), new Trading(recovery, "trading Saturday, with a move to the recovery site"));
    special.put(LocalDate.of(2024, 5, 18), new Trading(recovery, "trading Saturday, with a move to the recovery site"));
    special.put(LocalDate.of(2024, 11, 1), Trading.of(LocalTime.of(18, 0), LocalTime.of(19, 0), "Diwali, Muhurat trading only"));
    special.put(LocalDate.of(2025, 2, 1), Trading.of(OPENS, CLOSES, "trading Saturday, for the Union budget"));
    special.put(LocalDate.of(2025, 10, 21),
        Trading.of(LocalTime.of(13, 45), LocalTime.of(14, 45), "Diwali, Muhurat trading only"));
    special.put(LocalDate.of(2026, 2, 1), Trading.of(OPENS, CLOSES, "trading Sunday, for the Union budget"));
    special.put(LocalDate.of(2026, 11, 8),
        new Unsure("Diwali: the hours of Muhurat trading were not published when this calendar was made"));
  }

  @Override
  public Day on(LocalDate date) {
    if (date.getYear() < FIRST_YEAR || date.getYear() > LAST_YEAR) {
      return new Unsure("the holidays of the NSE are known from " + FIRST_YEAR + " to " + LAST_YEAR);
    }
    Day known = special.get(date);
    if (known != null) {
      return known;
    }
    boolean isWeekend = date.getDayOfWeek() == DayOfWeek.SATURDAY || date.getDayOfWeek() == DayOfWeek.SUNDAY;
    return isWeekend ? new Holiday("weekend") : Trading.of(OPENS, CLOSES, "trading day");
  }
}
