package dev.binnacle.client;

import dev.binnacle.model.Event;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.Sample;
import dev.binnacle.model.Sample.Reading;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the bot's own collectors, on a thread that exists only when there is one. What one of them throws is its own affair; one that
 * does not return within the budget is never called again, and a fresh thread goes on without it.
 *
 * <p><b>Threads:</b> adding by any thread, {@code watch} by the link thread.
 */
final class Collectors {
  private static final Logger LOG = LoggerFactory.getLogger(Collectors.class);
  private static final int MOST = 200;
  private static final int MOST_STUCK = 4;
  private static final long SHORTEST_PARK_NANOS = 1_000_000L;

  private final Options options;
  private final Losses losses;
  private final RecentBuffer<Event> into;
  private final ConcurrentHashMap<String, Collector> collectors = new ConcurrentHashMap<>();
  private volatile @Nullable Round round;
  private int stuck;

  private static final class Collector {
    final String name;
    final Supplier<? extends Collection<Sample>> source;
    volatile boolean isOut;
    boolean hasFailed;

    Collector(String name, Supplier<? extends Collection<Sample>> source) {
      this.name = name;
      this.source = source;
    }
  }

  Collectors(Options options, Losses losses, RecentBuffer<Event> into) {
    this.options = options;
    this.losses = losses;
    this.into = into;
  }

  void add(String name, DoubleSupplier gauge) {
    MetricName metric = new MetricName(name);
    Objects.requireNonNull(gauge, "gauge");
    add(
        name,
        () -> {
          double value = gauge.getAsDouble();
          return Double.isFinite(value) ? List.of(new Sample(metric, new Reading.Number(value))) : List.of();
        });
  }

  /**
   * Adds a collector, or replaces the one of that name.
   *
   * @throws IllegalArgumentException if there are too many
   */
  void add(String name, Supplier<? extends Collection<Sample>> source) {
    Objects.requireNonNull(source, "source");
    if (collectors.size() >= MOST && !collectors.containsKey(name)) {
      throw new IllegalArgumentException("no more than " + MOST + " collectors are run, refused " + name);
    }
    collectors.put(name, new Collector(name, source));
    synchronized (this) {
      if (round == null && stuck < MOST_STUCK) {
        begin();
      }
    }
  }

  private synchronized void begin() {
    Round next = new Round();
    round = next;
    Threads.daemon("binnacle-collect", next).start();
  }

  /** Looks whether a collector has used up its budget. */
  void watch(long nowNanos) {
    Round running = round;
    Collector slow = running == null ? null : running.overdue(nowNanos);
    if (running == null || slow == null) {
      return;
    }
    slow.isOut = true;
    running.abandon();
    losses.add(Loss.COLLECTOR_STUCK);
    LOG.warn("collector \"{}\" did not return within {} and is not called again", slow.name, options.collectorBudget());
    synchronized (this) {
      stuck++;
      if (stuck < MOST_STUCK) {
        begin();
      } else {
        LOG.warn("{} collectors are stuck: no collector is called any more", stuck);
      }
    }
  }

  void close() {
    Round running = round;
    if (running != null) {
      running.abandon();
    }
  }

  /** One thread's work: all collectors, again and again, until it is abandoned. */
  private final class Round implements Runnable {
    private volatile boolean abandoned;
    private volatile @Nullable Collector current;
    private volatile long since;
    private volatile @Nullable Thread thread;

    @Override
    public void run() {
      thread = Thread.currentThread();
      while (!abandoned) {
        long began = options.nanoTime().getAsLong();
        collect();
        pause(began);
      }
    }

    private void pause(long began) {
      long due = began + options.metricsInterval().toNanos();
      for (long left = due - options.nanoTime().getAsLong(); left > 0 && !abandoned; left =
          due - options.nanoTime().getAsLong()) {
        LockSupport.parkNanos(this, Math.max(SHORTEST_PARK_NANOS, left));
        boolean ignored = Thread.interrupted();
      }
    }

    private void collect() {
      List<Sample> samples = new ArrayList<>();
      for (Collector collector : collectors.values()) {
        if (!collector.isOut && !abandoned) {
          since = options.nanoTime().getAsLong();
          current = collector;
          call(collector, samples);
          current = null;
        }
      }
      if (!abandoned) {
        Reporter.addMetrics(samples, options.clock().instant(), into);
      }
    }

    private void call(Collector collector, List<Sample> samples) {
      try {
        Collection<Sample> given = collector.source.get();
        if (given.size() > Event.Metrics.LARGEST) {
          throw new IllegalStateException("a collector may give " + Event.Metrics.LARGEST + " samples, gave " + given.size());
        }
        samples.addAll(List.copyOf(given));
        collector.hasFailed = false;
      } catch (Throwable e) {
        losses.add(Loss.COLLECTOR_FAILED);
        if (!collector.hasFailed) {
          LOG.warn("collector \"{}\" failed; it is called again, this is told once until it works", collector.name, e);
        }
        collector.hasFailed = true;
      }
    }

    @Nullable Collector overdue(long nowNanos) {
      Collector running = current;
      // The time is written before the collector: one that is seen has its own time, or a later one.
      return running != null && nowNanos - since > options.collectorBudget().toNanos() ? running : null;
    }

    void abandon() {
      abandoned = true;
      Thread running = thread;
      if (running != null) {
        LockSupport.unpark(running);
      }
    }
  }
}
