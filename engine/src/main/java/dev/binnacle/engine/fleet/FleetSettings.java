package dev.binnacle.engine.fleet;

import dev.binnacle.engine.performance.Conventions;
import dev.binnacle.model.BotId;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the fleet is judged.
 *
 * @param staleAfter a bot that was not heard for so long is stale, 15 s by default
 * @param offlineAfter and after so long it is offline, 60 s by default; longer than {@code staleAfter}
 * @param equityMarkEvery how often a bot's equity is marked, 15 s by default; it also is at each balance and trade
 * @param conventions of the performance figures
 * @param bots what is said of single bots
 */
public record FleetSettings(
    Duration staleAfter,
    Duration offlineAfter,
    Duration equityMarkEvery,
    Bounds bounds,
    Conventions conventions,
    Map<BotId, BotSettings> bots) {
  public static final FleetSettings DEFAULT =
      new FleetSettings(
          Duration.ofSeconds(15), Duration.ofSeconds(60), Duration.ofSeconds(15), Bounds.DEFAULT, Conventions.DEFAULT, Map.of());

  public FleetSettings {
    positive("stale-after", staleAfter);
    positive("equity-mark-every", equityMarkEvery);
    if (offlineAfter.compareTo(staleAfter) <= 0) {
      throw new IllegalArgumentException(
          "offline-after must be longer than stale-after (" + staleAfter + "), was " + offlineAfter);
    }
    bots = Collections.unmodifiableMap(new TreeMap<>(bots));
  }

  public FleetSettings withBounds(Bounds other) {
    return new FleetSettings(staleAfter, offlineAfter, equityMarkEvery, other, conventions, bots);
  }

  public FleetSettings withConventions(Conventions other) {
    return new FleetSettings(staleAfter, offlineAfter, equityMarkEvery, bounds, other, bots);
  }

  public FleetSettings withBots(Map<BotId, BotSettings> others) {
    return new FleetSettings(staleAfter, offlineAfter, equityMarkEvery, bounds, conventions, others);
  }

  public FleetSettings withSilence(Duration stale, Duration offline) {
    return new FleetSettings(stale, offline, equityMarkEvery, bounds, conventions, bots);
  }

  BotSettings of(BotId bot) {
    return bots.getOrDefault(bot, BotSettings.DEFAULT);
  }

  private static void positive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " must be above 0, was " + value);
    }
  }
}
