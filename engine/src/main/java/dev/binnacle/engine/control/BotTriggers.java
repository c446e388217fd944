package dev.binnacle.engine.control;

import dev.binnacle.engine.control.Counting.Look;
import dev.binnacle.engine.fleet.Present;
import dev.binnacle.model.BotId;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.ComponentName;
import dev.binnacle.model.Event;
import dev.binnacle.model.Health;
import dev.binnacle.model.Plural;
import dev.binnacle.model.Severity;
import dev.binnacle.model.Trigger;
import dev.binnacle.model.TriggerKind;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The triggers of one bot: what it says becomes samples. What is kept in here a restart forgets, and the next samples tell it again. */
final class BotTriggers {
  /** What was read longer ago says nothing of now. */
  static final Duration STALE = Duration.ofSeconds(60);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(10);
  private static final Duration BETWEEN_SILENCES = Duration.ofSeconds(5);
  private static final double ALL = 100;

  private final BotId bot;
  private final Gauges gauges;
  private final Trips trips;
  private final MoneyTriggers money;
  private final PaceTriggers pace;
  private final Steady memory = new Steady();
  private final CallErrors calls = new CallErrors();
  private final Map<ComponentName, Instant> criticalErrors = new HashMap<>();
  private @Nullable Claim errorRate;
  private @Nullable Claim profit;
  private boolean counted;

  /** A figure by the bot's own word. */
  private record Claim(Instant at, double number) {
    boolean isFresh(Instant now) {
      return !at.plus(STALE).isBefore(now);
    }
  }

  BotTriggers(BotId bot, Gauges gauges, Trips trips) {
    this.bot = bot;
    this.gauges = gauges;
    this.trips = trips;
    this.money = new MoneyTriggers(bot, gauges);
    this.pace = new PaceTriggers(bot, gauges);
  }

  /* What it says. */

  void sampled(String metric, Instant at, double number, Instant now, TriggerSettings settings) {
    if (at.plus(STALE).isBefore(now) || !Double.isFinite(number)) {
      return;
    }
    switch (metric) {
      case "memory_usage_mb" -> memory(at, number, settings);
      case "api_error_rate_percent" -> claimed(at, number, settings);
      case "daily_pnl" -> profit = new Claim(at, number);
      default -> {}
    }
  }

  private void memory(Instant at, double number, TriggerSettings settings) {
    BigDecimal threshold = settings.of(bot).memoryMb();
    BigDecimal limit = threshold.multiply(settings.factors().memory());
    TriggerKey key = Gauges.key(bot, TriggerKind.MEMORY);
    if (limit.signum() == 0) {
      gauges.gone(key);
    } else if (memory.isBelieved(number)) {
      Look look =
          new Look(
              key, at, SECOND, number > limit.doubleValue(), "memory", Gauges.number(number) + " MB",
              Gauges.times(limit, settings.factors().memory(), threshold, " MB", "threshold"),
              settings.of(TriggerKind.MEMORY).act(), null);
      gauges.look(look, number / limit.doubleValue());
    }
  }

  /** Its own rate counts as long as nothing is known of its calls themselves, and confirms what they say otherwise. */
  private void claimed(Instant at, double number, TriggerSettings settings) {
    if (number < 0 || number > ALL) {
      return;
    }
    errorRate = new Claim(at, number);
    if (!counted) {
      errors(at, number, null, settings);
    }
  }

  private void errors(Instant at, double rate, @Nullable Claim second, TriggerSettings settings) {
    BigDecimal threshold = settings.of(bot).apiErrorPercent();
    BigDecimal limit = threshold.multiply(settings.factors().apiErrors());
    TriggerKey key = Gauges.key(bot, TriggerKind.API_ERRORS);
    if (limit.signum() == 0) {
      gauges.gone(key);
      return;
    }
    boolean bad = rate > limit.doubleValue();
    boolean both = bad && second != null && second.number > limit.doubleValue();
    Look look =
        new Look(
            key, at, SECOND, bad, "API errors", Gauges.number(rate) + " % of its calls failed",
            Gauges.times(limit, settings.factors().apiErrors(), threshold, " %", "threshold"),
            settings.of(TriggerKind.API_ERRORS).act(),
            both && second != null ? "the bot's own rate of " + Gauges.number(second.number) + " %" : null);
    gauges.look(look, rate / limit.doubleValue());
  }

  void happened(Event event, Instant now, @Nullable Duration skew, TriggerSettings settings) {
    Instant at = skew == null ? event.at() : event.at().minus(skew);
    if (at.plus(STALE).isBefore(now)) {
      return;
    }
    money.happened(event, settings);
    pace.happened(event, now, settings);
    if (event instanceof Event.ComponentHealth health) {
      boolean bad = health.critical() && health.health() == Health.FAILED;
      if (bad || trips.get(component(health.component())) != null) {
        component(health.component(), bad, now, SECOND, settings);
      }
    } else if (event instanceof Event.ErrorRaised error && error.severity() == Severity.CRITICAL && error.component() != null) {
      criticalErrors.put(error.component(), now);
      criticalErrors.values().removeIf(each -> each.plus(STALE).isBefore(now));
    }
  }

  private TriggerKey component(ComponentName component) {
    return new TriggerKey(bot, TriggerKind.CRITICAL_FAILURE, component.value());
  }

  private void component(ComponentName component, boolean bad, Instant now, Duration apart, TriggerSettings settings) {
    Instant error = criticalErrors.get(component);
    boolean both = bad && error != null && !error.plus(STALE).isBefore(now);
    int samples = settings.of(TriggerKind.CRITICAL_FAILURE).samples();
    Look look =
        new Look(
            component(component), now, apart, bad, "critical component " + component, bad ? "it has failed" : "it has not failed",
            samples + " failed checks running", settings.of(TriggerKind.CRITICAL_FAILURE).act(),
            both ? "a critical error of it" : null);
    gauges.look(look, bad ? 1.0 : 0.0);
  }

  /* As time passes. */

  /** @param listening whether silence is the bot's, and not that nobody here listened */
  void ticked(Present present, boolean listening, TriggerSettings settings) {
    Instant now = present.now();
    Claim own = profit;
    BigDecimal claimed = own != null && own.isFresh(now) ? BigDecimal.valueOf(own.number) : null;
    money.ticked(present, claimed, settings);
    pace.ticked(now, settings);
    calls(present, now, settings);
    if (present.isHeard()) {
      components(present.failed(), now, settings);
    }
    if (listening) {
      heartbeat(present, now, settings);
    }
  }

  private void calls(Present present, Instant now, TriggerSettings settings) {
    Present.Calls made = present.calls();
    counted = made.calls() > 0;
    Double rate = counted && present.isHeard() ? calls.look(made, now) : null;
    if (rate != null) {
      Claim own = errorRate;
      errors(now, rate, own != null && own.isFresh(now) ? own : null, settings);
    }
  }

  private void components(Set<ComponentName> failed, Instant now, TriggerSettings settings) {
    for (ComponentName component : failed) {
      component(component, true, now, BETWEEN_CHECKS, settings);
    }
    Set<String> others = new TreeSet<>();
    for (TriggerKey key : List.copyOf(gauges.of(bot).keySet())) {
      if (key.kind() == TriggerKind.CRITICAL_FAILURE) {
        others.add(key.part());
      }
    }
    for (Trigger trigger : trips.of(bot)) {
      if (trigger.kind() == TriggerKind.CRITICAL_FAILURE) {
        others.add(trigger.part());
      }
    }
    failed.forEach(component -> others.remove(component.value()));
    others.forEach(component -> component(new ComponentName(component), false, now, BETWEEN_CHECKS, settings));
  }

  private void heartbeat(Present present, Instant now, TriggerSettings settings) {
    if (!present.wasHeard()) {
      return;
    }
    boolean silent = present.status() == BotStatus.OFFLINE && !present.hasEnded();
    int positions = present.openPositions();
    int orders = present.openOrders();
    Duration silence = present.silence();
    Duration limit = present.offlineAfter();
    boolean holds = positions + orders > 0;
    Look look =
        new Look(
            Gauges.key(bot, TriggerKind.LOST_HEARTBEAT), now, BETWEEN_SILENCES, silent && holds, "heartbeat",
            "silent for %d s with %s and %s open"
                .formatted(silence.toSeconds(), Plural.of(positions, "position"), Plural.of(orders, "order")),
            Gauges.length(limit), settings.of(TriggerKind.LOST_HEARTBEAT).act(), null);
    gauges.look(look, holds && !present.hasEnded() ? (double) silence.toMillis() / limit.toMillis() : 0.0);
  }
}
