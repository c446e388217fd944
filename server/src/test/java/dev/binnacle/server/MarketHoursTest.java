package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected times by the calendar: New York was at UTC-5 until 8 March 2026, 02:00, and at UTC-4 from then to 1 November. */
final class MarketHoursTest {
  private static final Set<DayOfWeek> WEEKDAYS = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
  private static final MarketHours NEW_YORK =
      new MarketHours(
          ZoneId.of("America/New_York"), WEEKDAYS, LocalTime.of(9, 30), LocalTime.of(16, 0), Set.of(LocalDate.of(2026, 12, 25)));
  private static final MarketHours NIGHT =
      new MarketHours(ZoneId.of("UTC"), EnumSet.of(DayOfWeek.FRIDAY), LocalTime.of(22, 0), LocalTime.of(2, 0), Set.of());

  @ParameterizedTest
  @CsvSource({
    "2026-03-06T14:29:59Z, ", "2026-03-06T14:30:00Z, 2026-03-06T21:00:00Z", "2026-03-06T20:59:59Z, 2026-03-06T21:00:00Z",
    "2026-03-06T21:00:00Z, ", "2026-03-07T15:00:00Z, ", "2026-03-09T13:30:00Z, 2026-03-09T20:00:00Z", "2026-03-09T13:29:59Z, ",
    "2026-12-25T15:00:00Z, ", "2026-12-24T15:00:00Z, 2026-12-24T21:00:00Z"
  })
  void aSessionIsByTheClocksOfItsZone(Instant at, Instant end) {
    assertThat(NEW_YORK.closesAfter(at)).isEqualTo(Optional.ofNullable(end));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-06T21:59:00Z, ", "2026-03-06T22:00:00Z, 2026-03-07T02:00:00Z", "2026-03-07T01:59:00Z, 2026-03-07T02:00:00Z",
    "2026-03-07T02:00:00Z, ", "2026-03-07T22:30:00Z, ", "2026-03-06T01:00:00Z, "
  })
  void aSessionMayPassMidnight(Instant at, Instant end) {
    assertThat(NIGHT.closesAfter(at)).isEqualTo(Optional.ofNullable(end));
  }
}
