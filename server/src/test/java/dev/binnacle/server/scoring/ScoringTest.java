package dev.binnacle.server.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.binnacle.engine.Input;
import dev.binnacle.engine.rules.Condition;
import dev.binnacle.engine.rules.Weighing;
import dev.binnacle.model.BotId;
import dev.binnacle.model.MetricName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

final class ScoringTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Instant START = Instant.parse("2026-01-05T10:00:00Z");

  private final List<Input> heard = new CopyOnWriteArrayList<>();

  private static Weighing weighing(int i, double value) {
    return new Weighing(
        new BotId("a"), new MetricName("latency"), Condition.Model.ROBUST, START.plusSeconds(i), value);
  }

  @Test
  void answersWhatItWasAskedOnceItHasLearned() {
    try (Scoring scoring = new Scoring(new Models(Models.Past.NOTHING), heard::add)) {
      scoring.start();
      for (int i = 0; i <= Condition.Anomaly.LEARNS; i++) {
        scoring.ask(weighing(i, 5));
      }

      await().atMost(PATIENCE).until(() -> !heard.isEmpty());
      assertThat(heard).containsExactly(Input.Scored.of(weighing(Condition.Anomaly.LEARNS, 5), 0));
    }
  }

  @Test
  void countsWhatItCannotTakeAndWhatNobodyHears() {
    try (Scoring scoring = new Scoring(new Models(Models.Past.NOTHING), input -> false)) {
      for (int i = 0; i < 16_384 + 3; i++) {
        scoring.ask(weighing(i, 5));
      }
      assertThat(scoring.counts().refused()).isEqualTo(3);

      scoring.start();
      await().atMost(PATIENCE).until(() -> scoring.counts().unheard() == 16_384 - Condition.Anomaly.LEARNS);
    }
  }

  @Test
  void seriesThatFailsDoesNotEndTheScoresOfOthers() {
    Models.Past broken =
        (bot, metric, before) -> {
          if (bot.value().equals("b")) {
            throw new IllegalStateException("the disk is gone");
          }
          return List.of();
        };
    try (Scoring scoring = new Scoring(new Models(broken), heard::add)) {
      scoring.start();
      scoring.ask(new Weighing(new BotId("b"), new MetricName("latency"), Condition.Model.ROBUST, START, 1));
      for (int i = 0; i <= Condition.Anomaly.LEARNS; i++) {
        scoring.ask(weighing(i, 5));
      }

      await().atMost(PATIENCE).until(() -> !heard.isEmpty());
      assertThat(scoring.counts().failed()).isEqualTo(1);
    }
  }
}
