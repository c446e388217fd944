package dev.binnacle.server;

import dev.binnacle.exchange.AccountBalance;
import dev.binnacle.exchange.Capabilities;
import dev.binnacle.exchange.DirectPaperGateway;
import dev.binnacle.exchange.ExchangeException;
import dev.binnacle.exchange.ExchangeGateway;
import dev.binnacle.exchange.Faults;
import dev.binnacle.exchange.Fill;
import dev.binnacle.exchange.Instrument;
import dev.binnacle.exchange.KeyPermissions;
import dev.binnacle.exchange.NetPosition;
import dev.binnacle.exchange.OrderRequest;
import dev.binnacle.exchange.OrderState;
import dev.binnacle.exchange.PaperExchange;
import dev.binnacle.exchange.PublicTrade;
import dev.binnacle.model.Money;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An exchange that misbehaves, with one account: what it tells, and what is true. It does not keep an order from turning a position. */
final class MatrixVenue {
  static final Symbol BTC = new Symbol("BTC/USD");
  private static final String ACCOUNT = "trend";
  private static final String CLOSING = "bn";

  private final MatrixTime time;
  private final PaperExchange exchange = new PaperExchange(
      BTC, new PaperExchange.Terms(Money.of("100000000", "USD"), BigDecimal.ZERO, BigDecimal.ZERO, new BigDecimal("2")),
      new BigDecimal("1000"));
  private final DirectPaperGateway truth;
  private final Random chance;
  private volatile Combination.Venue fault = Combination.Venue.FINE;
  private long trades;
  private volatile int cancelsAsked;
  private final Map<String, Instant> arrived = new ConcurrentHashMap<>();
  private final Set<Thread> callers = ConcurrentHashMap.newKeySet();

  MatrixVenue(MatrixTime time, long seed) {
    this.time = time;
    this.chance = new Random(seed);
    this.truth = new DirectPaperGateway(exchange, ACCOUNT, time, new Random(seed));
  }

  void befall(Combination.Venue next) {
    fault = next;
    exchange.inject(next == Combination.Venue.FILLING ? Faults.fillingOnCancel() : Faults.NONE);
  }

  /** A trade of others. */
  void pass(String price, String quantity) {
    exchange.pass(new PublicTrade(trades++, Instant.EPOCH, new BigDecimal(price), new BigDecimal(quantity)));
  }

  OrderState place(OrderRequest request) {
    arrived.put(request.clientId(), time.instant());
    return exchange.place(ACCOUNT, request);
  }

  /** Whether it came so lately that nobody can have read it since. */
  boolean isYounger(OrderState order, Duration than) {
    return arrived.getOrDefault(order.clientId(), Instant.MIN).plus(than).isAfter(time.instant());
  }

  List<OrderState> resting() {
    return exchange.openOrders(ACCOUNT);
  }

  Optional<OrderState> order(OrderId id) {
    Optional<OrderState> byId = exchange.order(ACCOUNT, id);
    return byId.isPresent() ? byId : exchange.orderOfClient(ACCOUNT, id.value());
  }

  BigDecimal position() {
    return exchange.positions(ACCOUNT).stream().map(NetPosition::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Whether nobody who called once runs now. */
  boolean isQuiet() {
    callers.removeIf(caller -> !caller.isAlive());
    return callers.stream().noneMatch(caller -> caller.isVirtual() && caller.getState() == Thread.State.RUNNABLE);
  }

  private synchronized void count() {
    cancelsAsked++;
  }

  boolean isClean() {
    return resting().isEmpty() && position().signum() == 0;
  }

  /** What orders of the server's would sell, if all of them filled. */
  BigDecimal closing() {
    return resting().stream()
        .filter(order -> order.clientId().startsWith(CLOSING) && order.side() == Side.SELL)
        .map(OrderState::remaining)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  int cancelsAsked() {
    return cancelsAsked;
  }

  /**
   * A process's way in.
   *
   * @param gone whether that process can call no more
   * @param placed hears when an order of it has arrived, before the process knows
   * @param asked hears when a cancel of it has
   */
  ExchangeGateway gate(BooleanSupplier gone, Runnable placed, Runnable asked) {
    return new Gate(gone, placed, asked);
  }

  private final class Gate implements ExchangeGateway {
    private final BooleanSupplier gone;
    private final Runnable placed;
    private final Runnable asked;

    Gate(BooleanSupplier gone, Runnable placed, Runnable asked) {
      this.gone = gone;
      this.placed = placed;
      this.asked = asked;
    }

    private <T> T call(Supplier<T> work) {
      time.beat();
      callers.add(Thread.currentThread());
      if (gone.getAsBoolean() || fault == Combination.Venue.DOWN) {
        throw new ExchangeException(ExchangeException.Kind.UNREACHABLE, "nobody answers");
      }
      if (fault == Combination.Venue.THROTTLED && isUnlucky()) {
        throw ExchangeException.throttled("too many calls", Duration.ofSeconds(1));
      }
      return work.get();
    }

    private boolean isUnlucky() {
      synchronized (chance) {
        return chance.nextInt(10) < 6;
      }
    }

    private void hear(Runnable listener) {
      listener.run();
      if (gone.getAsBoolean()) {
        throw new ExchangeException(ExchangeException.Kind.UNREACHABLE, "the answer is lost");
      }
    }

    @Override
    public String venue() {
      return "paper";
    }

    @Override
    public Capabilities capabilities() {
      return new Capabilities(true, false, true);
    }

    @Override
    public KeyPermissions keyPermissions() {
      return truth.keyPermissions();
    }

    @Override
    public OrderState place(OrderRequest request) {
      return call(() -> {
        if (fault == Combination.Venue.REJECTING) {
          throw new ExchangeException(ExchangeException.Kind.REJECTED, "no orders are taken just now");
        }
        OrderState taken = MatrixVenue.this.place(request);
        hear(placed);
        return taken;
      });
    }

    @Override
    public OrderState cancel(OrderId order, @Nullable Symbol symbol) {
      return call(() -> {
        count();
        OrderState known = exchange.order(ACCOUNT, order).orElse(null);
        if (fault == Combination.Venue.REJECTING || known == null) {
          throw new ExchangeException(ExchangeException.Kind.REJECTED, "no cancels are taken just now");
        }
        OrderState cancelled = fault == Combination.Venue.LYING ? lie(known) : exchange.cancel(ACCOUNT, order);
        hear(asked);
        return cancelled;
      });
    }

    private static OrderState lie(OrderState order) {
      return new OrderState(
          order.id(), order.clientId(), order.symbol(), order.side(), order.kind(), OrderStatus.CANCELLED, order.quantity(),
          order.filled(), order.price(), order.averagePrice(), order.reduceOnly());
    }

    @Override
    public Optional<OrderState> order(OrderId order, @Nullable Symbol symbol) {
      return call(() -> exchange.order(ACCOUNT, order));
    }

    @Override
    public Optional<OrderState> orderOfClient(String clientId, @Nullable Symbol symbol) {
      return call(() -> exchange.orderOfClient(ACCOUNT, clientId));
    }

    @Override
    public List<OrderState> openOrders() {
      return call(() -> exchange.openOrders(ACCOUNT));
    }

    @Override
    public List<NetPosition> positions() {
      return call(() -> exchange.positions(ACCOUNT));
    }

    @Override
    public AccountBalance balance() {
      return call(() -> exchange.balance(ACCOUNT));
    }

    @Override
    public List<Fill> fills(long after) {
      return call(() -> exchange.fills(ACCOUNT, after));
    }

    @Override
    public Instrument instrument(Symbol symbol) {
      return call(() -> truth.instrument(symbol));
    }

    @Override
    public BigDecimal lastPrice(Symbol symbol) {
      return call(() -> truth.lastPrice(symbol));
    }

    @Override
    public void close() {}
  }
}
