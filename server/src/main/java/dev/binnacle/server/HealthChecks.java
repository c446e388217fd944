package dev.binnacle.server;

import dev.binnacle.engine.fleet.BotSnapshot;
import dev.binnacle.engine.fleet.FleetSnapshot;
import dev.binnacle.model.Health;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Looks at the server's own parts, and at what the bots told of theirs.
 *
 * <p><b>Threads:</b> thread-safe, as long as the probes are. Looks take as long as the slowest disk does.
 */
final class HealthChecks {
  private final Supplier<FleetSnapshot> fleet;
  private final List<HealthProbe> probes;
  private final InstantSource clock;
  private final LongSupplier nanos;

  /** @param nanos a clock for durations, such as {@link System#nanoTime} */
  HealthChecks(Supplier<FleetSnapshot> fleet, List<HealthProbe> probes, InstantSource clock, LongSupplier nanos) {
    this.fleet = fleet;
    this.probes = List.copyOf(probes);
    this.clock = clock;
    this.nanos = nanos;
  }

  /** Looks at everything now. */
  HealthReport look() {
    Instant now = clock.instant();
    List<HealthReport.Part> parts = lookAtServer();
    return new HealthReport(now, worst(parts), parts, fleet.get().bots().stream().map(bot -> bot(bot, now)).toList());
  }

  /** Looks at the server alone. A probe that fails is a part that has failed. */
  List<HealthReport.Part> lookAtServer() {
    List<HealthReport.Part> parts = new ArrayList<>();
    for (HealthProbe probe : probes) {
      long begun = nanos.getAsLong();
      HealthProbe.Finding finding;
      try {
        finding = probe.look();
      } catch (RuntimeException e) {
        finding = new HealthProbe.Finding(Health.FAILED, "cannot be looked at: " + e, List.of());
      }
      Duration took = Duration.ofNanos(nanos.getAsLong() - begun);
      parts.add(new HealthReport.Part(probe.name(), finding.health(), took, finding.message(), finding.readings()));
    }
    return parts;
  }

  static Health worst(List<HealthReport.Part> parts) {
    return parts.stream().map(HealthReport.Part::health).max(Comparator.naturalOrder()).orElse(Health.UNKNOWN);
  }

  private static HealthReport.Bot bot(BotSnapshot bot, Instant now) {
    Instant heard = bot.lastHeard();
    return new HealthReport.Bot(
        bot.id(), bot.status(), bot.reason(), heard == null ? null : since(heard, now),
        bot.components().stream()
            .map(
                component -> new HealthReport.Component(
                    component.name(), component.health(), component.critical(), component.responseTime(),
                    component.message(), since(component.at(), now)))
            .toList());
  }

  /** A bot's clock may be ahead. */
  private static Duration since(Instant then, Instant now) {
    return then.isAfter(now) ? Duration.ZERO : Duration.between(then, now);
  }
}
