package dev.binnacle.exchange.xchange;

import dev.binnacle.exchange.DirectPaperGateway;
import dev.binnacle.exchange.ExchangeGateway;
import dev.binnacle.exchange.Faults;
import dev.binnacle.exchange.NetPosition;
import dev.binnacle.exchange.OrderRequest;
import dev.binnacle.exchange.PaperExchange;
import dev.binnacle.exchange.PublicTrade;
import dev.binnacle.exchange.Timepiece;
import dev.binnacle.model.Money;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** The paper exchange fills an order when a trade passes: one does after every order. */
final class PaperContractTest extends GatewayContract {
  private static final Symbol BTC = new Symbol("BTC/USD");
  private static final String ACCOUNT = "bot";

  private final PaperExchange exchange = new PaperExchange(
      BTC,
      new PaperExchange.Terms(Money.of("1000000", "USD"), BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.TWO),
      new BigDecimal("1000"));
  private final ExchangeGateway gateway =
      new TradingGateway(new DirectPaperGateway(exchange, ACCOUNT, Timepiece.system(), new Random(7)), this::pass);
  private long trades;

  PaperContractTest() {
    exchange.place(ACCOUNT, OrderRequest.market("open", BTC, Side.BUY, new BigDecimal("3")));
    pass();
  }

  private void pass() {
    exchange.pass(new PublicTrade(trades++, Instant.EPOCH, new BigDecimal("1000"), new BigDecimal("100")));
  }

  @Override
  ExchangeGateway gateway() {
    return gateway;
  }

  @Override
  Symbol symbol() {
    return BTC;
  }

  @Override
  OrderId rest(String clientId) {
    return exchange.place(ACCOUNT, OrderRequest.limit(clientId, BTC, Side.BUY, BigDecimal.TWO, new BigDecimal("900"))).id();
  }

  @Override
  int resting() {
    return exchange.openOrders(ACCOUNT).size();
  }

  @Override
  BigDecimal held() {
    List<NetPosition> positions = exchange.positions(ACCOUNT);
    return positions.isEmpty() ? BigDecimal.ZERO : positions.get(0).quantity();
  }

  @Override
  void lieAboutCancels() {
    exchange.inject(Faults.lying());
  }

  /** Orders with an odd number fill wholly: the first that rests here is P2, so one goes before it. */
  @Override
  void fillOnCancel() {
    exchange.inject(Faults.NONE);
    OrderId first = exchange.openOrders(ACCOUNT).get(0).id();
    if (Long.parseLong(first.value().substring(1)) % 2 == 0) {
      exchange.cancel(ACCOUNT, first);
      rest("odd");
    }
    exchange.inject(Faults.fillingOnCancel());
  }
}
