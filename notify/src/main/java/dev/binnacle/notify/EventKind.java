package dev.binnacle.notify;

import dev.binnacle.notify.EventFilter.Mode;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a message is about: each can be on, silent or off for each channel. */
public enum EventKind {
  ALERT("alert", Mode.ON),
  /** What a silence has hidden, and what goes on. Of level info, as an alert can be. */
  SILENCE_ENDED("silence_ended", Mode.SILENT),
  HALT("halt", Mode.ON),
  TRADE_OPENED("trade_opened", Mode.ON),
  TRADE_CLOSED("trade_closed", Mode.ON),
  ERROR("error", Mode.ON),
  RISK_VIOLATION("risk_violation", Mode.ON),
  DAILY_SUMMARY("daily_summary", Mode.ON),
  WEEKLY_REPORT("weekly_report", Mode.ON),
  PORTFOLIO_UPDATE("portfolio_update", Mode.SILENT),
  PERFORMANCE_REPORT("performance_report", Mode.SILENT),
  BACKTEST_RESULT("backtest_result", Mode.ON),
  CONFIG_CHANGE("config_change", Mode.SILENT),
  STARTED("started", Mode.SILENT),
  STOPPED("stopped", Mode.SILENT),
  ALL_CLEAR("all_clear", Mode.SILENT),
  ORDER("order", Mode.OFF),
  BALANCE("balance", Mode.OFF),
  HEALTH("health", Mode.OFF),
  CUSTOM("custom", Mode.OFF),
  /** How many events were too many for a channel to be told of one by one. */
  NOT_TOLD("not_told", Mode.SILENT),
  /** Somebody tries whether a channel works. Asks no filter. */
  TEST("test", Mode.ON);

  private static final Map<String, EventKind> BY_WORD =
      Stream.of(values()).collect(Collectors.toUnmodifiableMap(EventKind::word, Function.identity()));

  private final String word;
  private final Mode usual;

  EventKind(String word, Mode usual) {
    this.word = word;
    this.usual = usual;
  }

  /** As it is written in settings and on the wire, such as {@code trade_closed}. */
  public String word() {
    return word;
  }

  /** What happens to it where the settings say nothing. */
  public Mode usual() {
    return usual;
  }

  public static Optional<EventKind> named(String word) {
    return Optional.ofNullable(BY_WORD.get(word));
  }
}
