package dev.binnacle.engine;

import dev.binnacle.model.ComponentName;
import dev.binnacle.model.ConfigOutcome;
import dev.binnacle.model.ConfigSource;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.Health;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.InstancePolicy;
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
import dev.binnacle.model.TradingMode;
import dev.binnacle.model.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Something that a bot says in a test, at the time that it is said unless it tells another. */
record Says(
    Function<Instant, Event> event, @Nullable String instance, long seq, @Nullable String id, @Nullable Instant when) {
  static final Currency USD = Currency.USD;

  private static Says of(Function<Instant, Event> event) {
    return new Says(event, null, Envelope.UNSEQUENCED, null, null);
  }

  /** As event {@code seq} of an instance: {@code by("i1", 7)}. */
  Says by(String sender, long number) {
    return new Says(event, sender, number, id, when);
  }

  Says by(String sender) {
    return by(sender, Envelope.UNSEQUENCED);
  }

  Says keyed(String key) {
    return new Says(event, instance, seq, key, when);
  }

  /** At a time of day by the bot's clock. */
  Says at(String time) {
    return new Says(event, instance, seq, id, Script.time(time));
  }

  Envelope envelope(Instant now) {
    InstanceId sender = instance == null ? null : new InstanceId(instance);
    return new Envelope(event.apply(when == null ? now : when), sender, seq, id);
  }

  static Says started() {
    return started(InstancePolicy.SINGLE);
  }

  static Says started(InstancePolicy policy) {
    return of(at -> new Event.Started(at, TradingMode.PAPER, policy, "paper", "trend", "1.0", null, null));
  }

  static Says config(
      long record, ConfigOutcome outcome, @Nullable Long version, @Nullable String hash, @Nullable String reason) {
    return of(
        at -> new Event.ConfigUpdate(
            at, record, outcome, version, hash, null, "anna", true, reason, ConfigSource.DASHBOARD, List.of(), List.of()));
  }

  static Says stopped(@Nullable Integer exitCode, @Nullable String reason) {
    return of(at -> new Event.Stopped(at, exitCode, reason));
  }

  static Says opened(String trade, String symbol, Side side, String price, String quantity) {
    return opened(trade, symbol, side, price, quantity, null);
  }

  static Says opened(String trade, String symbol, Side side, String price, String quantity, @Nullable String stop) {
    return of(
        at -> Event.TradeOpened.of(
            at, new TradeId(trade), new Symbol(symbol), side, new BigDecimal(price), new BigDecimal(quantity), USD)
            .withStops(stop == null ? null : new BigDecimal(stop), null));
  }

  static Says closed(String trade, String symbol, Side side, String price, String quantity, String pnl) {
    return closed(trade, symbol, side, price, quantity, pnl, null);
  }

  static Says closed(
      String trade, String symbol, Side side, String price, String quantity, String pnl, @Nullable Money fees) {
    return closed(trade, symbol, side, price, quantity, pnl, fees, USD);
  }

  static Says closed(
      String trade,
      String symbol,
      Side side,
      String price,
      String quantity,
      String pnl,
      @Nullable Money fees,
      Currency currency) {
    return of(
        at -> {
          Event.TradeClosed event =
              Event.TradeClosed.of(
                  at,
                  new TradeId(trade),
                  new Symbol(symbol),
                  side,
                  new BigDecimal(price),
                  new BigDecimal(quantity),
                  currency,
                  new BigDecimal(pnl));
          return fees == null ? event : event.withFees(fees);
        });
  }

  static Says order(String id, OrderStatus status, String filled) {
    return of(
        at -> new Event.OrderUpdate(
            at,
            new OrderId(id),
            new Symbol("BTC/USD"),
            Side.BUY,
            OrderKind.LIMIT,
            status,
            BigDecimal.ONE,
            new BigDecimal(filled),
            new BigDecimal("100"),
            null,
            USD,
            null,
            null));
  }

  static Says position(String symbol, Side side, String quantity, String entry, @Nullable String price) {
    return position(symbol, side, quantity, entry, price, null, USD);
  }

  static Says position(
      String symbol,
      Side side,
      String quantity,
      String entry,
      @Nullable String price,
      @Nullable String unrealized,
      Currency currency) {
    return of(
        at -> new Event.PositionUpdate(
            at,
            new Symbol(symbol),
            side,
            new BigDecimal(quantity),
            new BigDecimal(entry),
            currency,
            price == null ? null : new BigDecimal(price),
            unrealized == null ? null : new BigDecimal(unrealized),
            null,
            null,
            null,
            null));
  }

  static Says balance(String total) {
    return balance(total, null, USD, "0");
  }

  static Says balance(String total, @Nullable String available, Currency currency, String deposit) {
    return of(
        at -> new Event.BalanceUpdate(
            at,
            new BigDecimal(total),
            available == null ? null : new BigDecimal(available),
            currency,
            new BigDecimal(deposit)));
  }

  static Says error(String kind, Severity severity) {
    return of(at -> new Event.ErrorRaised(at, kind, "it went wrong", severity, null));
  }

  static Says health(String component, Health health, boolean critical) {
    return of(at -> new Event.ComponentHealth(at, new ComponentName(component), health, critical, null, null));
  }

  static Says custom(String name) {
    return of(at -> new Event.Custom(at, name, Map.of()));
  }

  static Says report(double riskFactor, String reason) {
    Map<String, Value> figures =
        Map.of("dynamic_risk_factor", new Value.Decimal(BigDecimal.valueOf(riskFactor)), "risk_reason", new Value.Text(reason));
    return of(at -> new Event.Report(at, Event.Report.Kind.PERFORMANCE_REPORT, null, figures));
  }

  static Says alive() {
    return alive(RunState.RUNNING);
  }

  static Says alive(RunState state) {
    return of(at -> new Event.Heartbeat(at, state));
  }

  static Says mark(String symbol, String price) {
    return of(at -> new Event.Mark(at, new Symbol(symbol), new BigDecimal(price)));
  }

  static Says metric(String name, double value) {
    return of(at -> new Event.Metrics(at, List.of(Sample.of(name, value))));
  }

  static Says metric(String name, String state) {
    return of(at -> new Event.Metrics(at, List.of(Sample.of(name, state))));
  }

  static Says calls(String endpoint, long calls, long errors) {
    return of(at -> new Event.ApiUsage(at, "paper", endpoint, calls, errors, 0, null, null));
  }

  static Says log(String message) {
    return of(at -> new Event.LogLine(at, Severity.INFO, "bot", message));
  }
}
