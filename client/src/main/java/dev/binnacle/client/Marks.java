package dev.binnacle.client;

import dev.binnacle.model.Event;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The newest price of each instrument. A price that was not sent yet is replaced by a newer one.
 *
 * <p><b>Threads:</b> {@code set} by any thread, which never waits; {@code takeChanged} by the link thread.
 */
final class Marks {
  private static final int MOST_SYMBOLS = 1_000;

  private final ConcurrentHashMap<Symbol, Cell> cells = new ConcurrentHashMap<>();
  private final LongAdder dropped = new LongAdder();
  private volatile boolean changed;

  private static final class Cell {
    volatile @Nullable Quote newest;
    @Nullable Quote sent;
  }

  private record Quote(BigDecimal price, long atMillis) {}

  void set(Symbol symbol, BigDecimal price, long nowMillis) {
    Cell cell = cells.get(symbol);
    if (cell == null) {
      if (cells.size() >= MOST_SYMBOLS) {
        dropped.increment();
        return;
      }
      cell = cells.computeIfAbsent(symbol, key -> new Cell());
    }
    cell.newest = new Quote(price, nowMillis);
    if (!changed) {
      changed = true;
    }
  }

  boolean isChanged() {
    return changed;
  }

  void takeChanged(List<Event> into, int most) {
    changed = false;
    for (var entry : cells.entrySet()) {
      Cell cell = entry.getValue();
      Quote quote = cell.newest;
      if (quote == null || quote == cell.sent) {
        continue;
      }
      if (into.size() >= most) {
        changed = true;
        return;
      }
      cell.sent = quote;
      try {
        into.add(new Event.Mark(Instant.ofEpochMilli(quote.atMillis), entry.getKey(), quote.price));
      } catch (InvalidValueException e) {
        dropped.increment();
      }
    }
  }

  /** Prices of no use: not above zero, or of more instruments than are kept. */
  long dropped() {
    return dropped.sum();
  }
}
