package trend;

import dev.binnacle.config.Applies;
import dev.binnacle.config.ApplyMode;
import dev.binnacle.config.MaxChange;
import dev.binnacle.config.Range;
import dev.binnacle.config.Tighter;
import dev.binnacle.config.Unit;
import java.time.Duration;

/** What a strategy of this bot reads. */
public record Parameters(
    @Applies(ApplyMode.NEXT_TRADE) @Range(atLeast = 2) int fastAverage,
    @Applies(ApplyMode.NEXT_TRADE) @Range(atMost = 500) int slowAverage,
    @Applies(ApplyMode.NEXT_TRADE) @MaxChange(percent = 50) @Range(above = 0, atMost = 20) @Unit("%") double stopLoss,
    @Tighter(Tighter.Way.LOWER) @Range(atLeast = 0, atMost = 2) @Unit("%") double riskPerTrade,
    @Range(atLeast = 1, atMost = 3600) Duration pause) {
  public Parameters {
    if (fastAverage >= slowAverage) {
      throw new IllegalArgumentException("fast-average must be below slow-average, was " + fastAverage + " and " + slowAverage);
    }
  }
}
