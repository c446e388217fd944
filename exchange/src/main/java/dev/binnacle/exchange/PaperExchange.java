package dev.binnacle.exchange;

import dev.binnacle.model.Money;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.OrderKind;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A venue for paper money that fills orders by the trades of others, as they really happened.
 *
 * <p>There is no book: an order can fill only when a recorded trade passes, at most with that trade's quantity, so that large
 * orders fill in parts. A market order takes the trade's price. A limit order fills at its limit once a trade passes at or beyond it.
 * The venue's own trades move no price. Every account has one net position in an instrument, long or short, on margin.
 *
 * <p><b>Threads:</b> thread-safe; every method takes the same lock and none waits in it.
 */
public final class PaperExchange {
  static final Capabilities CAPABILITIES = new Capabilities(true, true, true);
  static final KeyPermissions PERMISSIONS =
      new KeyPermissions(KeyPermissions.Allowed.YES, KeyPermissions.Allowed.YES, KeyPermissions.Allowed.NO);
  private static final BigDecimal SMALLEST = new BigDecimal("0.00000001");

  private final Symbol symbol;
  private final Terms terms;
  private final Map<String, PaperAccount> accounts = new LinkedHashMap<>();
  private long lastOrder;
  private BigDecimal lastPrice;
  private Faults faults = Faults.NONE;

  /**
   * What trading costs.
   *
   * @param initial what each new account holds
   * @param takerFee share of the value of a market order's fill, such as 0.001
   * @param makerFee share of the value of a limit order's fill
   * @param leverage how many times its equity an account may hold
   */
  public record Terms(Money initial, BigDecimal takerFee, BigDecimal makerFee, BigDecimal leverage) {
    public static final Terms STANDARD =
        new Terms(Money.of("10000", "USD"), new BigDecimal("0.0005"), new BigDecimal("0.0002"), new BigDecimal("2"));
  }

  /** What outlives the process. */
  public record Saved(long lastOrder, BigDecimal lastPrice, Map<String, PaperAccount.Saved> accounts) {}

  public PaperExchange(Symbol symbol, Terms terms, BigDecimal firstPrice) {
    this.symbol = symbol;
    this.terms = terms;
    this.lastPrice = firstPrice;
  }

  public PaperExchange(Symbol symbol, Terms terms, Saved saved) {
    this(symbol, terms, saved.lastPrice);
    this.lastOrder = saved.lastOrder;
    saved.accounts.forEach((key, account) -> accounts.put(key, new PaperAccount(account, terms.leverage)));
  }

  public synchronized Saved save() {
    Map<String, PaperAccount.Saved> saved = new LinkedHashMap<>();
    accounts.forEach((key, account) -> saved.put(key, account.save()));
    return new Saved(lastOrder, lastPrice, saved);
  }

  public Symbol symbol() {
    return symbol;
  }

  /** Everything is held on margin, down to a hundred-millionth. */
  Instrument instrument() {
    return new Instrument(symbol, InstrumentKind.DERIVATIVE, SMALLEST, SMALLEST, new BigDecimal("0.01"), BigDecimal.ZERO);
  }

  synchronized BigDecimal lastPrice() {
    return lastPrice;
  }

  public synchronized void inject(Faults wanted) {
    faults = wanted;
  }

  public synchronized Faults faults() {
    return faults;
  }

  /**
   * @throws ExchangeException REJECTED when the order breaks a rule
   */
  public synchronized OrderState place(String account, OrderRequest request) {
    PaperAccount holder = account(account);
    OrderState known = holder.byClientId(request.clientId());
    if (known != null) {
      return known;
    }
    if (!request.symbol().equals(symbol)) {
      throw new ExchangeException(
          ExchangeException.Kind.REJECTED, "this venue trades " + symbol + " and nothing else, was " + request.symbol());
    }
    if (request.kind() == OrderKind.STOP) {
      throw new ExchangeException(ExchangeException.Kind.REJECTED, "this venue takes market and limit orders, was a stop order");
    }
    String refusal = holder.refusal(request, lastPrice);
    if (refusal != null) {
      throw new ExchangeException(ExchangeException.Kind.REJECTED, refusal);
    }
    OrderState order = new OrderState(
        new OrderId("P" + ++lastOrder),
        request.clientId(),
        symbol,
        request.side(),
        request.kind(),
        OrderStatus.OPEN,
        request.quantity(),
        BigDecimal.ZERO,
        request.price(),
        null,
        request.reduceOnly());
    holder.put(order);
    return order;
  }

  /**
   * @throws ExchangeException REJECTED when the account has no such order
   */
  public synchronized OrderState cancel(String account, OrderId id) {
    PaperAccount holder = account(account);
    OrderState order = holder.order(id);
    if (order == null) {
      throw new ExchangeException(ExchangeException.Kind.REJECTED, "this account has no order " + id);
    }
    if (!order.status().isOpen()) {
      return order;
    }
    if (faults.fillingCancels()) {
      boolean wholly = Long.parseLong(id.value().substring(1)) % 2 == 1;
      BigDecimal price = order.price() == null ? lastPrice : order.price();
      fill(holder, order, price, wholly ? order.remaining() : order.remaining().divide(BigDecimal.TWO, MathContext.DECIMAL64));
      order = holder.order(id);
      if (order == null || !order.status().isOpen()) {
        throw new ExchangeException(ExchangeException.Kind.REJECTED, "this account has no open order " + id);
      }
    }
    OrderState cancelled = with(order, OrderStatus.CANCELLED);
    if (!faults.lyingCancels()) {
      holder.put(cancelled);
    }
    return cancelled;
  }

  public synchronized Optional<OrderState> order(String account, OrderId id) {
    return Optional.ofNullable(account(account).order(id));
  }

  public synchronized Optional<OrderState> orderOfClient(String account, String clientId) {
    return Optional.ofNullable(account(account).byClientId(clientId));
  }

  /** Forgets an order that was taken, as if it had never come. */
  synchronized void lose(String account, OrderId id) {
    account(account).lose(id);
  }

  public synchronized List<OrderState> openOrders(String account) {
    return account(account).open();
  }

  public synchronized List<NetPosition> positions(String account) {
    return account(account).positions(lastPrice);
  }

  public synchronized AccountBalance balance(String account) {
    PaperAccount holder = account(account);
    return new AccountBalance(holder.cash(), holder.available(lastPrice));
  }

  public synchronized List<Fill> fills(String account, long after) {
    return account(account).fillsAfter(after);
  }

  /** A recorded trade passes: what it can fill, it fills, the oldest order first, each order up to the trade's whole quantity. */
  public synchronized void pass(PublicTrade trade) {
    lastPrice = trade.price();
    for (PaperAccount holder : accounts.values()) {
      BigDecimal left = trade.quantity();
      for (OrderState order : holder.open()) {
        BigDecimal price = fillPrice(order, trade.price());
        if (price != null && left.signum() > 0) {
          left = left.subtract(fill(holder, order, price, left));
        }
      }
    }
  }

  private static @Nullable BigDecimal fillPrice(OrderState order, BigDecimal traded) {
    BigDecimal limit = order.price();
    if (limit == null) {
      return traded;
    }
    boolean reached = order.side() == Side.BUY ? traded.compareTo(limit) <= 0 : traded.compareTo(limit) >= 0;
    return reached ? limit : null;
  }

  /** Fills as much as may be and gives the quantity. A reduce-only order ends when there is nothing left to reduce. */
  private BigDecimal fill(PaperAccount holder, OrderState order, BigDecimal price, BigDecimal most) {
    BigDecimal quantity = order.remaining().min(most);
    if (order.reduceOnly()) {
      quantity = quantity.min(holder.net(symbol).multiply(order.side().sign()).negate().max(BigDecimal.ZERO));
      if (quantity.signum() == 0) {
        holder.put(with(order, OrderStatus.CANCELLED));
        return BigDecimal.ZERO;
      }
    }
    holder.fill(order, price, quantity, order.price() == null ? terms.takerFee : terms.makerFee);
    holder.put(filled(order, price, quantity));
    return quantity;
  }

  private static OrderState filled(OrderState order, BigDecimal price, BigDecimal quantity) {
    BigDecimal before = order.averagePrice() == null ? BigDecimal.ZERO : order.averagePrice().multiply(order.filled());
    BigDecimal filled = order.filled().add(quantity);
    BigDecimal average = before.add(price.multiply(quantity)).divide(filled, MathContext.DECIMAL64);
    OrderStatus status = filled.compareTo(order.quantity()) >= 0 ? OrderStatus.FILLED : OrderStatus.PARTIALLY_FILLED;
    return new OrderState(
        order.id(), order.clientId(), order.symbol(), order.side(), order.kind(), status, order.quantity(), filled,
        order.price(), average, order.reduceOnly());
  }

  private static OrderState with(OrderState order, OrderStatus status) {
    return new OrderState(
        order.id(), order.clientId(), order.symbol(), order.side(), order.kind(), status, order.quantity(), order.filled(),
        order.price(), order.averagePrice(), order.reduceOnly());
  }

  private PaperAccount account(String key) {
    return accounts.computeIfAbsent(key, k -> new PaperAccount(terms.initial, terms.leverage));
  }
}
