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
   * @param figures performance over the summed equity and all trades; null when the currencies differ or no bot has any. A bot that
   *     joins or leaves pays in or takes out its equity: that is no profit
   * @param equity of all bots that ever told a balance
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

  /**
   * What the intake has done with the events it got. A crash may forget what was counted since the last checkpoint of those that
   * leave no fact: duplicates, rejected, samples and fenced ones.
   *
   * @param accepted durable events taken
   * @param duplicates events that were known already
   * @param rejected events refused
   * @param unkeyed durable events taken that had neither number nor id
   * @param samples events taken that are not durable
   * @param gaps stretches of numbers that were found missing
   * @param fenced events of instances that do not own their bot, of which only trades and errors count
   * @param dropped what was let go because there was too much of it, by the name of the bound
   */
  public record Counters(
      long accepted,
      long duplicates,
      long rejected,
      long unkeyed,
      long samples,
      long gaps,
      long fenced,
      Map<String, Long> dropped) {
    public static final Counters NONE = new Counters(0, 0, 0, 0, 0, 0, 0, Map.of());
  }
}
