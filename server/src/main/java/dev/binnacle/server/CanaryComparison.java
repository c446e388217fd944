package dev.binnacle.server;

import dev.binnacle.engine.fleet.BotSnapshot;
import dev.binnacle.engine.fleet.BotSnapshot.TradeView;
import dev.binnacle.model.Money;
import dev.binnacle.model.Severity;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How a bot did with what is tried out, beside how it did for just as long before. Figures that are not known are null. */
final class CanaryComparison {
  /** A snapshot lists so many trades, and so many errors. */
  private static final int LISTED = 50;

  private CanaryComparison() {}

  static void write(ArrayNode rows, Canary canary) {
    CanaryRivals rivals = canary.rivals;
    if (rivals != null) {
      RivalRows.write(rows, canary, rivals);
      return;
    }
    CanaryPicture start = canary.start;
    CanaryPicture now = canary.latest;
    ObjectNode tried = rows.addObject().put("role", "canary").put("hash", canary.told.path("hash").asString(""));
    tried.putNull("version").put("since", canary.since.toString());
    if (start == null || now == null || !now.counts()) {
      tried.putNull("trades").putNull("net_profit").putNull("errors");
    } else {
      tried.put("trades", now.trades() - start.trades());
      tried.put("net_profit", now.netProfit().subtract(start.netProfit()).toPlainString());
      tried.put("errors", Math.max(0, CanaryPicture.addedErrors(start, now)));
    }
    BotSnapshot before = canary.before;
    if (before != null) {
      before(rows.addObject(), before, canary.since.minus(canary.watched()), canary.since);
    }
  }

  private static void before(ObjectNode row, BotSnapshot bot, Instant from, Instant to) {
    BotSnapshot.ConfigView config = bot.config();
    row.put("role", "before").put("hash", config == null ? null : config.hash());
    row.put("version", config == null ? null : config.version()).put("since", from.toString());
    List<TradeView> closed =
        bot.trades().stream().filter(trade -> trade.closedAt() != null && isWithin(trade.closedAt(), from, to)).toList();
    boolean allTrades = bot.trades().size() < LISTED || reachesBack(bot.trades().getLast().openedAt(), from);
    row.put("trades", allTrades ? Integer.valueOf(closed.size()) : null);
    row.put("net_profit", allTrades ? net(closed) : null);
    boolean allErrors = bot.errors().size() < LISTED || reachesBack(bot.errors().getLast().at(), from);
    long errors =
        bot.errors().stream()
            .filter(error -> error.severity().compareTo(Severity.ERROR) >= 0 && isWithin(error.at(), from, to))
            .count();
    row.put("errors", allErrors ? Long.valueOf(errors) : null);
  }

  private static boolean isWithin(Instant at, Instant from, Instant to) {
    return !at.isBefore(from) && at.isBefore(to);
  }

  private static boolean reachesBack(@Nullable Instant oldest, Instant from) {
    return oldest != null && oldest.isBefore(from);
  }

  private static @Nullable String net(List<TradeView> closed) {
    BigDecimal sum = BigDecimal.ZERO;
    for (TradeView trade : closed) {
      Money net = trade.net();
      if (net == null) {
        return null;
      }
      sum = sum.add(net.amount());
    }
    return sum.toPlainString();
  }
}
