package dev.binnacle.engine.performance;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The sums over all closed trades. They are exact, so that the order in which trades arrive cannot matter. */
record TradeTotals(
    long count,
    long winning,
    long losing,
    BigDecimal grossProfit,
    BigDecimal grossLoss,
    BigDecimal fees,
    long withoutFees,
    BigDecimal squares,
    Duration held,
    long heldCount) {
  static final TradeTotals NONE =
      new TradeTotals(
          0, 0, 0, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, 0, BigDecimal.ZERO, Duration.ZERO, 0);

  TradeTotals with(BigDecimal net, @Nullable BigDecimal paid, @Nullable Duration time) {
    int sign = net.signum();
    return new TradeTotals(
        count + 1,
        winning + (sign > 0 ? 1 : 0),
        losing + (sign < 0 ? 1 : 0),
        sign > 0 ? grossProfit.add(net) : grossProfit,
        sign < 0 ? grossLoss.add(net) : grossLoss,
        paid == null ? fees : fees.add(paid),
        withoutFees + (paid == null ? 1 : 0),
        squares.add(net.multiply(net)),
        time == null ? held : held.plus(time),
        heldCount + (time == null ? 0 : 1));
  }

  BigDecimal net() {
    return grossProfit.add(grossLoss);
  }

  /** The sample deviation (N - 1) of the net results, of at least two trades. */
  double deviation() {
    BigDecimal n = BigDecimal.valueOf(count);
    BigDecimal spread = n.multiply(squares).subtract(net().pow(2));
    return Math.sqrt(Amounts.ratio(spread, n.multiply(n.subtract(BigDecimal.ONE))));
  }
}
