package dev.binnacle.engine.performance;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the figures were made from.
 *
 * @param periods complete periods with a return
 * @param windowPeriods how many of them the percentiles cover, at most 4,001
 * @param since the first equity mark
 * @param until the newest equity mark
 * @param restated trades and marks that changed a period after it had been closed
 * @param tooLate trades and marks that were too old to be put in order
 */
public record Coverage(
    long periods, int windowPeriods, @Nullable Instant since, @Nullable Instant until, long restated, long tooLate) {

  void nameIn(Map<String, @Nullable Object> names) {
    names.put("periods", periods);
    names.put("window_periods", windowPeriods);
    names.put("since", since);
    names.put("until", until);
    names.put("restated", restated);
    names.put("too_late", tooLate);
  }
}
