package dev.binnacle.model;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of {@link Event}, with the word that names each on the wire. */
public enum EventType {
  STARTED("started", true),
  STOPPED("stopped", true),
  TRADE_OPENED("trade_opened", true),
  TRADE_CLOSED("trade_closed", true),
  ORDER("order", true),
  POSITION("position", true),
  BALANCE("balance", true),
  ERROR("error", true),
  HEALTH("health", true),
  DAILY_SUMMARY("daily_summary", true),
  PORTFOLIO_UPDATE("portfolio_update", true),
  PERFORMANCE_REPORT("performance_report", true),
  BACKTEST_RESULT("backtest_result", true),
  CUSTOM("custom", true),
  CONFIG("config", true),
  METRICS("metrics", false),
  HEARTBEAT("heartbeat", false),
  MARK("mark", false),
  API_USAGE("api_usage", false),
  LOG("log", false);

  private static final Map<String, EventType> BY_WIRE_NAME =
      Stream.of(values()).collect(Collectors.toUnmodifiableMap(EventType::wireName, Function.identity()));

  private final String wireName;
  private final boolean durable;

  EventType(String wireName, boolean durable) {
    this.wireName = wireName;
    this.durable = durable;
  }

  public String wireName() {
    return wireName;
  }

  /** Whether events of this type belong to an instance's sequence and are kept for good. */
  public boolean isDurable() {
    return durable;
  }

  public static Optional<EventType> named(String wireName) {
    return Optional.ofNullable(BY_WIRE_NAME.get(wireName));
  }

  public static EventType of(Event event) {
    // Not a pattern switch: this room is compiled for Java 17.
    if (event instanceof Event.Report report) {
      return ofReport(report.kind());
    }
    EventType type = CLASSES.get(event.getClass());
    if (type == null) {
      throw new IllegalStateException("no event type for " + event.getClass());
    }
    return type;
  }

  private static EventType ofReport(Event.Report.Kind kind) {
    return switch (kind) {
      case DAILY_SUMMARY -> DAILY_SUMMARY;
      case PORTFOLIO_UPDATE -> PORTFOLIO_UPDATE;
      case PERFORMANCE_REPORT -> PERFORMANCE_REPORT;
      case BACKTEST_RESULT -> BACKTEST_RESULT;
    };
  }

  private static final Map<Class<?>, EventType> CLASSES =
      Map.ofEntries(
          Map.entry(Event.Started.class, STARTED),
          Map.entry(Event.Stopped.class, STOPPED),
          Map.entry(Event.TradeOpened.class, TRADE_OPENED),
          Map.entry(Event.TradeClosed.class, TRADE_CLOSED),
          Map.entry(Event.OrderUpdate.class, ORDER),
          Map.entry(Event.PositionUpdate.class, POSITION),
          Map.entry(Event.BalanceUpdate.class, BALANCE),
          Map.entry(Event.ErrorRaised.class, ERROR),
          Map.entry(Event.ComponentHealth.class, HEALTH),
          Map.entry(Event.Custom.class, CUSTOM),
          Map.entry(Event.ConfigUpdate.class, CONFIG),
          Map.entry(Event.Metrics.class, METRICS),
          Map.entry(Event.Heartbeat.class, HEARTBEAT),
          Map.entry(Event.Mark.class, MARK),
          Map.entry(Event.ApiUsage.class, API_USAGE),
          Map.entry(Event.LogLine.class, LOG));
}
