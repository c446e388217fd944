package dev.binnacle.server;

import dev.binnacle.engine.rules.Bearing;
import dev.binnacle.engine.rules.Condition;
import dev.binnacle.engine.rules.Rule;
import dev.binnacle.engine.rules.Scope;
import dev.binnacle.model.BotId;
import dev.binnacle.model.ComponentName;
import dev.binnacle.model.Level;
import dev.binnacle.model.MetricName;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * The rules that the thresholds stand for. A bot with a limit of its own has a rule of its own, named {@code memory-usage.btc-trend}, and is
 * left out of the fleet's.
 */
final class ThresholdRules {
  static final String LOSS_AHEAD = "daily-loss-ahead";
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private ThresholdRules() {}

  /** The name of the fleet's rule, such as {@code memory-usage}. */
  static String name(Threshold threshold) {
    return switch (threshold) {
      case MEMORY_USAGE_MB -> "memory-usage";
      case LOG_FILE_SIZE_MB -> "log-file-size";
      case NONCE_GENERATION_RATE_PER_SECOND -> "nonce-generation-rate";
      case WEBSOCKET_RECONNECTS_PER_HOUR -> "websocket-reconnects";
      case API_ERROR_RATE_PERCENT -> "api-error-rate";
      case TRADING_SUCCESS_RATE_PERCENT -> "trading-success-rate";
      case DAILY_PNL_LOSS_LIMIT -> "daily-loss";
      case BALANCE_MANAGER_RESPONSE_SECONDS -> "balance-manager-response";
      case WEBSOCKET_LATENCY_MS -> "websocket-latency";
      case TRADE_EXECUTION_TIME_SECONDS -> "trade-execution-time";
    };
  }

  static Level level(Threshold threshold) {
    return switch (threshold) {
      case NONCE_GENERATION_RATE_PER_SECOND, API_ERROR_RATE_PERCENT, TRADING_SUCCESS_RATE_PERCENT, DAILY_PNL_LOSS_LIMIT ->
          Level.CRITICAL;
      case MEMORY_USAGE_MB, LOG_FILE_SIZE_MB, WEBSOCKET_RECONNECTS_PER_HOUR, BALANCE_MANAGER_RESPONSE_SECONDS,
          WEBSOCKET_LATENCY_MS, TRADE_EXECUTION_TIME_SECONDS -> Level.WARNING;
    };
  }

  private static Duration held(Threshold threshold) {
    return switch (threshold) {
      case MEMORY_USAGE_MB, API_ERROR_RATE_PERCENT -> MINUTE;
      case NONCE_GENERATION_RATE_PER_SECOND, WEBSOCKET_LATENCY_MS -> Duration.ofSeconds(10);
      // A figure of a day, of an hour or of one answer says enough at once.
      case LOG_FILE_SIZE_MB, WEBSOCKET_RECONNECTS_PER_HOUR, TRADING_SUCCESS_RATE_PERCENT, DAILY_PNL_LOSS_LIMIT,
          BALANCE_MANAGER_RESPONSE_SECONDS, TRADE_EXECUTION_TIME_SECONDS -> Duration.ZERO;
    };
  }

  private static Condition condition(Threshold threshold, double limit) {
    return switch (threshold) {
      case MEMORY_USAGE_MB, LOG_FILE_SIZE_MB -> above(threshold.wireName(), limit, 0.9);
      case NONCE_GENERATION_RATE_PER_SECOND -> below(threshold.wireName(), limit, part(limit, 1.1));
      case WEBSOCKET_RECONNECTS_PER_HOUR ->
          new Condition.Rate(
              new Condition.Counted.Growth(new MetricName("websocket_reconnects")), Duration.ofHours(1), limit);
      case API_ERROR_RATE_PERCENT -> above(threshold.wireName(), limit, 0.5);
      // A tenth of the way to a hundred.
      case TRADING_SUCCESS_RATE_PERCENT -> below(threshold.wireName(), limit, part(limit, 0.9) + 10);
      case DAILY_PNL_LOSS_LIMIT -> below("daily_pnl", limit, part(limit, 0.8));
      case BALANCE_MANAGER_RESPONSE_SECONDS ->
          new Condition.ResponseTime(new ComponentName("balance_manager"), seconds(limit), seconds(part(limit, 0.75)));
      case WEBSOCKET_LATENCY_MS -> above(threshold.wireName(), limit, 0.8);
      case TRADE_EXECUTION_TIME_SECONDS -> above("trade_execution_time", limit, 0.8);
    };
  }

  private static Condition above(String metric, double limit, double clear) {
    return new Condition.Threshold(new MetricName(metric), Bearing.ABOVE, limit, part(limit, clear));
  }

  private static Condition below(String metric, double limit, double clear) {
    return new Condition.Threshold(new MetricName(metric), Bearing.BELOW, limit, clear);
  }

  /** In decimals: people read 360, not 360.00000000000006. */
  private static double part(double limit, double share) {
    return BigDecimal.valueOf(limit).multiply(BigDecimal.valueOf(share)).doubleValue();
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos(BigDecimal.valueOf(seconds).movePointRight(9).longValue());
  }

  /** The fleet's rule, and one for each bot that has another limit. */
  static List<Rule> of(Threshold threshold, Thresholds fleet, Map<BotId, Thresholds> bots) {
    return spread(threshold, fleet, bots, (name, limit) -> rule(name, threshold, limit), name(threshold));
  }

  /** Of the limit of a day's loss, that it will soon be reached. */
  static List<Rule> lossAhead(Thresholds fleet, Map<BotId, Thresholds> bots) {
    return spread(Threshold.DAILY_PNL_LOSS_LIMIT, fleet, bots, ThresholdRules::lossAhead, LOSS_AHEAD);
  }

  private static List<Rule> spread(
      Threshold threshold,
      Thresholds fleet,
      Map<BotId, Thresholds> bots,
      BiFunction<String, Double, Rule> rule,
      String name) {
    Map<BotId, Double> own = new TreeMap<>();
    bots.forEach((bot, limits) -> {
      Double limit = limits.said().get(threshold);
      if (limit != null && limit != fleet.of(threshold)) {
        own.put(bot, limit);
      }
    });
    List<Rule> rules = new ArrayList<>();
    rules.add(
        rule.apply(name, fleet.of(threshold)).over(Scope.EACH_BOT.without(own.keySet().stream().map(BotId::value).toList())));
    own.forEach((bot, limit) -> rules.add(rule.apply(ownName(name, bot), limit).over(Scope.bots(bot.value()))));
    return rules;
  }

  private static Rule lossAhead(String name, double limit) {
    return Rule.of(
        name,
        new Condition.Trend(
            new MetricName("daily_pnl"), Bearing.BELOW, limit, Duration.ofMinutes(30), Duration.ofMinutes(30), 10),
        Level.WARNING)
        .holding(MINUTE)
        .keeping(Duration.ofMinutes(5))
        .saying(
            null,
            "Look at what loses, and decide before the limit does. More: /runbooks#" + LOSS_AHEAD);
  }

  /** Names have at most 64 characters; a bot's may take all of them. */
  private static String ownName(String name, BotId bot) {
    String whole = name + "." + bot.value();
    return whole.length() <= 64 ? whole : whole.substring(0, 55) + "." + Integer.toHexString(whole.hashCode());
  }

  private static Rule rule(String name, Threshold threshold, double limit) {
    return Rule.of(name, condition(threshold, limit), level(threshold)).holding(held(threshold)).saying(null, runbook(threshold));
  }

  private static String runbook(Threshold threshold) {
    String advice =
        switch (threshold) {
          case MEMORY_USAGE_MB -> "Compare with the last restart: a steady climb is a leak. Restart while no position is open";
          case LOG_FILE_SIZE_MB -> "See what the log repeats, then rotate it";
          case NONCE_GENERATION_RATE_PER_SECOND -> "Orders are about to be refused: see the load of the machine and its clock";
          case WEBSOCKET_RECONNECTS_PER_HOUR -> "Look at the network and at the venue's status page; prices may have been missed";
          case API_ERROR_RATE_PERCENT -> "See which endpoint fails and with what; pause the bot if orders are among them";
          case TRADING_SUCCESS_RATE_PERCENT ->
              "Read the reasons of the last refused orders; pause the bot until they are understood";
          case DAILY_PNL_LOSS_LIMIT -> "Halt the bot, or confirm that the loss is one that its strategy allows";
          case BALANCE_MANAGER_RESPONSE_SECONDS -> "Sizes may rest on an old balance: see the venue's latency and the calls left";
          case WEBSOCKET_LATENCY_MS -> "Prices are late: see the network, the bot's load and the venue";
          case TRADE_EXECUTION_TIME_SECONDS -> "Compare the venue's latency with the bot's own; expect slippage meanwhile";
        };
    return advice + ". More: /runbooks#" + name(threshold);
  }
}
