package dev.binnacle.exchange.xchange;

import dev.binnacle.exchange.AccountBalance;
import dev.binnacle.exchange.Capabilities;
import dev.binnacle.exchange.ExchangeGateway;
import dev.binnacle.exchange.Fill;
import dev.binnacle.exchange.Instrument;
import dev.binnacle.exchange.KeyPermissions;
import dev.binnacle.exchange.NetPosition;
import dev.binnacle.exchange.OrderRequest;
import dev.binnacle.exchange.OrderState;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A gateway to a venue at which others trade after every order that is placed. */
record TradingGateway(ExchangeGateway gateway, Runnable trade) implements ExchangeGateway {
  @Override
  public String venue() {
    return gateway.venue();
  }

  @Override
  public Capabilities capabilities() {
    return gateway.capabilities();
  }

  @Override
  public KeyPermissions keyPermissions() {
    return gateway.keyPermissions();
  }

  @Override
  public OrderState place(OrderRequest request) {
    OrderState placed = gateway.place(request);
    trade.run();
    return placed;
  }

  @Override
  public OrderState cancel(OrderId order, @Nullable Symbol symbol) {
    return gateway.cancel(order, symbol);
  }

  @Override
  public Optional<OrderState> order(OrderId order, @Nullable Symbol symbol) {
    return gateway.order(order, symbol);
  }

  @Override
  public Optional<OrderState> orderOfClient(String clientId, @Nullable Symbol symbol) {
    return gateway.orderOfClient(clientId, symbol);
  }

  @Override
  public List<OrderState> openOrders() {
    return gateway.openOrders();
  }

  @Override
  public List<NetPosition> positions() {
    return gateway.positions();
  }

  @Override
  public AccountBalance balance() {
    return gateway.balance();
  }

  @Override
  public List<Fill> fills(long after) {
    // The first fill is that by which the account came to its position.
    return gateway.fills(Math.max(after, 1));
  }

  @Override
  public Instrument instrument(Symbol symbol) {
    return gateway.instrument(symbol);
  }

  @Override
  public BigDecimal lastPrice(Symbol symbol) {
    return gateway.lastPrice(symbol);
  }

  @Override
  public void close() {
    gateway.close();
  }
}
