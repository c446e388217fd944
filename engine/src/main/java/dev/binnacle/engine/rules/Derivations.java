package dev.binnacle.engine.rules;

import dev.binnacle.engine.fleet.FleetPresent;
import dev.binnacle.engine.fleet.Present;
import dev.binnacle.engine.performance.Figures;
import dev.binnacle.model.BotId;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.Money;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@link Derived} figures. */
final class Derivations {
  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final Duration STEP = Duration.ofSeconds(10);
  /** One call fails now and then, with every venue: it is no rate. */
  private static final long ODD_FAILURE = 1;

  private final Map<BotId, ArrayDeque<Usage>> usage = new HashMap<>();

  private record Usage(Instant at, long calls, long errors) {}

  @Nullable Double of(Derived derived, Present bot) {
    return switch (derived) {
      case EQUITY -> number(bot.equity());
      case BALANCE -> number(bot.balance());
      case UNREALIZED -> number(bot.unrealized());
      case DAILY_PNL -> number(bot.glance().dailyPnl());
      case CURRENT_DRAWDOWN, DRAWDOWN -> bot.glance().drawdown();
      case ERROR_COUNT -> (double) bot.errorCount();
      case OPEN_POSITIONS -> (double) bot.openPositions();
      case OPEN_ORDERS -> (double) bot.openOrders();
      case ORPHAN_ORDERS -> (double) bot.orphanOrders();
      case CLOCK_SKEW_MS -> {
        Duration skew = bot.clockSkew();
        yield skew == null ? null : (double) skew.toMillis();
      }
      case HEARTBEAT_AGE_SECONDS -> bot.silence().toMillis() / 1_000.0;
      case API_ERROR_RATE_PERCENT -> errorRate(bot);
      case API_THROTTLED -> bot.calls().calls() == 0 ? null : (double) bot.calls().throttled();
      case CONFIG_REFUSED -> {
        Long refused = bot.refusedConfigurations();
        yield refused == null ? null : (Double) (double) refused;
      }
      case TOTAL_PNL, DAILY_RETURN, MAX_DRAWDOWN, EXPOSURE, NET_EXPOSURE, SYMBOL_EXPOSURE, WIN_RATE, SUCCESS_RATE,
          TRADING_SUCCESS_RATE_PERCENT,
          TRADES_EXECUTED, CONSECUTIVE_LOSSES ->
          of(derived, bot.figures());
      case BOTS, BOTS_ONLINE, BOTS_OFFLINE -> null;
    };
  }

  @Nullable Double of(Derived derived, FleetPresent fleet) {
    return switch (derived) {
      case EQUITY -> number(fleet.totals().equity());
      case BALANCE -> number(fleet.totals().balance());
      case UNREALIZED -> number(fleet.totals().unrealized());
      case DAILY_PNL -> fleet.glance() == null ? null : number(fleet.glance().dailyPnl());
      case CURRENT_DRAWDOWN, DRAWDOWN -> fleet.glance() == null ? null : fleet.glance().drawdown();
      case ERROR_COUNT -> (double) fleet.totals().errorCount();
      case OPEN_POSITIONS -> (double) fleet.totals().openPositions();
      case BOTS -> (double) fleet.totals().statuses().values().stream().mapToInt(Integer::intValue).sum();
      case BOTS_ONLINE -> (double) fleet.totals().statuses().getOrDefault(BotStatus.ONLINE, 0);
      case BOTS_OFFLINE -> (double) fleet.totals().statuses().getOrDefault(BotStatus.OFFLINE, 0);
      case TOTAL_PNL, DAILY_RETURN, MAX_DRAWDOWN, EXPOSURE, NET_EXPOSURE, SYMBOL_EXPOSURE, WIN_RATE, SUCCESS_RATE,
          TRADING_SUCCESS_RATE_PERCENT,
          TRADES_EXECUTED, CONSECUTIVE_LOSSES ->
          fleet.figures() == null ? null : of(derived, fleet.figures());
      case OPEN_ORDERS, ORPHAN_ORDERS, CLOCK_SKEW_MS, HEARTBEAT_AGE_SECONDS, API_ERROR_RATE_PERCENT, API_THROTTLED,
          CONFIG_REFUSED -> null;
    };
  }

  /** Those that come from a ledger; null for the others. */
  private static @Nullable Double of(Derived derived, Figures figures) {
    return switch (derived) {
      case TOTAL_PNL -> number(figures.profit().totalPnl());
      case DAILY_RETURN -> figures.profit().dailyReturn();
      case MAX_DRAWDOWN -> figures.risk().maxDrawdown() == null ? null : (Double) figures.risk().maxDrawdown().depth();
      case EXPOSURE -> figures.risk().exposure();
      case NET_EXPOSURE -> figures.risk().netExposure();
      case SYMBOL_EXPOSURE -> figures.risk().symbolExposure();
      case WIN_RATE -> figures.trades().winRate();
      case SUCCESS_RATE -> figures.risk().successRate();
      case TRADING_SUCCESS_RATE_PERCENT ->
          figures.risk().successRate() == null ? null : (Double) (figures.risk().successRate() * 100);
      case TRADES_EXECUTED -> figures.trades().total() == 0 ? null : (Double) (double) figures.trades().total();
      case CONSECUTIVE_LOSSES ->
          figures.trades().total() == 0 ? null : (Double) (double) Math.max(0, -figures.trades().currentStreak());
      case EQUITY, BALANCE, UNREALIZED, DAILY_PNL, CURRENT_DRAWDOWN, DRAWDOWN, ERROR_COUNT, OPEN_POSITIONS, OPEN_ORDERS,
          ORPHAN_ORDERS, CLOCK_SKEW_MS, HEARTBEAT_AGE_SECONDS, API_ERROR_RATE_PERCENT, API_THROTTLED, CONFIG_REFUSED, BOTS,
          BOTS_ONLINE,
          BOTS_OFFLINE ->
          null;
    };
  }

  /** What failed of the calls since five minutes ago, or since the bot was first heard to have made any. */
  private @Nullable Double errorRate(Present bot) {
    Present.Calls calls = bot.calls();
    if (calls.calls() == 0) {
      return null;
    }
    ArrayDeque<Usage> known = usage.computeIfAbsent(bot.id(), each -> new ArrayDeque<>());
    Usage last = known.peekLast();
    if (last != null && (calls.calls() < last.calls || calls.errors() < last.errors)) {
      known.clear();
      last = null;
    }
    if (last == null || Duration.between(last.at, bot.now()).compareTo(STEP) >= 0) {
      known.add(new Usage(bot.now(), calls.calls(), calls.errors()));
    }
    while (known.size() > 1 && Duration.between(known.getFirst().at, bot.now()).compareTo(WINDOW) > 0) {
      known.removeFirst();
    }
    Usage first = known.getFirst();
    long made = calls.calls() - first.calls;
    long failed = calls.errors() - first.errors;
    return made == 0 ? null : failed <= ODD_FAILURE ? 0 : 100.0 * failed / made;
  }

  void forget(BotId bot) {
    usage.remove(bot);
  }

  private static @Nullable Double number(@Nullable Money money) {
    return money == null ? null : (Double) money.amount().doubleValue();
  }

  private static @Nullable Double number(@Nullable BigDecimal amount) {
    return amount == null ? null : (Double) amount.doubleValue();
  }
}
