package dev.binnacle.notify;

import dev.binnacle.model.BotId;
import dev.binnacle.model.ConfigChange;
import dev.binnacle.model.ConfigOutcome;
import dev.binnacle.model.Event;
import dev.binnacle.model.Health;
import dev.binnacle.model.Level;
import dev.binnacle.model.Severity;
import dev.binnacle.model.Value;
import dev.binnacle.notify.Message.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is said of what a bot says. */
final class EventMessages {
  private static final int MOST_CHANGES = 10;
  private static final Pattern NO_LETTERS = Pattern.compile("[^A-Za-z]+");

  private EventMessages() {}

  /** Empty for what nobody is told one by one: samples, marks, positions, configurations that change nothing. */
  static Optional<Message> of(String id, BotId bot, Event event) {
    return switch (event) {
      case Event.TradeOpened trade -> Optional.of(TradeMessages.opened(id, bot, trade));
      case Event.TradeClosed trade -> Optional.of(TradeMessages.closed(id, bot, trade));
      case Event.OrderUpdate order -> Optional.of(TradeMessages.order(id, bot, order));
      case Event.BalanceUpdate balance -> Optional.of(TradeMessages.balance(id, bot, balance));
      case Event.ErrorRaised error -> Optional.of(error(id, bot, error));
      case Event.ComponentHealth health -> Optional.of(health(id, bot, health));
      case Event.Started started -> Optional.of(started(id, bot, started));
      case Event.Stopped stopped -> Optional.of(stopped(id, bot, stopped));
      case Event.Report report -> Optional.of(ReportMessages.ofBot(id, bot, report));
      case Event.Custom custom -> Optional.of(custom(id, bot, custom));
      case Event.ConfigUpdate update -> config(id, bot, update);
      case Event.PositionUpdate _,Event.Metrics _,Event.Heartbeat _,Event.Mark _,Event.ApiUsage _,Event.LogLine _ ->
          Optional.empty();
    };
  }

  /** What {@link #of} makes of it, without making it; null where it makes nothing. */
  static @Nullable Heading heading(String id, BotId bot, Event event) {
    EventKind kind = kind(event);
    return kind == null ? null : new Heading(id, kind, level(event), bot);
  }

  private static @Nullable EventKind kind(Event event) {
    return switch (event) {
      case Event.TradeOpened _ -> EventKind.TRADE_OPENED;
      case Event.TradeClosed _ -> EventKind.TRADE_CLOSED;
      case Event.OrderUpdate _ -> EventKind.ORDER;
      case Event.BalanceUpdate _ -> EventKind.BALANCE;
      case Event.ErrorRaised error -> kind(error);
      case Event.ComponentHealth _ -> EventKind.HEALTH;
      case Event.Started _ -> EventKind.STARTED;
      case Event.Stopped _ -> EventKind.STOPPED;
      case Event.Report report -> ReportMessages.kind(report.kind());
      case Event.Custom _ -> EventKind.CUSTOM;
      case Event.ConfigUpdate update -> update.outcome() == ConfigOutcome.UNCHANGED ? null : EventKind.CONFIG_CHANGE;
      case Event.PositionUpdate _,Event.Metrics _,Event.Heartbeat _,Event.Mark _,Event.ApiUsage _,Event.LogLine _ -> null;
    };
  }

  private static EventKind kind(Event.ErrorRaised error) {
    boolean risk = NO_LETTERS.matcher(error.error()).replaceAll("").toLowerCase(Locale.ROOT).contains("riskviolation");
    return risk ? EventKind.RISK_VIOLATION : EventKind.ERROR;
  }

  private static Level level(Event event) {
    return switch (event) {
      case Event.ErrorRaised error -> level(error.severity());
      case Event.ComponentHealth health -> switch (health.health()) {
        case HEALTHY, UNKNOWN -> Level.INFO;
        case DEGRADED -> Level.WARNING;
        case FAILED -> health.critical() ? Level.CRITICAL : Level.WARNING;
      };
      case Event.Stopped stopped -> isBad(stopped) ? Level.WARNING : Level.INFO;
      case Event.ConfigUpdate update -> update.outcome() == ConfigOutcome.REFUSED ? Level.WARNING : Level.INFO;
      case Event.TradeOpened _,Event.TradeClosed _,Event.OrderUpdate _,Event.BalanceUpdate _,Event.Started _,Event.Report _,Event.Custom _,Event.PositionUpdate _,Event.Metrics _,Event.Heartbeat _,Event.Mark _,Event.ApiUsage _,Event.LogLine _ ->
          Level.INFO;
    };
  }

  private static boolean isBad(Event.Stopped stopped) {
    return stopped.exitCode() != null && stopped.exitCode() != 0;
  }

  static Level level(Severity severity) {
    return switch (severity) {
      case INFO -> Level.INFO;
      case WARNING -> Level.WARNING;
      case ERROR, HIGH, CRITICAL -> Level.CRITICAL;
    };
  }

  private static Message error(String id, BotId bot, Event.ErrorRaised error) {
    EventKind kind = kind(error);
    String title = kind == EventKind.RISK_VIOLATION
        ? "Risk violation"
        : capital(error.severity().name()) + (error.severity() == Severity.ERROR ? ": " : " error: ") + error.error();
    FieldList fields = new FieldList().bot(bot).text("error", error.error()).text("severity", error.severity().name());
    if (error.component() != null) {
      fields.text("component", error.component().value());
    }
    return Message
        .of(id, kind, level(error.severity()), bot, error.at(), title)
        .withTone(tone(level(error.severity())))
        .withSummary(bot + ": " + error.error() + ", " + firstLine(error.message()))
        .withFields(fields.list())
        .withText(error.message());
  }

  private static Message health(String id, BotId bot, Event.ComponentHealth health) {
    Level level = level(health);
    String state = health.health().name().toLowerCase(Locale.ROOT);
    FieldList fields = new FieldList().bot(bot).text("component", health.component().value()).text("health", state);
    if (health.responseTime() != null) {
      long millis = health.responseTime().toMillis();
      fields.add("response_time_ms", millis + " ms", String.valueOf(millis));
    }
    return Message.of(id, EventKind.HEALTH, level, bot, health.at(), capital(health.component().value()) + " is " + state)
        .withTone(health.health() == Health.HEALTHY ? Tone.GOOD : tone(level))
        .withSummary(bot + ": " + health.component() + " is " + state)
        .withFields(fields.list())
        .withText(health.message() == null ? "" : health.message());
  }

  private static Message started(String id, BotId bot, Event.Started started) {
    FieldList fields = new FieldList()
        .bot(bot)
        .text("mode", started.mode().name().toLowerCase(Locale.ROOT))
        .text("venue", started.venue())
        .text("strategy", started.strategy())
        .text("version", started.version())
        .text("host", started.host());
    return Message.of(id, EventKind.STARTED, Level.INFO, bot, started.at(), "Bot started")
        .withTone(Tone.GOOD)
        .withSummary(bot + " started, " + started.mode().name().toLowerCase(Locale.ROOT))
        .withFields(fields.list());
  }

  private static Message stopped(String id, BotId bot, Event.Stopped stopped) {
    boolean bad = isBad(stopped);
    FieldList fields = new FieldList().bot(bot).text("reason", stopped.reason());
    if (stopped.exitCode() != null) {
      fields.text("exit_code", String.valueOf(stopped.exitCode()));
    }
    return Message.of(id, EventKind.STOPPED, level(stopped), bot, stopped.at(), "Bot stopped")
        .withTone(bad ? Tone.BAD : Tone.NEUTRAL)
        .withSummary(bot + " stopped" + (stopped.reason() == null ? "" : ": " + firstLine(stopped.reason())))
        .withFields(fields.list());
  }

  private static Message custom(String id, BotId bot, Event.Custom custom) {
    FieldList fields = new FieldList().bot(bot);
    custom.fields().forEach((key, value) -> fields.add(key, Figures.shown(key, value, null), Figures.raw(value)));
    return Message.of(id, EventKind.CUSTOM, Level.INFO, bot, custom.at(), Figures.label(custom.name()))
        .withSummary(bot + ": " + custom.name())
        .withFields(fields.list());
  }

  private static Optional<Message> config(String id, BotId bot, Event.ConfigUpdate update) {
    if (update.outcome() == ConfigOutcome.UNCHANGED) {
      return Optional.empty();
    }
    boolean bad = update.outcome() == ConfigOutcome.REFUSED;
    String what = switch (update.outcome()) {
      case ACCEPTED -> "changed";
      case REFUSED -> "refused";
      case DEFERRED -> "waits for its time";
      case UNCHANGED -> "unchanged";
      case ROLLED_BACK -> "rolled back";
      case SUPERSEDED -> "replaced by a newer one";
      case EXPIRED -> "dropped";
      case CANARY -> "is tried by one instance";
    };
    FieldList fields = new FieldList()
        .bot(bot)
        .text("version", update.version() == null ? null : String.valueOf(update.version()))
        .text("who", update.who() == null ? null : update.who() + (update.proved() ? "" : " (not proved)"))
        .text("source", update.source().name().toLowerCase(Locale.ROOT))
        .text("reason", update.reason());
    return Optional.of(
        Message
            .of(id, EventKind.CONFIG_CHANGE, level(update), bot, update.at(), "Configuration " + what)
            .withTone(bad ? Tone.CAUTION : Tone.NEUTRAL)
            .withSummary(bot + ": configuration " + what)
            .withFields(fields.list())
            .withText(String.join("\n", changes(update))));
  }

  private static List<String> changes(Event.ConfigUpdate update) {
    List<String> lines = new ArrayList<>(update.problems());
    for (ConfigChange change : update.changes()) {
      if (lines.size() >= MOST_CHANGES) {
        lines.add("and " + (update.changes().size() + update.problems().size() - lines.size()) + " more");
        break;
      }
      lines.add(change.pointer() + ": " + side(change.before()) + " → " + side(change.after()));
    }
    return lines;
  }

  private static String side(@Nullable Value value) {
    return value == null ? "nothing" : Pieces.shortened(Figures.raw(value), 100);
  }

  private static Tone tone(Level level) {
    return switch (level) {
      case INFO -> Tone.NEUTRAL;
      case WARNING -> Tone.CAUTION;
      case CRITICAL -> Tone.BAD;
    };
  }

  private static String firstLine(String text) {
    return Pieces.shortened(text.lines().findFirst().orElse(""), 160);
  }

  private static String capital(String word) {
    return word.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1).toLowerCase(Locale.ROOT);
  }
}
