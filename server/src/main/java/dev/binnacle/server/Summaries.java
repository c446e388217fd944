package dev.binnacle.server;

import dev.binnacle.engine.fleet.BotSnapshot;
import dev.binnacle.engine.fleet.FleetSnapshot;
import dev.binnacle.model.BotId;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.Level;
import dev.binnacle.model.Money;
import dev.binnacle.model.Value;
import dev.binnacle.notify.EventKind;
import dev.binnacle.notify.Message;
import dev.binnacle.notify.Messages;
import dev.binnacle.storage.History;
import dev.binnacle.storage.HistoryQuery;
import dev.binnacle.storage.Page;
import dev.binnacle.storage.Trade;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is said on an occasion: of the trades that were closed in its time, from the history, and of what is so now. A fleet of up to ten
 * bots hears of each of them and of all together, a larger one of all together.
 *
 * <p><b>Threads:</b> thread-safe; reads the disk.
 */
final class Summaries {
  private static final int MOST_SINGLE = 10;
  private static final int MOST_TRADES = 200_000;

  private final History history;
  private final Supplier<FleetSnapshot> fleet;
  private final IntSupplier firing;

  /** @param firing how many alerts fire now */
  Summaries(History history, Supplier<FleetSnapshot> fleet, IntSupplier firing) {
    this.history = history;
    this.fleet = fleet;
    this.firing = firing;
  }

  /** Their ids begin with the occasion's key, so that each is sent once. */
  List<Message> of(Occasion occasion) {
    FleetSnapshot now = fleet.get();
    return switch (occasion.kind()) {
      case ALL_CLEAR -> List.of(allClear(occasion, now));
      case DAILY_SUMMARY -> reports(occasion, EventKind.DAILY_SUMMARY, "daily_pnl", now);
      case WEEKLY_REPORT -> reports(occasion, EventKind.WEEKLY_REPORT, "weekly_pnl", now);
    };
  }

  private Message allClear(Occasion occasion, FleetSnapshot now) {
    Map<String, Value> figures = new LinkedHashMap<>();
    put(figures, "bots", now.bots().size());
    put(figures, "bots_online", now.totals().statuses().getOrDefault(BotStatus.ONLINE, 0));
    int alerts = firing.getAsInt();
    return alerts == 0
        ? Messages.allClear(occasion.key(), occasion.at(), figures)
        : Message.of(
            occasion.key(), EventKind.ALL_CLEAR, Level.INFO, null, occasion.at(), "Not all clear")
            .withTone(Message.Tone.CAUTION)
            .withText(
                (alerts == 1 ? "One alert is" : alerts + " alerts are")
                    + " firing. This message shows that the way to you works.");
  }

  private List<Message> reports(Occasion occasion, EventKind kind, String profit, FleetSnapshot now) {
    Map<BotId, TradeSum> sums = sums(occasion);
    List<Message> messages = new ArrayList<>();
    List<BotSnapshot> bots = now.bots().stream().filter(bot -> wasThere(bot, occasion)).toList();
    if (bots.size() <= MOST_SINGLE) {
      for (BotSnapshot bot : bots) {
        Map<String, Value> figures = sums.getOrDefault(bot.id(), new TradeSum()).figures(profit);
        put(figures, "open_positions", bot.positions().size());
        putMoney(figures, "equity", bot.equity());
        messages.add(message(occasion, kind, bot.id(), figures));
      }
    }
    if (bots.size() > 1) {
      messages.add(message(occasion, kind, null, ofFleet(sums, profit, now)));
    }
    return messages;
  }

  /** Nothing is said of a bot about a time in which it was not known. */
  private static boolean wasThere(BotSnapshot bot, Occasion occasion) {
    return bot.firstHeard() != null && bot.firstHeard().isBefore(occasion.until());
  }

  private static Map<String, Value> ofFleet(Map<BotId, TradeSum> sums, String profit, FleetSnapshot now) {
    TradeSum all = new TradeSum();
    sums.values().forEach(all::add);
    Map<String, Value> figures = all.figures(profit);
    put(figures, "bots", now.bots().size());
    put(figures, "bots_online", now.totals().statuses().getOrDefault(BotStatus.ONLINE, 0));
    put(figures, "open_positions", now.totals().openPositions());
    putMoney(figures, "equity", now.totals().equity());
    return figures;
  }

  private static Message message(Occasion occasion, EventKind kind, @Nullable BotId bot, Map<String, Value> figures) {
    String id = occasion.key() + (bot == null ? "" : ":" + bot);
    return Messages.report(id, kind, bot, occasion.at(), occasion.covered().toString(), figures);
  }

  private Map<BotId, TradeSum> sums(Occasion occasion) {
    Map<BotId, TradeSum> sums = new LinkedHashMap<>();
    HistoryQuery query = HistoryQuery.newest(HistoryQuery.LARGEST).between(occasion.from(), occasion.until());
    int taken = 0;
    Page<Trade> page = history.trades(query, Trade.State.CLOSED);
    while (true) {
      page.rows().forEach(trade -> sums.computeIfAbsent(trade.bot(), bot -> new TradeSum()).add(trade));
      taken += page.rows().size();
      if (page.next() == null || taken >= MOST_TRADES) {
        return sums;
      }
      page = history.trades(query.after(page.next()), Trade.State.CLOSED);
    }
  }

  private static void put(Map<String, Value> figures, String name, long count) {
    figures.put(name, new Value.Decimal(BigDecimal.valueOf(count)));
  }

  /** Money is told in one currency; what is in another is left out. */
  private static void putMoney(Map<String, Value> figures, String name, @Nullable Money money) {
    if (money == null) {
      return;
    }
    Value said = figures.putIfAbsent("currency", new Value.Text(money.currency().code()));
    if (said == null || said.equals(new Value.Text(money.currency().code()))) {
      figures.put(name, new Value.Decimal(money.amount()));
    }
  }
}
