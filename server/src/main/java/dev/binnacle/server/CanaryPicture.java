package dev.binnacle.server;

import dev.binnacle.engine.fleet.BotSnapshot;
import dev.binnacle.engine.fleet.BotSnapshot.InstanceView;
import dev.binnacle.engine.performance.PnlBasis;
import dev.binnacle.engine.performance.ProfitFigures;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.InstancePolicy;
import dev.binnacle.model.Severity;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A bot at one time, as far as a trial is judged by it.
 *
 * @param why the status is what it is
 * @param gone whether the instance of the trial has ended
 * @param connected whether the instance of the trial holds a link, or asks for its configuration again and again
 * @param counts whether the instance's word counts for the bot's figures
 * @param whole whether no event of it is missing
 * @param errors within the last 24 hours
 * @param newErrors of those, the ones since the trial began, as far as they are remembered
 * @param profit less deposits; null when it is not known
 * @param basis what the profit was reckoned from: two of unlike bases are not compared
 * @param equity null when it is not known
 */
record CanaryPicture(
    BotStatus status, String why, boolean gone, boolean connected, boolean counts, boolean whole, long errors, long newErrors,
    long trades, BigDecimal netProfit, @Nullable BigDecimal profit, PnlBasis basis, @Nullable BigDecimal equity) {

  /**
   * @param since when the trial began, by the bot's clock
   * @param polls whether the instance, without a link, keeps asking for its configuration
   */
  static CanaryPicture of(BotSnapshot bot, InstanceId instance, Instant since, boolean polls) {
    InstanceView view = bot.instances().stream()
        .filter(each -> each.id().equals(instance) && !each.ended()).findFirst().orElse(null);
    ProfitFigures profit = bot.figures().profit();
    return new CanaryPicture(
        bot.status(),
        bot.reason(),
        view == null,
        polls || view != null && view.connected(),
        view != null && (view.owner() || bot.policy() == InstancePolicy.SHARDS),
        bot.gaps().isEmpty(),
        bot.errorCount(),
        bot.errors().stream()
            .filter(error -> error.severity().compareTo(Severity.ERROR) >= 0 && !error.at().isBefore(since))
            .count(),
        bot.figures().trades().total(),
        bot.figures().trades().netProfit(),
        profit.totalPnl(),
        profit.totalPnlBasis(),
        profit.equity());
  }

  /** Null when one of them is not known, or they are not of one kind. */
  static @Nullable BigDecimal gain(CanaryPicture start, CanaryPicture now) {
    return start.profit == null || now.profit == null || start.basis != now.basis ? null : now.profit.subtract(start.profit);
  }

  /** Errors since the trial began. Old ones that leave the 24 hours meanwhile hide none. */
  static long addedErrors(CanaryPicture start, CanaryPicture now) {
    return Math.max(now.newErrors, now.errors - start.errors);
  }
}
