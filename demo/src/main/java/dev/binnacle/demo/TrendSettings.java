package dev.binnacle.demo;

import dev.binnacle.config.Applies;
import dev.binnacle.config.ApplyMode;
import dev.binnacle.config.Describe;
import dev.binnacle.config.Range;
import dev.binnacle.config.Tighter;
import dev.binnacle.config.Unit;
import java.math.BigDecimal;

/** The parameters of {@link TrendStrategy}. */
record TrendSettings(
    @Describe("How much to hold") @Applies(ApplyMode.NEXT_TRADE) @Range(above = 0, atMost = 5) @Unit("BTC") BigDecimal quantity,
    @Describe("Bars in the fast average") @Range(atLeast = 2, atMost = 100) @Unit("bars") int fast,
    @Describe("Bars in the slow average") @Range(atLeast = 3, atMost = 200) @Unit("bars") int slow,
    @Describe("The averages must differ by this share of the price") @Range(atLeast = 0, atMost = 0.01) double band,
    @Describe("Where to give up, in mean ranges from the entry") @Applies(ApplyMode.NEXT_TRADE) @Range(atLeast = 0.5,
        atMost = 10) @Unit("mean ranges") double stopRanges,
    @Describe("Whether to sell short, too") @Applies(ApplyMode.WHEN_FLAT) boolean shorts,
    @Describe("A trial that leads to more orders is ended") @Tighter(Tighter.Way.LOWER) @Range(atLeast = 1,
        atMost = 600) @Unit("per minute") int ordersPerMinute)
    implements Paced {
  static final String FILE = """
      # The trend bot: long while a fast average is above a slow one, short while it is below.
      # Save this file, or change it on the dashboard: the bot goes on with it and is not restarted.

      quantity: 1.5         # BTC; for the next trade
      fast: 9               # bars of a minute; at once
      slow: 30              # bars of a minute; at once, must be above fast
      band: 0.0004          # share of the price by which the averages must differ; keeps noise from turning the position
      stop-ranges: 3        # where to give up, in mean ranges from the entry; for the next trade
      shorts: true          # whether to sell short, too; when no position is open

      orders-per-minute: 12 # a configuration that is tried out and leads to more is ended by the bot itself
      """;
}
