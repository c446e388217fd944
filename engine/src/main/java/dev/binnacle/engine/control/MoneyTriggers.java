package dev.binnacle.engine.control;

import dev.binnacle.engine.control.Counting.Look;
import dev.binnacle.engine.control.TriggerSettings.Tier;
import dev.binnacle.engine.fleet.Present;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Event;
import dev.binnacle.model.Money;
import dev.binnacle.model.TriggerKind;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The loss of the day and the drawdown of one bot, reckoned here from what it tells of its money. */
final class MoneyTriggers {
  private static final Duration SECOND = Duration.ofSeconds(1);
  /** A fraction that is reached but for the rounding of doubles is reached. */
  private static final double ROUNDING = 1e-9;
  private static final BigDecimal QUARTER = new BigDecimal("0.25");
  private static final BigDecimal HUNDREDTH = new BigDecimal("0.01");

  private final BotId bot;
  private final Gauges gauges;
  private final Funds funds = new Funds();
  private final Quotes quotes = new Quotes();
  private final Depth depth = new Depth();

  MoneyTriggers(BotId bot, Gauges gauges) {
    this.bot = bot;
    this.gauges = gauges;
  }

  void happened(Event event, TriggerSettings settings) {
    if (event instanceof Event.BalanceUpdate balance) {
      funds.balance(balance, tolerance(balance.total(), settings));
    } else if (event instanceof Event.TradeClosed trade) {
      funds.closed(trade, tolerance(trade.exitPrice().multiply(trade.quantity()), settings));
    }
  }

  /** A part of the limit, so that one odd balance cannot reach it; of what is there where no limit is known. */
  private BigDecimal tolerance(BigDecimal worth, TriggerSettings settings) {
    BigDecimal limit = limit(settings);
    return limit.signum() > 0 ? limit.multiply(QUARTER) : worth.abs().multiply(HUNDREDTH);
  }

  private BigDecimal limit(TriggerSettings settings) {
    return settings.of(bot).dailyLoss().multiply(settings.factors().dailyLoss());
  }

  /** @param claimed the profit of the day by the bot's own word, if it is fresh */
  void ticked(Present present, @Nullable BigDecimal claimed, TriggerSettings settings) {
    Instant sign = present.now().minus(present.silence());
    if (!present.isHeard() || !present.isSettled() || !quotes.areBelieved(present.positions())) {
      return;
    }
    loss(present, sign, claimed, settings);
    drawdown(present, sign, settings);
  }

  private void loss(Present present, Instant sign, @Nullable BigDecimal claimed, TriggerSettings settings) {
    BigDecimal limit = limit(settings);
    BigDecimal reckoned = present.glance().dailyPnl();
    BigDecimal own = reckoned == null ? null : reckoned.subtract(funds.excess());
    BigDecimal profit = own == null ? claimed : own;
    if (profit == null || limit.signum() == 0) {
      gauges.gone(Gauges.key(bot, TriggerKind.DAILY_LOSS));
      return;
    }
    boolean bad = isBeyond(profit, limit);
    String second =
        bad && own != null && claimed != null && isBeyond(claimed, limit)
            ? "the bot's own reckoning of " + Gauges.number(claimed)
            : null;
    Money equity = present.equity();
    String unit = equity == null ? "" : " " + equity.currency();
    String value = (profit.signum() < 0 ? "a loss of " : "a profit of ") + Gauges.number(profit.abs()) + unit + " on the day";
    Look look =
        new Look(
            Gauges.key(bot, TriggerKind.DAILY_LOSS), sign, SECOND, bad, "profit", value,
            "a loss of " + Gauges.times(limit, settings.factors().dailyLoss(), settings.of(bot).dailyLoss(), unit, "limit"),
            settings.of(TriggerKind.DAILY_LOSS).act(), second);
    gauges.look(look, Math.max(0, profit.negate().doubleValue() / limit.doubleValue()));
  }

  private static boolean isBeyond(BigDecimal profit, BigDecimal limit) {
    return profit.negate().compareTo(limit) > 0;
  }

  private void drawdown(Present present, Instant sign, TriggerSettings settings) {
    Double reckoned = present.glance().drawdown();
    Double believed = reckoned == null ? null : depth.look(reckoned, present.equity(), funds);
    for (Tier tier : settings.tiers()) {
      TriggerKey key = new TriggerKey(bot, TriggerKind.DRAWDOWN, tier.name());
      if (believed == null) {
        gauges.gone(key);
        continue;
      }
      double percent = -100 * believed;
      double limit = tier.percent().doubleValue();
      Look look =
          new Look(
              key, sign, SECOND, percent >= limit - ROUNDING, "equity", Gauges.number(percent) + " % below its peak",
              Gauges.number(tier.percent()) + " %", tier.act(), null);
      gauges.look(look, Math.max(0, percent / limit));
    }
  }
}
