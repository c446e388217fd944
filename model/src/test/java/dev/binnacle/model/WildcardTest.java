package dev.binnacle.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WildcardTest {
  @ParameterizedTest
  @CsvSource({
    "btc-trend, btc-trend, true", "btc-trend, btc-trend-2, false", "btc-*, btc-trend, true", "btc-*, btc-, true",
    "btc-*, BTC-trend, false", "*, '', true", "'', '', true", "'', a, false", "*-trend, btc-trend, true",
    "*-trend, btc-trends, false", "b*c*d, b1c2c3d, true", "b*c*d, b1d2c, false", "**a**, a, true", "a*a, a, false",
    "a.c, abc, false", "*ab, aab, true"})
  void starStandsForAnyCharactersAndNothingElseDoes(String pattern, String text, boolean matches) {
    assertThat(Wildcard.matches(pattern, text)).isEqualTo(matches);
  }

  @Test
  void oneOfSeveralIsEnough() {
    assertThat(Wildcard.any(List.of("eth-*", "btc-*"), "btc-trend")).isTrue();
    assertThat(Wildcard.any(List.of("eth-*"), "btc-trend")).isFalse();
    assertThat(Wildcard.any(List.of(), "btc-trend")).isFalse();
  }

  /** With backtracking to every star this would take longer than the universe has been there. */
  @Test
  void hostilePatternTakesNoTime() {
    assertTimeoutPreemptively(
        Duration.ofMinutes(1), () -> assertThat(Wildcard.matches("*a".repeat(50) + "b", "a".repeat(5_000))).isFalse());
  }
}
