package dev.binnacle.server;

import dev.binnacle.model.BotId;
import dev.binnacle.model.Fact;
import dev.binnacle.model.InstanceId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What each instance of each bot did, since this process runs: the fleet's figures are of whole bots. Only what is sent with its
 * instance counts here.
 *
 * <p><b>Threads:</b> thread-safe; nothing is done under the lock that could wait.
 */
final class InstanceTallies {
  /** So many instances of one bot at a time. */
  static final int MOST_OF_A_BOT = 64;

  /** So many in all. */
  static final int MOST = 1_000;

  private final InstantSource clock;
  private final Map<BotId, Map<InstanceId, InstanceTally>> all = new LinkedHashMap<>();
  private final Map<BotId, Instant> moments = new HashMap<>();
  private int count;
  private long dropped;

  InstanceTallies(InstantSource clock) {
    this.clock = clock;
  }

  /** To be called with every event that was taken, in order. */
  synchronized void take(Fact.Accepted accepted) {
    InstanceId instance = accepted.envelope().instance();
    if (instance != null) {
      InstanceTally tally = tally(accepted.bot(), instance);
      if (tally == null) {
        dropped++;
      } else {
        tally.take(accepted.envelope().event());
      }
    }
  }

  /** The one that was heard first makes room when a bot restarts again and again, but not while a trial is watched. */
  private @Nullable InstanceTally tally(BotId bot, InstanceId instance) {
    Map<InstanceId, InstanceTally> ofBot = all.computeIfAbsent(bot, none -> new LinkedHashMap<>());
    InstanceTally known = ofBot.get(instance);
    if (known != null) {
      return known;
    }
    Instant moment = moments.get(bot);
    if (ofBot.size() >= MOST_OF_A_BOT && moment == null) {
      ofBot.remove(ofBot.keySet().iterator().next());
      count--;
    }
    if (count >= MOST) {
      makeRoom(bot);
    }
    if (ofBot.size() >= MOST_OF_A_BOT || count >= MOST) {
      return null;
    }
    InstanceTally tally = new InstanceTally(clock.instant());
    if (moment != null) {
      tally.open(moment);
    }
    ofBot.put(instance, tally);
    count++;
    return tally;
  }

  /** At the cost of the bot that was heard first, unless a trial of it is watched. */
  private void makeRoom(BotId bot) {
    all.keySet().stream().filter(each -> !each.equals(bot) && !moments.containsKey(each)).findFirst()
        .ifPresent(each -> count -= Objects.requireNonNull(all.remove(each)).size());
  }

  /** From this moment on all instances of the bot are summed up, by the times that their events tell. */
  synchronized void open(BotId bot, Instant moment) {
    moments.put(bot, moment);
    all.getOrDefault(bot, Map.of()).values().forEach(tally -> tally.open(moment));
  }

  synchronized void close(BotId bot) {
    moments.remove(bot);
    all.getOrDefault(bot, Map.of()).values().forEach(InstanceTally::close);
  }

  /** Nothing of one that has not been heard; null when it may have been dropped, or no moment is set. */
  synchronized @Nullable InstanceFigures since(BotId bot, InstanceId instance, Instant now) {
    Map<InstanceId, InstanceTally> ofBot = all.getOrDefault(bot, Map.of());
    InstanceTally tally = ofBot.get(instance);
    if (tally != null) {
      return tally.since(now);
    }
    Instant moment = moments.get(bot);
    boolean dropping = ofBot.size() >= MOST_OF_A_BOT || count >= MOST;
    return moment == null || dropping ? null : InstanceFigures.nothing(moment, now);
  }

  /** Before the moment, as far back as it is known; null when it is not at all. */
  synchronized @Nullable InstanceFigures before(BotId bot, InstanceId instance, Instant from) {
    InstanceTally tally = all.getOrDefault(bot, Map.of()).get(instance);
    return tally == null ? null : tally.before(from);
  }

  /** Events that were not counted, since too many instances were known. */
  synchronized long dropped() {
    return dropped;
  }
}
