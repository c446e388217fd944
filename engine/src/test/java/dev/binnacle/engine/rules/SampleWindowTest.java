package dev.binnacle.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.engine.rules.Judgement.Finding;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Level;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SampleWindowTest {
  private static final List<@Nullable Finding> SAMPLES = Arrays.asList(Finding.HOLDS, Finding.FAILS, null);
  private static final Condition LATENCY = new Condition.Threshold(new MetricName("latency"), Bearing.ABOVE, 10, 5.0);

  /** The definition, over the whole list of what was seen. */
  @ParameterizedTest
  @CsvSource({"1, 1", "1, 5", "3, 5", "5, 5", "2, 3", "60, 100", "100, 100"})
  void findsWhatTheLastSamplesComeTo(int least, int of) {
    Random random = new Random(7 * least + of);
    SampleWindow window = new SampleWindow(new Breaches(least, of));
    List<@Nullable Finding> seen = new ArrayList<>();
    Finding found = Finding.UNKNOWN;
    int mood = 0;

    for (int i = 0; i < 5_000; i++) {
      mood = random.nextInt(of * 2) == 0 ? random.nextInt(3) : mood;
      @Nullable Finding sample = random.nextInt(4) == 0 ? SAMPLES.get(random.nextInt(3)) : SAMPLES.get(mood);
      seen.add(sample);
      List<@Nullable Finding> last = seen.subList(Math.max(0, seen.size() - of), seen.size());
      int bad = Collections.frequency(last, Finding.HOLDS);
      int canStillBeBad = of - Collections.frequency(last, Finding.FAILS);
      Finding expected = bad >= least ? Finding.HOLDS : canStillBeBad < least ? Finding.FAILS : found;
      window.add(sample);

      found = window.find(found);

      assertThat(found).as("sample %d", i).isEqualTo(expected);
    }
  }

  @Test
  void nothingIsKnownAnyMoreWhenItIsCleared() {
    SampleWindow window = new SampleWindow(new Breaches(2, 3));
    window.add(Finding.HOLDS);
    window.clear();

    window.add(Finding.HOLDS);

    assertThat(window.find(Finding.UNKNOWN)).isEqualTo(Finding.UNKNOWN);
    assertThat(window.words("bad", "good")).isEqualTo("of the last 1 samples 1 were bad, 0 good");
  }

  @Test
  void theReasonCountsTheSamples() {
    List<String> said = new ArrayList<>();
    Rule rule = Rule.of("slow", LATENCY, Level.WARNING).breaching(new Breaches(2, 3));
    Rules rules = new Rules(AlertSettings.DEFAULT.withRules(List.of(rule)), (each, word) -> said.add(word.judgement().reason()));

    for (double latency : new double[] {12, 3, 14, 4}) {
      rules.begin(Instant.parse("2026-01-05T10:00:00Z").plusSeconds((long) latency));
      rules.sampled(new BotId("a"), Instant.parse("2026-01-05T10:00:00Z"),
          Sample.of("latency", latency));
    }

    assertThat(said).containsExactly(
        "latency is 14; of the last 3 samples 2 were above 10, 1 good again at 5",
        "latency is 4; of the last 3 samples 1 were above 10, 2 good again at 5");
  }

  @Test
  void anotherCountIsAnotherRule() {
    Rule rule = Rule.of("slow", LATENCY, Level.WARNING);

    assertThat(Rules.isSame(rule, rule.breaching(new Breaches(3, 5)))).isFalse();
    assertThat(Rules.isSame(rule.breaching(new Breaches(2, 5)), rule.breaching(new Breaches(3, 5)))).isFalse();
    assertThat(Rules.isSame(rule.breaching(new Breaches(3, 5)), rule.at(Level.CRITICAL).breaching(new Breaches(3, 5)))).isTrue();
  }

  @Test
  void aCountIsReadAsItIsWritten() {
    assertThat(Breaches.parse("3 of 5")).isEqualTo(new Breaches(3, 5)).hasToString("3 of 5");
    assertThat(Breaches.parse(" 100  of 100 ")).isEqualTo(new Breaches(100, 100));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3", "3/5", "of 5", "-1 of 5", "3 of five", "9999999999 of 5"})
  void anotherFormIsNoCount(String text) {
    assertThat(Breaches.parse(text)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 of 5", "6 of 5", "1 of 101", "0 of 0"})
  void aCountOutsideItsBoundsIsRefused(String text) {
    assertThatThrownBy(() -> Breaches.parse(text)).hasMessageContaining("some of at most 100 samples").hasMessageContaining(text);
  }

  @Test
  void whatHasNoSamplesCannotBeCounted() {
    Rule absence =
        Rule.of("quiet", new Condition.Absence(new Condition.Awaited.Heartbeat(), Duration.ofMinutes(1)), Level.CRITICAL);

    assertThatThrownBy(() -> absence.breaching(new Breaches(3, 5)))
        .hasMessageContaining("rule quiet: breaches (3 of 5) cannot be asked of a condition of type Absence");
  }
}
