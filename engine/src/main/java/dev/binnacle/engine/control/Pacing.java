package dev.binnacle.engine.control;

import dev.binnacle.engine.control.TriggerSettings.Pace;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** How fast one bot sends orders, and how often it executes the same. */
final class Pacing {
  private static final int MOST_KINDS = 500;

  private long stretch = Long.MIN_VALUE;
  private int orders;
  private final LinkedHashMap<Execution, ArrayDeque<Instant>> executions = new LinkedHashMap<>(16, 0.75f, true);

  /** @param told by which of a bot's two ways of telling it: an order that filled, or a trade that was opened */
  record Execution(String told, Symbol symbol, Side side, BigDecimal quantity) {
    Execution {
      quantity = quantity.stripTrailingZeros();
    }
  }

  /** A stretch that is over, and the orders in it. */
  record Stretch(int orders, boolean rested) {}

  /** An order was sent, changed or cancelled. @return the stretch before, if this begins another one */
  @Nullable Stretch ordered(Instant now, Pace pace) {
    Stretch over = passes(now, pace);
    orders++;
    return over;
  }

  /** @return the stretch that is over; null while it goes on, and when there was none */
  @Nullable Stretch passes(Instant now, Pace pace) {
    long number = Math.floorDiv(now.toEpochMilli(), pace.within().toMillis());
    if (number == stretch) {
      return null;
    }
    Stretch over = stretch == Long.MIN_VALUE ? null : new Stretch(orders, number > stretch + 1);
    stretch = number;
    orders = 0;
    return over;
  }

  /** @return how often it was executed within the pace's time, this one included */
  int executed(Execution execution, Instant now, Pace pace) {
    ArrayDeque<Instant> times = executions.computeIfAbsent(execution, each -> new ArrayDeque<>());
    times.add(now);
    prune(times, now, pace);
    // More than this says nothing more.
    if (times.size() > 2 * pace.most() + 100) {
      times.removeFirst();
    }
    if (executions.size() > MOST_KINDS) {
      executions.pollFirstEntry();
    }
    return times.size();
  }

  /** The most that anything was executed within the pace's time. */
  int most(Instant now, Pace pace) {
    int most = 0;
    for (Iterator<ArrayDeque<Instant>> all = executions.values().iterator(); all.hasNext();) {
      ArrayDeque<Instant> times = all.next();
      prune(times, now, pace);
      if (times.isEmpty()) {
        all.remove();
      }
      most = Math.max(most, times.size());
    }
    return most;
  }

  private static void prune(ArrayDeque<Instant> times, Instant now, Pace pace) {
    Instant begin = now.minus(pace.within());
    while (!times.isEmpty() && !times.getFirst().isAfter(begin)) {
      times.removeFirst();
    }
  }
}
