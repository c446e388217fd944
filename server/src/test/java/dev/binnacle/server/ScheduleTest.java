package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clocks in Berlin went forward on 2026-03-29 at 02:00 (01:00 UTC) and back on 2026-10-25 at 03:00 (01:00 UTC). */
final class ScheduleTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource({
    "08:00, 2026-01-05T06:59:59Z, 2026-01-05, 2026-01-05T07:00:00Z",
    "08:00, 2026-01-05T07:00:00Z, 2026-01-06, 2026-01-06T07:00:00Z",
    "08:00, 2026-07-05T05:59:59Z, 2026-07-05, 2026-07-05T06:00:00Z",
    // 23:30 UTC is 00:30 of the next day in Berlin.
    "00:45, 2026-01-04T23:30:00Z, 2026-01-05, 2026-01-04T23:45:00Z",
    // 02:30 is left out in spring: an hour later, 03:30 by the new clock.
    "02:30, 2026-03-28T12:00:00Z, 2026-03-29, 2026-03-29T01:30:00Z",
    "02:30, 2026-03-29T01:30:00Z, 2026-03-30, 2026-03-30T00:30:00Z",
    // 02:30 comes twice in autumn: due the first time, at summer time, and not the second.
    "02:30, 2026-10-24T12:00:00Z, 2026-10-25, 2026-10-25T00:30:00Z",
    "02:30, 2026-10-25T00:30:00Z, 2026-10-26, 2026-10-26T01:30:00Z",
  })
  void isDueByTheClocksOfItsZone(LocalTime time, Instant after, LocalDate date, Instant at) {
    assertThat(Schedule.daily(time, BERLIN).next(after)).isEqualTo(new Schedule.Due(date, at));
  }

  @Test
  void aWeekHasOne() {
    Schedule monday = Schedule.weekly(DayOfWeek.MONDAY, LocalTime.of(8, 0), BERLIN);

    // 2026-11-30 is a Monday.
    assertThat(monday.next(Instant.parse("2026-11-28T12:00:00Z")))
        .isEqualTo(new Schedule.Due(LocalDate.of(2026, 11, 30), Instant.parse("2026-11-30T07:00:00Z")));
    assertThat(monday.next(Instant.parse("2026-11-30T07:00:00Z")).date()).isEqualTo(LocalDate.of(2026, 12, 7));
  }

  @Test
  void everyDayOfAYearIsDueOnceWhateverTheClocksDo() {
    for (LocalTime time : List.of(LocalTime.MIDNIGHT, LocalTime.of(2, 0), LocalTime.of(2, 30), LocalTime.of(3, 0))) {
      Schedule schedule = Schedule.daily(time, BERLIN);
      List<LocalDate> dates = new ArrayList<>();
      Instant now = Instant.parse("2025-12-31T12:00:00Z");
      while (dates.size() < 365) {
        Schedule.Due due = schedule.next(now);
        assertThat(due.at()).isAfter(now);
        dates.add(due.date());
        now = due.at();
      }

      assertThat(dates).isEqualTo(LocalDate.of(2026, 1, 1).datesUntil(LocalDate.of(2027, 1, 1)).toList());
    }
  }

  @Test
  void whatWasMissedIsDueOnceAndOnlyTheLastOfIt() {
    Schedule schedule = Schedule.daily(LocalTime.of(8, 0), BERLIN);
    Instant now = Instant.parse("2026-01-08T12:00:00Z");

    assertThat(schedule.due(now.minus(Duration.ofDays(3)), now))
        .contains(new Schedule.Due(LocalDate.of(2026, 1, 8), Instant.parse("2026-01-08T07:00:00Z")));
    assertThat(schedule.due(Instant.parse("2026-01-08T07:00:00Z"), now)).isEmpty();
    assertThat(schedule.due(Instant.parse("2026-01-08T06:00:00Z"), Instant.parse("2026-01-08T06:59:00Z"))).isEmpty();
    assertThat(schedule.due(Instant.parse("2026-01-08T06:00:00Z"), Instant.parse("2026-01-08T07:00:00Z"))).isPresent();
  }

  @Test
  void aWeeklyOneThatWasMissedIsDueOnAnyLaterDay() {
    Schedule monday = Schedule.weekly(DayOfWeek.MONDAY, LocalTime.of(8, 0), BERLIN);

    assertThat(monday.due(Instant.parse("2026-11-27T00:00:00Z"), Instant.parse("2026-12-03T00:00:00Z")))
        .contains(new Schedule.Due(LocalDate.of(2026, 11, 30), Instant.parse("2026-11-30T07:00:00Z")));
    assertThat(monday.due(Instant.parse("2026-11-27T00:00:00Z"), Instant.parse("2026-11-30T06:00:00Z"))).isEmpty();
  }
}
