package dev.binnacle.engine.performance;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The performance of one account in one currency. It is told of equity and trades as they happen and answers with {@link
 * Figures} at any time, in constant space and nearly constant time, equal to what all marks and trades together would give.
 *
 * <p>The times are those of the events. What comes late restates the period that it belongs to and leaves the present alone;
 * the newest 500 marks and 500 trades can be restated, which for daily periods is two months or more. The caller keeps out what
 * comes from the future: after a mark of next year all others would be late.
 *
 * <p>Decimals may have 30 digits on either side of the point and times lie between 1990 and 2200; all else is refused with
 * {@link IllegalArgumentException} and changes nothing.
 *
 * <p><b>Threads:</b> one thread at a time.
 */
public final class Ledger {
  private static final Duration LONGEST_HELD = Duration.ofDays(100 * 365);

  private final Conventions conventions;
  private final Periods periods;
  private final EquityBook equity;
  private final TradeBook trades;
  private final OperationsWindow operations;
  private Present present;
  private long restated;
  private long tooLate;

  public Ledger(Conventions conventions) {
    this.conventions = conventions;
    this.periods = new Periods(conventions);
    this.equity = new EquityBook(periods);
    this.trades = new TradeBook(periods);
    this.operations = new OperationsWindow(List.of());
    this.present = Present.UNKNOWN;
  }

  private Ledger(LedgerState state) {
    this.conventions = state.conventions();
    this.periods = new Periods(conventions);
    this.equity = new EquityBook(periods, state.equity());
    this.trades = new TradeBook(periods, state.trades());
    this.operations = new OperationsWindow(state.operations());
    this.present = state.present();
    this.restated = state.restated();
    this.tooLate = state.tooLate();
  }

  /** The ledger that had this state, and goes on under the same conventions. */
  public static Ledger restore(LedgerState state) {
    return new Ledger(state);
  }

  public Conventions conventions() {
    return conventions;
  }

  public LedgerState state() {
    return new LedgerState(
        LedgerState.VERSION, conventions, equity.state(), trades.state(), operations.state(), present, restated, tooLate);
  }

  /**
   * Books the equity at a time.
   *
   * @param value cash and open positions at their present prices, after the deposit; may be zero or below
   * @param deposit what was paid in since the mark before or, below zero, taken out; of the first mark it is part of the
   *     opening
   */
  public Arrival equity(Instant at, BigDecimal value, BigDecimal deposit) {
    return count(equity.add(new Mark(at, value, deposit)));
  }

  /**
   * Books the opening of a trade, for the risk per trade.
   *
   * @param riskAmount |entry - stop| x quantity, null if there is no stop
   */
  public void tradeOpened(Instant at, @Nullable BigDecimal riskAmount) {
    Amounts.time(at);
    if (riskAmount == null) {
      return;
    }
    Amounts.notNegative("risk", riskAmount);
    BigDecimal stake = equity.equityAt(at);
    if (stake != null && stake.signum() > 0) {
      trades.opened(Amounts.ratio(riskAmount, stake));
    }
  }

  /**
   * Books the closing of a trade, or of a part of one.
   *
   * @param pnl before fees
   * @param fees null if they are not known in the ledger's currency, below zero if they were paid back
   * @param held how long, null if not known
   */
  public Arrival tradeClosed(Instant at, BigDecimal pnl, @Nullable BigDecimal fees, @Nullable Duration held) {
    Amounts.time(at);
    Amounts.decimal("pnl", pnl);
    if (fees != null) {
      Amounts.decimal("fees", fees);
    }
    if (held != null && (held.isNegative() || held.compareTo(LONGEST_HELD) > 0)) {
      throw new IllegalArgumentException("duration of a trade must be from 0 to 100 years, was " + held);
    }
    Arrival arrival = trades.closed(at, pnl, fees, held);
    Curve curve = equity.curve();
    boolean earlierDay = curve != null && periods.dayOf(at) < curve.day();
    return count(arrival == Arrival.PRESENT && earlierDay ? Arrival.RESTATED : arrival);
  }

  /** Notes what the open positions are worth; null when it is not known. */
  public void exposure(Instant at, @Nullable PositionValue value) {
    present = present.withValue(Amounts.time(at), value);
  }

  /** Notes the bot's own dynamic risk factor and what it gave as the reason. */
  public void dynamicRisk(Instant at, @Nullable Double factor, @Nullable String reason) {
    if (factor != null && !Double.isFinite(factor)) {
      throw new IllegalArgumentException("dynamic risk factor must be a finite number, was " + factor);
    }
    present = present.withRisk(Amounts.time(at), factor, reason);
  }

  /** Counts operations that were attempted at about this time, and those of them that succeeded. */
  public void operations(Instant at, long attempted, long succeeded) {
    operations.add(Amounts.time(at), attempted, succeeded);
  }

  /**
   * All figures as of now. Reading changes nothing. The period that now lies in is not complete; a period whose end has
   * passed is, though only if it has a mark or a later one has: an absence of marks is not an absence of losses.
   */
  public Figures figures(Instant now) {
    FigureSheet sheet = new FigureSheet(conventions, periods, equity, trades, Amounts.time(now));
    return sheet.fill(present, operations.upTo(now), restated, tooLate);
  }

  /**
   * What would be so if the equity were this now, with no deposit since the newest mark. Books nothing.
   *
   * @param value null when it is not known
   */
  public Glance glance(Instant now, @Nullable BigDecimal value) {
    return Glance.of(equity.curve(), trades, periods, Amounts.time(now), value);
  }

  private Arrival count(Arrival arrival) {
    switch (arrival) {
      case PRESENT -> {}
      case RESTATED -> restated++;
      case TOO_LATE -> tooLate++;
    }
    return arrival;
  }
}
