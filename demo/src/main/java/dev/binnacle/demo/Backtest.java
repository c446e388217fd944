package dev.binnacle.demo;

import dev.binnacle.exchange.Candle;
import dev.binnacle.exchange.CandleMaker;
import dev.binnacle.exchange.ExchangeException;
import dev.binnacle.exchange.Fill;
import dev.binnacle.exchange.NetPosition;
import dev.binnacle.exchange.OrderRequest;
import dev.binnacle.exchange.OrderState;
import dev.binnacle.exchange.PaperExchange;
import dev.binnacle.exchange.PublicTrade;
import dev.binnacle.exchange.TradeTape;
import dev.binnacle.model.OrderKind;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A strategy over recorded trades, on an exchange of its own, without a clock: what it would have come to.
 *
 * <p><b>Threads:</b> one thread at a time.
 */
final class Backtest {
  private static final String ACCOUNT = "backtest";

  private final Strategy strategy;
  private final PaperExchange exchange;
  private final List<Instant> fills = new ArrayList<>();
  private final BigDecimal initial;
  private BigDecimal peak;
  private BigDecimal drawdown = BigDecimal.ZERO;
  private BigDecimal net = BigDecimal.ZERO;
  private BigDecimal atOpening;
  private int trades;
  private int won;
  private long seen;
  private int orders;

  private Backtest(Strategy strategy, PaperExchange exchange) {
    this.strategy = strategy;
    this.exchange = exchange;
    initial = balance();
    peak = initial;
    atOpening = initial;
  }

  /**
   * Plays the tape for so long after the warm-up.
   *
   * @throws IOException if the tape cannot be read
   * @throws IllegalStateException if the strategy asks for more than its account allows
   */
  static Backtest play(Strategy strategy, Duration length) throws IOException {
    TradeTape tape = ExchangeMain.tape();
    Instant begin = tape.start().plus(ExchangeMain.WARM_UP);
    long number = tape.numberAt(begin);
    List<Candle> past = new ArrayList<>();
    CandleMaker maker = new CandleMaker(Market.BAR, past::add);
    for (long i = 0; i < number; i++) {
      maker.add(tape.trade(i));
    }
    Backtest test = new Backtest(
        strategy, new PaperExchange(ExchangeMain.SYMBOL, PaperExchange.Terms.STANDARD, tape.trade(number).price()));
    Market market = new Market(past);
    test.decide(market);
    for (PublicTrade trade = tape.trade(number); trade.at().isBefore(begin.plus(length)); trade = tape.trade(++number)) {
      test.pass(trade);
      if (market.see(trade) > 0) {
        test.decide(market);
      }
    }
    return test;
  }

  private void pass(PublicTrade trade) {
    exchange.pass(trade);
    List<Fill> fresh = exchange.fills(ACCOUNT, seen);
    if (!fresh.isEmpty()) {
      fills.add(trade.at());
      seen += fresh.size();
      fresh.forEach(this::count);
    }
    BigDecimal worth = balance().add(openProfit());
    peak = peak.max(worth);
    drawdown = drawdown.max(peak.subtract(worth).divide(peak, MathContext.DECIMAL64));
  }

  /** From flat to flat, or through zero, is a trade; it is won when it left more in the account, fees included. */
  private void count(Fill fill) {
    BigDecimal before = net;
    net = net.add(fill.quantity().multiply(fill.side().sign()));
    if (before.signum() != 0 && net.signum() != before.signum()) {
      trades++;
      won += balance().compareTo(atOpening) > 0 ? 1 : 0;
      atOpening = balance();
    }
  }

  private BigDecimal openProfit() {
    return exchange.positions(ACCOUNT).stream().map(NetPosition::unrealized).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private void decide(Market market) {
    BigDecimal held = exchange.positions(ACCOUNT).stream().map(NetPosition::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
    Strategy.Wish wish = strategy.decide(market.bars(), held, exchange.openOrders(ACCOUNT));
    for (OrderState order : wish.cancel()) {
      exchange.cancel(ACCOUNT, order.id());
    }
    for (Strategy.NewOrder order : wish.orders()) {
      OrderKind kind = order.limit() == null ? OrderKind.MARKET : OrderKind.LIMIT;
      try {
        exchange.place(
            ACCOUNT,
            new OrderRequest(
                "c" + ++orders, ExchangeMain.SYMBOL, order.side(), kind, order.quantity(), order.limit(), order.reduceOnly()));
      } catch (ExchangeException e) {
        throw new IllegalStateException("a demo bot must not ask for more than its account allows: " + e.getMessage(), e);
      }
    }
  }

  /** What was paid in and earned, fees taken off. */
  BigDecimal balance() {
    return exchange.balance(ACCOUNT).total().amount();
  }

  /** The times of the recorded trades that filled an order of the strategy. */
  List<Instant> fills() {
    return List.copyOf(fills);
  }

  /** As a backtest's result is told: money in dollars, shares as fractions of one. */
  Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("currency", "USD");
    figures.put("initial_capital", initial.setScale(2, RoundingMode.HALF_EVEN));
    figures.put("final_capital", balance().setScale(2, RoundingMode.HALF_EVEN));
    figures.put("total_return", share(balance().subtract(initial), initial));
    figures.put("max_drawdown", drawdown.setScale(4, RoundingMode.HALF_EVEN));
    if (trades > 0) {
      figures.put("win_rate", share(BigDecimal.valueOf(won), BigDecimal.valueOf(trades)));
    }
    figures.put("total_trades", trades);
    return figures;
  }

  private static BigDecimal share(BigDecimal part, BigDecimal whole) {
    return part.divide(whole, 4, RoundingMode.HALF_EVEN);
  }
}
