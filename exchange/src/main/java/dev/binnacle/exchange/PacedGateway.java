package dev.binnacle.exchange;

import dev.binnacle.model.OrderId;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An account whose calls go through its {@link Pacing}. Make one for each account and give it to all who act on it.
 *
 * <p><b>Threads:</b> thread-safe; methods block for their turn and for the venue's answer.
 */
public final class PacedGateway implements ExchangeGateway {
  private final ExchangeGateway gateway;
  private final Pacing pacing;

  public PacedGateway(ExchangeGateway gateway, Pacing pacing) {
    this.gateway = gateway;
    this.pacing = pacing;
  }

  public Pacing pacing() {
    return pacing;
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
    return pacing.call(Pacing.Urgency.OTHER, gateway::keyPermissions);
  }

  @Override
  public OrderState place(OrderRequest request) {
    return pacing.call(Pacing.Urgency.OTHER, () -> gateway.place(request));
  }

  @Override
  public OrderState cancel(OrderId order, @Nullable Symbol symbol) {
    return pacing.call(Pacing.Urgency.CANCEL, () -> gateway.cancel(order, symbol));
  }

  @Override
  public Optional<OrderState> order(OrderId order, @Nullable Symbol symbol) {
    return pacing.call(Pacing.Urgency.OTHER, () -> gateway.order(order, symbol));
  }

  @Override
  public Optional<OrderState> orderOfClient(String clientId, @Nullable Symbol symbol) {
    return pacing.call(Pacing.Urgency.OTHER, () -> gateway.orderOfClient(clientId, symbol));
  }

  @Override
  public List<OrderState> openOrders() {
    return pacing.call(Pacing.Urgency.OTHER, gateway::openOrders);
  }

  @Override
  public List<NetPosition> positions() {
    return pacing.call(Pacing.Urgency.OTHER, gateway::positions);
  }

  @Override
  public AccountBalance balance() {
    return pacing.call(Pacing.Urgency.OTHER, gateway::balance);
  }

  @Override
  public List<Fill> fills(long after) {
    return pacing.call(Pacing.Urgency.OTHER, () -> gateway.fills(after));
  }

  @Override
  public Instrument instrument(Symbol symbol) {
    return pacing.call(Pacing.Urgency.OTHER, () -> gateway.instrument(symbol));
  }

  @Override
  public BigDecimal lastPrice(Symbol symbol) {
    return pacing.call(Pacing.Urgency.OTHER, () -> gateway.lastPrice(symbol));
  }

  @Override
  public void close() {
    gateway.close();
  }
}
