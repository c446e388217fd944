package dev.binnacle.engine.fleet;

import java.util.stream.IntStream;

/**
 * How much is held in memory; all but the first are for one bot. What goes beyond is let go, oldest or newest first as each says,
 * and counted in {@link FleetSnapshot.Counters#dropped} under the name of the bound.
 *
 * @param bots events of one more bot are refused with {@code too-many-bots}
 * @param instances whose sequence and share of the bot's state are known in full; the ended and the oldest are retired first
 * @param retiredInstances of which only the highest number is remembered, so that nothing of theirs can count twice; also the
 *     number of forgotten bots that are remembered so
 * @param metrics different names; samples of one more are dropped
 * @param symbols different symbols with a price, and positions; those of one more are dropped
 * @param components one more is dropped
 * @param openOrders the oldest is dropped
 * @param openTrades the oldest is dropped; its closing then stands alone
 * @param recentTrades closed trades in the snapshot, and open ones
 * @param errors newest errors in the snapshot
 * @param logs newest log lines in the snapshot
 * @param endpoints one more is dropped
 * @param contents numbers of a sequence of which the content is remembered, to tell a repetition from other content under the
 *     same number; an older number counts as a repetition
 * @param gaps stretches of missing numbers in one sequence; the oldest is given up, and its numbers count as repetitions then
 * @param ids newest keys of events that are keyed by an id; an older one is taken for new
 */
public record Bounds(
    int bots,
    int instances,
    int retiredInstances,
    int metrics,
    int symbols,
    int components,
    int openOrders,
    int openTrades,
    int recentTrades,
    int errors,
    int logs,
    int endpoints,
    int contents,
    int gaps,
    int ids) {
  public static final Bounds DEFAULT =
      new Bounds(1_000, 64, 1_024, 1_000, 500, 100, 500, 500, 50, 50, 200, 200, 1_024, 64, 4_096);

  public Bounds {
    int smallest =
        IntStream.of(
            bots, instances - 1, retiredInstances, metrics, symbols, components, openOrders, openTrades, recentTrades, errors,
            logs, endpoints, contents, gaps, ids)
            .min()
            .orElseThrow();
    if (smallest < 1) {
      throw new IllegalArgumentException("every bound must be 1 or more, that of instances 2 or more, was " + this);
    }
  }

  public Bounds withBots(int most) {
    return new Bounds(
        most, instances, retiredInstances, metrics, symbols, components, openOrders, openTrades, recentTrades, errors, logs,
        endpoints,
        contents, gaps, ids);
  }
}
