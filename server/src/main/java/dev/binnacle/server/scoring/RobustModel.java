package dev.binnacle.server.scoring;

import dev.binnacle.engine.rules.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How far a value is from where its series was of late, in deviations of it.
 *
 * <p>It begins with the median of the first values and their absolute deviation. From then on both are exponentially weighted over time, and
 * no value pulls farther than a few deviations: an outlier moves nothing much, and what stays changed for some hours is the new normal. It
 * weighs by time and not by the number of values, so that a series that is told each second forgets no sooner than one that is told each
 * minute, and a gap forgets nothing.
 *
 * <p>The deviation is never below a fiftieth of the level. So a series that never moves, such as a fee of ten basis points, has an end to
 * its exactness: a fee of ten and a little is not odd.
 */
final class RobustModel implements Model {
  private static final double MEMORY_SECONDS = Duration.ofHours(6).toSeconds();
  private static final double MOST_WEIGHT = 1.0 / Condition.Anomaly.LEARNS;
  /** A standard deviation in mean absolute deviations, where values are normal. */
  private static final double OF_MEAN = 1.2533;
  /** The same in median absolute deviations. */
  private static final double OF_MEDIAN = 1.4826;
  private static final double LONGEST_PULL = 3;
  private static final double LEAST_OF_LEVEL = 0.02;
  /** As odd as anything is: a series that was always zero has no measure for what is not. */
  private static final double ODDEST = 1_000;

  private double[] first = new double[Condition.Anomaly.LEARNS];
  private int count;
  private double level;
  private double deviation;
  private Instant last = Instant.MIN;

  @Override
  public @Nullable Double score(Instant at, double value) {
    if (count < first.length) {
      first[count++] = value;
      last = at;
      if (count == first.length) {
        begin();
      }
      return null;
    }
    double away = value - level;
    double spread = spread();
    double score = away == 0 ? 0 : spread == 0 ? ODDEST : Math.min(ODDEST, Math.abs(away) / spread);
    learn(at, away, spread);
    return score;
  }

  private double spread() {
    return Math.max(deviation, LEAST_OF_LEVEL * Math.abs(level));
  }

  private void begin() {
    level = median(first);
    double[] away = new double[first.length];
    for (int i = 0; i < first.length; i++) {
      away[i] = Math.abs(first[i] - level);
    }
    double middle = OF_MEDIAN * median(away);
    double sum = 0;
    for (double each : away) {
      sum += middle == 0 ? each : Math.min(each, LONGEST_PULL * middle);
    }
    deviation = Math.max(middle, OF_MEAN * sum / away.length);
  }

  private void learn(Instant at, double away, double spread) {
    double seconds = Math.max(0, Duration.between(last, at).toMillis() / 1e3);
    last = at.isAfter(last) ? at : last;
    double weight = Math.min(MOST_WEIGHT, seconds / MEMORY_SECONDS);
    double most = spread == 0 ? Double.MAX_VALUE : LONGEST_PULL * spread;
    level += weight * Math.max(-most, Math.min(most, away));
    deviation += weight * (OF_MEAN * Math.min(Math.abs(away), most) - deviation);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
  }
}
