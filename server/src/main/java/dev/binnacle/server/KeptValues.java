package dev.binnacle.server;

import dev.binnacle.engine.rules.Condition;
import dev.binnacle.model.BotId;
import dev.binnacle.model.MetricName;
import dev.binnacle.server.scoring.Models;
import dev.binnacle.storage.SampleStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What models learn from when they begin: the last day of a series, or where that holds too little, its last weeks by the minute. */
final class KeptValues implements Models.Past {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration WEEKS = Duration.ofDays(28);
  private static final int MOST = 4_096;

  private final SampleStore samples;

  KeptValues(SampleStore samples) {
    this.samples = samples;
  }

  @Override
  public List<Models.Value> values(BotId bot, MetricName metric, Instant before) {
    List<Models.Value> day = values(bot, metric, before.minus(DAY), before);
    return day.size() >= Condition.Anomaly.LEARNS ? day : values(bot, metric, before.minus(WEEKS), before);
  }

  private List<Models.Value> values(BotId bot, MetricName metric, Instant from, Instant to) {
    return samples.query(new SampleStore.Series(bot, metric), from, to, MOST).points().stream()
        .map(point -> new Models.Value(point.at(), point.value()))
        .toList();
  }
}
