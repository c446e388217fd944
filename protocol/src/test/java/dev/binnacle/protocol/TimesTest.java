package dev.binnacle.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TimesTest {
  @Property
  void agreesWithTheJdk(@ForAll long seed) {
    Instant time = new RandomWords(seed).time();
    Random random = new Random(seed);
    OffsetDateTime elsewhere = time.atOffset(ZoneOffset.ofTotalSeconds((random.nextInt(2 * 18 * 60) - 18 * 60) * 60));

    assertThat(write(time)).isEqualTo(time.toString());
    assertThat(parse(time.toString())).isEqualTo(time);
    assertThat(parse(DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSSxxx").format(elsewhere))).isEqualTo(time);
    assertThat(parse(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSSSSSxx").format(elsewhere))).isEqualTo(time);
  }

  @Test
  void knowsEveryDayOfFourHundredYears() {
    for (LocalDate day = LocalDate.of(1900, 1, 1); day.getYear() < 2300; day = day.plusDays(1)) {
      Instant noon = day.atTime(12, 34, 56).toInstant(ZoneOffset.UTC);
      assertThat(write(noon)).isEqualTo(day + "T12:34:56Z");
      assertThat(parse(day + "T12:34:56Z")).isEqualTo(noon);
      assertThat(Times.parseDate(day.toString())).isEqualTo(day);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-05T10:00:00Z, 2026-01-05T10:00:00Z",
    "2026-01-05t10:00:00z, 2026-01-05T10:00:00Z",
    "2026-01-05 10:00:00+00:00, 2026-01-05T10:00:00Z",
    "2026-01-05T10:00:00.25+01:00, 2026-01-05T09:00:00.250Z",
    "2026-01-05T10:00:00-0530, 2026-01-05T15:30:00Z",
    "2026-01-05T00:30:00+01, 2026-01-04T23:30:00Z",
    "2026-01-05T10:00:00.123456789999Z, 2026-01-05T10:00:00.123456789Z",
    "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z"
  })
  void readsTimesAsBotsWriteThem(String written, String expected) {
    assertThat(parse(written)).isEqualTo(Instant.parse(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "Z", "2026-01-05", "2026-01-05T10:00:00", "2026-01-05T10:00Z", "2026-01-05T10:00:00.Z", "2026-13-05T10:00:00Z",
        "2026-02-29T10:00:00Z", "2026-01-00T10:00:00Z", "2026-01-05T24:00:00Z", "2026-01-05T10:60:00Z", "2026-01-05T10:00:60Z",
        "2026-01-05T10:00:00+1:00", "2026-01-05T10:00:00+19:00", "2026-01-05T10:00:00+01:60", "2026-01-05T10:00:00ZZ",
        "2026-01-05T10:00:00Z ", "26-01-05T10:00:00.000Z", "+2026-01-05T10:00:00Z", "2026/01/05T10:00:00Z",
        "1767607200000000000000"
      })
  void refusesWhatIsNoTime(String written) {
    assertThat(parse(written)).isNull();
  }

  @Test
  void readsSecondsSince1970WithTheirFraction() {
    assertThat(Times.ofEpochSeconds(new BigDecimal("1640995200"))).isEqualTo(Instant.parse("2022-01-01T00:00:00Z"));
    assertThat(Times.ofEpochSeconds(new BigDecimal("1640995200.1234567")))
        .isEqualTo(Instant.parse("2022-01-01T00:00:00.123456700Z"));
    assertThat(Times.ofEpochSeconds(new BigDecimal("-0.5"))).isEqualTo(Instant.parse("1969-12-31T23:59:59.500Z"));
    assertThat(Times.ofEpochSeconds(new BigDecimal("1e29"))).isNull();
  }

  @Test
  void readsDurationsInTheirUnit() {
    assertThat(Times.duration(new BigDecimal("3600.5"), 1_000_000_000)).isEqualTo(Duration.ofMillis(3_600_500));
    assertThat(Times.duration(new BigDecimal("5800.25"), 1_000_000)).isEqualTo(Duration.ofNanos(5_800_250_000L));
    assertThat(Times.duration(new BigDecimal("1e20"), 1_000_000)).isNull();
    assertThat(Times.amount(Duration.ofNanos(5_800_250_000L), 3)).isEqualByComparingTo("5800.25");
    assertThat(Times.amount(Duration.ofHours(1), 0)).isEqualByComparingTo("3600");
  }

  private static @Nullable Instant parse(String text) {
    return Times.parse(("#" + text + "##############################").toCharArray(), 1, text.length());
  }

  private static String write(Instant time) {
    OutputBuffer out = new OutputBuffer();
    Times.write(out, time);
    return out.toText();
  }
}
