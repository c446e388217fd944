package dev.binnacle.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said, and what becomes of alerts: the stories of {@code alerts/corpus.txt}. */
final class AlertCorpusTest {
  static List<AlertCorpus.Story> stories() {
    return AlertCorpus.stories();
  }

  @ParameterizedTest
  @MethodSource("stories")
  void goesAsItIsTold(AlertCorpus.Story story) {
    AlertCorpus corpus = new AlertCorpus(story);

    List<String> happened = new ArrayList<>();
    List<String> told = new ArrayList<>();
    for (String line : story.lines()) {
      String when = line.split("=>")[0].trim();
      happened.add(when + " => " + String.join("; ", corpus.play(line)));
      told.add(when + " => " + String.join("; ", AlertCorpus.expected(line)));
    }

    assertThat(happened).isEqualTo(told);
  }

  /** It said "4 order cancelled". */
  @Test
  void reasonOfACountIsASentence() {
    AlertCorpus corpus = new AlertCorpus(
        new AlertCorpus.Story(
            "counts", List.of("cancels"), List.of()));
    corpus.play("0 a order o1 cancelled & order o2 cancelled & order o3 cancelled");
    corpus.play("1 a order o4 cancelled");

    assertThat(corpus.engine().state().alerts().toString()).contains("4 orders cancelled within 1 min, more than 3");
  }

  @ParameterizedTest
  @MethodSource("stories")
  void journalAloneMakesTheSameAlerts(AlertCorpus.Story story) {
    AlertCorpus corpus = new AlertCorpus(story);
    story.lines().forEach(corpus::play);

    Engine replayed = new Engine(new EngineSettings(EngineSettings.DEFAULT.fleet(), CorpusRules.settings(story.rules())));
    corpus.journal().forEach(replayed::replay);

    assertThat(replayed.state().alerts()).isEqualTo(corpus.engine().state().alerts());
  }
}
