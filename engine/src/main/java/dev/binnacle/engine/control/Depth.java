package dev.binnacle.engine.control;

import dev.binnacle.model.Money;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * How far an equity stands below its peak. Begins with what the ledger says, and from then on only a peak counts that was believed: one odd
 * balance that is far too high is a peak in the ledger, and no loss.
 */
final class Depth {
  /** Of the peak, 1 at it; not known before the first look. */
  private double level = Double.NaN;
  private double equity;
  private BigDecimal paidIn = BigDecimal.ZERO;

  /** @return zero or below, the milder of the ledger's and its own; null when nothing can be said */
  @Nullable Double look(double ledger, @Nullable Money worth, Funds funds) {
    if (worth == null || !Double.isFinite(ledger)) {
      return null;
    }
    double told = worth.amount().doubleValue();
    double now = worth.amount().subtract(funds.excess()).doubleValue();
    if (Double.isNaN(level)) {
      level = told > 0 ? Math.min(1, (1 + ledger) * now / told) : 1 + ledger;
    } else if (equity > 0) {
      double flow = funds.paidIn().subtract(paidIn).doubleValue();
      level = Math.min(1, level * (now - flow) / equity);
    }
    equity = now;
    paidIn = funds.paidIn();
    if (!Double.isFinite(level)) {
      level = Double.NaN;
      return null;
    }
    // An odd balance that is too low is deep in the ledger, too.
    return Math.max(level - 1, funds.excess().signum() == 0 ? ledger : -1);
  }
}
