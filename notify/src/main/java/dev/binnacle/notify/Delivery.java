package dev.binnacle.notify;

import dev.binnacle.model.ChannelName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what waits in the outbox: one worker a channel, so that a slow one delays no other.
 *
 * <p><b>Threads:</b> thread-safe.
 */
public final class Delivery implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Delivery.class);
  private static final Duration COURTESY = Duration.ofMillis(5);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  /** Longer than any send takes that ends by itself. */
  private static final Duration STUCK = Duration.ofMinutes(10);

  private final Outbox outbox;
  private final Charts charts;
  private final RecentMessages recent;
  private final ChannelWatch watch;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Function<ChannelSettings, Channel> opener;
  private volatile Map<ChannelName, Running> running = Map.of();
  private boolean closed; // guarded by this

  private record Running(Channel channel, WorkerThread thread, Watchdog watchdog) {}

  /**
   * @param recent what {@link Routing} has just written
   * @param opener makes a channel of its settings; never throws for what a service does
   */
  public Delivery(
      Outbox outbox, Charts charts, RecentMessages recent, ChannelWatch watch, InstantSource clock,
      Function<ChannelSettings, Channel> opener) {
    this(outbox, charts, recent, watch, clock, System::nanoTime, opener);
  }

  /** @param nanoTime by which local channels let the others go first, and workers are seen to move */
  Delivery(
      Outbox outbox, Charts charts, RecentMessages recent, ChannelWatch watch, InstantSource clock, LongSupplier nanoTime,
      Function<ChannelSettings, Channel> opener) {
    this.outbox = outbox;
    this.charts = charts;
    this.recent = recent;
    this.watch = watch;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.opener = opener;
    outbox.onAdded(this::wake);
  }

  /**
   * These channels from now on. One whose settings are the same goes on undisturbed; the others are closed and opened anew. What waits for
   * a channel that is no more becomes dead letters, which {@link #retry} brings back once there is such a channel again.
   */
  public synchronized void reload(List<ChannelSettings> channels) {
    if (closed) {
      return;
    }
    Map<ChannelName, Running> next = new HashMap<>();
    List<Running> fresh = new ArrayList<>();
    for (ChannelSettings settings : channels) {
      Running before = running.get(settings.name());
      if (before != null && before.thread.worker().settings().equals(settings)) {
        next.put(settings.name(), before);
      }
    }
    stop(running.values().stream().filter(old -> !next.containsValue(old)).toList());
    for (ChannelSettings settings : channels) {
      if (!next.containsKey(settings.name())) {
        Running opened = open(settings);
        next.put(settings.name(), opened);
        fresh.add(opened);
      }
    }
    running = Map.copyOf(next);
    fresh.forEach(opened -> opened.thread.start());
    buryOrphans();
  }

  private Running open(ChannelSettings settings) {
    Channel channel = channel(settings);
    ChannelWorker worker =
        new ChannelWorker(settings, channel, outbox, charts, recent, watch, clock, RandomGenerator.getDefault());
    WorkerThread thread = new WorkerThread(worker, clock, nanoTime, channel.isLocal() ? COURTESY : Duration.ZERO);
    return new Running(channel, thread, new Watchdog(nanoTime));
  }

  /** One that cannot be opened is a broken channel, and no reason to leave the others closed. */
  private Channel channel(ChannelSettings settings) {
    try {
      return opener.apply(settings);
    } catch (RuntimeException e) {
      log.error("channel {} cannot be opened: {}", settings.name(), e.getClass().getName());
      return new UnopenedChannel("it cannot be opened (" + e.getClass().getSimpleName() + "): look at its settings");
    }
  }

  private void buryOrphans() {
    for (ChannelName channel : outbox.waiting().keySet()) {
      while (!running.containsKey(channel)) {
        List<Long> ids = outbox.waiting(channel, 1_000).stream().map(Outbox.Entry::id).toList();
        if (ids.isEmpty()) {
          break;
        }
        log.warn("{} messages wait for channel {}, which the settings do not name any more: they become dead letters", ids.size(),
            channel);
        outbox.dead(ids, clock.instant(), "no channel has this name any more");
        watch.lost(channel, ids.size(), "no channel has this name any more");
      }
    }
  }

  private void wake(ChannelName channel) {
    Running worker = running.get(channel);
    if (worker != null) {
      worker.thread.wake();
    }
  }

  /**
   * How each channel fares, by name. One whose worker has died, or does not come back from a send, is broken; that is found out only where
   * this is asked for every few seconds.
   */
  public List<ChannelStatus> status() {
    Map<ChannelName, Long> waiting = outbox.waiting();
    return running.values().stream()
        .map(Delivery::status)
        .map(status -> status.withWaiting(waiting.getOrDefault(status.name(), 0L)))
        .sorted((a, b) -> a.name().compareTo(b.name()))
        .toList();
  }

  private static ChannelStatus status(Running running) {
    ChannelWorker worker = running.thread.worker();
    Duration still = running.watchdog.still(worker.steps());
    return still.compareTo(STUCK) < 0
        ? worker.status()
        : worker.status().broken(
            "its worker has not moved for " + still.toMinutes() + " min: see the log, and restart the server");
  }

  /**
   * Sends a test message at once and says what became of it.
   *
   * @param by who tries
   */
  public Outcome test(ChannelName channel, String by) throws InterruptedException {
    Running worker = running.get(channel);
    if (worker == null) {
      return new Outcome.Refused("there is no channel " + channel + "; there are " + running.keySet().stream().sorted().toList());
    }
    Instant now = clock.instant();
    Outcome outcome = worker.thread.worker().test(Messages.test("test-" + now.toEpochMilli(), now, by));
    worker.thread.wake();
    return outcome;
  }

  /**
   * Tries a dead letter again.
   *
   * @return false if there is none of this id
   */
  public boolean retry(long id) {
    return outbox.again(id);
  }

  /** Ends all workers, each after the send that it is in; after five seconds a send is cut off. Idempotent. */
  @Override
  public synchronized void close() {
    closed = true;
    stop(running.values());
    running = Map.of();
  }

  private static void stop(Iterable<Running> workers) {
    workers.forEach(worker -> worker.thread.stop());
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    boolean interrupted = false;
    for (Running worker : workers) {
      try {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        worker.thread.join(interrupted || left.isNegative() ? Duration.ZERO : left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      worker.channel.close();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
