package dev.binnacle.server;

import dev.binnacle.engine.Input;
import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertId;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Silence;
import dev.binnacle.notify.Wording;
import dev.binnacle.notify.telegram.Act;
import dev.binnacle.notify.telegram.Fleet.Result;
import dev.binnacle.notify.telegram.Person;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What people do about alerts from a phone. Waits until it is on disk. */
final class PhoneActs {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final EngineLoop loop;
  private final InstantSource clock;
  private final ZoneId zone;

  /** @param zone in which times are told */
  PhoneActs(EngineLoop loop, InstantSource clock, ZoneId zone) {
    this.loop = loop;
    this.clock = clock;
    this.zone = zone;
  }

  Result acknowledge(Act.Acknowledge act, Person by) {
    Optional<Alert> alert = open(act.alert());
    if (alert.isEmpty()) {
      return noSuch(act.alert());
    }
    AlertId id = alert.get().id();
    return done(
        new Input.Command.Acknowledge(id, act.comment(), null), by,
        "Acknowledged: " + alert.get().rule() + " on " + alert.get().subject() + " is yours, " + by.operator() + ".");
  }

  Result silence(Act.Silence act, Person by) {
    Optional<Alert> alert = open(act.target());
    Map<String, String> matcher = new LinkedHashMap<>();
    if (alert.isPresent()) {
      matcher.put("rule", alert.get().rule().value());
      BotId bot = alert.get().subject().bot();
      String part = alert.get().subject().part();
      if (bot != null) {
        matcher.put("bot", bot.value());
      }
      if (part != null) {
        matcher.put("part", part);
      }
    } else if (loop.snapshot().bots().stream().anyMatch(bot -> bot.id().value().equals(act.target()))) {
      matcher.put("bot", act.target());
    } else {
      return new Result.Refused(
          "Not done: " + act.target() + " is neither an open alert nor a bot. /alerts and /bots list them.");
    }
    Instant until = clock.instant().plus(act.length());
    String comment = act.comment() == null ? "by Telegram" : act.comment();
    String what = matcher.entrySet().stream().map(one -> one.getKey() + " " + one.getValue())
        .collect(java.util.stream.Collectors.joining(", "));
    return done(
        new Input.Command.BeginSilence(matcher, until, term(act), comment), by,
        "Silenced until " + Wording.time(until, zone) + (act.untilResolved() ? " or until it is resolved" : "") + ": " + what
            + ". Alerts still fire and are shown on the dashboard.");
  }

  private static Silence.Term term(Act.Silence act) {
    return act.untilResolved() ? Silence.Term.UNTIL_RESOLVED : Silence.Term.FIXED;
  }

  private Optional<Alert> open(String id) {
    return loop.alerts().alerts().stream().filter(alert -> alert.id().value().equals(id)).findFirst();
  }

  private static Result noSuch(String alert) {
    return new Result.Refused("Not done: there is no open alert " + alert + "; it may be over. /alerts lists them.");
  }

  private Result done(Input.Command command, Person by, String text) {
    Optional<CompletableFuture<EngineLoop.CommandResult>> asked = loop.command(command, by.operator());
    if (asked.isEmpty()) {
      return new Result.Refused("Not done: too many commands wait. Try again in a moment.");
    }
    try {
      EngineLoop.CommandResult result = asked.get().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return result.refused() == null ? new Result.Done(text) : new Result.Refused("Not done: " + result.refused());
    } catch (TimeoutException e) {
      return new Result.Refused("It is not known whether it was done: the disk has not answered in time. Look with /alerts.");
    } catch (ExecutionException e) {
      throw new IllegalStateException("the engine did not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Result.Refused("It is not known whether it was done: the server is stopping.");
    }
  }
}
