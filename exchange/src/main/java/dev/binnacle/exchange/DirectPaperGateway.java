package dev.binnacle.exchange;

import dev.binnacle.model.OrderId;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One account at a paper exchange in the same process, with the exchange's faults and without its network: for rehearsals.
 *
 * <p><b>Threads:</b> thread-safe if the source of chance is; calls block while the exchange is made to be slow.
 */
public final class DirectPaperGateway implements ExchangeGateway {
  private final PaperExchange exchange;
  private final PaperDoor door;
  private final String account;

  public DirectPaperGateway(PaperExchange exchange, String account, Timepiece time, RandomGenerator chance) {
    this.exchange = exchange;
    this.account = account;
    this.door = new PaperDoor(exchange, time, chance);
  }

  @Override
  public String venue() {
    return "paper";
  }

  @Override
  public Capabilities capabilities() {
    return PaperExchange.CAPABILITIES;
  }

  @Override
  public KeyPermissions keyPermissions() {
    return PaperExchange.PERMISSIONS;
  }

  @Override
  public OrderState place(OrderRequest request) {
    return door.call(() -> door.place(account, request));
  }

  @Override
  public OrderState cancel(OrderId order, @Nullable Symbol symbol) {
    return door.call(() -> exchange.cancel(account, order));
  }

  @Override
  public Optional<OrderState> order(OrderId order, @Nullable Symbol symbol) {
    return door.call(() -> door.order(account, order));
  }

  @Override
  public Optional<OrderState> orderOfClient(String clientId, @Nullable Symbol symbol) {
    return door.call(() -> exchange.orderOfClient(account, clientId));
  }

  @Override
  public List<OrderState> openOrders() {
    return door.call(() -> door.openOrders(account));
  }

  @Override
  public List<NetPosition> positions() {
    return door.call(() -> exchange.positions(account));
  }

  @Override
  public AccountBalance balance() {
    return door.call(() -> exchange.balance(account));
  }

  @Override
  public List<Fill> fills(long after) {
    return door.call(() -> exchange.fills(account, after));
  }

  @Override
  public Instrument instrument(Symbol symbol) {
    return door.call(() -> door.instrument(symbol));
  }

  @Override
  public BigDecimal lastPrice(Symbol symbol) {
    return door.call(() -> {
      door.instrument(symbol);
      return exchange.lastPrice();
    });
  }

  @Override
  public void close() {}
}
