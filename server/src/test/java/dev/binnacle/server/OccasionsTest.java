package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OccasionsTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static Occasions daily(LocalTime time, ZoneId zone, LocalTime dayStart) {
    return new Occasions(new Alerting.Timetable(Schedule.daily(time, zone), null, null), zone, dayStart);
  }

  @ParameterizedTest
  @CsvSource({
    // As the day ends, of all of it.
    "00:00, 00:00, 2026-01-05T00:00:00Z, 2026-01-04T00:00:00Z, 2026-01-05T00:00:00Z, 2026-01-04",
    // In the morning, of the day before.
    "08:00, 00:00, 2026-01-05T08:00:00Z, 2026-01-04T00:00:00Z, 2026-01-05T00:00:00Z, 2026-01-04",
    // In the evening, of the day up to then.
    "18:00, 00:00, 2026-01-05T18:00:00Z, 2026-01-05T00:00:00Z, 2026-01-05T18:00:00Z, 2026-01-05",
    // The day of account began at five in the afternoon of the day before.
    "16:30, 17:00, 2026-01-05T16:30:00Z, 2026-01-04T17:00:00Z, 2026-01-05T16:30:00Z, 2026-01-04",
    "17:00, 17:00, 2026-01-05T17:00:00Z, 2026-01-04T17:00:00Z, 2026-01-05T17:00:00Z, 2026-01-04",
  })
  void aSummarySpeaksOfTheDayThatIsMeant(
      LocalTime time, LocalTime dayStart, Instant now, Instant from, Instant until, LocalDate covered) {
    assertThat(daily(time, ZoneId.of("UTC"), dayStart).due(now.minusSeconds(1), now))
        .containsExactly(
            new Occasion(Occasion.Kind.DAILY_SUMMARY, LocalDate.of(2026, 1, 5), now, from, until, covered));
  }

  /** Clocks went forward on 2026-03-29 and back on 2026-10-25: those days have 23 and 25 hours. */
  @ParameterizedTest
  @CsvSource({
    "2026-03-29T22:00:00Z, 2026-03-28T23:00:00Z, 23",
    "2026-10-25T23:00:00Z, 2026-10-24T22:00:00Z, 25",
    "2026-11-25T23:00:00Z, 2026-11-24T23:00:00Z, 24",
  })
  void aDayIsAsLongAsTheClocksMakeIt(Instant midnight, Instant from, long hours) {
    List<Occasion> due = daily(LocalTime.MIDNIGHT, BERLIN, LocalTime.MIDNIGHT).due(midnight.minusSeconds(1), midnight);

    assertThat(due).singleElement().satisfies(occasion -> {
      assertThat(occasion.from()).isEqualTo(from);
      assertThat(Duration.between(occasion.from(), occasion.until())).hasHours(hours);
    });
  }

  @Test
  void aWeekIsTheSevenDaysBefore() {
    Occasions weekly =
        new Occasions(
            new Alerting.Timetable(null, null, Schedule.weekly(DayOfWeek.MONDAY, LocalTime.of(8, 0), BERLIN)), BERLIN,
            LocalTime.MIDNIGHT);
    // Monday, 30 March, eight in the morning of summer time; the week before held the change of clocks.
    Instant now = Instant.parse("2026-03-30T06:00:00Z");

    assertThat(weekly.due(now.minusSeconds(1), now))
        .containsExactly(
            new Occasion(
                Occasion.Kind.WEEKLY_REPORT, LocalDate.of(2026, 3, 30), now, Instant.parse("2026-03-22T23:00:00Z"),
                Instant.parse("2026-03-29T22:00:00Z"), LocalDate.of(2026, 3, 23)));
  }

  @Test
  void anOccasionHasOneKeyForGood() {
    Instant now = Instant.parse("2026-01-05T00:00:00Z");
    Occasions occasions = daily(LocalTime.MIDNIGHT, ZoneId.of("UTC"), LocalTime.MIDNIGHT);

    assertThat(occasions.due(now.minusSeconds(1), now).getFirst().key()).isEqualTo("daily:2026-01-05");
    assertThat(occasions.due(now.minus(Duration.ofHours(6)), now.plus(Duration.ofHours(3))).getFirst().key())
        .isEqualTo("daily:2026-01-05");
  }
}
