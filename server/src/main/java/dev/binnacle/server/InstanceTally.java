package dev.binnacle.server;

import dev.binnacle.model.Currency;
import dev.binnacle.model.Event;
import dev.binnacle.model.Money;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.Severity;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The running tally of one instance: its last entries, and, while a trial is watched, sums since that began. Threads: confined to
 * {@link InstanceTallies}, under its lock.
 */
final class InstanceTally {
  /** So many entries before a trial are kept. */
  static final int MOST = 500;

  private final Deque<Entry> recent = new ArrayDeque<>();
  /** From when on nothing of the instance is missing here. */
  private Instant knownFrom;
  private @Nullable Money equity;
  private @Nullable Instant equityAt;
  private @Nullable Instant moment;
  private Sum sum = new Sum();
  private List<Entry> earlier = List.of();
  private Instant earlierFrom;

  /** One thing that counts. */
  private sealed interface Entry {
    Instant at();

    record Failed(Instant at, Severity severity) implements Entry {}

    record RefusedOrder(Instant at) implements Entry {}

    record Closed(Instant at, BigDecimal pnl, Currency currency, @Nullable Money fees) implements Entry {}
  }

  /** @param knownFrom when it was heard first */
  InstanceTally(Instant knownFrom) {
    this.knownFrom = knownFrom;
    this.earlierFrom = knownFrom;
  }

  void take(Event event) {
    Entry entry = entry(event);
    if (entry != null) {
      if (moment != null && !entry.at().isBefore(moment)) {
        sum.add(entry);
      }
      recent.addLast(entry);
      if (recent.size() > MOST) {
        Instant gone = recent.removeFirst().at();
        knownFrom = gone.isAfter(knownFrom) ? gone : knownFrom;
      }
    }
    if (event instanceof Event.BalanceUpdate balance && (equityAt == null || !balance.at().isBefore(equityAt))) {
      equity = new Money(balance.total(), balance.currency());
      equityAt = balance.at();
    }
  }

  private static @Nullable Entry entry(Event event) {
    if (event instanceof Event.ErrorRaised error) {
      return new Entry.Failed(error.at(), error.severity());
    }
    if (event instanceof Event.TradeClosed closed) {
      return new Entry.Closed(closed.at(), closed.pnl(), closed.currency(), closed.fees());
    }
    return event instanceof Event.OrderUpdate order && order.status() == OrderStatus.REJECTED
        ? new Entry.RefusedOrder(order.at())
        : null;
  }

  /** From this moment on it is summed up, however much there will be. */
  void open(Instant from) {
    moment = from;
    sum = new Sum();
    recent.stream().filter(entry -> !entry.at().isBefore(from)).forEach(sum::add);
    earlier = recent.stream().filter(entry -> entry.at().isBefore(from)).toList();
    earlierFrom = knownFrom;
  }

  void close() {
    moment = null;
    earlier = List.of();
  }

  /** Since the moment; null while none is set. */
  @Nullable InstanceFigures since(Instant now) {
    if (moment == null) {
      return null;
    }
    return sum.figures(later(moment, earlierFrom), now, equity);
  }

  /** In a time before the moment, as far back as it is known; null when none of it is. */
  @Nullable InstanceFigures before(Instant from) {
    if (moment == null || !earlierFrom.isBefore(moment)) {
      return null;
    }
    Instant begin = later(from, earlierFrom);
    Sum before = new Sum();
    earlier.stream().filter(entry -> !entry.at().isBefore(begin)).forEach(before::add);
    return before.figures(begin, moment, null);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static final class Sum {
    private final Map<Severity, Long> errors = new EnumMap<>(Severity.class);
    private final Map<Currency, BigDecimal> net = new HashMap<>();
    private final Map<Currency, BigDecimal> best = new HashMap<>();
    private final Map<Currency, BigDecimal> worst = new HashMap<>();
    private long refused;
    private long trades;
    private long losses;

    void add(Entry entry) {
      switch (entry) {
        case Entry.Failed failed -> errors.merge(failed.severity(), 1L, Long::sum);
        case Entry.RefusedOrder _ -> refused++;
        case Entry.Closed closed -> close(closed);
      }
    }

    private void close(Entry.Closed closed) {
      BigDecimal made = closed.pnl();
      Money fees = closed.fees();
      if (fees != null && fees.currency().equals(closed.currency())) {
        made = made.subtract(fees.amount());
      } else if (fees != null) {
        net.merge(fees.currency(), fees.amount().negate(), BigDecimal::add);
      }
      trades++;
      losses += made.signum() < 0 ? 1 : 0;
      net.merge(closed.currency(), made, BigDecimal::add);
      best.merge(closed.currency(), made, BigDecimal::max);
      worst.merge(closed.currency(), made, BigDecimal::min);
    }

    InstanceFigures figures(Instant from, Instant to, @Nullable Money equity) {
      return new InstanceFigures(from, to, errors, refused, trades, losses, net, best, worst, equity);
    }
  }
}
