package dev.binnacle.server;

import dev.binnacle.web.api.HealthCheck;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets people have everything looked at now. One look at a time, and at least five seconds from the beginning of one to that of the next:
 * a look asks the disk, and nothing worth knowing changes faster. What was looked at is in the audit log.
 *
 * <p><b>Threads:</b> thread-safe; looks run on the executor.
 */
final class HealthOnDemand implements HealthCheck {
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final Duration MOMENT = Duration.ofSeconds(1);

  private final Supplier<HealthReport> look;
  private final AuditLog audit;
  private final Executor executor;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private boolean running;
  private @Nullable Long begun;

  /** @param nanos a clock for durations, such as {@link System#nanoTime} */
  HealthOnDemand(
      Supplier<HealthReport> look, AuditLog audit, Executor executor, InstantSource clock, LongSupplier nanos) {
    this.look = look;
    this.audit = audit;
    this.executor = executor;
    this.clock = clock;
    this.nanos = nanos;
  }

  @Override
  public CompletionStage<Outcome> check(String operator) {
    Duration wait = begin();
    return wait.isZero()
        ? CompletableFuture.supplyAsync(() -> seen(operator), executor)
        : CompletableFuture.completedFuture(new Outcome.TooSoon(wait));
  }

  /** How long to wait; zero when the look is this caller's. */
  private synchronized Duration begin() {
    long now = nanos.getAsLong();
    Duration left = begun == null ? Duration.ZERO : PAUSE.minusNanos(now - begun);
    if (running) {
      return left.compareTo(MOMENT) > 0 ? left : MOMENT;
    }
    if (left.isPositive()) {
      return left;
    }
    running = true;
    begun = now;
    return Duration.ZERO;
  }

  private synchronized void end() {
    running = false;
  }

  private Outcome seen(String operator) {
    try {
      HealthReport report = look.get();
      note(operator, report.health().name().toLowerCase(Locale.ROOT));
      return new Outcome.Seen(told(report));
    } catch (RuntimeException e) {
      note(operator, "failed: " + e);
      throw e;
    } finally {
      end();
    }
  }

  private void note(String operator, String result) {
    audit.note(clock.instant(), "web", operator, "check the health", result);
  }

  private static Report told(HealthReport report) {
    return new Report(
        report.at(), report.health(),
        report.server().stream()
            .map(part -> new Part(part.name(), part.health(), part.responseTime(), part.message())).toList(),
        report.bots().stream().map(HealthOnDemand::told).toList());
  }

  private static Bot told(HealthReport.Bot bot) {
    return new Bot(
        bot.id(), bot.status(), bot.reason(), bot.silence(),
        bot.components().stream()
            .map(
                part -> new Component(
                    part.name(), part.health(), part.critical(), part.responseTime(), part.message(), part.age()))
            .toList());
  }
}
