package dev.binnacle.server;

import dev.binnacle.model.Currency;
import dev.binnacle.model.Event;
import dev.binnacle.model.Money;
import dev.binnacle.model.Value;
import dev.binnacle.storage.Trade;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What closings of trades amount to. Money is summed while all of it is in one currency. <b>Threads:</b> confined to one. */
final class TradeSum {
  private long trades;
  private long wins;
  private @Nullable Currency currency;
  private boolean mixed;
  private BigDecimal net = BigDecimal.ZERO;
  private BigDecimal fees = BigDecimal.ZERO;
  private @Nullable BigDecimal best;
  private @Nullable BigDecimal worst;

  void add(Trade trade) {
    Event.TradeClosed closed = trade.closed();
    if (closed == null) {
      return;
    }
    Money paid = closed.fees();
    boolean sameFees = paid != null && paid.currency().equals(closed.currency());
    BigDecimal fee = paid != null && sameFees ? paid.amount() : BigDecimal.ZERO;
    BigDecimal profit = closed.pnl().subtract(fee);
    // A fee in a coin of the venue is in no sum here; the profit is then before it.
    trades++;
    wins += profit.signum() > 0 ? 1 : 0;
    accept(closed.currency());
    net = net.add(profit);
    fees = fees.add(fee);
    best = best == null ? profit : best.max(profit);
    worst = worst == null ? profit : worst.min(profit);
  }

  void add(TradeSum other) {
    trades += other.trades;
    wins += other.wins;
    mixed |= other.mixed;
    if (other.currency != null) {
      accept(other.currency);
    }
    net = net.add(other.net);
    fees = fees.add(other.fees);
    best = best == null ? other.best : other.best == null ? best : best.max(other.best);
    worst = worst == null ? other.worst : other.worst == null ? worst : worst.min(other.worst);
  }

  private void accept(Currency other) {
    mixed |= currency != null && !currency.equals(other);
    currency = currency == null ? other : currency;
  }

  /** In reading order. @param profit under which name the net profit is told */
  Map<String, Value> figures(String profit) {
    Map<String, Value> figures = new LinkedHashMap<>();
    if (!mixed && currency != null) {
      figures.put(profit, new Value.Decimal(net));
    }
    figures.put("total_trades", new Value.Decimal(BigDecimal.valueOf(trades)));
    figures.put("winning_trades", new Value.Decimal(BigDecimal.valueOf(wins)));
    if (trades > 0) {
      figures.put(
          "win_rate",
          new Value.Decimal(BigDecimal.valueOf(wins).divide(BigDecimal.valueOf(trades), new MathContext(4))));
    }
    if (!mixed && currency != null && best != null && worst != null) {
      figures.put("best_trade", new Value.Decimal(best));
      figures.put("worst_trade", new Value.Decimal(worst));
      figures.put("fees", new Value.Decimal(fees));
      figures.put("currency", new Value.Text(currency.code()));
    }
    return figures;
  }
}
