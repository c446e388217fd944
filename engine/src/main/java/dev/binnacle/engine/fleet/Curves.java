package dev.binnacle.engine.fleet;

import dev.binnacle.engine.performance.Glance;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.Money;
import dev.binnacle.model.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The series that the engine makes itself: {@code equity}, {@code balance}, {@code drawdown} and {@code daily_pnl}, each when it changed, at most
 * once a second, and at least every 10 s while it is known. A bot that sends a metric of such a name keeps it as long as the engine
 * makes none: two meanings are never mixed in one series.
 */
final class Curves {
  static final Duration AT_LEAST_EVERY = Duration.ofSeconds(10);
  static final Duration AT_MOST_EVERY = Duration.ofSeconds(1);

  private final Curve equity = new Curve(new MetricName("equity"));
  private final Curve balance = new Curve(new MetricName("balance"));
  private final Curve drawdown = new Curve(new MetricName("drawdown"));
  private final Curve dailyPnl = new Curve(new MetricName("daily_pnl"));
  private final List<Curve> all = List.of(equity, balance, drawdown, dailyPnl);

  private static final class Curve {
    final MetricName name;
    @Nullable Instant at;
    double value;

    Curve(MetricName name) {
      this.name = name;
    }

    boolean isDue(double now, Instant time) {
      if (at == null) {
        return true;
      }
      Duration age = Duration.between(at, time);
      return age.compareTo(AT_LEAST_EVERY) >= 0 || (now != value && age.compareTo(AT_MOST_EVERY) >= 0);
    }
  }

  /**
   * The samples that are due.
   *
   * @param worth the equity
   * @param held the balance
   */
  List<Sample> due(Instant now, @Nullable Money worth, @Nullable Money held, Glance glance) {
    List<Sample> due = new ArrayList<>(all.size());
    offer(equity, worth == null ? null : worth.amount().doubleValue(), now, due);
    offer(balance, held == null ? null : held.amount().doubleValue(), now, due);
    offer(drawdown, glance.drawdown(), now, due);
    offer(dailyPnl, glance.dailyPnl() == null ? null : glance.dailyPnl().doubleValue(), now, due);
    return due;
  }

  boolean makes(MetricName name) {
    for (Curve curve : all) {
      if (curve.at != null && curve.name.equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static void offer(Curve curve, @Nullable Double value, Instant now, List<Sample> due) {
    if (value == null || !Double.isFinite(value) || !curve.isDue(value, now)) {
      return;
    }
    curve.at = now;
    curve.value = value;
    due.add(new Sample(curve.name, new Sample.Reading.Number(value)));
  }
}
