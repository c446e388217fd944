package dev.binnacle.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The dates are those that the exchanges published: NYSE "Holidays &amp; Trading Hours", NSE circulars for the capital market. */
final class MarketCalendarTest {
  private static final MarketCalendar NYSE = MarketCalendar.named("nyse");
  private static final MarketCalendar NSE = MarketCalendar.named("NSE");

  private static Instant noon(MarketCalendar calendar, String date) {
    return LocalDate.parse(date).atTime(12, 0).atZone(calendar.zone()).toInstant();
  }

  @ParameterizedTest
  @CsvSource({
    "2013-01-01, New Year's Day", "2014-04-18, Good Friday", "2016-03-25, Good Friday", "2017-01-02, New Year's Day",
    "2018-12-05, national day of mourning for George H. W. Bush",
    "2020-07-03, Independence Day", "2021-07-05, Independence Day", "2021-12-24, Christmas Day", "2022-06-20, Juneteenth",
    "2022-12-26, Christmas Day", "2023-01-02, New Year's Day",
    "2023-06-19, Juneteenth", "2024-01-01, New Year's Day", "2024-01-15, Martin Luther King Jr. Day",
    "2024-02-19, Washington's Birthday",
    "2024-03-29, Good Friday", "2024-05-27, Memorial Day", "2024-06-19, Juneteenth", "2024-07-04, Independence Day",
    "2024-09-02, Labor Day",
    "2024-11-28, Thanksgiving Day", "2024-12-25, Christmas Day", "2025-01-01, New Year's Day",
    "2025-01-09, national day of mourning for James Carter", "2025-01-20, Martin Luther King Jr. Day",
    "2025-02-17, Washington's Birthday",
    "2025-04-18, Good Friday", "2025-05-26, Memorial Day", "2025-06-19, Juneteenth", "2025-07-04, Independence Day",
    "2025-09-01, Labor Day",
    "2025-11-27, Thanksgiving Day", "2025-12-25, Christmas Day", "2026-04-03, Good Friday", "2026-06-19, Juneteenth",
    "2026-07-03, Independence Day", "2026-11-26, Thanksgiving Day", "2027-03-26, Good Friday", "2027-06-18, Juneteenth",
    "2027-07-05, Independence Day", "2027-12-24, Christmas Day", "2028-01-17, Martin Luther King Jr. Day",
    "2028-04-14, Good Friday", "2025-01-11, weekend"})
  void newYorkRestsOnItsHolidays(String date, String reason) {
    assertThat(NYSE.at(noon(NYSE, date))).isEqualTo(new MarketCalendar.Closed(reason));
  }

  /** Days that a careless rule would take for holidays: Juneteenth before it was one, a Saturday New Year's eve, Columbus and Veterans Day. */
  @ParameterizedTest
  @ValueSource(strings = {"2021-06-18", "2021-06-21", "2021-12-31", "2027-12-31", "2024-10-14", "2024-11-11", "2025-12-26",
    "2025-12-24", "2024-04-01", "2026-07-06"})
  void newYorkTradesOnOtherDays(String date) {
    assertThat(NYSE.isOpen(noon(NYSE, date))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2013-07-03", "2017-07-03", "2018-07-03", "2019-12-24", "2023-07-03", "2023-11-24", "2024-07-03",
    "2024-11-29", "2024-12-24",
    "2025-07-03", "2025-11-28", "2025-12-24", "2026-11-27", "2026-12-24", "2027-11-26", "2028-07-03"})
  void newYorkClosesAtOneOnHalfDays(String date) {
    Instant one = LocalDate.parse(date).atTime(13, 0).atZone(NYSE.zone()).toInstant();

    assertThat(NYSE.isOpen(one.minusMillis(1))).isTrue();
    assertThat(NYSE.isClosed(one)).isTrue();
    assertThat(NYSE.nextClose(one.minusSeconds(7200))).contains(one);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-07-02", "2022-07-01", "2024-07-05", "2026-12-23", "2021-07-02", "2022-12-23", "2027-07-02"})
  void newYorkTradesUntilFourOnDaysThatOnlyLookLikeHalfDays(String date) {
    Instant four = LocalDate.parse(date).atTime(16, 0).atZone(NYSE.zone()).toInstant();

    assertThat(NYSE.isOpen(four.minusMillis(1))).isTrue();
    assertThat(NYSE.isClosed(four)).isTrue();
  }

  /** Friday 7 and Monday 10 March 2025 lie on both sides of the clocks' going forward; 31 October and 3 November of their going back. */
  @ParameterizedTest
  @CsvSource({"2025-03-07T14:30:00Z, 2025-03-07T21:00:00Z", "2025-03-10T13:30:00Z, 2025-03-10T20:00:00Z",
    "2025-10-31T13:30:00Z, 2025-10-31T20:00:00Z",
    "2025-11-03T14:30:00Z, 2025-11-03T21:00:00Z"})
  void newYorkKeepsItsOwnClock(Instant opens, Instant closes) {
    assertThat(NYSE.isClosed(opens.minusMillis(1))).isTrue();
    assertThat(NYSE.at(opens)).isEqualTo(new MarketCalendar.Open(new MarketCalendar.Session(opens, closes), "trading day"));
    assertThat(NYSE.isOpen(closes.minusMillis(1))).isTrue();
    assertThat(NYSE.isClosed(closes)).isTrue();
    assertThat(NYSE.nextOpen(opens.minusSeconds(86_400 / 3))).contains(opens);
  }

  @Test
  void theNextOpeningPassesOverWeekendsAndHolidays() {
    Instant wednesdayEvening = Instant.parse("2025-07-03T17:00:00Z");

    assertThat(NYSE.nextOpen(wednesdayEvening)).contains(Instant.parse("2025-07-07T13:30:00Z"));
    assertThat(NYSE.nextClose(wednesdayEvening)).contains(Instant.parse("2025-07-07T20:00:00Z"));
  }

  @Test
  void yearsBeforeTheRulesAreUnknown() {
    Instant sandy = Instant.parse("2012-10-29T15:00:00Z");

    assertThat(NYSE.at(sandy)).isEqualTo(new MarketCalendar.Unknown("the NYSE calendar begins in 2013"));
    assertThat(NYSE.isOpen(sandy)).isFalse();
    assertThat(NYSE.isClosed(sandy)).isFalse();
  }

  /** From the tables of the U.S. Naval Observatory. */
  @ParameterizedTest
  @ValueSource(strings = {"2013-03-31", "2016-03-27", "2019-04-21", "2024-03-31", "2025-04-20", "2026-04-05", "2035-03-25",
    "2038-04-25", "2049-04-18"})
  void easterIsWhereTheTablesHaveIt(String date) {
    assertThat(NyseDays.easter(LocalDate.parse(date).getYear())).isEqualTo(date);
  }

  @ParameterizedTest
  @CsvSource({"2024-01-22, Consecration at Ayodhya", "2024-01-26, Republic Day", "2024-05-20, General election in Mumbai",
    "2024-11-20, Assembly election in Maharashtra",
    "2025-02-26, Mahashivratri", "2025-08-27, Ganesh Chaturthi", "2025-10-22, Diwali Balipratipada",
    "2026-01-15, Municipal elections in Maharashtra", "2026-03-03, Holi",
    "2026-10-20, Dussehra", "2026-12-25, Christmas", "2026-08-15, weekend"})
  void mumbaiRestsOnItsHolidays(String date, String reason) {
    assertThat(NSE.at(noon(NSE, date))).isEqualTo(new MarketCalendar.Closed(reason));
  }

  /**
   * 2024: 14 in the circular of December 2023, and 22 January, 20 May and 20 November, which were declared later, but 1 November had a
   * session in the evening. 2025: 14, of which 21 October had one too. 2026: 15, and 15 January.
   */
  @ParameterizedTest
  @CsvSource({"2024, 17", "2025, 14", "2026, 16"})
  void mumbaiIsClosedOnAsManyWeekdayMorningsAsWerePublished(int year, int holidays) {
    long closed =
        LocalDate.of(year, 1, 1).datesUntil(LocalDate.of(year + 1, 1, 1)).filter(date -> date.getDayOfWeek().getValue() < 6)
            .filter(date -> NSE.isClosed(date.atTime(9, 30).atZone(NSE.zone()).toInstant())).count();

    assertThat(closed).isEqualTo(holidays);
  }

  @ParameterizedTest
  @CsvSource({"2026-11-27, 03:45, 10:00", "2024-01-20, 03:45, 10:00", "2025-02-01, 03:45, 10:00", "2026-02-01, 03:45, 10:00",
    "2024-11-01, 12:30, 13:30",
    "2025-10-21, 08:15, 09:15", "2024-03-02, 03:45, 04:30", "2024-05-18, 06:00, 07:00"})
  void mumbaiTradesFiveAndAHalfHoursAheadOfGreenwich(String date, String opens, String closes) {
    Instant from = Instant.parse(date + "T" + opens + ":00Z");
    Instant to = Instant.parse(date + "T" + closes + ":00Z");

    assertThat(NSE.isClosed(from.minusMillis(1))).isTrue();
    assertThat(NSE.isOpen(from)).isTrue();
    assertThat(NSE.isOpen(to.minusMillis(1))).isTrue();
    assertThat(NSE.isClosed(to)).isTrue();
    assertThat(NSE.nextClose(from)).contains(to);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2023-12-29", "2027-01-04"})
  void yearsOutsideTheTableAreUnknown(String date) {
    assertThat(NSE.at(noon(NSE, date)))
        .isEqualTo(new MarketCalendar.Unknown("the holidays of the NSE are known from 2024 to 2026"));
  }

  @Test
  void hoursThatWereNotPublishedAreUnknown() {
    assertThat(NSE.at(noon(NSE, "2026-11-08"))).isInstanceOf(MarketCalendar.Unknown.class);
    assertThat(NSE.nextOpen(noon(NSE, "2026-11-07"))).isEmpty();
  }

  @Test
  void theNextOpeningIsUnknownWhereTheTableEnds() {
    assertThat(NSE.nextOpen(Instant.parse("2026-12-31T04:00:00Z"))).isEmpty();
    assertThat(NSE.nextClose(Instant.parse("2026-12-31T04:00:00Z"))).contains(Instant.parse("2026-12-31T10:00:00Z"));
  }

  @Test
  void cryptoNeverCloses() {
    MarketCalendar always = MarketCalendar.named("24/7");

    assertThat(always.isOpen(Instant.parse("2025-12-25T00:00:00Z"))).isTrue();
    assertThat(always.isClosed(Instant.parse("2025-12-27T23:59:59.999Z"))).isFalse();
    assertThat(always.nextOpen(Instant.parse("2025-12-25T00:00:00Z"))).isEmpty();
    assertThat(always.nextClose(Instant.parse("2025-12-25T00:00:00Z"))).isEmpty();
    assertThat(always.zone()).isEqualTo(ZoneOffset.UTC);
  }

  @Test
  void anotherNameIsRefused() {
    assertThatThrownBy(() -> MarketCalendar.named("LSE")).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no market calendar is named \"LSE\"; there are 24/7, NYSE and NSE");
  }
}
