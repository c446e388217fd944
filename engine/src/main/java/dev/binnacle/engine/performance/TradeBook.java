package dev.binnacle.engine.performance;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The closed trades. Totals do not care about order. Streaks do: a late trade is put in its place among the newest 500 and
 * the streaks are counted again from there. The results of the newest 8 days are kept by day.
 */
final class TradeBook {
  private static final int RECENT_TRADES = 500;
  private static final int DAYS = 8;

  private final Periods periods;
  private final List<Outcome> recent = new ArrayList<>();
  /** The streaks after each of the recent trades. */
  private final List<Streaks> after = new ArrayList<>();
  private final TreeMap<Long, BigDecimal> netByDay = new TreeMap<>();
  private TradeTotals totals = TradeTotals.NONE;
  private Streaks settled = Streaks.NONE;
  private Streaks streaks = Streaks.NONE;
  private @Nullable Instant settledAt;
  private RiskTaken risk = RiskTaken.NONE;
  private @Nullable Sheet sheet;

  /** A closed trade as far as streaks are concerned. */
  record Outcome(Instant at, int sign) {}

  /** What the trades of one day came to. */
  record DayNet(long day, BigDecimal net) {}

  /** The sum of risk by equity over the trades that were opened with a stop. */
  record RiskTaken(double sum, long count) {
    static final RiskTaken NONE = new RiskTaken(0, 0);

    RiskTaken with(double ratio) {
      return new RiskTaken(sum + ratio, count + 1);
    }
  }

  /** The figures as of the newest trade, and why some are null. */
  record Sheet(TradeFigures figures, Map<String, String> undefined) {}

  /** The values of a book, for writing down. */
  record State(
      TradeTotals totals,
      Streaks settled,
      @Nullable Instant settledAt,
      Streaks streaks,
      List<Outcome> recent,
      List<DayNet> days,
      RiskTaken risk) {
    State {
      recent = List.copyOf(recent);
      days = List.copyOf(days);
    }
  }

  TradeBook(Periods periods) {
    this.periods = periods;
  }

  TradeBook(Periods periods, State state) {
    this.periods = periods;
    this.totals = state.totals;
    this.settled = state.settled;
    this.settledAt = state.settledAt;
    this.recent.addAll(state.recent);
    countFrom(0);
    state.days.forEach(day -> netByDay.put(day.day, day.net));
    this.risk = state.risk;
  }

  State state() {
    List<DayNet> days = netByDay.entrySet().stream().map(day -> new DayNet(day.getKey(), day.getValue())).toList();
    return new State(totals, settled, settledAt, streaks, recent, days, risk);
  }

  TradeTotals totals() {
    return totals;
  }

  /** Worked out once after each trade, since the divisions of decimals cost more than all other figures together. */
  Sheet sheet() {
    Sheet known = sheet;
    if (known == null) {
      Reasons reasons = new Reasons();
      known = new Sheet(TradeFigures.of(totals, streaks, reasons), reasons.toMap());
      sheet = known;
    }
    return known;
  }

  RiskTaken risk() {
    return risk;
  }

  /** The net result of the trades closed on a day, zero if there were none. */
  BigDecimal netOf(long day) {
    return netByDay.getOrDefault(day, BigDecimal.ZERO);
  }

  boolean closedOn(long day) {
    return netByDay.containsKey(day);
  }

  void opened(double riskByEquity) {
    risk = risk.with(riskByEquity);
  }

  Arrival closed(Instant at, BigDecimal pnl, @Nullable BigDecimal fees, @Nullable Duration held) {
    BigDecimal net = fees == null ? pnl : pnl.subtract(fees);
    sheet = null;
    totals = totals.with(net, fees, held);
    long day = periods.dayOf(at);
    boolean closedDay = !netByDay.isEmpty() && day < netByDay.lastKey();
    netByDay.merge(day, net, BigDecimal::add);
    if (netByDay.size() > DAYS) {
      netByDay.pollFirstEntry();
    }
    if (!place(new Outcome(at, net.signum()))) {
      return Arrival.TOO_LATE;
    }
    return closedDay ? Arrival.RESTATED : Arrival.PRESENT;
  }

  private boolean place(Outcome outcome) {
    if (settledAt != null && outcome.at.isBefore(settledAt)) {
      return false;
    }
    int place = recent.size();
    while (place > 0 && recent.get(place - 1).at.isAfter(outcome.at)) {
      place--;
    }
    recent.add(place, outcome);
    countFrom(place);
    if (recent.size() > RECENT_TRADES) {
      settledAt = recent.remove(0).at;
      settled = after.remove(0);
    }
    return true;
  }

  /** Counts the streaks from this place on. In a fleet, trades of several bots often come a little out of order: that must not cost 500 steps. */
  private void countFrom(int place) {
    Streaks now = place == 0 ? settled : after.get(place - 1);
    for (int i = place; i < recent.size(); i++) {
      now = now.with(recent.get(i).sign);
      if (i < after.size()) {
        after.set(i, now);
      } else {
        after.add(now);
      }
    }
    streaks = now;
  }
}
