package dev.binnacle.server;

import dev.binnacle.model.BotId;
import dev.binnacle.model.MetricName;
import dev.binnacle.notify.EquityChart;
import dev.binnacle.storage.SampleStore;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The curve of equity that is drawn for people, from the samples. */
final class StoredEquity implements EquityChart.Curve {
  private static final MetricName EQUITY = new MetricName("equity");
  private static final int POINTS = 1_000;

  private final SampleStore samples;

  StoredEquity(SampleStore samples) {
    this.samples = samples;
  }

  @Override
  public List<EquityChart.Point> points(@Nullable BotId bot, Instant from, Instant to) {
    SampleStore.Readings readings = samples.query(new SampleStore.Series(bot, EQUITY), from, to, POINTS);
    return readings.points().stream().map(point -> new EquityChart.Point(point.at(), point.value())).toList();
  }
}
