package dev.binnacle.server;

import dev.binnacle.model.ComponentName;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Event;
import dev.binnacle.model.Health;
import dev.binnacle.model.Money;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.OrderKind;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.RunState;
import dev.binnacle.model.Sample;
import dev.binnacle.model.Severity;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import dev.binnacle.model.TradeId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A bot that trades at the prices of the tape with market orders, now and then, and says all that a bot with the client says. Its noise is as
 * noise is: latencies with a long tail, memory that rises until it is collected, a reconnect every few hours, an API call that fails.
 */
final class SimulatedBot {
  static final Duration STEP = Duration.ofSeconds(10);
  private static final Symbol SYMBOL = new Symbol("BTC/USD");
  private static final double QUANTITY = 0.02;
  private static final double FEE = 0.0002;

  private final Random random;
  private final String name;
  private double cash = 10_000;
  private double entry;
  private double fees;
  private boolean open;
  private Instant next;
  private double memory = 220;
  private double leaked;
  private double reconnects;
  private long calls;
  private long failures;
  private long throttled;
  private int number;
  private boolean wasFaulty;
  /** What the batch is silent about before it: so many numbers were used and never came. */
  int lost;

  SimulatedBot(String name, long seed, Instant begin) {
    this.name = name;
    this.random = new Random(seed);
    this.next = begin.plusSeconds(60);
  }

  /**
   * What it says in this step; nothing when nobody hears it.
   *
   * @param price of the market now
   * @param filled the price at which the market trades a moment later
   */
  List<Event> step(Instant now, double price, double filled, @Nullable Fault fault) {
    List<Event> said = new ArrayList<>();
    Instant at = now.plusMillis((long) of(fault, Fault.Kind.CLOCK_SKEW, 1_500, 8_000, 0));
    said.add(new Event.Heartbeat(at, RunState.RUNNING));
    said.add(new Event.Mark(at, SYMBOL, money(price)));
    said.add(metrics(at, fault));
    calls(at, fault, said);
    trade(at, filled, fault, said);
    mishap(at, price, fault, said);
    if (wasFaulty && fault == null) {
      said.add(new Event.ComponentHealth(at, new ComponentName("gateway"), Health.HEALTHY, false, null, null));
      said.add(
          new Event.ComponentHealth(
              at, new ComponentName("balance_manager"), Health.HEALTHY, false, Duration.ofMillis(120), null));
    }
    wasFaulty = fault != null;
    return is(fault, Fault.Kind.HEARTBEAT_LOST) ? List.of() : said;
  }

  /** How much of it there is by a fault of this kind, and without one. */
  private static double of(@Nullable Fault fault, Fault.Kind kind, double least, double most, double without) {
    return fault != null && fault.kind() == kind ? fault.between(least, most) : without;
  }

  private static boolean is(@Nullable Fault fault, Fault.Kind kind) {
    return fault != null && fault.kind() == kind;
  }

  private Event metrics(Instant at, @Nullable Fault fault) {
    memory = memory > 330 ? 220 : memory + random.nextDouble() * 0.2;
    leaked = is(fault, Fault.Kind.MEMORY_LEAK) ? leaked + of(fault, Fault.Kind.MEMORY_LEAK, 0.2, 1, 0) : 0;
    boolean storm = is(fault, Fault.Kind.RECONNECT_STORM);
    reconnects += random.nextInt(1_500) == 0 || (storm && random.nextInt(6) == 0) ? 1 : 0;
    double latency = 60 * Math.exp(0.5 * random.nextGaussian());
    double slower = of(fault, Fault.Kind.LATENCY_STEP, 12, 60, 1);
    double age = fault != null && fault.kind() == Fault.Kind.FEED_SILENT
        ? Duration.between(fault.begin(), at).toMillis() / 1e3
        : Math.min(15, -3 * Math.log(1 - random.nextDouble()));
    return new Event.Metrics(at, List.of(
        Sample.of("memory_usage_mb", memory + leaked),
        Sample.of("log_file_size_mb", 2 + at.getEpochSecond() % 86_400 / 86_400.0),
        Sample.of("websocket_reconnects", reconnects),
        Sample.of("websocket_latency_ms", latency * slower),
        Sample.of("market_data_age_seconds", age),
        Sample.of("websocket_status", is(fault, Fault.Kind.SOCKET_DOWN) ? "disconnected" : "connected")));
  }

  private void calls(Instant at, @Nullable Fault fault, List<Event> said) {
    calls += 20;
    failures += random.nextInt(8_640) == 0 ? 1 : 0;
    failures += (long) of(fault, Fault.Kind.API_ERRORS, 1, 6, 0);
    long refused = (long) of(fault, Fault.Kind.THROTTLED, 1, 4, 0);
    throttled += refused;
    failures += refused;
    said.add(new Event.ApiUsage(at, "venue", "/orders", calls, failures, throttled, null, null));
  }

  private void trade(Instant at, double filled, @Nullable Fault fault, List<Event> said) {
    if (at.isBefore(next) || (is(fault, Fault.Kind.STUCK_POSITION) && open)) {
      return;
    }
    next = at.plusSeconds(60 + random.nextInt(240));
    double worse = of(fault, Fault.Kind.SLIPPAGE_DRIFT, 20, 120, 0) / 10_000;
    double rate = FEE * of(fault, Fault.Kind.FEE_DRIFT, 1.15, 2.5, 1);
    Side side = open ? Side.SELL : Side.BUY;
    double paid = filled * (open ? 1 - worse : 1 + worse);
    said.add(order("o" + ++number, at, side, OrderStatus.FILLED, paid));
    double fee = paid * QUANTITY * rate;
    cash -= fee;
    fees += fee;
    if (open) {
      double pnl = (paid - entry) * QUANTITY;
      cash += pnl;
      said.add(
          Event.TradeClosed.of(
              at, new TradeId(name + number), SYMBOL, Side.BUY, money(paid), money(QUANTITY), Currency.USD, money(pnl))
              .withFees(new Money(money(fees), Currency.USD)));
    } else {
      said.add(
          Event.TradeOpened.of(
              at, new TradeId(name + (number + 1)), SYMBOL, Side.BUY, money(paid), money(QUANTITY), Currency.USD));
      entry = paid;
      fees = fee;
    }
    open = !open;
    said.add(position(at, open ? QUANTITY : 0, paid));
    said.add(balance(at, cash));
    said.add(execution(at, fault));
  }

  private Event execution(Instant at, @Nullable Fault fault) {
    double took = 0.3 * Math.exp(0.4 * random.nextGaussian());
    return new Event.Metrics(
        at,
        List.of(Sample.of("trade_execution_time", took * of(fault, Fault.Kind.SLOW_EXECUTION, 15, 60, 1))));
  }

  private void mishap(Instant at, double price, @Nullable Fault fault, List<Event> said) {
    if (fault == null) {
      return;
    }
    boolean now = Duration.between(fault.begin(), at).compareTo(STEP) < 0;
    switch (fault.kind()) {
      case ERROR_BURST -> said.add(new Event.ErrorRaised(at, "Timeout", "the venue does not answer", Severity.ERROR, null));
      case LOSS_SLIDE -> {
        cash -= fault.between(0.15, 1.2);
        said.add(balance(at, cash));
      }
      case BALANCE_JUMP -> said.add(balance(at, cash * (1 - fault.between(0.08, 0.4))));
      case CANCEL_STORM -> {
        for (int i = 0; i < fault.between(20, 60); i++) {
          said.add(order("c" + ++number, at, Side.BUY, OrderStatus.CANCELLED, null));
        }
      }
      case REPEATED_ORDER -> {
        for (int i = 0; i < fault.between(3, 10); i++) {
          said.add(order("d" + ++number, at, Side.BUY, OrderStatus.OPEN, null));
        }
      }
      case REJECTED_ORDERS -> {
        if (random.nextDouble() < fault.between(0.1, 0.6)) {
          said.add(order("r" + ++number, at, Side.BUY, OrderStatus.REJECTED, null));
        }
      }
      case COMPONENT_FAILED ->
          said.add(new Event.ComponentHealth(at, new ComponentName("gateway"), Health.FAILED, false, null, "no answer"));
      case SLOW_BALANCE ->
          said.add(
              new Event.ComponentHealth(
                  at, new ComponentName("balance_manager"), Health.DEGRADED, false,
                  Duration.ofMillis((long) fault.between(1_800, 9_000)), null));
      case EVENTS_LOST -> {
        lost = now ? 3 : 0;
        said.add(balance(at, cash));
      }
      case LARGE_POSITION -> said.add(position(at, fault.between(2.5, 6) * cash / price, price));
      case HEARTBEAT_LOST, FEED_SILENT, SOCKET_DOWN, LATENCY_STEP, SLIPPAGE_DRIFT, FEE_DRIFT, MEMORY_LEAK, RECONNECT_STORM,
          STUCK_POSITION, SLOW_EXECUTION, CLOCK_SKEW, API_ERRORS, THROTTLED -> {}
    }
  }

  private static Event order(String id, Instant at, Side side, OrderStatus status, @Nullable Double paid) {
    return new Event.OrderUpdate(
        at, new OrderId(id), SYMBOL, side, OrderKind.MARKET, status, money(QUANTITY),
        paid == null ? BigDecimal.ZERO : money(QUANTITY),
        null, paid == null ? null : money(paid), Currency.USD, null, null);
  }

  private static Event position(Instant at, double quantity, double price) {
    return new Event.PositionUpdate(
        at, SYMBOL, Side.BUY, money(quantity), money(price), Currency.USD, money(price), null, null, null, null, null);
  }

  private static Event balance(Instant at, double total) {
    return new Event.BalanceUpdate(at, money(total), null, Currency.USD, BigDecimal.ZERO);
  }

  private static BigDecimal money(double amount) {
    return BigDecimal.valueOf(amount).setScale(8, RoundingMode.HALF_EVEN);
  }

  /** What a fault has left behind is put right: its position and its balance are what they were. */
  List<Event> mended(Instant at, Fault over, double price) {
    return switch (over.kind()) {
      case LARGE_POSITION -> List.of(position(at, open ? QUANTITY : 0, open ? entry : price));
      case BALANCE_JUMP -> List.of(balance(at, cash));
      default -> List.of();
    };
  }
}
