package straddle;

import dev.binnacle.config.Applies;
import dev.binnacle.config.ApplyMode;
import dev.binnacle.config.Describe;
import dev.binnacle.config.KeyStyle;
import dev.binnacle.config.Keyed;
import dev.binnacle.config.Range;
import dev.binnacle.config.Size;
import dev.binnacle.config.Unit;
import java.math.BigDecimal;
import java.util.Map;

/** What may be changed while the strategy trades. The constructor checks what one value alone cannot tell. */
@Keyed(KeyStyle.UPPER_SNAKE)
public record Straddle(
    @Describe("How far the index moves before a calendar spread is hedged") @Range(above = 0,
        atMost = 50) @Unit("points") BigDecimal vixHedgePointsCandr,
    @Describe("How far the index moves before a strangle is hedged") @Range(above = 0,
        atMost = 50) @Unit("points") BigDecimal hedgeTriggerPointsStrangle,
    @Describe("Least delta of an option to sell") @Applies(ApplyMode.NEXT_TRADE) @Range(above = 0,
        below = 1) double targetDeltaLow,
    @Describe("Greatest delta of an option to sell") @Applies(ApplyMode.NEXT_TRADE) @Range(above = 0,
        below = 1) double targetDeltaHigh,
    @Describe("Least delta when volatility is high") @Applies(ApplyMode.NEXT_TRADE) @Range(above = 0,
        below = 1) double vixDeltaLow,
    @Describe("Greatest delta when volatility is high") @Applies(ApplyMode.NEXT_TRADE) @Range(above = 0,
        below = 1) double vixDeltaHigh,
    @Describe("Volatility index from which on the other deltas hold") @Applies(ApplyMode.NEXT_TRADE) @Range(above = 0,
        atMost = 50) double vixDeltaThreshold,
    @Describe("Stop loss of each weekday or occasion") @Applies(ApplyMode.NEXT_TRADE) @Size(
        atLeast = 1) Map<String, @Range(above = 0) @Unit("%") BigDecimal> stopLossConfig,
    @Describe("Delta from which on a leg is watched") @Range(above = 0, below = 1) double deltaMonitoringThreshold,
    @Describe("Profit at which the first part is booked") @Range(above = 0,
        atMost = 100) @Unit("points") BigDecimal initialProfitBooking,
    @Describe("Profit at which the second part is booked") @Range(above = 0,
        atMost = 100) @Unit("points") BigDecimal secondProfitBooking) {

  public Straddle {
    ordered("TARGET_DELTA_LOW", targetDeltaLow, "TARGET_DELTA_HIGH", targetDeltaHigh);
    ordered("VIX_DELTA_LOW", vixDeltaLow, "VIX_DELTA_HIGH", vixDeltaHigh);
  }

  private static void ordered(String low, double least, String high, double most) {
    if (least >= most) {
      throw new IllegalArgumentException(low + " must be below " + high + ", was " + least + " and " + most);
    }
  }
}
