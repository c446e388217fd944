package dev.binnacle.engine.performance;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Everything about the equity up to its newest mark, in constant space. The four spans differ only in where they begin: at
 * the first mark, after the last loss of everything, with the sampling period, and with the day. A period or a day begins at
 * the last mark before it.
 *
 * @param paidIn deposits less withdrawals after the first mark
 * @param dayOpening the equity with which the day of the newest mark began
 */
record Curve(
    Mark first,
    Mark last,
    long period,
    long day,
    Span total,
    Span life,
    Span inPeriod,
    Span inDay,
    boolean opening,
    BigDecimal paidIn,
    BigDecimal dayOpening,
    BigDecimal dayPaidIn,
    @Nullable Underwater underwater,
    Moments moments) {

  /** Hears of the periods that a mark has closed. */
  interface Closings {
    Closings NONE =
        new Closings() {
          @Override
          public void closed(double periodReturn) {}

          @Override
          public void idle(long periods) {}
        };

    void closed(double periodReturn);

    /** So many periods without a mark, during which the equity was carried forward. */
    void idle(long periods);
  }

  static Curve start(Mark mark, Periods periods) {
    Span span = Span.from(mark.after());
    return new Curve(
        mark,
        mark,
        periods.periodOf(mark.at()),
        periods.dayOf(mark.at()),
        span,
        span,
        span,
        span,
        true,
        BigDecimal.ZERO,
        mark.equity(),
        BigDecimal.ZERO,
        span.grows() ? Underwater.start(mark.at()) : null,
        Moments.NONE);
  }

  /** The curve with one more mark, which is not older than the last one. */
  Curve with(Mark mark, Periods periods, Closings closings) {
    long newPeriod = periods.periodOf(mark.at());
    long newDay = periods.dayOf(mark.at());
    boolean dayBegins = newDay != day;
    boolean periodBegins = newPeriod != period;
    Span periodSpan = periodBegins ? Span.from(last.after()) : inPeriod;
    Span daySpan = dayBegins ? Span.from(last.after()) : inDay;
    Span newLife = beginsAnew(mark) ? Span.from(mark.after()) : life.past(mark);
    return new Curve(
        first,
        mark,
        newPeriod,
        newDay,
        total.past(mark),
        newLife,
        periodSpan.past(mark),
        daySpan.past(mark),
        opening && !periodBegins,
        paidIn.add(mark.deposit()),
        dayBegins ? last.equity() : dayOpening,
        (dayBegins ? BigDecimal.ZERO : dayPaidIn).add(mark.deposit()),
        sink(mark),
        periodBegins ? close(newPeriod, closings) : moments);
  }

  /** The curve with a deposit that came too late to be put in its place. */
  Curve withLateDeposit(BigDecimal deposit) {
    return new Curve(
        first,
        last,
        period,
        day,
        total,
        life,
        inPeriod,
        inDay,
        opening,
        paidIn.add(deposit),
        dayOpening,
        dayPaidIn,
        underwater,
        moments);
  }

  /** Whether the period of the newest mark has a return: the first one has none, nor has one that began without equity. */
  boolean hasReturn() {
    return !opening && inPeriod.grows();
  }

  double periodReturn() {
    return inPeriod.at(last.after()) - 1;
  }

  /** Nothing is left of the present life, but there is equity again. */
  private boolean beginsAnew(Mark mark) {
    return life.past(mark).growth() == 0 && mark.after() > 0;
  }

  private @Nullable Underwater sink(Mark mark) {
    if (underwater == null) {
      return mark.after() > 0 ? Underwater.start(mark.at()) : null;
    }
    Underwater now = life.grows() ? underwater.observe(mark.at(), life.at(mark.before())) : underwater;
    return beginsAnew(mark) ? now.restart(mark.at()) : now;
  }

  private Moments close(long newPeriod, Closings closings) {
    Moments closed = moments;
    if (hasReturn()) {
      closed = closed.with(periodReturn());
      closings.closed(periodReturn());
    }
    long idle = newPeriod - period - 1;
    if (idle > 0 && last.after() > 0) {
      closed = closed.withZeros(idle);
      closings.idle(idle);
    }
    return closed;
  }
}
