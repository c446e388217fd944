package dev.binnacle.demo;

import dev.binnacle.config.Applies;
import dev.binnacle.config.ApplyMode;
import dev.binnacle.config.Describe;
import dev.binnacle.config.Range;
import dev.binnacle.config.Tighter;
import dev.binnacle.config.Unit;
import java.math.BigDecimal;

/** The parameters of {@link GridStrategy}. */
record GridSettings(
    @Describe("How much each order is for; what is held is counted in it") @Applies(ApplyMode.WHEN_FLAT) @Range(above = 0,
        atMost = 2) @Unit("BTC") BigDecimal stepQuantity,
    @Describe("How many steps to hold at most") @Applies(ApplyMode.WHEN_FLAT) @Tighter(Tighter.Way.LOWER) @Range(atLeast = 1,
        atMost = 10) @Unit("steps") int mostSteps,
    @Describe("Orders on either side") @Range(atLeast = 1, atMost = 5) @Unit("orders") int rungs,
    @Describe("Bars in the average") @Range(atLeast = 2, atMost = 100) @Unit("bars") int average,
    @Describe("Distance between orders") @Range(atLeast = 0.1, atMost = 10) @Unit("mean ranges") double spacingRanges,
    @Describe("A trial that leads to more orders is ended") @Tighter(Tighter.Way.LOWER) @Range(atLeast = 1,
        atMost = 6000) @Unit("per minute") int ordersPerMinute)
    implements Paced {
  static final String FILE = """
      # The grid bot: keeps a ladder of orders around a slow average of the price.
      # Save this file, or change it on the dashboard: the bot goes on with it and is not restarted.

      step-quantity: 0.4    # BTC for each order; when no position is open
      most-steps: 6         # steps to hold at most; fewer at once, more when no position is open
      rungs: 2              # orders on either side; at once
      average: 12           # bars of a minute; at once
      spacing-ranges: 0.6   # distance between orders, in mean ranges; at once

      orders-per-minute: 600 # a configuration that is tried out and leads to more is ended by the bot itself
      """;
}
