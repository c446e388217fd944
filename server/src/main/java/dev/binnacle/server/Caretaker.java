package dev.binnacle.server;

import dev.binnacle.model.Health;
import dev.binnacle.model.Sample;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what is due by the clock: looks at the health, tells an outside watcher that the server is well, and says when a summary or a report
 * is to be told.
 *
 * <p>The server's own parts are looked at every five seconds, so that what is judged of them is never old; everything at the interval
 * of the settings. The watcher is told nothing while a part has failed, which is how it learns of it.
 *
 * <p><b>Threads:</b> thread-safe. Duties are called one at a time on a thread of its own.
 */
final class Caretaker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Caretaker.class);
  private static final Duration OWN_PARTS = Duration.ofSeconds(5);
  private static final Duration TURN = Duration.ofSeconds(1);
  /** What was missed for longer, as after a stop over the weekend, is not told any more. */
  private static final Duration CATCH_UP = Duration.ofHours(6);

  /** So that the history has what came just before. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final HealthChecks checks;
  private final Duties duties;
  private final InstantSource clock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("caretaker").daemon().factory());
  private volatile Care care;
  private volatile @Nullable HealthReport last;
  private Instant nextOwn = Instant.MIN;
  private Instant nextWhole = Instant.MIN;
  private Instant nextBeat = Instant.MIN;
  private Instant told;

  /** What the caretaker's finds are for. None may block for long. */
  interface Duties {
    /** A reading of a part of the server, for the rules. */
    void observed(String part, Sample reading);

    /** To be told once under {@link Occasion#key}; may be asked for again after a restart. */
    void due(Occasion occasion);

    /** Calls the watcher's address in the background. */
    void beat(Secret url);
  }

  /** What follows from the settings. */
  private record Care(Duration interval, Alerting.Heartbeat heartbeat, Occasions occasions) {
    static Care of(Settings settings) {
      Alerting alerting = settings.alerting();
      return new Care(
          alerting.monitoring().healthCheckInterval(), alerting.heartbeat(),
          new Occasions(alerting.timetable(), settings.server().timeZone(), settings.server().dayStart()));
    }
  }

  Caretaker(HealthChecks checks, Duties duties, Settings settings, InstantSource clock) {
    this.checks = checks;
    this.duties = duties;
    this.clock = clock;
    this.care = Care.of(settings);
    this.told = clock.instant().minus(CATCH_UP);
  }

  void start() {
    thread.scheduleWithFixedDelay(this::turnSafely, 0, TURN.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** From now on by these settings. */
  void settle(Settings settings) {
    care = Care.of(settings);
  }

  /** What was seen last; null before the first look. */
  @Nullable HealthReport last() {
    return last;
  }

  /** Looks now, for a person who asks. */
  HealthReport look() {
    HealthReport report = checks.look();
    last = report;
    return report;
  }

  private void turnSafely() {
    try {
      turn();
    } catch (RuntimeException e) {
      LOG.error("a turn of the caretaker failed; the next is in a second", e);
    }
  }

  /** Does what is due now. */
  synchronized void turn() {
    Instant now = clock.instant();
    Care rules = care;
    if (isDue(nextOwn, now, OWN_PARTS)) {
      nextOwn = now.plus(OWN_PARTS);
      lookAtServer(now, rules);
    }
    tell(now, rules);
  }

  /** Where the clock was set back, at once too: who waits for the old time would wait for long. */
  private static boolean isDue(Instant next, Instant now, Duration interval) {
    return !now.isBefore(next) || next.isAfter(now.plus(interval));
  }

  private void lookAtServer(Instant now, Care rules) {
    boolean whole = isDue(nextWhole, now, rules.interval());
    List<HealthReport.Part> parts;
    if (whole) {
      nextWhole = now.plus(rules.interval());
      parts = look().server();
    } else {
      parts = checks.lookAtServer();
    }
    parts.forEach(part -> part.readings().forEach(reading -> duties.observed(part.name(), reading)));
    beat(now, rules.heartbeat(), HealthChecks.worst(parts));
  }

  private void beat(Instant now, Alerting.Heartbeat heartbeat, Health health) {
    Secret url = heartbeat.url();
    if (url != null && health != Health.FAILED && isDue(nextBeat, now, heartbeat.interval())) {
      nextBeat = now.plus(heartbeat.interval());
      duties.beat(url);
    }
  }

  private void tell(Instant now, Care rules) {
    Instant settled = now.minus(GRACE);
    if (settled.isBefore(told)) {
      return;
    }
    rules.occasions().due(told, settled).forEach(duties::due);
    told = settled;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
