package dev.binnacle.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.Level;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuietHoursTest {
  private static final QuietHours NIGHT = new QuietHours(
      LocalTime.of(22, 0), LocalTime.of(7, 0), ZoneId.of("Europe/Berlin"), Level.CRITICAL, QuietHours.Treatment.HELD);

  @ParameterizedTest
  @CsvSource({
    "2026-01-05T21:00:00Z, 2026-01-06T06:00:00Z", "2026-01-06T02:00:00Z, 2026-01-06T06:00:00Z",
    // the night in which clocks go forward is an hour shorter
    "2026-03-28T21:30:00Z, 2026-03-29T05:00:00Z"})
  void theNightEndsInTheMorningOfItsZone(Instant now, Instant end) {
    assertThat(NIGHT.quietUntil(now, Level.WARNING)).contains(end);
  }

  @ParameterizedTest
  @CsvSource({"2026-01-05T20:59:59Z", "2026-01-06T06:00:00Z", "2026-01-06T12:00:00Z"})
  void theDayIsNotQuiet(Instant now) {
    assertThat(NIGHT.quietUntil(now, Level.INFO)).isEmpty();
  }

  @Test
  void whatIsCriticalBreaksThrough() {
    assertThat(NIGHT.quietUntil(Instant.parse("2026-01-06T02:00:00Z"), Level.CRITICAL)).isEmpty();
  }
}
