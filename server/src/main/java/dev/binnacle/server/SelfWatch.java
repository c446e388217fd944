package dev.binnacle.server;

import dev.binnacle.engine.Input;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.Sample;
import dev.binnacle.notify.ChannelStatus;
import dev.binnacle.notify.ChannelWatch;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the server itself, every few seconds, and tells the engine what the stock's rules about it are to judge: who watches must be
 * watched.
 *
 * <p><b>Threads:</b> a thread of its own looks.
 */
final class SelfWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SelfWatch.class);
  static final Duration EVERY = Duration.ofSeconds(5);
  private static final String SERVER = "server";

  private final Binnacle.Rooms rooms;
  private final Messaging messaging;
  private final Supplier<Duration> historyLag;
  private final Path data;
  private final InstantSource clock;
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("self-watch").daemon().factory());

  SelfWatch(Binnacle.Rooms rooms, Messaging messaging, Supplier<Duration> historyLag, Path data, InstantSource clock) {
    this.rooms = rooms;
    this.messaging = messaging;
    this.historyLag = historyLag;
    this.data = data;
    this.clock = clock;
  }

  void start() {
    looking.scheduleWithFixedDelay(this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      observe(SERVER, "journal_failing", rooms.storage().journal().health().failing() ? 1 : 0);
      observe(SERVER, "history_lag_seconds", historyLag.get().toMillis() / 1e3);
      Instant applied = rooms.loop().snapshot().at();
      observe(SERVER, "engine_lag_seconds", Math.max(0, Duration.between(applied, clock.instant()).toMillis() / 1e3 - 1));
      observe(SERVER, "disk_free_percent", freePercent());
      for (ChannelStatus channel : messaging.status()) {
        String part = ChannelWatch.part(channel.name());
        observe(part, "channel_broken", channel.health() == ChannelWatch.Health.BROKEN ? 1 : 0);
        observe(part, "channel_failing", channel.health() == ChannelWatch.Health.FAILING ? 1 : 0);
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("the server could not look at itself; it tries again", e);
    }
  }

  private double freePercent() throws IOException {
    FileStore store = Files.getFileStore(data);
    long total = store.getTotalSpace();
    return total <= 0 ? 100 : 100.0 * store.getUsableSpace() / total;
  }

  /** What the engine has no room for is seen again in a moment. */
  private void observe(String part, String metric, double value) {
    boolean taken =
        rooms.loop().mailbox().offer(new Input.Observed(part, new MetricName(metric), new Sample.Reading.Number(value)));
    if (!taken) {
      LOG.debug("no room to tell the engine of {}", metric);
    }
  }

  @Override
  public void close() {
    looking.shutdownNow();
  }
}
