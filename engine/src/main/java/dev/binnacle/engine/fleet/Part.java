package dev.binnacle.engine.fleet;

import dev.binnacle.engine.fleet.BotState.Balance;
import dev.binnacle.engine.fleet.BotState.Component;
import dev.binnacle.engine.fleet.BotState.Critical;
import dev.binnacle.engine.fleet.BotState.Ended;
import dev.binnacle.engine.fleet.BotState.Finished;
import dev.binnacle.engine.fleet.BotState.OrderState;
import dev.binnacle.engine.fleet.BotState.Position;
import dev.binnacle.engine.fleet.BotState.Stamp;
import dev.binnacle.model.ComponentName;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Event;
import dev.binnacle.model.Health;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.RunState;
import dev.binnacle.model.Severity;
import dev.binnacle.model.Symbol;
import java.time.Instant;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The present of a bot as one speaker tells it: the owner of a bot of one instance, or one shard. The newest word about each thing
 * counts, whether it came live or from a spool; an older one changes nothing. A new run takes over positions, orders and balances,
 * which are the account's and not the process's, but not the health of the run before it.
 */
final class Part {
  private static final int MOST_CURRENCIES = 8;

  private final Bounds bounds;
  private final Tally tally;
  private final LinkedHashMap<Symbol, Position> positions = new LinkedHashMap<>();
  private final LinkedHashMap<OrderId, Order> orders = new LinkedHashMap<>();
  private final LinkedHashMap<OrderId, Finished> finished = new LinkedHashMap<>();
  private final LinkedHashMap<Currency, Balance> balances = new LinkedHashMap<>();
  private final TreeMap<ComponentName, Component> components = new TreeMap<>();
  private final Settling settling = new Settling();
  private @Nullable Instant began;
  private @Nullable Critical critical;
  private @Nullable Ended ended;

  // What only samples say, and a restart forgets.
  private final LinkedHashMap<String, Event.ApiUsage> endpoints = new LinkedHashMap<>();
  private @Nullable Instant sign;
  private RunState runState = RunState.RUNNING;

  /** An open order by its newest update. */
  record Order(Event.OrderUpdate update, Stamp stamp) {}

  /** What became of an order by its update. */
  enum OrderChange {
    NONE,
    CHANGED,
    FINISHED
  }

  Part(Bounds bounds, Tally tally) {
    this.bounds = bounds;
    this.tally = tally;
  }

  static Part restore(Bounds bounds, Tally tally, BotState.PartState state) {
    Part part = new Part(bounds, tally);
    state.positions().forEach(position -> part.positions.put(position.symbol(), position));
    state.orders().forEach(order -> part.orders.put(order.orderId(), new Order(order.event(), order.stamp())));
    state.finished().forEach(order -> part.finished.put(order.id(), order));
    state.balances().forEach(balance -> part.balances.put(balance.currency(), balance));
    state.components().forEach(component -> part.components.put(component.name(), component));
    part.began = state.began();
    part.critical = state.critical();
    part.ended = state.ended();
    if (state.settlement() != null) {
      part.settling.restore(state.settlement());
    }
    return part;
  }

  BotState.PartState state() {
    return new BotState.PartState(
        List.copyOf(positions.values()),
        orders.values().stream().map(order -> OrderState.of(order.update(), order.stamp())).toList(),
        List.copyOf(finished.values()),
        List.copyOf(balances.values()),
        List.copyOf(components.values()),
        began,
        critical,
        ended,
        settling.state());
  }

  /** Whether nothing durable was said. */
  boolean isBlank() {
    boolean empty = positions.isEmpty() && orders.isEmpty() && finished.isEmpty() && balances.isEmpty() && components.isEmpty();
    return empty && began == null && critical == null && ended == null;
  }

  /** Another run speaks from now on. */
  void handOver() {
    components.clear();
    endpoints.clear();
    began = null;
    critical = null;
    ended = null;
    runState = RunState.RUNNING;
  }

  void begin(Instant at) {
    began = at;
  }

  void end(String reason, Instant now, Stamp stamp) {
    ended = new Ended(reason, now, stamp);
  }

  /** Something was said that only a running program says. */
  void runs(Stamp stamp) {
    Ended end = ended;
    if (end != null && end.stamp().yieldsTo(stamp)) {
      ended = null;
    }
  }

  /** Something was done that shows that it works. */
  void works(Stamp stamp) {
    Critical last = critical;
    if (last != null && last.stamp().yieldsTo(stamp)) {
      critical = null;
    }
  }

  void failed(Event.ErrorRaised error, Stamp stamp) {
    Critical last = critical;
    if (error.severity() == Severity.CRITICAL && (last == null || last.stamp().yieldsTo(stamp))) {
      critical = new Critical(error.error(), error.message(), stamp);
    }
  }

  /** @return whether it is the newest word */
  boolean position(Event.PositionUpdate event, Stamp stamp, Instant now) {
    Position known = positions.get(event.symbol());
    if (known == null ? !room(event) : !known.stamp().yieldsTo(stamp)) {
      return false;
    }
    boolean same = known != null && known.isOpen() && known.side() == event.side();
    positions.put(
        event.symbol(),
        new Position(
            event.symbol(),
            event.side(),
            event.quantity(),
            event.entryPrice(),
            event.currency(),
            event.currentPrice() != null || known == null ? event.currentPrice() : known.price(),
            event.currentPrice() != null ? stamp.at() : known == null ? null : known.pricedAt(),
            event.unrealizedPnl(),
            event.unrealizedPnlPct(),
            event.stopLoss(),
            event.takeProfit(),
            event.strategy(),
            same && known != null ? known.openedAt() : stamp.at(),
            stamp));
    boolean answers = settling.positionCame(event.symbol(), stamp.at(), now);
    boolean less = known != null && known.isOpen() && (!same || event.quantity().compareTo(known.quantity()) < 0);
    if (less && !answers) {
      awaitBalance(event.currency(), stamp, now);
    }
    return true;
  }

  /** A trade of this part was closed, which moves profit from a position into the balance. */
  void closed(Event.TradeClosed event, Stamp stamp, Instant now) {
    Position position = positions.get(event.symbol());
    if (position == null) {
      // The open trades are the position, so this is a word on it.
      boolean ignored = settling.positionCame(event.symbol(), stamp.at(), now);
    } else if (position.isOpen() && position.stamp().at().isBefore(stamp.at()) && balances.containsKey(event.currency())) {
      settling.awaitPosition(event.symbol(), stamp.at(), now);
    }
    awaitBalance(event.currency(), stamp, now);
  }

  private void awaitBalance(Currency currency, Stamp stamp, Instant now) {
    Balance held = balances.get(currency);
    if (held != null && held.stamp().at().isBefore(stamp.at())) {
      settling.awaitBalance(stamp.at(), now);
    }
  }

  /** Whether balance and positions tell of the same moment, as far as can be known. */
  boolean isSettled(Instant now) {
    return settling.isSettled(now);
  }

  /** Closed positions are kept while there is room, so that a late word does not open them again. */
  private boolean room(Event.PositionUpdate event) {
    if (positions.size() < bounds.symbols()) {
      return true;
    }
    for (Iterator<Position> all = positions.values().iterator(); all.hasNext();) {
      if (!all.next().isOpen()) {
        all.remove();
        return true;
      }
    }
    if (event.quantity().signum() > 0) {
      tally.dropped(Bound.POSITIONS);
    }
    return false;
  }

  OrderChange order(Event.OrderUpdate event, Stamp stamp) {
    Order known = orders.get(event.orderId());
    if (finished.containsKey(event.orderId()) || (known != null && !known.stamp().yieldsTo(stamp))) {
      return OrderChange.NONE;
    }
    if (event.status().isOpen()) {
      orders.put(event.orderId(), new Order(event, stamp));
      if (orders.size() > bounds.openOrders()) {
        orders.pollFirstEntry();
        tally.dropped(Bound.ORDERS);
      }
      return OrderChange.CHANGED;
    }
    orders.remove(event.orderId());
    finished.put(event.orderId(), new Finished(event.orderId()));
    if (finished.size() > bounds.openOrders()) {
      finished.pollFirstEntry();
    }
    return OrderChange.FINISHED;
  }

  /**
   * @param implied whether open trades are positions, since none were told of their symbols
   * @return whether it is the newest word on this currency
   */
  boolean balance(Event.BalanceUpdate event, Stamp stamp, BooleanSupplier implied, Instant now) {
    Balance known = balances.get(event.currency());
    if (known != null && !known.stamp().yieldsTo(stamp)) {
      return false;
    }
    if (known == null && balances.size() >= MOST_CURRENCIES) {
      tally.dropped(Bound.CURRENCIES);
      return false;
    }
    // Put anew, so that the last one in order is the newest.
    balances.remove(event.currency());
    balances.put(event.currency(), new Balance(event.currency(), event.total(), event.available(), event.at(), stamp));
    boolean explained = settling.balanceCame(stamp.at(), now);
    boolean changed = known != null && event.total().subtract(known.total()).compareTo(event.deposit()) != 0;
    if (changed && !explained && (holdsFromBefore(event.currency(), stamp) || implied.getAsBoolean())) {
      settling.awaitAnyPosition(stamp.at(), now);
    }
    return true;
  }

  private boolean holdsFromBefore(Currency currency, Stamp stamp) {
    for (Position position : positions.values()) {
      if (position.isOpen() && position.currency().equals(currency) && position.stamp().at().isBefore(stamp.at())) {
        return true;
      }
    }
    return false;
  }

  /** @return whether the component's health is another than before, or told for the first time */
  boolean health(Event.ComponentHealth event, Stamp stamp) {
    Component known = components.get(event.component());
    if (known != null && !known.stamp().yieldsTo(stamp)) {
      return false;
    }
    if (known == null && components.size() >= bounds.components()) {
      tally.dropped(Bound.COMPONENTS);
      return false;
    }
    boolean changed = known == null || known.health() != event.health();
    components.put(
        event.component(),
        new Component(
            event.component(),
            event.health(),
            event.critical(),
            event.responseTime(),
            event.message(),
            changed || known == null ? stamp.at() : known.since(),
            stamp.at(),
            stamp));
    if (event.health() == Health.HEALTHY) {
      works(stamp);
    }
    return changed;
  }

  void used(Event.ApiUsage event) {
    String endpoint = event.venue() + ' ' + event.endpoint();
    Event.ApiUsage known = endpoints.get(endpoint);
    if (known == null && endpoints.size() >= bounds.endpoints()) {
      tally.dropped(Bound.ENDPOINTS);
    } else if (known == null || !event.at().isBefore(known.at())) {
      endpoints.put(endpoint, event);
    }
  }

  /** It was heard now. */
  void heard(Instant now) {
    sign = now;
  }

  void isIn(RunState state) {
    runState = state;
  }

  Collection<Position> positions() {
    return positions.values();
  }

  boolean knows(Symbol symbol) {
    return positions.containsKey(symbol);
  }

  Collection<Order> orders() {
    return orders.values();
  }

  @Nullable Balance balance(Currency currency) {
    return balances.get(currency);
  }

  @Nullable Balance newestBalance() {
    Map.Entry<Currency, Balance> newest = balances.lastEntry();
    return newest == null ? null : newest.getValue();
  }

  Collection<Component> components() {
    return components.values();
  }

  Collection<Event.ApiUsage> endpoints() {
    return endpoints.values();
  }

  @Nullable Instant began() {
    return began;
  }

  @Nullable Critical critical() {
    return critical;
  }

  /** Why it ended; null while it runs, and when it was heard after its end. */
  @Nullable Ended ended() {
    Ended end = ended;
    return end != null && sign != null && sign.isAfter(end.heard()) ? null : end;
  }

  /** The engine's time when it was last heard; null when it was not since the engine runs. */
  @Nullable Instant sign() {
    return sign;
  }

  RunState runState() {
    return runState;
  }
}
