package dev.binnacle.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.exchange.Candle;
import dev.binnacle.exchange.CandleMaker;
import dev.binnacle.exchange.ExchangeException;
import dev.binnacle.exchange.NetPosition;
import dev.binnacle.exchange.OrderRequest;
import dev.binnacle.exchange.OrderState;
import dev.binnacle.exchange.PaperExchange;
import dev.binnacle.exchange.PublicTrade;
import dev.binnacle.exchange.TradeTape;
import dev.binnacle.model.OrderKind;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs each strategy over the recorded trades, as the bots will meet them, without processes or a clock. */
final class StrategyTest {
  private static final String ACCOUNT = "bot";

  static Stream<Strategy> strategies() {
    return Stream.of(
        new TrendStrategy(Playbook.of(new TrendSettings(new BigDecimal("1.5"), 9, 30, 0.0004, 3, true, 12))),
        new MeanReversionStrategy(Playbook.of(new MeanReversionSettings(BigDecimal.ONE, 20, 7, 1.5, 4, 30))),
        new GridStrategy(Playbook.of(new GridSettings(new BigDecimal("0.4"), 6, 2, 12, 0.6, 600))));
  }

  private final List<Instant> fills = new ArrayList<>();

  /** Plays the tape for so long after the warm-up and gives the exchange as it is then. */
  private PaperExchange play(Strategy strategy, Duration length) throws Exception {
    TradeTape tape = ExchangeMain.tape();
    Instant begin = tape.start().plus(ExchangeMain.WARM_UP);
    long number = tape.numberAt(begin);
    PaperExchange exchange = new PaperExchange(ExchangeMain.SYMBOL, PaperExchange.Terms.STANDARD, tape.trade(number).price());
    List<Candle> past = new ArrayList<>();
    CandleMaker maker = new CandleMaker(Market.BAR, past::add);
    for (long i = 0; i < number; i++) {
      maker.add(tape.trade(i));
    }
    Market market = new Market(past);
    decide(strategy, exchange, market);
    long seen = 0;
    for (PublicTrade trade = tape.trade(number); trade.at().isBefore(begin.plus(length)); trade = tape.trade(++number)) {
      exchange.pass(trade);
      int known = exchange.fills(ACCOUNT, seen).size();
      if (known > 0) {
        fills.add(trade.at());
        seen += known;
      }
      if (market.see(trade) > 0) {
        decide(strategy, exchange, market);
      }
    }
    return exchange;
  }

  private int orders;

  private void decide(Strategy strategy, PaperExchange exchange, Market market) {
    BigDecimal net = exchange.positions(ACCOUNT).stream().map(NetPosition::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
    Strategy.Wish wish = strategy.decide(market.bars(), net, exchange.openOrders(ACCOUNT));
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
        throw new AssertionError("a demo bot must not ask for more than its account allows: " + e.getMessage(), e);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void tradesOverADayWithoutRuiningItsAccount(Strategy strategy) throws Exception {
    PaperExchange exchange = play(strategy, Duration.ofHours(24));

    assertThat(fills.size()).isBetween(20, 5_000);
    // Ten minutes of the tape are ten seconds of the demo.
    assertThat(fills.get(0)).isBefore(ExchangeMain.tape().start().plus(ExchangeMain.WARM_UP).plus(Duration.ofMinutes(10)));
    assertThat(exchange.balance(ACCOUNT).total().amount().doubleValue()).isBetween(5_000.0, 20_000.0);
  }
}
