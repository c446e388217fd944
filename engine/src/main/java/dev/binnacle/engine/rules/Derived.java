package dev.binnacle.engine.rules;

import dev.binnacle.model.MetricName;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The figures that the fleet derives, by which rules may be named as by metrics that bots send: the names are these words in lower
 * case. Money is in the account's currency, a fraction is a fraction, and drawdowns are zero or below.
 */
public enum Derived {
  EQUITY(true),
  BALANCE(true),
  UNREALIZED(true),
  DAILY_PNL(true),
  TOTAL_PNL(true),
  DAILY_RETURN(true),
  CURRENT_DRAWDOWN(true),
  /** The same as {@link #CURRENT_DRAWDOWN}, under the name of its series. */
  DRAWDOWN(true),
  MAX_DRAWDOWN(true),
  /** What is long plus what is short, of the equity. */
  EXPOSURE(true),
  /** What is long less what is short, of the equity. */
  NET_EXPOSURE(true),
  /** What is held of the instrument of which most is held, both sides counted up, of the equity. */
  SYMBOL_EXPOSURE(true),
  WIN_RATE(true),
  SUCCESS_RATE(true),
  /** {@link #SUCCESS_RATE} in percent. */
  TRADING_SUCCESS_RATE_PERCENT(true),
  TRADES_EXECUTED(true),
  CONSECUTIVE_LOSSES(true),
  /** Errors of severity ERROR or worse within 24 hours. */
  ERROR_COUNT(true),
  OPEN_POSITIONS(true),
  OPEN_ORDERS(false),
  /** Open orders of a bot that is offline, or with which a halt is done that lets no order pass. */
  ORPHAN_ORDERS(false),
  /** The bot's clock less the engine's. */
  CLOCK_SKEW_MS(false),
  HEARTBEAT_AGE_SECONDS(false),
  /** Calls that failed of those in the last five minutes, if there were any. */
  API_ERROR_RATE_PERCENT(false),
  /** Calls that venues answered with 429, since the bot began. */
  API_THROTTLED(false),
  /** Changes of the bot's configuration that were refused in a row, without a good one between. */
  CONFIG_REFUSED(false),
  BOTS(true),
  BOTS_ONLINE(true),
  BOTS_OFFLINE(true);

  private static final Map<String, Derived> BY_NAME = new HashMap<>();

  static {
    for (Derived each : values()) {
      BY_NAME.put(each.metric.value(), each);
    }
  }

  private final MetricName metric = new MetricName(name().toLowerCase(Locale.ROOT));
  private final boolean ofFleet;

  Derived(boolean ofFleet) {
    this.ofFleet = ofFleet;
  }

  public MetricName metric() {
    return metric;
  }

  /** Whether the fleet as one has it too. */
  public boolean isOfFleet() {
    return ofFleet;
  }

  /** Whether it is of now even while the bot is silent, since it is not the bot's word alone. */
  boolean isKnownOfSilentBots() {
    return this == CONFIG_REFUSED || this == ORPHAN_ORDERS;
  }

  public static @Nullable Derived named(MetricName name) {
    return BY_NAME.get(name.value());
  }

  static boolean isOfFleet(MetricName name) {
    Derived derived = named(name);
    return derived != null && derived.ofFleet;
  }
}
