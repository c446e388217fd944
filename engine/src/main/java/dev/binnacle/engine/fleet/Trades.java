package dev.binnacle.engine.fleet;

import dev.binnacle.model.Event;
import dev.binnacle.model.Symbol;
import dev.binnacle.model.TradeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The open trades of a bot and the newest closed ones, openings and closings joined by the trade's id. */
final class Trades {
  private static final Comparator<Trade> NEWEST_FIRST =
      Comparator.comparing(Trade::at).thenComparing(Trade::id).reversed();

  private final Bounds bounds;
  private final Tally tally;
  private final LinkedHashMap<TradeId, Trade> open = new LinkedHashMap<>();
  private final LinkedHashMap<TradeId, Trade> recent = new LinkedHashMap<>();
  private long sideMismatches;
  private @Nullable List<BotSnapshot.TradeView> views;

  Trades(Bounds bounds, Tally tally) {
    this.bounds = bounds;
    this.tally = tally;
  }

  void restore(BotState state) {
    state.openTrades().forEach(trade -> open.put(trade.id(), trade));
    state.recentTrades().forEach(trade -> recent.put(trade.id(), trade));
    sideMismatches = state.sideMismatches();
  }

  void opened(Event.TradeOpened event, boolean speaks) {
    views = null;
    Trade known = open.remove(event.tradeId());
    if (known == null) {
      known = recent.remove(event.tradeId());
    }
    if (known == null || !known.accepts(event.currency())) {
      place(Trade.open(event, speaks));
    } else {
      place(known.with(event, speaks));
    }
  }

  void closed(Event.TradeClosed event) {
    views = null;
    Trade known = open.remove(event.tradeId());
    if (known == null) {
      known = recent.remove(event.tradeId());
    }
    if (known == null || !known.accepts(event.currency())) {
      known = Trade.unopened(event);
    }
    Trade changed = known.with(event);
    if (changed.sideMismatch() && !known.sideMismatch()) {
      sideMismatches++;
    }
    place(changed);
  }

  private void place(Trade trade) {
    if (trade.isOpen()) {
      open.put(trade.id(), trade);
      if (open.size() > bounds.openTrades()) {
        open.pollFirstEntry();
        tally.dropped(Bound.OPEN_TRADES);
      }
    } else {
      recent.put(trade.id(), trade);
      if (recent.size() > bounds.recentTrades()) {
        recent.pollFirstEntry();
      }
    }
  }

  Collection<Trade> open() {
    return open.values();
  }

  Collection<Trade> recent() {
    return recent.values();
  }

  boolean isOpen(Symbol symbol) {
    return open.values().stream().anyMatch(trade -> trade.symbol().equals(symbol));
  }

  /** Whether some are positions, since the part tells of none of their symbols. */
  boolean areHeldBeside(Part part) {
    return open.values().stream().anyMatch(trade -> trade.present() && trade.entryPrice() != null && !part.knows(trade.symbol()));
  }

  long sideMismatches() {
    return sideMismatches;
  }

  List<BotSnapshot.TradeView> views() {
    if (views == null) {
      List<Trade> all = new ArrayList<>(open.values());
      all.addAll(recent.values());
      all.sort(NEWEST_FIRST);
      views = all.stream().limit(bounds.recentTrades()).map(Trade::view).toList();
    }
    return views;
  }
}
