package dev.binnacle.exchange;

import dev.binnacle.model.Money;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** A paper exchange at 1,000 with one account, and what acts on it, on a manual time and a seeded chance. */
final class Rig {
  static final Symbol BTC = new Symbol("BTC/USD");
  static final String ACCOUNT = "bot";

  final ManualTime time = new ManualTime();
  final PaperExchange exchange = new PaperExchange(
      BTC,
      new PaperExchange.Terms(Money.of("100000000", "USD"), BigDecimal.ZERO, BigDecimal.ZERO, new BigDecimal("2")),
      new BigDecimal("1000"));
  final DirectPaperGateway direct = new DirectPaperGateway(exchange, ACCOUNT, time, new Random(7));
  final PacedGateway gateway = paced(direct);
  private long trades;

  PacedGateway paced(ExchangeGateway over) {
    return new PacedGateway(over, new Pacing(time, new Pacing.Rate(1_000, 100)));
  }

  Sweep sweep() {
    return new Sweep(gateway, time, Sweep.Terms.STANDARD);
  }

  /** So many buys far below the price, which never fill by themselves; their ids are P1, P2, … on a fresh exchange. */
  List<OrderState> rest(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> rest("c" + i)).toList();
  }

  OrderState rest(String clientId) {
    return exchange.place(
        ACCOUNT, OrderRequest.limit(clientId, BTC, Side.BUY, new BigDecimal("2"), new BigDecimal("900")));
  }

  /** A trade of somebody else's passes. */
  void pass(String price, String quantity) {
    exchange.pass(new PublicTrade(trades++, Instant.EPOCH, new BigDecimal(price), new BigDecimal(quantity)));
  }

  /** Buys or sells at the market, filled by a trade at 1,000. */
  void hold(Side side, String quantity) {
    exchange.place(ACCOUNT, OrderRequest.market("open-" + trades, BTC, side, new BigDecimal(quantity)));
    pass("1000", quantity);
  }

  /** A gateway whose every placed order meets a trade at this price, as on a venue where others trade all the time. */
  PacedGateway filling(String price, String quantity) {
    return paced(new Changed(direct) {
      @Override
      public OrderState place(OrderRequest request) {
        OrderState order = super.place(request);
        pass(price, quantity);
        return order;
      }
    });
  }

  FlattenPlan plan(Execution execution) {
    return new FlattenPlan("h1-3-1", ClosePolicy.FLATTEN_ALL, execution, Set.of(), Duration.ofSeconds(60));
  }
}
