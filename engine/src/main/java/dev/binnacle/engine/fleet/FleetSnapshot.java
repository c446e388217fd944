package dev.binnacle.engine.fleet;

import dev.binnacle.engine.performance.Figures;
import dev.binnacle.model.BotId;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.Money;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The whole fleet at one time.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param index of the last input that is in it
 * @param at the engine's time of that input
 * @param bots by name
 * @param totals over all bots
 * @param counters what the intake has taken and refused since the engine was first started
 */
public record FleetSnapshot(long index, Instant at, List<BotSnapshot> bots, FleetTotals totals, Counters counters) {
  public FleetSnapshot {
    bots = List.copyOf(bots);
  }

  public Optional<BotSnapshot> bot(BotId id) {
    return bots.stream().filter(bot -> bot.id().equals(id)).findFirst();
  }

  /**
   * Sums over the fleet. A sum over bots whose currencies differ is null and {@code whyNull} says so, under the name of the
   * figure: {@code equity}, {@code daily_pnl}.
   *
   * @param status the worst of all bots'; {@link BotStatus#OFFLINE} when there is none
   * @param statuses how many bots are in each status
   * @param figures performance over the summed equity and all trades; null when the currencies differ or no bot has any
   */
  public record FleetTotals(
      BotStatus status,
      Map<BotStatus, Integer> statuses,
      @Nullable Money balance,
      @Nullable Money available,
      @Nullable Money equity,
      @Nullable Money unrealized,
      @Nullable Figures figures,
      int openPositions,
      long errorCount,
      Map<String, String> whyNull) {}

  /** How many events were accepted, known already, refused, and durable but without a key; samples and gaps likewise. */
  public record Counters(long accepted, long duplicates, long rejected, long unkeyed, long samples, long gaps, long fenced) {}
}
