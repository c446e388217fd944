package dev.binnacle.exchange;

import dev.binnacle.model.Currency;
import dev.binnacle.model.Money;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One margin account: cash, at most one net position in each instrument at its average entry price, open orders and fills.
 * Guarded by its exchange.
 */
final class PaperAccount {
  private static final int KEPT = 1_000;

  private final Currency currency;
  private final BigDecimal leverage;
  private BigDecimal cash;
  private long lastFill;
  private final Map<Symbol, Holding> holdings = new LinkedHashMap<>();
  private final Map<OrderId, OrderState> open = new LinkedHashMap<>();
  private final Deque<OrderState> done = new ArrayDeque<>();
  private final Deque<Fill> fills = new ArrayDeque<>();
  private final Map<String, OrderId> byClientId = new HashMap<>();

  private record Holding(BigDecimal quantity, BigDecimal entryPrice) {}

  PaperAccount(Money initial, BigDecimal leverage) {
    this.currency = initial.currency();
    this.leverage = leverage;
    this.cash = initial.amount();
  }

  PaperAccount(Saved saved, BigDecimal leverage) {
    this.currency = new Currency(saved.currency);
    this.leverage = leverage;
    this.cash = saved.cash;
    this.lastFill = saved.lastFill;
    saved.holdings.forEach(h -> holdings.put(new Symbol(h.symbol), new Holding(h.quantity, h.entryPrice)));
    saved.open.forEach(this::put);
  }

  /** What outlives the process. */
  record Saved(String currency, BigDecimal cash, long lastFill, List<SavedHolding> holdings, List<OrderState> open) {}

  record SavedHolding(String symbol, BigDecimal quantity, BigDecimal entryPrice) {}

  Saved save() {
    List<SavedHolding> saved = new ArrayList<>();
    holdings.forEach((symbol, holding) -> saved.add(new SavedHolding(symbol.value(), holding.quantity, holding.entryPrice)));
    return new Saved(currency.code(), cash, lastFill, saved, List.copyOf(open.values()));
  }

  Money cash() {
    return new Money(cash, currency);
  }

  List<NetPosition> positions(BigDecimal price) {
    return holdings.entrySet().stream()
        .map(e -> new NetPosition(e.getKey(), InstrumentKind.DERIVATIVE, e.getValue().quantity, e.getValue().entryPrice, price))
        .toList();
  }

  /** What new orders may use: the margin that equity allows, less what positions and open orders hold of it. */
  Money available(BigDecimal price) {
    BigDecimal unrealized = holdings.values().stream()
        .map(h -> price.subtract(h.entryPrice).multiply(h.quantity))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal held = holdings.values().stream()
        .map(h -> h.quantity.abs().multiply(price))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal ordered = open.values().stream()
        .filter(order -> !order.reduceOnly() && increases(order.symbol(), order.side()))
        .map(order -> order.remaining().multiply(orderPrice(order, price)))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal margin = held.add(ordered).divide(leverage, MathContext.DECIMAL64);
    return new Money(cash.add(unrealized).subtract(margin).max(BigDecimal.ZERO).setScale(8, RoundingMode.DOWN), currency);
  }

  private static BigDecimal orderPrice(OrderState order, BigDecimal last) {
    BigDecimal price = order.price();
    return price == null ? last : price;
  }

  BigDecimal net(Symbol symbol) {
    Holding holding = holdings.get(symbol);
    return holding == null ? BigDecimal.ZERO : holding.quantity;
  }

  boolean increases(Symbol symbol, Side side) {
    return net(symbol).multiply(side.sign()).signum() >= 0;
  }

  /** Why an order must be refused, in words; null when it may go in. */
  @Nullable String refusal(OrderRequest request, BigDecimal price) {
    BigDecimal net = net(request.symbol()).multiply(request.side().sign());
    if (request.reduceOnly()) {
      return net.signum() < 0 ? null : "a reduce-only order needs an opposite position, and there is none";
    }
    BigDecimal increase = net.signum() >= 0 ? request.quantity() : request.quantity().add(net.multiply(BigDecimal.TWO));
    BigDecimal at = request.price() == null ? price : request.price();
    BigDecimal need = increase.max(BigDecimal.ZERO).multiply(at).divide(leverage, MathContext.DECIMAL64);
    Money available = available(price);
    return need.compareTo(available.amount()) <= 0
        ? null
        : "the order needs a margin of " + new Money(need, currency) + ", and " + available + " is available";
  }

  void put(OrderState order) {
    byClientId.put(order.clientId(), order.id());
    if (order.status().isOpen()) {
      open.put(order.id(), order);
      return;
    }
    open.remove(order.id());
    done.addFirst(order);
    while (done.size() > KEPT) {
      byClientId.remove(done.removeLast().clientId());
    }
  }

  void lose(OrderId id) {
    OrderState lost = open.remove(id);
    if (lost != null) {
      byClientId.remove(lost.clientId());
    }
  }

  List<OrderState> open() {
    return List.copyOf(open.values());
  }

  @Nullable OrderState order(OrderId id) {
    OrderState order = open.get(id);
    return order != null ? order : done.stream().filter(o -> o.id().equals(id)).findFirst().orElse(null);
  }

  @Nullable OrderState byClientId(String clientId) {
    OrderId id = byClientId.get(clientId);
    return id == null ? null : order(id);
  }

  /** Fills a part of an order: cash pays the fee, the position takes the quantity, what it closes is realised. */
  Fill fill(OrderState order, BigDecimal price, BigDecimal quantity, BigDecimal feeRate) {
    BigDecimal fee = price.multiply(quantity).multiply(feeRate).setScale(8, RoundingMode.UP);
    cash = cash.subtract(fee).add(hold(order.symbol(), order.side(), price, quantity));
    Fill fill = new Fill(++lastFill, order.id(), order.symbol(), order.side(), price, quantity, new Money(fee, currency));
    fills.addLast(fill);
    while (fills.size() > KEPT) {
      fills.removeFirst();
    }
    return fill;
  }

  /** Adds to the position and gives the profit of what was closed by it, to eight decimals as venues do. */
  private BigDecimal hold(Symbol symbol, Side side, BigDecimal price, BigDecimal quantity) {
    BigDecimal signed = quantity.multiply(side.sign());
    Holding before = holdings.get(symbol);
    if (before == null) {
      holdings.put(symbol, new Holding(signed, price));
      return BigDecimal.ZERO;
    }
    BigDecimal after = before.quantity.add(signed);
    if (before.quantity.signum() == signed.signum()) {
      BigDecimal cost = before.entryPrice.multiply(before.quantity).add(price.multiply(signed));
      holdings.put(symbol, new Holding(after, cost.divide(after, MathContext.DECIMAL64)));
      return BigDecimal.ZERO;
    }
    BigDecimal closed = signed.abs().min(before.quantity.abs()).multiply(BigDecimal.valueOf(before.quantity.signum()));
    if (after.signum() == 0) {
      holdings.remove(symbol);
    } else {
      holdings.put(symbol, new Holding(after, after.signum() == before.quantity.signum() ? before.entryPrice : price));
    }
    return price.subtract(before.entryPrice).multiply(closed).setScale(8, RoundingMode.HALF_EVEN);
  }

  List<Fill> fillsAfter(long number) {
    return fills.stream().filter(fill -> fill.number() > number).limit(500).toList();
  }
}
