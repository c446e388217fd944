package dev.binnacle.client;

import dev.binnacle.model.MetricName;
import dev.binnacle.model.Sample;
import dev.binnacle.model.Sample.Reading;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The counters, gauges, timings and states that a bot has asked for, by name.
 *
 * <p><b>Threads:</b> looking up by any thread; {@code sample} by the link thread.
 */
final class Instruments {
  private static final int MOST = 1_000;

  private final ConcurrentHashMap<String, Instrument> byName = new ConcurrentHashMap<>();

  /** Something that has a name and can be read. */
  private sealed interface Instrument {
    void sample(List<Sample> into);
  }

  private record Counting(MetricName name, Counter counter) implements Instrument {
    @Override
    public void sample(List<Sample> into) {
      into.add(new Sample(name, new Reading.Number(counter.count())));
    }
  }

  private record Gauging(MetricName name, Gauge gauge) implements Instrument {
    @Override
    public void sample(List<Sample> into) {
      double value = gauge.value();
      if (Double.isFinite(value)) {
        into.add(new Sample(name, new Reading.Number(value)));
      }
    }
  }

  private static final class Telling implements Instrument {
    final MetricName name;
    volatile Reading.@Nullable State state;

    Telling(MetricName name) {
      this.name = name;
    }

    @Override
    public void sample(List<Sample> into) {
      Reading.State now = state;
      if (now != null) {
        into.add(new Sample(name, now));
      }
    }
  }

  private static final class Measuring implements Instrument {
    final Timing timing = new Timing();
    private final TimingReport report = new TimingReport(timing);
    private final MetricName mean;
    private final MetricName p50;
    private final MetricName p95;
    private final MetricName p99;
    private final MetricName max;
    private final MetricName count;

    Measuring(MetricName name) {
      this.mean = name;
      this.p50 = new MetricName(name + "_p50");
      this.p95 = new MetricName(name + "_p95");
      this.p99 = new MetricName(name + "_p99");
      this.max = new MetricName(name + "_max");
      this.count = new MetricName(name + "_count");
    }

    @Override
    public void sample(List<Sample> into) {
      report.advance();
      into.add(new Sample(count, new Reading.Number(report.totalCount())));
      if (report.freshCount() > 0) {
        into.add(new Sample(mean, new Reading.Number(report.mean())));
        into.add(new Sample(p50, new Reading.Number(report.percentile(50))));
        into.add(new Sample(p95, new Reading.Number(report.percentile(95))));
        into.add(new Sample(p99, new Reading.Number(report.percentile(99))));
        into.add(new Sample(max, new Reading.Number(report.percentile(100))));
      }
    }
  }

  /*
   * The four below throw IllegalArgumentException when the name is none, is taken by another kind of instrument, or there are too many.
   */

  Counter counter(String name) {
    return find(name, Counting.class, () -> new Counting(new MetricName(name), new Counter())).counter;
  }

  Gauge gauge(String name) {
    return find(name, Gauging.class, () -> new Gauging(new MetricName(name), new Gauge())).gauge;
  }

  Timing timing(String name) {
    return find(name, Measuring.class, () -> new Measuring(new MetricName(name))).timing;
  }

  /** Sets a state; gives the sample that says so if it has changed. */
  @Nullable Sample state(String name, String word) {
    Telling telling = find(name, Telling.class, () -> new Telling(new MetricName(name)));
    Reading.State before = telling.state;
    if (before != null && before.word().equals(word)) {
      return null;
    }
    Reading.State now = new Reading.State(word);
    telling.state = now;
    return new Sample(telling.name, now);
  }

  boolean has(String name) {
    return byName.containsKey(name);
  }

  void sample(List<Sample> into) {
    for (Instrument instrument : byName.values()) {
      instrument.sample(into);
    }
  }

  private <T extends Instrument> T find(String name, Class<T> kind, Supplier<T> make) {
    Instrument found = byName.get(name);
    if (found == null) {
      if (byName.size() >= MOST) {
        throw new IllegalArgumentException("no more than " + MOST + " metrics are kept, refused " + name);
      }
      T made = make.get();
      Instrument before = byName.putIfAbsent(name, made);
      found = before == null ? made : before;
    }
    if (!kind.isInstance(found)) {
      throw new IllegalArgumentException("metric \"" + name + "\" is of another kind already");
    }
    return kind.cast(found);
  }
}
