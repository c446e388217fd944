package dev.binnacle.web.live;

import dev.binnacle.engine.fleet.BotSnapshot.TradeView;
import dev.binnacle.model.BotId;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.Event;
import dev.binnacle.web.live.Announcements.Announcement;
import dev.binnacle.web.view.AlertShapes;
import dev.binnacle.web.view.AlertsNow;
import dev.binnacle.web.view.BotShapes;
import dev.binnacle.web.view.BotShapes.BotAt;
import dev.binnacle.web.view.ConfigShapes;
import dev.binnacle.web.view.Fields;
import dev.binnacle.web.view.FleetShapes;
import dev.binnacle.web.view.FleetShapes.FleetAt;
import dev.binnacle.web.view.HaltShapes;
import dev.binnacle.web.view.HaltsNow;
import dev.binnacle.web.view.HistoryView.Row;
import dev.binnacle.web.view.PlainShapes;
import dev.binnacle.web.view.PlainView;
import dev.binnacle.web.view.Shape;
import dev.binnacle.web.view.TradeViews;
import dev.binnacle.web.view.TradingShapes;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is said over a dashboard's socket. Every message has a type, and a timestamp in seconds since 1970. */
final class Messages {

  record Plain(FleetAt fleet, AlertsNow alerts, Instant startedAt) {}

  record AlertsAt(Instant at, AlertsNow alerts) {}

  record HaltsAt(Instant at, HaltsNow halts) {}

  record Ping(Instant at) {}

  record Resync(Instant at, long missed) {}

  record Problem(String rule, String message) {}

  static final Shape<FleetAt> FLEET_UPDATE =
      Shape.<FleetAt>object("FleetUpdate", "The fleet as it is now")
          .constant("type", "fleet_update")
          .epochSeconds("timestamp", FleetAt::now)
          .child("fleet", FleetShapes.FLEET, fleet -> fleet)
          .shape();

  static final Shape<BotAt> BOT_UPDATE =
      Shape.<BotAt>object("BotUpdate", "A bot as it is now")
          .constant("type", "bot_update")
          .epochSeconds("timestamp", BotAt::now)
          .text("bot", at -> at.bot().id().value())
          .child("state", BotShapes.BOT, at -> at)
          .shape();

  static final Shape<Plain> METRICS_UPDATE =
      Shape.<Plain>object("MetricsUpdate", "The newest figures, and whether all is well")
          .constant("type", "metrics_update")
          .epochSeconds("timestamp", plain -> plain.fleet().now())
          .child("metrics", PlainShapes.READINGS, plain -> PlainView.metrics(plain.fleet()).metrics())
          .child("alerts", AlertShapes.PLAIN_OPEN, Plain::alerts)
          .child("system_status", PlainShapes.STATUS, plain -> PlainView.status(plain.fleet(), plain.startedAt()))
          .shape();

  static final Shape<AlertsAt> ALERTS_UPDATE =
      Shape.<AlertsAt>object("AlertsUpdate", "The alerts as they are now")
          .constant("type", "alerts_update")
          .epochSeconds("timestamp", AlertsAt::at)
          .child("alerts", AlertShapes.NOW, AlertsAt::alerts)
          .shape();

  static final Shape<HaltsAt> HALTS_UPDATE =
      Shape.<HaltsAt>object("HaltsUpdate", "The halts as they are now")
          .constant("type", "halts_update")
          .epochSeconds("timestamp", HaltsAt::at)
          .child("halts", HaltShapes.NOW, HaltsAt::halts)
          .shape();

  static final Shape<Ping> PING =
      Shape.<Ping>object("Ping", "Answer with any message").constant("type", "ping").epochSeconds("timestamp", Ping::at).shape();

  static final Shape<Resync> RESYNC =
      Shape.<Resync>object("Resync", "You were too slow for some updates: look again at lists that you keep")
          .constant("type", "resync")
          .epochSeconds("timestamp", Resync::at)
          .count("missed", Resync::missed)
          .shape();

  static final Shape<Problem> PROBLEM =
      Shape.<Problem>object("SocketProblem", "Your message was not understood and changed nothing")
          .constant("type", "problem")
          .text("rule", Problem::rule)
          .text("message", Problem::message)
          .shape();

  private static final Shape<Row<TradeView>> TRADE_UPDATE =
      Messages.<Row<TradeView>>update("TradeUpdate", "trade_update", row -> row.bot(), row -> time(row.what()))
          .child("trade", TradingShapes.TRADE, Row::what)
          .shape();

  private static final Shape<Row<Event.PositionUpdate>> POSITION_UPDATE =
      Messages.<Row<Event.PositionUpdate>>update("PositionUpdate", "position_update", row -> row.bot(), row -> row.what().at())
          .child("position", TradingShapes.POSITION_CHANGE, Row::what)
          .shape();

  private static final Shape<Row<Event.ErrorRaised>> ERROR_UPDATE =
      Messages.<Row<Event.ErrorRaised>>update("ErrorUpdate", "error_update", row -> row.bot(), row -> row.what().at())
          .child("error", TradingShapes.ERROR, Row::what)
          .shape();

  private static final Shape<Row<Event.ConfigUpdate>> CONFIG_UPDATE =
      Messages.<Row<Event.ConfigUpdate>>update("ConfigUpdate", "config_update", row -> row.bot(), row -> row.what().at())
          .child("config", ConfigShapes.UPDATE, Row::what)
          .shape();

  private static final Shape<Announcement.StatusChanged> STATUS_UPDATE =
      Messages.<Announcement.StatusChanged>update("StatusUpdate", "status_update", change -> change.bot(), change -> change.at())
          .word("from", BotStatus.class, Announcement.StatusChanged::from)
          .word("status", BotStatus.class, Announcement.StatusChanged::to)
          .text("reason", Announcement.StatusChanged::reason)
          .shape();

  private static final Shape<Announcement.AlertChanged> ALERT_UPDATE =
      Shape.<Announcement.AlertChanged>object("AlertUpdate", "An alert began, changed, was taken care of or ended just now")
          .constant("type", "alert_update")
          .epochSeconds("timestamp", Announcement.AlertChanged::at)
          .textOrNull("bot", change -> change.bot() == null ? null : change.bot().value())
          .child("alert", AlertShapes.ALERT, Announcement.AlertChanged::alert)
          .shape();

  private static final Shape<Announcement.HaltChanged> HALT_UPDATE =
      Shape.<Announcement.HaltChanged>object("HaltUpdate", "A halt began, was widened, moved or was released just now")
          .constant("type", "halt_update")
          .epochSeconds("timestamp", Announcement.HaltChanged::at)
          .textOrNull("bot", change -> change.bot() == null ? null : change.bot().value())
          .note("null for what is not of one bot alone")
          .child("halt", HaltShapes.HALT, Announcement.HaltChanged::halt)
          .shape();

  private Messages() {}

  private static <T> Fields<T> update(String name, String type, Function<T, BotId> bot, Function<T, Instant> at) {
    return Shape.<T>object(name, "Happened just now").constant("type", type).epochSeconds("timestamp", at).text("bot",
        what -> bot.apply(what).value());
  }

  /**
   * A message that is ready to go out.
   *
   * @param bot null for what is the fleet's
   * @param forPlain whether those get it who asked for nothing
   * @param about what those follow who get it whatever bot it is of; null for nothing
   */
  record Push(@Nullable BotId bot, byte[] bytes, boolean forPlain, @Nullable Topic about) {}

  /** Empty for what is of no interest at once, because it is in the next state. */
  static Optional<Push> push(Announcement announcement) {
    return switch (announcement) {
      case Announcement.AlertChanged change ->
          Optional.of(new Push(change.bot(), ALERT_UPDATE.bytes(change), true, new Topic.Alerts()));
      case Announcement.HaltChanged change ->
          Optional.of(new Push(change.bot(), HALT_UPDATE.bytes(change), true, new Topic.Halts()));
      case Announcement.StatusChanged change -> Optional.of(new Push(change.bot(), STATUS_UPDATE.bytes(change), false, null));
      case Announcement.Happened(BotId bot, Event.TradeOpened opened) -> Optional.of(trade(bot, TradeViews.of(opened)));
      case Announcement.Happened(BotId bot, Event.TradeClosed closed) -> Optional.of(trade(bot, TradeViews.of(closed)));
      case Announcement.Happened(BotId bot, Event.PositionUpdate position) ->
          Optional.of(new Push(bot, POSITION_UPDATE.bytes(new Row<>(bot, position)), true, null));
      case Announcement.Happened(BotId bot, Event.ErrorRaised error) ->
          Optional.of(new Push(bot, ERROR_UPDATE.bytes(new Row<>(bot, error)), false, null));
      case Announcement.Happened(BotId bot, Event.ConfigUpdate config) ->
          Optional.of(new Push(bot, CONFIG_UPDATE.bytes(new Row<>(bot, config)), true, null));
      case Announcement.Happened happened -> Optional.empty();
    };
  }

  private static Push trade(BotId bot, TradeView trade) {
    return new Push(bot, TRADE_UPDATE.bytes(new Row<>(bot, trade)), true, null);
  }

  private static Instant time(TradeView trade) {
    if (trade.closedAt() != null) {
      return trade.closedAt();
    }
    return trade.openedAt() == null ? Instant.EPOCH : trade.openedAt();
  }
}
