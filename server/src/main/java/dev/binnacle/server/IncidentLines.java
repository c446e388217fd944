package dev.binnacle.server;

import static dev.binnacle.server.HaltStory.word;

import dev.binnacle.model.Action;
import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertId;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.Side;
import dev.binnacle.model.Trigger;
import dev.binnacle.storage.Trade;
import dev.binnacle.web.view.ConfigShapes;
import dev.binnacle.web.view.Incident.Kind;
import dev.binnacle.web.view.Incident.Line;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the logs hold, each as a line for a person. */
final class IncidentLines {
  private IncidentLines() {}

  /**
   * @param bots whose alerts are meant, beside the fleet's
   * @param seen takes the alerts that are meant; of one that somebody takes care of it is not known here whose it is
   */
  static Optional<Line> alert(Fact.OfAlerts fact, Set<BotId> bots, Set<String> seen) {
    return switch (fact) {
      case Fact.AlertChanged changed -> {
        Alert alert = changed.alert();
        BotId bot = alert.subject().bot();
        boolean told =
            alert.state() != AlertState.PENDING && alert.state() != AlertState.ENDED && alert.state() != changed.from();
        if (!told || (bot != null && !bots.contains(bot))) {
          yield Optional.empty();
        }
        seen.add(alert.id().value());
        String what = alert.rule() + " of " + alert.subject() + " is " + word(alert.state()) + " (" + word(alert.level()) + ")";
        yield Optional.of(new Line(changed.at(), Kind.ALERT, bot, what, alert.reason(), alert.id().value(), path(alert.id())));
      }
      case Fact.AlertAcknowledged it -> Optional.of(
          new Line(
              it.at(), Kind.ALERT, null, it.acknowledgement().owner() + " takes care of alert " + it.alert(),
              it.acknowledgement().comment(), it.alert().value(), path(it.alert())));
      case Fact.AcknowledgementEnded _,Fact.SilenceBegun _,Fact.SilenceEnded _,Fact.NoticeIssued _,Fact.NoticeHidden _ ->
          Optional.empty();
    };
  }

  private static String path(AlertId alert) {
    return "/alerts?alert=" + Incidents.part(alert.value());
  }

  static Line config(BotId bot, Event.ConfigUpdate update) {
    String who = update.who() == null ? "" : " by " + update.who();
    String version = update.version() == null ? "" : " " + update.version();
    String detail = Stream.of(ConfigShapes.line(update), update.reason() == null ? "" : update.reason())
        .filter(text -> !text.isBlank()).collect(Collectors.joining("; "));
    return new Line(
        update.at(), Kind.CONFIG, bot, "configuration" + version + " is " + word(update.outcome()) + who, detail, null,
        Incidents.botPath(bot) + "/config");
  }

  static Line order(BotId bot, Event.OrderUpdate order) {
    boolean fills = order.status() == OrderStatus.FILLED || order.status() == OrderStatus.PARTIALLY_FILLED;
    BigDecimal price = fills && order.averagePrice() != null ? order.averagePrice() : order.price();
    String what =
        "order " + order.orderId() + " to " + word(order.side()) + " " + order.quantity().toPlainString() + " " + order.symbol()
            + (price == null ? "" : " at " + price.toPlainString()) + " is " + word(order.status());
    String filled = order.filled().signum() == 0 ? null : "filled " + order.filled().toPlainString();
    String detail = Stream.of(filled, order.reason()).filter(text -> text != null).collect(Collectors.joining("; "));
    return new Line(
        order.at(), fills ? Kind.FILL : Kind.ORDER, bot, what, detail.isEmpty() ? null : detail, order.orderId().value(),
        Incidents.botPath(bot));
  }

  /** Its opening, if that is known, and its closing, if there is one. */
  static List<Line> trade(Trade trade) {
    List<Line> lines = new ArrayList<>();
    Event.TradeOpened opened = trade.opened();
    if (opened != null) {
      String what = "opens " + direction(opened.side()) + " " + opened.quantity().toPlainString() + " " + opened.symbol() + " at "
          + opened.entryPrice().toPlainString();
      lines.add(trade(trade.bot(), opened, what, opened.strategy(), opened.tradeId().value()));
    }
    Event.TradeClosed closed = trade.closed();
    if (closed != null) {
      String what =
          "closes " + direction(closed.side()) + " " + closed.quantity().toPlainString() + " " + closed.symbol() + " at "
              + closed.exitPrice().toPlainString() + ", result " + closed.pnl().toPlainString() + " " + closed.currency().code();
      lines.add(trade(trade.bot(), closed, what, closed.reason(), closed.tradeId().value()));
    }
    return lines;
  }

  private static Line trade(BotId bot, Event event, String what, @Nullable String detail, String id) {
    return new Line(event.at(), Kind.TRADE, bot, what, detail, id, "/trades?bot=" + Incidents.part(bot.value()));
  }

  private static String direction(Side side) {
    return side == Side.BUY ? "long" : "short";
  }

  static Line position(BotId bot, Event.PositionUpdate position) {
    boolean flat = position.quantity().signum() == 0;
    String what = "position " + position.symbol() + (flat
        ? " is closed, as the bot tells it"
        : " is " + direction(position.side()) + " " + position.quantity().toPlainString() + ", as the bot tells it");
    return new Line(position.at(), Kind.POSITION, bot, what, null, null, Incidents.botPath(bot));
  }

  static Line error(BotId bot, Event.ErrorRaised error) {
    return new Line(
        error.at(), Kind.ERROR, bot, error.error() + " (" + word(error.severity()) + ")", error.message(), null,
        Incidents.botPath(bot));
  }

  static Line status(Fact.StatusChanged fact) {
    return new Line(
        fact.at(), Kind.STATUS, fact.bot(), "is " + word(fact.to()) + ", was " + word(fact.from()), fact.reason(), null,
        Incidents.botPath(fact.bot()));
  }

  static Line action(Fact.ActionTaken taken) {
    Action action = taken.action();
    return new Line(
        taken.at(), Kind.COMMAND, action.bot(), action.operator() + ": " + action.what() + ", " + word(action.stage()),
        action.outcome(), null, Incidents.botPath(action.bot()));
  }

  static Line trigger(Fact.TriggerMoved moved) {
    Trigger trigger = moved.trigger();
    Trigger.Rearming rearming = trigger.rearming();
    String what = trigger.kind().word() + (trigger.part().isEmpty() ? "" : " (" + trigger.part() + ")");
    return rearming != null && rearming.at().equals(moved.at())
        ? new Line(
            moved.at(), Kind.COMMAND, trigger.bot(), rearming.by() + ": arms " + what + " again", rearming.reason(), null,
            Incidents.botPath(trigger.bot()))
        : new Line(
            moved.at(), Kind.STATUS, trigger.bot(), "trigger " + what + " is " + word(trigger.stage()),
            trigger.value() + ", the limit is " + trigger.limit(), null, Incidents.botPath(trigger.bot()));
  }

  static Line otherBegins(Fact.HaltBegun begun) {
    return new Line(
        begun.at(), Kind.COMMAND, null, "another halt begins: " + word(begun.halt().mode()) + ", " + begun.halt().scope(),
        begun.halt().begun().by() + ": " + begun.halt().begun().reason(), begun.halt().id().value(),
        HaltStory.haltPath(begun.halt().id()));
  }

  static Line otherEnds(Fact.HaltReleased over) {
    return new Line(
        over.at(), Kind.RELEASE, null, over.release().by() + " releases halt " + over.halt(), over.release().reason(),
        over.halt().value(), HaltStory.haltPath(over.halt()));
  }
}
