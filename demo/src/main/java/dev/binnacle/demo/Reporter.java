package dev.binnacle.demo;

import dev.binnacle.client.ApiCalls;
import dev.binnacle.client.Monitor;
import dev.binnacle.client.Timing;
import dev.binnacle.exchange.AccountBalance;
import dev.binnacle.exchange.ExchangeException;
import dev.binnacle.exchange.NetPosition;
import dev.binnacle.exchange.OrderRequest;
import dev.binnacle.exchange.OrderState;
import dev.binnacle.model.ComponentName;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Event;
import dev.binnacle.model.Health;
import dev.binnacle.model.InstancePolicy;
import dev.binnacle.model.Money;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.Severity;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import dev.binnacle.model.TradeId;
import dev.binnacle.model.TradingMode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells Binnacle what a bot does, in the words of the model. Everything here returns at once, whatever the server does. */
final class Reporter implements Mishaps.Voice {
  private static final Currency USD = Currency.USD;
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final Duration SLOW = Duration.ofMillis(150);

  private final Monitor monitor;
  private final Books books = new Books();
  private final Timing execution;
  private final Timing balanceCheck;
  private final Map<String, Health> told = new HashMap<>();

  /** What the run came to so far. */
  Books books() {
    return books;
  }

  /** Connects as anyone's bot would, and says what kind of bot this is. */
  static Monitor connect(String bot, URI server, String token, Strategy strategy, Path spool) {
    return Monitor.builder(bot, server, token)
        .mode(TradingMode.PAPER)
        .instances(InstancePolicy.SINGLE)
        .venue("paper")
        .strategy(strategy.name())
        .version("1.0")
        .spoolDirectory(spool)
        .heartbeatInterval(Duration.ofSeconds(2))
        .metricsInterval(Duration.ofSeconds(2))
        .detailedLogs(true)
        .connect();
  }

  Reporter(Monitor monitor) {
    this.monitor = monitor;
    this.execution = monitor.timing("trade_execution_time");
    this.balanceCheck = monitor.timing("balance_check_time");
  }

  void opened(Lots.Lot lot, @Nullable BigDecimal stop, @Nullable BigDecimal target, String strategy, Instant now) {
    monitor.tradeOpened(
        Event.TradeOpened
            .of(now, new TradeId(lot.tradeId()), ExchangeMain.SYMBOL, lot.side(), rounded(lot.price()), lot.quantity(), USD)
            .withStrategy(strategy)
            .withStops(stop, target));
  }

  void closed(Lots.Closed closed, String reason, String strategy, Instant now) {
    Lots.Lot lot = closed.lot();
    books.closed(closed.pnl(), closed.fees());
    BigDecimal cost = lot.price().multiply(closed.quantity());
    monitor.tradeClosed(
        Event.TradeClosed.of(
            now, new TradeId(lot.tradeId()), ExchangeMain.SYMBOL, lot.side(), rounded(closed.exitPrice()), closed.quantity(), USD,
            rounded(closed.pnl()))
            .withEntryPrice(rounded(lot.price()))
            .withPnlPct(closed.pnl().multiply(HUNDRED).divide(cost, MathContext.DECIMAL64).setScale(4, RoundingMode.HALF_EVEN))
            .withFees(new Money(rounded(closed.fees()), USD))
            .withReason(reason)
            .withDuration(Duration.between(lot.openedAt(), now))
            .withStrategy(strategy));
  }

  /** To eight decimals, as venues give prices and amounts. */
  private static BigDecimal rounded(BigDecimal amount) {
    return amount.setScale(8, RoundingMode.HALF_EVEN);
  }

  void order(OrderState order, Instant now, @Nullable String reason) {
    BigDecimal average = order.averagePrice();
    monitor.order(new Event.OrderUpdate(
        now,
        order.id(),
        order.symbol(),
        order.side(),
        order.kind(),
        order.status(),
        order.quantity(),
        order.filled(),
        order.price(),
        average == null ? null : rounded(average),
        USD,
        null,
        reason));
  }

  void rejected(OrderRequest request, String reason, Instant now) {
    monitor.order(new Event.OrderUpdate(
        now,
        new OrderId(request.clientId()),
        request.symbol(),
        request.side(),
        request.kind(),
        OrderStatus.REJECTED,
        request.quantity(),
        BigDecimal.ZERO,
        request.price(),
        null,
        USD,
        null,
        reason));
    monitor.error("OrderRejected", reason, Severity.WARNING);
  }

  void position(NetPosition position, @Nullable BigDecimal stop, @Nullable BigDecimal target, String strategy, Instant now) {
    Side side = position.quantity().signum() > 0 ? Side.BUY : Side.SELL;
    monitor.position(new Event.PositionUpdate(
        now,
        position.symbol(),
        side,
        position.quantity().abs(),
        rounded(Trader.paid(position)),
        USD,
        position.currentPrice(),
        null,
        null,
        stop,
        target,
        strategy));
  }

  void flat(Symbol symbol, Instant now) {
    monitor.position(new Event.PositionUpdate(
        now, symbol, Side.BUY, BigDecimal.ZERO, BigDecimal.ONE, USD, null, null, null, null, null, null));
  }

  void balance(AccountBalance balance, Duration took, Instant now) {
    balanceCheck.record(took);
    books.balance(balance);
    component("balance_manager", took.compareTo(SLOW) > 0 ? Health.DEGRADED : Health.HEALTHY, took, null);
    monitor.balance(
        new Event.BalanceUpdate(now, balance.total().amount(), balance.available().amount(), balance.total().currency(),
            BigDecimal.ZERO));
  }

  void mark(Symbol symbol, BigDecimal price) {
    monitor.mark(symbol, price);
  }

  void executed(Duration took) {
    execution.record(took);
  }

  /** One call to the venue has ended, with status 0 when there was no answer. */
  void called(String endpoint, int status, Duration took, @Nullable Long remaining, @Nullable Long limit) {
    ApiCalls calls = monitor.apiCall("paper", endpoint);
    if (status == 0) {
      calls.failed();
    } else {
      calls.answered(status);
    }
    if (remaining != null && limit != null) {
      calls.remaining(remaining, limit);
    }
    if (endpoint.endsWith("-orders")) {
      component("order_gateway", took.compareTo(SLOW) > 0 ? Health.DEGRADED : Health.HEALTHY, took, null);
    }
  }

  void healthy() {
    monitor.state("websocket_status", "connected");
    component("market_data", Health.HEALTHY, null, null);
  }

  void trouble(ExchangeException e, Instant now) {
    Severity severity = e.kind() == ExchangeException.Kind.THROTTLED ? Severity.WARNING : Severity.ERROR;
    error(e.kind() == ExchangeException.Kind.THROTTLED ? "Throttled" : "VenueTrouble", String.valueOf(e.getMessage()), now,
        severity);
    if (e.kind() == ExchangeException.Kind.UNREACHABLE) {
      monitor.state("websocket_status", "disconnected");
      component("market_data", Health.FAILED, null, e.getMessage());
    }
  }

  @Override
  public void error(String kind, String message, Severity severity) {
    error(kind, message, Instant.now(), severity);
  }

  @Override
  public void critical(String name, Health health, @Nullable String message) {
    monitor.health(new Event.ComponentHealth(Instant.now(), new ComponentName(name), health, true, null, message));
  }

  void error(String kind, String message, Instant now) {
    error(kind, message, now, Severity.ERROR);
  }

  private void error(String kind, String message, Instant now, Severity severity) {
    monitor.error(new Event.ErrorRaised(now, kind, message, severity, null));
    monitor.log(severity, "demo." + kind, message);
  }

  /** Tells a component's health when it changes, and not each time it is looked at. */
  private void component(String name, Health health, @Nullable Duration took, @Nullable String message) {
    if (told.put(name, health) != health) {
      monitor.health(new Event.ComponentHealth(Instant.now(), new ComponentName(name), health, true, took, message));
    }
  }
}
