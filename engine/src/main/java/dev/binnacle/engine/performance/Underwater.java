package dev.binnacle.engine.performance;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far below its highest point the deposit-adjusted curve is and has been. The peak is the last moment at which the curve
 * stood highest, the trough the first at which it stood lowest, the recovery the first at which it stood as high again.
 *
 * @param sinking whether the deepest drawdown is the present one, and may still deepen or recover
 */
record Underwater(double level, double peak, Instant peakAt, @Nullable Deepest deepest, boolean sinking) {
  /** The deepest drawdown; {@code depth} is below zero. */
  record Deepest(double depth, Instant peakAt, Instant troughAt, @Nullable Instant recoveredAt) {}

  static Underwater start(Instant at) {
    return new Underwater(1, 1, at, null, false);
  }

  /** After a loss of everything the curve begins anew; that loss is never recovered. */
  Underwater restart(Instant at) {
    return new Underwater(1, 1, at, deepest, false);
  }

  double depth() {
    double depth = level / peak - 1;
    return depth < -Amounts.NOISE ? depth : 0;
  }

  Underwater observe(Instant at, double now) {
    if (now >= peak * (1 - Amounts.NOISE)) {
      Deepest ended =
          sinking && deepest != null ? new Deepest(deepest.depth, deepest.peakAt, deepest.troughAt, at) : deepest;
      return new Underwater(now, Math.max(peak, now), at, ended, false);
    }
    double depth = now / peak - 1;
    if (deepest == null || depth < deepest.depth - Amounts.NOISE) {
      return new Underwater(now, peak, peakAt, new Deepest(depth, peakAt, at, null), true);
    }
    return new Underwater(now, peak, peakAt, deepest, sinking);
  }
}
