package dev.binnacle.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.binnacle.config.ConfigException;
import dev.binnacle.config.ConfigHealth;
import dev.binnacle.config.LiveConfig;
import dev.binnacle.config.Problem;
import dev.binnacle.config.Refusal;
import dev.binnacle.config.Update;
import dev.binnacle.model.Health;
import dev.binnacle.model.Sample;
import dev.binnacle.web.api.SystemView.SettingsState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the settings file while the server runs: hands over what takes effect at once, says what needs a restart, and leaves all as it
 * is while the file is bad.
 *
 * <p>What module {@code config} keeps of the file may hold secrets. Nothing needs it after this process, so it is removed at the end, and
 * at the next start what a process that was killed has left.
 *
 * <p><b>Threads:</b> thread-safe. It opens on a thread of its own, off the start's path; settings are handed over one at a time.
 */
final class SettingsWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SettingsWatch.class);
  private static final Duration TRIED_AGAIN = Duration.ofSeconds(5);

  private final SettingsSource source;
  private final Path file;
  private final Path state;
  private final Settings running;
  private final ScheduledExecutorService opener =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("settings-opener").daemon().factory());
  private volatile Settings taken;
  private volatile List<String> restartNeeded = List.of();
  private volatile @Nullable LiveConfig<Settings> live;
  private volatile List<Problem> problems = List.of();
  private volatile long failedOpenings;
  private volatile String refusedFor = "";
  private final AtomicInteger refusedInARow = new AtomicInteger();
  private final Object taking = new Object();

  @GuardedBy("taking") private long takenVersion;

  private boolean closed;

  /**
   * @param file of the source
   * @param running what the server was started with
   * @param state a folder for this alone, which is removed with all that is in it
   */
  SettingsWatch(SettingsSource source, Path file, Settings running, Path state) {
    this.source = source;
    this.file = file;
    this.running = running;
    this.taken = running;
    this.state = state;
  }

  /**
   * @param hot takes the settings before and after, when something changed that can take effect at once; may wait
   */
  void start(BiConsumer<Settings, Settings> hot) {
    opener.scheduleWithFixedDelay(() -> open(hot), 0, TRIED_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
  }

  private synchronized void open(BiConsumer<Settings, Settings> hot) {
    if (live != null || closed) {
      return;
    }
    try {
      LocalFiles.remove(state);
      LiveConfig<Settings> opened =
          LiveConfig.builder(file, SettingsBinding.SCHEMA, new SettingsBinding(source)).stateDirectory(state).open();
      live = opened;
      problems = List.of();
      opened.onRefused(this::refused);
      opened.onChange(update -> take(update, hot));
    } catch (ConfigException e) {
      cannotOpen(e.problems());
    } catch (IOException | RuntimeException e) {
      cannotOpen(List.of(new Problem(name(), null, "", "not-readable", "cannot be watched: " + e, "")));
    }
  }

  private void cannotOpen(List<Problem> why) {
    if (!why.equals(problems)) {
      failedOpenings++;
      refusedInARow.incrementAndGet();
      LOG.error("{} cannot be followed, what the server was started with stays:\n{}", file, told(why));
    }
    problems = why;
  }

  private void refused(Refusal refusal) {
    String why = told(refusal.problems());
    refusedFor = why;
    refusedInARow.incrementAndGet();
    LOG.error("{} is refused, the settings before stay in force:\n{}", file, why);
  }

  /** What the file said last; only what is hot of it is in force. */
  Settings taken() {
    return taken;
  }

  private void take(Update<Settings> update, BiConsumer<Settings, Settings> hot) {
    refusedInARow.set(0);
    Settings before = taken;
    Settings after = update.after().config();
    SettingsChange change = SettingsChange.between(before, after);
    restartNeeded = SettingsChange.between(running, after).restart();
    if (!change.hot().isEmpty()) {
      hot.accept(before, after);
      LOG.info("{}: in force now: {}", file, String.join(", ", change.hot()));
    }
    if (!change.restart().isEmpty()) {
      LOG.warn("{}: changed: {}; {}", file, String.join(", ", change.restart()), restartWords());
    }
    // Not the lock of close, which waits for this listener.
    synchronized (taking) {
      taken = after;
      takenVersion = update.after().version();
      taking.notifyAll();
    }
  }

  /**
   * Waits until a version of the file was handed over.
   *
   * @return false if the time ran out
   */
  boolean awaitTaken(long version, Duration longest) {
    long end = System.nanoTime() + longest.toNanos();
    synchronized (taking) {
      try {
        while (takenVersion < version) {
          long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
          if (left <= 0) {
            return false;
          }
          taking.wait(left);
        }
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }

  /** The file as module {@code config} has it; null until it could be opened. */
  @Nullable LiveConfig<Settings> live() {
    return live;
  }

  private static String told(List<Problem> problems) {
    return String.valueOf(new ConfigException(problems).getMessage());
  }

  private String restartWords() {
    return restartNeeded.isEmpty()
        ? "the server runs with these"
        : "a restart is needed for " + String.join(", ", restartNeeded);
  }

  /** Says how many saves in a row were refused; none any more when the file is one that is in force. */
  HealthProbe probe() {
    return new ServerProbes.Probe("settings", () -> {
      SettingsState now = state();
      boolean refusing = now.status().equals("refusing");
      int refused = refusing ? Math.max(1, refusedInARow.get()) : 0;
      if (!refusing) {
        refusedInARow.set(0);
      }
      return new HealthProbe.Finding(
          refusing ? Health.DEGRADED : Health.HEALTHY,
          refusing ? name() + " is refused, the settings before stay in force: " + now.reason() : "in force",
          List.of(Sample.of("settings_refused", refused)));
    });
  }

  SettingsState state() {
    LiveConfig<Settings> open = live;
    if (open == null) {
      List<Problem> why = problems;
      return new SettingsState(
          file.toString(), null, why.isEmpty() ? "opening" : "refusing",
          why.isEmpty() ? "it is being opened" : told(why), List.of(), null, failedOpenings);
    }
    ConfigHealth health = open.health();
    return new SettingsState(
        file.toString(), health.version(), health.status().name().toLowerCase(Locale.ROOT), reason(health), restartNeeded,
        health.lastReload(), failedOpenings + health.refusals());
  }

  /** The refusal is told a moment after it is counted; until then what the watcher says is all there is. */
  private @Nullable String reason(ConfigHealth health) {
    String why = refusedFor;
    return health.status() == ConfigHealth.Status.REFUSING && !why.isEmpty() ? why : health.reason();
  }

  /** The file's, as messages show it. */
  String name() {
    return String.valueOf(file.getFileName());
  }

  @Override
  public void close() {
    opener.shutdown();
    synchronized (this) {
      closed = true;
      LiveConfig<Settings> open = live;
      if (open != null) {
        open.close();
      }
    }
    try {
      LocalFiles.remove(state);
    } catch (IOException e) {
      LOG.warn("{} could not be removed; the next start does it", state, e);
    }
  }
}
