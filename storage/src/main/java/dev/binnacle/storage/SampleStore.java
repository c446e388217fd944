package dev.binnacle.storage;

import dev.binnacle.model.BotId;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Metrics over time: numbers at full resolution for a day, by the minute for a month and by the hour for a year; states as
 * transitions. A crash loses at most what came in since the last flush, 120 samples or 5 minutes of a series.
 *
 * <p><b>Threads:</b> thread-safe. {@link #keep} never waits for the disk; the others do.
 */
public interface SampleStore {

  /** Whose metric it is: the fleet's where {@code bot} is null. */
  record Series(@Nullable BotId bot, MetricName metric) {
    public static Series of(String bot, String metric) {
      return new Series(new BotId(bot), new MetricName(metric));
    }
  }

  /**
   * Takes samples of one time. One that is not younger than the last of its series is dropped and counted, and so is one of a new
   * series when there are as many series as there may be.
   */
  void keep(@Nullable BotId bot, Instant at, List<Sample> samples);

  /**
   * What was read from {@code from} (inclusive) to {@code to} (exclusive), at the finest resolution kept for {@code from}, in at
   * most {@code points} points. What lies in between is not interpolated; an unknown series is empty.
   *
   * @param points at least 1
   */
  Readings query(Series series, Instant from, Instant to, int points);

  /** All series of a bot, or of the fleet where {@code bot} is null. */
  List<MetricName> metrics(@Nullable BotId bot);

  /**
   * Writes what is only in memory, and waits until it is on disk.
   *
   * @return false if the time ran out
   */
  boolean flush(Duration timeout) throws InterruptedException;

  SampleCounts counts();

  /**
   * @param resolution what one stored value stands for: {@link Duration#ZERO} at full resolution
   * @param points oldest first
   * @param states the transitions in the stretch, oldest first, and before them the one that was in force at its begin
   */
  record Readings(Duration resolution, List<Point> points, List<Transition> states) {
    public Readings {
      points = List.copyOf(points);
      states = List.copyOf(states);
    }
  }

  /**
   * One reading, or several as one.
   *
   * @param at the time of the last reading in it
   * @param value the last reading
   * @param count how many readings it stands for
   */
  record Point(Instant at, double value, double min, double max, long count) {}

  /** The metric took this state at this time. */
  record Transition(Instant at, String word) {}

  /**
   * Since the store was opened, but for {@code series}.
   *
   * @param series known now
   * @param kept samples taken
   * @param late samples dropped because their series had a younger or equally old one
   * @param refused samples dropped because there are too many series
   * @param lost samples dropped because the disk could not take them for so long that memory ran out
   * @param damaged how often a chunk was passed over because it could not be read
   */
  record SampleCounts(int series, long kept, long late, long refused, long lost, long damaged) {}
}
