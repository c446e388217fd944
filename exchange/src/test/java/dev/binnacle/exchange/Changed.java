package dev.binnacle.exchange;

import dev.binnacle.model.OrderId;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A gateway that passes everything on; what is to be otherwise is overridden. */
class Changed implements ExchangeGateway {
  private final ExchangeGateway gateway;

  Changed(ExchangeGateway gateway) {
    this.gateway = gateway;
  }

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
    return gateway.place(request);
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
    return gateway.fills(after);
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
