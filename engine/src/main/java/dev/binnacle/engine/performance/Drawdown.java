package dev.binnacle.engine.performance;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The deepest fall of the curve from a peak. All but the depth is null as long as the curve has never fallen.
 *
 * @param depth {@code trough / peak - 1}, zero or below
 * @param peakAt the last moment at the peak
 * @param troughAt the first moment at the trough
 * @param recoveredAt the first moment back at the peak, null if that is still to come
 * @param duration from the peak to the recovery or, without one, until now
 */
public record Drawdown(
    double depth,
    @Nullable Instant peakAt,
    @Nullable Instant troughAt,
    @Nullable Instant recoveredAt,
    @Nullable Duration duration) {
  private static final Drawdown NONE = new Drawdown(0, null, null, null, null);

  static Drawdown of(Underwater underwater, Instant now) {
    Underwater.Deepest deepest = underwater.deepest();
    if (deepest == null) {
      return NONE;
    }
    Instant recovered = deepest.recoveredAt();
    Instant end = recovered != null ? recovered : later(now, deepest.troughAt());
    return new Drawdown(
        deepest.depth(), deepest.peakAt(), deepest.troughAt(), recovered, Duration.between(deepest.peakAt(), end));
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
