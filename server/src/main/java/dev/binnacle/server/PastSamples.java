package dev.binnacle.server;

import dev.binnacle.model.BotId;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.Sample;
import dev.binnacle.storage.SampleStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Samples of many series in the order of their times, read a slice of time at a time so that few are in memory at once.
 *
 * <p><b>Threads:</b> one thread at a time; blocks on the disk.
 */
final class PastSamples {
  private static final long MOST_IN_MEMORY = 400_000;
  private static final long LONGEST_SECONDS = Duration.ofHours(1).toSeconds();
  private static final long SHORTEST_SECONDS = 60;
  private static final int PER_SECOND = 2;

  private final SampleStore store;
  private final List<SampleStore.Series> series = new ArrayList<>();
  private final Instant to;
  private final Duration slice;
  private final ArrayDeque<Past> loaded = new ArrayDeque<>();
  private Instant next;
  private boolean first = true;

  /** What a bot said of a metric. */
  record Past(BotId bot, Instant at, Sample sample) {}

  PastSamples(SampleStore store, Collection<BotId> bots, Set<MetricName> metrics, Instant from, Instant to) {
    this.store = store;
    this.next = from;
    this.to = to;
    if (!metrics.isEmpty()) {
      for (BotId bot : bots) {
        store.metrics(bot).stream().filter(metrics::contains).forEach(metric -> series.add(new SampleStore.Series(bot, metric)));
      }
    }
    long seconds = series.isEmpty() ? LONGEST_SECONDS : MOST_IN_MEMORY / PER_SECOND / series.size();
    slice = Duration.ofSeconds(Math.max(SHORTEST_SECONDS, Math.min(LONGEST_SECONDS, seconds)));
  }

  /** The next one before this time; null when there is none. */
  @Nullable Past before(Instant time) {
    while (loaded.isEmpty() && next.isBefore(to) && next.isBefore(time) && !series.isEmpty()) {
      load();
    }
    Past past = loaded.peek();
    return past != null && past.at().isBefore(time) ? loaded.poll() : null;
  }

  private void load() {
    Instant end = next.plus(slice).isBefore(to) ? next.plus(slice) : to;
    List<Past> read = new ArrayList<>();
    for (SampleStore.Series one : series) {
      SampleStore.Readings readings = store.query(one, next, end, (int) (slice.toSeconds() * PER_SECOND));
      BotId bot = one.bot();
      if (bot != null) {
        readings.points().forEach(point -> add(bot, one.metric(), point, read));
        readings.states().stream()
            .filter(state -> first || !state.at().isBefore(next))
            .forEach(state -> read.add(new Past(
                bot, state.at().isBefore(next) ? next : state.at(),
                new Sample(one.metric(), new Sample.Reading.State(state.word())))));
      }
    }
    read.sort(Comparator.comparing(Past::at));
    loaded.addAll(read);
    first = false;
    next = end;
  }

  /** Where one point stands for several readings, the one that was farthest from the last is told before it. */
  private static void add(BotId bot, MetricName metric, SampleStore.Point point, List<Past> read) {
    if (point.count() > 1 && point.min() != point.max()) {
      double far = point.max() - point.value() >= point.value() - point.min() ? point.max() : point.min();
      read.add(new Past(bot, point.at().minusMillis(1), new Sample(metric, new Sample.Reading.Number(far))));
    }
    read.add(new Past(bot, point.at(), new Sample(metric, new Sample.Reading.Number(point.value()))));
  }
}
