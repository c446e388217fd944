package dev.binnacle.demo;

import dev.binnacle.client.Guard;
import dev.binnacle.client.HaltOrder;
import dev.binnacle.client.Intent;
import dev.binnacle.client.Order;
import dev.binnacle.client.OrderRefusedException;
import dev.binnacle.client.Pass;
import dev.binnacle.exchange.AccountBalance;
import dev.binnacle.exchange.ExchangeException;
import dev.binnacle.exchange.ExchangeGateway;
import dev.binnacle.exchange.Fill;
import dev.binnacle.exchange.NetPosition;
import dev.binnacle.exchange.OrderRequest;
import dev.binnacle.exchange.OrderState;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Liquidation;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.OrderKind;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what a strategy wishes and tells what became of it. It believes the venue, not itself: after anything went wrong it reads
 * orders, fills and positions again. Confined to the bot's thread.
 */
final class Trader {
  private static final Symbol SYMBOL = ExchangeMain.SYMBOL;
  private static final Duration BALANCE_EVERY = Duration.ofSeconds(5);

  private final ExchangeGateway gateway;
  private final Guard guard;
  private final Reporter reporter;
  private final String strategy;
  private final String run;
  private final Lots lots;
  private final Map<OrderId, Sent> sent = new LinkedHashMap<>();
  private final Map<OrderId, OrderState> open = new LinkedHashMap<>();
  private BigDecimal net = BigDecimal.ZERO;
  private long lastFill;
  private int orders;
  private Instant balanceDue = Instant.MIN;

  /** An order of ours, and when it left. */
  private record Sent(Strategy.NewOrder wish, long nanos) {}

  Trader(ExchangeGateway gateway, Guard guard, Reporter reporter, String strategy, String run, Lots lots) {
    this.guard = guard;
    this.lots = lots;
    this.gateway = gateway;
    this.reporter = reporter;
    this.strategy = strategy;
    this.run = run;
  }

  /** Takes over what the account holds: cancels what a run before left open, and believes the venue's position. */
  void takeOver(Instant now) {
    for (OrderState order : gateway.openOrders()) {
      settle(gateway.cancel(order.id()), now);
    }
    for (Fill fill : gateway.fills(lastFill)) {
      lastFill = fill.number();
    }
    List<NetPosition> positions = gateway.positions();
    net = positions.stream().map(NetPosition::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
    if (lots.net().compareTo(net) != 0) {
      lots.adopt(positions.stream().map(position -> asLot(position, now)).toList());
    }
    reportPosition(now, null, null);
    reportBalance(now);
    guard.settledAll();
  }

  private Lots.Lot asLot(NetPosition position, Instant now) {
    Side side = position.quantity().signum() > 0 ? Side.BUY : Side.SELL;
    return new Lots.Lot("t-" + run + "-found", side, paid(position), position.quantity().abs(), BigDecimal.ZERO, now);
  }

  /** The paper exchange tells what was paid for everything. */
  static BigDecimal paid(NetPosition position) {
    BigDecimal entry = position.entryPrice();
    return entry == null ? position.currentPrice() : entry;
  }

  BigDecimal net() {
    return net;
  }

  List<OrderState> open() {
    return List.copyOf(open.values());
  }

  /** Orders that were sent so far. */
  int sent() {
    return orders;
  }

  /** Does what the strategy wishes; what the venue refuses is reported and not tried again before the next wish. */
  void carryOut(Strategy.Wish wish, Instant now) {
    for (OrderState order : wish.cancel()) {
      settle(gateway.cancel(order.id()), now);
    }
    for (Strategy.NewOrder order : wish.orders()) {
      place(order, now);
    }
  }

  /** While the guard is closed nothing is asked of it: its state is on the dashboard already. */
  private void place(Strategy.NewOrder wish, Instant now) {
    Intent intent = wish.reduceOnly() ? Intent.REDUCE : Intent.OPEN;
    if (!guard.allows(intent, SYMBOL)) {
      return;
    }
    OrderRequest request = request(wish.side(), wish.quantity(), wish.limit(), wish.reduceOnly());
    try (Pass pass = guard.enter(asked(request, intent))) {
      send(request, pass, wish, now);
    } catch (OrderRefusedException e) {
      reporter.rejected(request, String.valueOf(e.getMessage()), now);
    }
  }

  private OrderRequest request(Side side, BigDecimal quantity, @Nullable BigDecimal limit, boolean reduceOnly) {
    OrderKind kind = limit == null ? OrderKind.MARKET : OrderKind.LIMIT;
    return new OrderRequest(run + "-" + ++orders, SYMBOL, side, kind, quantity, limit, reduceOnly);
  }

  private static Order asked(OrderRequest request, Intent intent) {
    Currency currency = request.price() == null ? null : Currency.USD;
    return new Order(
        new OrderId(request.clientId()), intent, request.symbol(), request.side(), request.quantity(), request.price(), currency,
        request.reduceOnly());
  }

  /** An answer that is lost leaves the order unknown, until the venue was read anew. */
  private void send(OrderRequest request, Pass pass, Strategy.@Nullable NewOrder wish, Instant now) {
    long began = System.nanoTime();
    try {
      OrderState order = gateway.place(request);
      pass.sent();
      if (wish != null) {
        sent.put(order.id(), new Sent(wish, began));
      }
      settle(order, now);
    } catch (ExchangeException e) {
      if (e.kind() != ExchangeException.Kind.REJECTED) {
        throw e;
      }
      pass.rejected();
      reporter.rejected(request, String.valueOf(e.getMessage()), now);
    }
  }

  /** Does the bot's part in a halt. What is there is asked of the venue: the halt may have begun in an earlier run. */
  void halt(HaltOrder halt, Instant now) {
    if (halt.cancel()) {
      for (OrderState order : gateway.openOrders()) {
        settle(gateway.cancel(order.id()), now);
      }
      readFills(now);
    }
    if (halt.liquidation() != null && halt.liquidation().positions() != Liquidation.Positions.KEEP_ALL) {
      for (NetPosition position : gateway.positions()) {
        Side side = position.quantity().signum() > 0 ? Side.SELL : Side.BUY;
        OrderRequest request = request(side, position.quantity().abs(), null, true);
        try (Pass pass = guard.flatten(asked(request, Intent.REDUCE))) {
          send(request, pass, null, now);
        }
      }
    }
  }

  /**
   * Asks the venue what was filled since, and tells it. With no order open, too, as often as the balance is asked for: an order may have
   * filled in part before its cancel, and the account's owner may have sent one.
   */
  void sync(Instant now) {
    if (!open.isEmpty() || !now.isBefore(balanceDue)) {
      readFills(now);
    }
    if (!now.isBefore(balanceDue)) {
      reportBalance(now);
      balanceDue = now.plus(BALANCE_EVERY);
    }
  }

  private void readFills(Instant now) {
    List<Fill> fills = gateway.fills(lastFill);
    Fills.byOrder(fills).forEach(fill -> take(fill, now));
    if (!fills.isEmpty()) {
      for (OrderId id : new ArrayList<>(open.keySet())) {
        gateway.order(id).ifPresent(order -> settle(order, now));
      }
      balanceDue = Instant.MIN;
    }
  }

  private void settle(OrderState order, Instant now) {
    OrderState before = open.get(order.id());
    boolean changed = before == null || before.status() != order.status() || before.filled().compareTo(order.filled()) != 0;
    if (order.status().isOpen()) {
      open.put(order.id(), order);
    } else {
      open.remove(order.id());
      sent.remove(order.id());
    }
    if (changed) {
      reporter.order(order, now, null);
    }
  }

  private void take(Fill fill, Instant now) {
    lastFill = Math.max(lastFill, fill.number());
    Sent order = sent.get(fill.order());
    Lots.Result result = lots.take(fill, "t-" + run + "-" + fill.number(), now);
    net = net.add(fill.quantity().multiply(fill.side().sign()));
    if (order != null) {
      reporter.executed(Duration.ofNanos(System.nanoTime() - order.nanos));
    }
    String reason = order == null ? "filled" : order.wish.reason();
    result.closed().forEach(closed -> reporter.closed(closed, reason, strategy, now));
    BigDecimal stop = order == null ? null : order.wish.stopLoss();
    BigDecimal target = order == null ? null : order.wish.takeProfit();
    result.opened().forEach(lot -> reporter.opened(lot, stop, target, strategy, now));
    reportPosition(now, stop, target);
  }

  private void reportPosition(Instant now, @Nullable BigDecimal stop, @Nullable BigDecimal target) {
    List<NetPosition> positions = gateway.positions();
    if (positions.isEmpty()) {
      reporter.flat(SYMBOL, now);
    }
    positions.forEach(position -> reporter.position(position, stop, target, strategy, now));
  }

  private void reportBalance(Instant now) {
    long began = System.nanoTime();
    AccountBalance balance = gateway.balance();
    reporter.balance(balance, Duration.ofNanos(System.nanoTime() - began), now);
  }

  /** Takes back every open order: a bot that leaves leaves nothing behind that could fill unseen. */
  void leave(Instant now) {
    for (OrderState order : open()) {
      settle(gateway.cancel(order.id()), now);
    }
  }

  /** After something went wrong: what the venue says is so. */
  void resync(Instant now) {
    List<OrderState> atVenue = gateway.openOrders();
    for (OrderId id : new ArrayList<>(open.keySet())) {
      gateway.order(id).ifPresent(order -> settle(order, now));
    }
    atVenue.stream().filter(order -> !open.containsKey(order.id())).forEach(order -> settle(order, now));
    Fills.byOrder(gateway.fills(lastFill)).forEach(fill -> take(fill, now));
    guard.settledAll();
  }
}
