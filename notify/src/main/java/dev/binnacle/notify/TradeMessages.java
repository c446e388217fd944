package dev.binnacle.notify;

import dev.binnacle.model.BotId;
import dev.binnacle.model.Event;
import dev.binnacle.model.Level;
import dev.binnacle.model.Money;
import dev.binnacle.model.Side;
import dev.binnacle.notify.Message.Field;
import dev.binnacle.notify.Message.Tone;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is said of trades, orders and balances. */
final class TradeMessages {
  private TradeMessages() {}

  static Message opened(String id, BotId bot, Event.TradeOpened trade) {
    List<Field> fields = new FieldList()
        .bot(bot)
        .text("symbol", trade.symbol().value())
        .text("side", trade.side().name())
        .price("entry_price", trade.entryPrice(), trade.currency())
        .quantity(trade.quantity())
        .price("total_value", value(trade), trade.currency())
        .text("strategy", trade.strategy())
        .price("stop_loss", trade.stopLoss(), trade.currency())
        .price("take_profit", trade.takeProfit(), trade.currency())
        .list();
    return Message.of(id, EventKind.TRADE_OPENED, Level.INFO, bot, trade.at(), "Trade opened")
        .withTone(Tone.GOOD)
        .withSummary(
            bot + ": " + trade.side() + " " + Wording.quantity(trade.quantity()) + " " + trade.symbol() + " at "
                + Wording.price(trade.entryPrice(), trade.currency()))
        .withFields(fields);
  }

  static Message closed(String id, BotId bot, Event.TradeClosed trade) {
    Money pnl = new Money(trade.pnl(), trade.currency());
    String result = Wording.signed(pnl) + (trade.pnlPct() == null ? "" : " (" + Wording.percent(trade.pnlPct()) + ")");
    List<Field> fields = new FieldList()
        .bot(bot)
        .text("symbol", trade.symbol().value())
        .text("side", trade.side().name())
        .price("entry_price", trade.entryPrice(), trade.currency())
        .price("exit_price", trade.exitPrice(), trade.currency())
        .quantity(trade.quantity())
        .add("pnl", result, trade.pnl().toPlainString())
        .money("fees", trade.fees())
        .money("net", net(pnl, trade.fees()))
        .text("reason", spoken(trade.reason()))
        .duration(trade.duration())
        .text("strategy", trade.strategy())
        .list();
    return Message.of(id, EventKind.TRADE_CLOSED, Level.INFO, bot, trade.at(), "Trade closed")
        .withTone(pnl.signum() > 0 ? Tone.GOOD : pnl.signum() < 0 ? Tone.BAD : Tone.NEUTRAL)
        .withSummary(bot + ": " + trade.symbol() + " closed, " + result)
        .withFields(fields)
        .withText((trade.side() == Side.BUY ? "Long" : "Short") + " position closed for " + trade.symbol());
  }

  static Message order(String id, BotId bot, Event.OrderUpdate order) {
    String status = Figures.label(order.status().name().toLowerCase(Locale.ROOT));
    FieldList fields = new FieldList()
        .bot(bot)
        .text("symbol", order.symbol().value())
        .text("side", order.side().name())
        .text("status", status)
        .quantity(order.quantity())
        .add("filled", Wording.quantity(order.filled()), order.filled().toPlainString());
    if (order.currency() != null) {
      fields.price("price", order.price(), order.currency()).price("average_price", order.averagePrice(), order.currency());
    }
    return Message
        .of(id, EventKind.ORDER, Level.INFO, bot, order.at(), "Order " + order.orderId() + " " + status.toLowerCase(Locale.ROOT))
        .withSummary(bot + ": order " + order.orderId() + " for " + order.symbol() + " " + status.toLowerCase(Locale.ROOT))
        .withFields(fields.text("reason", order.reason()).list());
  }

  static Message balance(String id, BotId bot, Event.BalanceUpdate balance) {
    Money total = new Money(balance.total(), balance.currency());
    FieldList fields = new FieldList().bot(bot).money("balance", total);
    if (balance.available() != null) {
      fields.money("available", new Money(balance.available(), balance.currency()));
    }
    if (balance.deposit().signum() != 0) {
      Money deposit = new Money(balance.deposit(), balance.currency());
      fields.add("deposit", Wording.signed(deposit), balance.deposit().toPlainString());
    }
    return Message.of(id, EventKind.BALANCE, Level.INFO, bot, balance.at(), "Balance")
        .withSummary(bot + ": balance " + Wording.money(total))
        .withFields(fields.list());
  }

  /** To cents, or to as many digits as the price shows where the whole position is worth less. */
  private static BigDecimal value(Event.TradeOpened trade) {
    BigDecimal exact = trade.entryPrice().multiply(trade.quantity());
    return exact.compareTo(BigDecimal.ONE) >= 0 ? exact.setScale(2, RoundingMode.HALF_UP) : exact;
  }

  private static @Nullable Money net(Money pnl, @Nullable Money fees) {
    return fees != null && fees.currency().equals(pnl.currency()) ? pnl.minus(fees) : null;
  }

  /** {@code Take profit} of {@code take_profit}. */
  private static @Nullable String spoken(@Nullable String word) {
    return word == null || word.isBlank() ? null : Figures.label(word.indexOf(' ') < 0 ? word.toLowerCase(Locale.ROOT) : word);
  }
}
