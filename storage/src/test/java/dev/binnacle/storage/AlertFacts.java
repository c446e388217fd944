package dev.binnacle.storage;

import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertId;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.BotId;
import dev.binnacle.model.ChannelName;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Level;
import dev.binnacle.model.Notice;
import dev.binnacle.model.RuleName;
import dev.binnacle.model.Silence;
import dev.binnacle.model.SilenceId;
import dev.binnacle.model.Subject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Alerts, facts about them and parcels for tests. */
final class AlertFacts {
  static final ChannelName PHONE = new ChannelName("phone");
  static final ChannelName MAIL = new ChannelName("mail");

  private AlertFacts() {}

  static Alert alert(String id, String rule, String bot, Level level, AlertState state, Instant since) {
    return new Alert(
        new AlertId(id),
        new RuleName(rule),
        Subject.of(new BotId(bot)),
        level,
        state,
        Facts.NOON,
        since,
        31.5,
        30.0,
        rule + " of " + bot + " is " + state,
        List.of(new Alert.Evidence(since, "latency_ms", "31.5")),
        Map.of("rule", rule, "bot", bot),
        "https://example.com/runbook",
        null,
        List.of());
  }

  static Alert alert(String id, AlertState state, long second) {
    return alert(id, "slow-feed", "alpha", Level.WARNING, state, Facts.NOON.plusSeconds(second));
  }

  static Fact changed(Alert alert) {
    return new Fact.AlertChanged(alert.since(), alert, null);
  }

  static Fact noticed(String id, long second, Alert... alerts) {
    Instant at = Facts.NOON.plusSeconds(second);
    return new Fact.NoticeIssued(
        at, new Notice(id, at, Notice.Kind.FIRING, Level.WARNING, "slow-feed", Arrays.asList(alerts), List.of(PHONE), 0));
  }

  static Silence silence(String id, long second) {
    Instant from = Facts.NOON.plusSeconds(second);
    return new Silence(new SilenceId(id), Map.of("bot", "alpha"), from, from.plusSeconds(60), "ann", "planned",
        Silence.Term.FIXED);
  }

  static Parcel parcel(String key, ChannelName channel, Level level) {
    return new Parcel(
        key, channel, "alert", level, new BotId("alpha"), List.of(new AlertId("a-1"), new AlertId("a-2")), Facts.NOON,
        ("body of " + key).getBytes(StandardCharsets.UTF_8));
  }

  static Parcel parcel(String key, ChannelName channel) {
    return parcel(key, channel, Level.WARNING);
  }
}
