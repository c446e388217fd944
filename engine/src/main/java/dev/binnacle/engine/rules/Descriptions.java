package dev.binnacle.engine.rules;

import dev.binnacle.model.Event;
import dev.binnacle.model.Level;
import dev.binnacle.model.Severity;
import dev.binnacle.model.Value;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an event comes to in a few words. */
final class Descriptions {
  private Descriptions() {}

  static String of(Event event) {
    return switch (event) {
      case Event.ErrorRaised error -> error.error() + " (" + lower(error.severity()) + "): " + error.message();
      case Event.OrderUpdate order ->
          "order %s %s %s %s %s%s"
              .formatted(
                  order.orderId(), lower(order.side()), order.quantity().toPlainString(), order.symbol(), lower(order.status()),
                  order.reason() == null ? "" : ": " + order.reason());
      case Event.TradeOpened trade ->
          "%s %s %s at %s".formatted(lower(trade.side()), trade.quantity().toPlainString(), trade.symbol(),
              trade.entryPrice().toPlainString());
      case Event.TradeClosed trade ->
          "closed %s %s at %s, %s %s".formatted(trade.quantity().toPlainString(), trade.symbol(),
              trade.exitPrice().toPlainString(), trade.pnl().toPlainString(), trade.currency());
      case Event.Started started -> "started";
      case Event.Stopped stopped ->
          "stopped" + (stopped.exitCode() == null ? "" : " with exit code " + stopped.exitCode())
              + (stopped.reason() == null ? "" : ": " + stopped.reason());
      case Event.PositionUpdate position -> position.symbol() + " " + position.quantity().toPlainString();
      case Event.BalanceUpdate balance -> balance.total().toPlainString() + " " + balance.currency();
      case Event.ComponentHealth health ->
          health.component() + " is " + lower(health.health()) + (health.message() == null ? "" : ": " + health.message());
      case Event.Report report -> lower(report.kind());
      case Event.Custom custom ->
          custom.name() + (custom.fields().get("message") instanceof Value.Text(String message) ? ": " + message : "");
      case Event.ConfigUpdate update ->
          "configuration " + lower(update.outcome())
              + (update.problems().isEmpty() ? "" : ": " + update.problems().getFirst());
      case Event.Metrics e -> e.type();
      case Event.Heartbeat e -> e.type();
      case Event.Mark e -> e.type();
      case Event.ApiUsage e -> e.type();
      case Event.LogLine e -> e.type();
    };
  }

  /** By what occurrences of one type are told apart: an error's kind, an event's name or symbol. */
  static @Nullable String kind(Event event) {
    return switch (event) {
      case Event.ErrorRaised error -> error.error();
      case Event.Custom custom -> custom.name();
      case Event.ComponentHealth health -> health.component().value();
      case Event.OrderUpdate order -> order.symbol().value();
      case Event.TradeOpened trade -> trade.symbol().value();
      case Event.TradeClosed trade -> trade.symbol().value();
      case Event.PositionUpdate position -> position.symbol().value();
      case Event.Started e -> null;
      case Event.Stopped e -> null;
      case Event.BalanceUpdate e -> null;
      case Event.Report report -> lower(report.kind());
      case Event.ConfigUpdate update -> lower(update.outcome());
      case Event.Metrics e -> null;
      case Event.Heartbeat e -> null;
      case Event.Mark e -> null;
      case Event.ApiUsage e -> null;
      case Event.LogLine e -> null;
    };
  }

  static @Nullable String symbol(Event event) {
    boolean hasOne = event instanceof Event.OrderUpdate
        || event instanceof Event.TradeOpened
        || event instanceof Event.TradeClosed
        || event instanceof Event.PositionUpdate;
    return hasOne ? kind(event) : null;
  }

  /** By which the same thing done twice is known; null for what cannot be told apart so. */
  static @Nullable String same(Event event) {
    if (event instanceof Event.OrderUpdate order) {
      return order.symbol() + " " + order.side() + " " + plain(order.quantity()) + " " + plain(order.price());
    }
    if (event instanceof Event.TradeOpened trade) {
      return trade.symbol() + " " + trade.side() + " " + plain(trade.quantity()) + " " + plain(trade.entryPrice());
    }
    return event instanceof Event.TradeClosed trade
        ? trade.symbol() + " " + trade.side() + " " + plain(trade.quantity()) + " " + plain(trade.exitPrice())
        : null;
  }

  private static String plain(@Nullable BigDecimal number) {
    return number == null ? "?" : number.stripTrailingZeros().toPlainString();
  }

  static Level level(Severity severity) {
    return switch (severity) {
      case INFO -> Level.INFO;
      case WARNING -> Level.WARNING;
      case ERROR, HIGH, CRITICAL -> Level.CRITICAL;
    };
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
