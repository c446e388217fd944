package dev.binnacle.web.view;

import dev.binnacle.engine.fleet.BotSnapshot.BalanceView;
import dev.binnacle.engine.fleet.BotSnapshot.OrderView;
import dev.binnacle.engine.fleet.BotSnapshot.PositionView;
import dev.binnacle.engine.fleet.BotSnapshot.TradeView;
import dev.binnacle.model.Event;
import dev.binnacle.model.Money;
import dev.binnacle.model.OrderKind;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.Severity;
import dev.binnacle.model.Side;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What a bot trades: positions, orders, trades, balances, and what went wrong. Those {@code OF_BOT} also say whose they are. */
public final class TradingShapes {
  static final Shape<PositionView> POSITION = position().shape();
  public static final Shape<HistoryView.Row<PositionView>> POSITION_OF_BOT =
      TradingShapes.<PositionView>ofBot("PositionOfBot", "A position, with its bot").with(position(), HistoryView.Row::what)
          .shape();

  public static final Shape<Event.PositionUpdate> POSITION_CHANGE = positionChange().shape();
  public static final Shape<HistoryView.Row<Event.PositionUpdate>> POSITION_CHANGE_OF_BOT =
      TradingShapes.<Event.PositionUpdate>ofBot("PositionChangeOfBot", "A change of a position, with its bot")
          .with(positionChange(), HistoryView.Row::what)
          .shape();

  static final Shape<OrderView> ORDER = order().shape();
  public static final Shape<HistoryView.Row<OrderView>> ORDER_OF_BOT =
      TradingShapes.<OrderView>ofBot("OrderOfBot", "An order, with its bot").with(order(), HistoryView.Row::what).shape();

  public static final Shape<TradeView> TRADE = trade().shape();
  public static final Shape<HistoryView.Row<TradeView>> TRADE_OF_BOT =
      TradingShapes.<TradeView>ofBot("TradeOfBot", "A trade, with its bot").with(trade(), HistoryView.Row::what).shape();

  public static final Shape<Event.ErrorRaised> ERROR = error().shape();
  public static final Shape<HistoryView.Row<Event.ErrorRaised>> ERROR_OF_BOT =
      TradingShapes.<Event.ErrorRaised>ofBot("ErrorOfBot", "An error, with its bot").with(error(), HistoryView.Row::what).shape();

  public static final Shape<BalanceView> BALANCE =
      Shape.<BalanceView>object("Balance", "What is in the account, without the unrealised profit of open positions")
          .decimal("total", balance -> balance.total().amount())
          .decimalOrNull("available", balance -> amount(balance.available()))
          .text("currency", balance -> balance.total().currency().code())
          .time("at", BalanceView::at)
          .shape();

  public static final Shape<HistoryView.Row<Event.BalanceUpdate>> BALANCE_OF_BOT =
      TradingShapes.<Event.BalanceUpdate>ofBot("BalanceOfBot", "A balance as a bot reported it")
          .decimal("total", row -> row.what().total())
          .decimalOrNull("available", row -> row.what().available())
          .text("currency", row -> row.what().currency().code())
          .decimal("deposit", row -> row.what().deposit())
          .note("paid in since the balance before, taken out if below zero")
          .time("at", row -> row.what().at())
          .shape();

  private TradingShapes() {}

  private static <T> Fields<HistoryView.Row<T>> ofBot(String name, String summary) {
    return Shape.<HistoryView.Row<T>>object(name, summary).text("bot", row -> row.bot().value());
  }

  private static Fields<PositionView> position() {
    return Shape.<PositionView>object("Position", "An open position")
        .text("symbol", position -> position.symbol().value())
        .word("side", Side.class, PositionView::side)
        .note("the opening side: buy is long")
        .decimal("quantity", PositionView::quantity)
        .decimal("entry_price", PositionView::entryPrice)
        .decimalOrNull("current_price", PositionView::currentPrice)
        .text("currency", position -> position.currency().code())
        .decimalOrNull("unrealized_pnl", position -> amount(position.unrealized()))
        .decimalOrNull("unrealized_pnl_pct", PositionView::unrealizedPct)
        .decimalOrNull("stop_loss", PositionView::stopLoss)
        .decimalOrNull("take_profit", PositionView::takeProfit)
        .textOrNull("strategy", PositionView::strategy)
        .time("opened_at", PositionView::openedAt)
        .timeOrNull("marked_at", PositionView::markedAt)
        .note("the time of the current price");
  }

  private static Fields<Event.PositionUpdate> positionChange() {
    return Shape.<Event.PositionUpdate>object("PositionChange", "A position as a bot reported it; a quantity of 0 is its end")
        .text("symbol", position -> position.symbol().value())
        .word("side", Side.class, Event.PositionUpdate::side)
        .decimal("quantity", Event.PositionUpdate::quantity)
        .decimal("entry_price", Event.PositionUpdate::entryPrice)
        .decimalOrNull("current_price", Event.PositionUpdate::currentPrice)
        .text("currency", position -> position.currency().code())
        .decimalOrNull("unrealized_pnl", Event.PositionUpdate::unrealizedPnl)
        .decimalOrNull("unrealized_pnl_pct", Event.PositionUpdate::unrealizedPnlPct)
        .decimalOrNull("stop_loss", Event.PositionUpdate::stopLoss)
        .decimalOrNull("take_profit", Event.PositionUpdate::takeProfit)
        .textOrNull("strategy", Event.PositionUpdate::strategy)
        .time("at", Event.PositionUpdate::at);
  }

  private static Fields<OrderView> order() {
    return Shape.<OrderView>object("Order", "An order in its newest state")
        .text("order_id", view -> view.id().value())
        .text("symbol", view -> view.order().symbol().value())
        .word("side", Side.class, view -> view.order().side())
        .word("kind", OrderKind.class, view -> view.order().kind())
        .word("status", OrderStatus.class, view -> view.order().status())
        .decimal("quantity", view -> view.order().quantity())
        .decimal("filled", view -> view.order().filled())
        .decimalOrNull("price", view -> view.order().price())
        .decimalOrNull("average_price", view -> view.order().averagePrice())
        .textOrNull("currency", view -> view.order().currency() == null ? null : view.order().currency().code())
        .textOrNull("trade_id", view -> view.order().tradeId() == null ? null : view.order().tradeId().value())
        .textOrNull("reason", view -> view.order().reason())
        .time("at", view -> view.order().at());
  }

  private static Fields<TradeView> trade() {
    return Shape.<TradeView>object("Trade", "A trade, open while closed_at is null")
        .text("trade_id", trade -> trade.id().value())
        .text("symbol", trade -> trade.symbol().value())
        .word("side", Side.class, TradeView::side)
        .note("the opening side: buy is long")
        .decimalOrNull("entry_price", TradeView::entryPrice)
        .decimalOrNull("exit_price", TradeView::exitPrice)
        .decimal("quantity", TradeView::quantity)
        .text("currency", trade -> trade.currency().code())
        .decimalOrNull("pnl", trade -> amount(trade.pnl()))
        .note("before fees")
        .decimalOrNull("pnl_pct", TradeView::pnlPct)
        .decimalOrNull("fees", trade -> amount(trade.fees()))
        .textOrNull("fees_currency", trade -> trade.fees() == null ? null : trade.fees().currency().code())
        .decimalOrNull("net", trade -> amount(trade.net()))
        .note("pnl - fees; null while open, or when the fees are in another currency")
        .textOrNull("reason", TradeView::reason)
        .textOrNull("strategy", TradeView::strategy)
        .timeOrNull("opened_at", TradeView::openedAt)
        .timeOrNull("closed_at", TradeView::closedAt)
        .countOrNull("duration_seconds", trade -> trade.duration() == null ? null : trade.duration().toSeconds())
        .flag("side_mismatch", TradeView::sideMismatch)
        .note("the profit fits only the other direction than the bot claims");
  }

  private static Fields<Event.ErrorRaised> error() {
    return Shape.<Event.ErrorRaised>object("Error", "Something that went wrong in a bot")
        .text("error", Event.ErrorRaised::error)
        .text("message", Event.ErrorRaised::message)
        .word("severity", Severity.class, Event.ErrorRaised::severity)
        .textOrNull("component", error -> error.component() == null ? null : error.component().value())
        .time("at", Event.ErrorRaised::at);
  }

  static @Nullable BigDecimal amount(@Nullable Money money) {
    return money == null ? null : money.amount();
  }
}
