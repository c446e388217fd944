package dev.binnacle.server;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The limits that every bot is held against unless the settings say otherwise, with the figures of the stock. */
public enum Threshold {
  MEMORY_USAGE_MB(500),
  LOG_FILE_SIZE_MB(8),
  NONCE_GENERATION_RATE_PER_SECOND(1000),
  WEBSOCKET_RECONNECTS_PER_HOUR(5),
  API_ERROR_RATE_PERCENT(0.1),
  TRADING_SUCCESS_RATE_PERCENT(85),
  DAILY_PNL_LOSS_LIMIT(-50),
  BALANCE_MANAGER_RESPONSE_SECONDS(2),
  WEBSOCKET_LATENCY_MS(1000),
  TRADE_EXECUTION_TIME_SECONDS(5);

  private static final double LARGEST = 1e12;

  private final double stock;

  Threshold(double stock) {
    this.stock = stock;
  }

  public double stock() {
    return stock;
  }

  /** As the settings spell it: {@code memory-usage-mb}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** As it travels: {@code memory_usage_mb}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<Threshold> all() {
    return Arrays.asList(values());
  }

  /** A loss is negative, all else is not. */
  boolean allows(double limit) {
    return this == DAILY_PNL_LOSS_LIMIT ? limit <= 0 && limit >= -LARGEST : limit >= 0 && limit <= most();
  }

  String wanted() {
    return this == DAILY_PNL_LOSS_LIMIT
        ? "the profit of a day below which to alert, a number of 0 or less such as -50"
        : "a number from 0 to " + (name().endsWith("PERCENT") ? "100" : "1e12");
  }

  private double most() {
    return name().endsWith("PERCENT") ? 100 : LARGEST;
  }
}
