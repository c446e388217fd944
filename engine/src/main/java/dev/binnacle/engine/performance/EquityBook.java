package dev.binnacle.engine.performance;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/*
 * How a late mark is put in order
 * -------------------------------
 * settled ──▶ [recent: at most 500 marks, in order] ──▶ head
 *
 * `head` is the curve with every mark; a mark in order costs one step of it. `settled` is the curve before the recent marks.
 * A late mark goes into its place among the recent ones, and the next reader replays them from `settled` (some 50 µs). What
 * is older than `settled` comes too late.
 *
 * Of a run of marks within one period and one day and between two deposits, the returns need the last, and a drawdown needs
 * the extremes: the highest, the lowest, and the pair of the steepest fall. A run longer than 8 is thinned to those, so that
 * 500 marks reach back two months of daily periods or more. Thinning changes nothing as long as marks come in order. A late
 * mark is compared with those that were kept of its run: a drawdown between it and one that was not kept is understated,
 * never overstated.
 */
final class EquityBook {
  private static final int RECENT_MARKS = 500;
  private static final int LONGEST_RUN = 8;

  private final Periods periods;
  private final List<Mark> recent = new ArrayList<>();
  private final ReturnWindow window;
  private @Nullable Curve settled;
  private @Nullable Curve head;
  private boolean stale;

  /** The values of a book, for writing down. */
  record State(@Nullable Curve settled, List<Mark> recent, @Nullable Curve head, List<Double> returns, long revocable) {
    State {
      recent = List.copyOf(recent);
      returns = List.copyOf(returns);
    }
  }

  EquityBook(Periods periods) {
    this.periods = periods;
    this.window = new ReturnWindow();
  }

  EquityBook(Periods periods, State state) {
    this.periods = periods;
    this.window = ReturnWindow.restore(state.returns, state.revocable);
    this.settled = state.settled;
    this.head = state.head;
    this.recent.addAll(state.recent);
  }

  State state() {
    Curve now = curve();
    return new State(settled, recent, now, window.toList(), window.revocable());
  }

  Arrival add(Mark mark) {
    Curve now = head;
    if (now == null) {
      head = Curve.start(mark, periods);
      recent.add(mark);
      return Arrival.PRESENT;
    }
    if (mark.at().isBefore(now.last().at())) {
      return insert(mark, periods.periodOf(mark.at()) < now.period());
    }
    head = curve(now).with(mark, periods, window);
    recent.add(mark);
    thin(recent.size() - 1);
    settle();
    return Arrival.PRESENT;
  }

  /** The curve up to the newest mark, null before the first one. */
  @Nullable Curve curve() {
    return head == null ? null : curve(head);
  }

  /** Current only after {@link #curve()} was read. */
  ReturnWindow window() {
    return window;
  }

  /** The equity at a time, as far as the kept marks tell; null if they do not reach back so far. */
  @Nullable BigDecimal equityAt(Instant at) {
    for (int i = recent.size() - 1; i >= 0; i--) {
      if (!recent.get(i).at().isAfter(at)) {
        return recent.get(i).equity();
      }
    }
    return null;
  }

  private Curve curve(Curve known) {
    if (!stale) {
      return known;
    }
    stale = false;
    window.revoke();
    Curve replayed = settled;
    for (Mark mark : recent) {
      replayed = replayed == null ? Curve.start(mark, periods) : replayed.with(mark, periods, window);
    }
    head = replayed;
    return replayed == null ? known : replayed;
  }

  private Arrival insert(Mark mark, boolean closed) {
    Curve before = settled;
    if (before != null && mark.at().isBefore(before.last().at())) {
      if (mark.carriesDeposit() && mark.at().isAfter(before.first().at())) {
        settled = before.withLateDeposit(mark.deposit());
        stale = true;
      }
      return Arrival.TOO_LATE;
    }
    int place = recent.size();
    while (place > 0 && recent.get(place - 1).at().isAfter(mark.at())) {
      place--;
    }
    recent.add(place, mark);
    thin(place);
    stale = true;
    settle();
    return closed ? Arrival.RESTATED : Arrival.PRESENT;
  }

  /** Moves the oldest marks, of which there are too many, into the settled curve. */
  private void settle() {
    if (recent.size() > RECENT_MARKS) {
      curve();
    }
    while (recent.size() > RECENT_MARKS) {
      Mark oldest = recent.remove(0);
      Curve before = settled;
      if (before == null) {
        settled = Curve.start(oldest, periods);
      } else {
        Tally tally = new Tally();
        settled = before.with(oldest, periods, tally);
        window.settle(tally.count);
      }
    }
  }

  /** Thins the run that the mark at this index belongs to, if it is too long. The very first mark begins the curve and stays. */
  private void thin(int index) {
    int start = index;
    int end = index + 1;
    IntPredicate belongs = i -> belongsToRun(i, index);
    if (!belongs.test(index)) {
      return;
    }
    while (start > 1 && belongs.test(start - 1)) {
      start--;
    }
    while (end < recent.size() && belongs.test(end)) {
      end++;
    }
    if (end - start > LONGEST_RUN) {
      List<Mark> run = recent.subList(start, end);
      List<Mark> kept = Extremes.of(run);
      run.clear();
      recent.addAll(start, kept);
    }
  }

  private boolean belongsToRun(int index, int member) {
    Mark mark = recent.get(index);
    Instant at = recent.get(member).at();
    return index > 0
        && !mark.carriesDeposit()
        && mark.equity().signum() > 0
        && periods.periodOf(mark.at()) == periods.periodOf(at)
        && periods.dayOf(mark.at()) == periods.dayOf(at);
  }

  /** Counts closings that have been told before. */
  private static final class Tally implements Curve.Closings {
    private long count;

    @Override
    public void closed(double periodReturn) {
      count++;
    }

    @Override
    public void idle(long periods) {
      count += periods;
    }
  }
}
