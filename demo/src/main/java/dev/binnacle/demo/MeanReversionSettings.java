package dev.binnacle.demo;

import dev.binnacle.config.Applies;
import dev.binnacle.config.ApplyMode;
import dev.binnacle.config.Describe;
import dev.binnacle.config.Range;
import dev.binnacle.config.Tighter;
import dev.binnacle.config.Unit;
import java.math.BigDecimal;

/** The parameters of {@link MeanReversionStrategy}. */
record MeanReversionSettings(
    @Describe("How much to trade") @Applies(ApplyMode.NEXT_TRADE) @Range(above = 0, atMost = 5) @Unit("BTC") BigDecimal quantity,
    @Describe("Bars in the mean") @Applies(ApplyMode.WHEN_FLAT) @Range(atLeast = 5, atMost = 200) @Unit("bars") int mean,
    @Describe("Bars in the strength index") @Range(atLeast = 2, atMost = 50) @Unit("bars") int strength,
    @Describe("How far from the mean to enter") @Range(above = 0, atMost = 5) @Unit("deviations") double entryDeviations,
    @Describe("How far from the mean to give up") @Applies(ApplyMode.NEXT_TRADE) @Range(above = 0,
        atMost = 20) @Unit("deviations") double stopDeviations,
    @Describe("A trial that leads to more orders is ended") @Tighter(Tighter.Way.LOWER) @Range(atLeast = 1,
        atMost = 600) @Unit("per minute") int ordersPerMinute)
    implements Paced {
  static final String FILE = """
      # The mean reversion bot: buys well below the mean, sells well above it, and leaves at the mean.
      # Save this file, or change it on the dashboard: the bot goes on with it and is not restarted.

      quantity: 1           # BTC; for the next trade
      mean: 20              # bars of a minute; when no position is open
      strength: 7           # bars in the strength index; at once
      entry-deviations: 1.5 # how far from the mean to enter; at once
      stop-deviations: 4    # how far from the mean to give up, above entry-deviations; for the next trade

      orders-per-minute: 30 # a configuration that is tried out and leads to more is ended by the bot itself
      """;
}
