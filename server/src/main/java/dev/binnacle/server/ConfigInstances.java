package dev.binnacle.server;

import dev.binnacle.engine.fleet.BotSnapshot;
import dev.binnacle.engine.fleet.BotSnapshot.ConfigSeenView;
import dev.binnacle.engine.fleet.BotSnapshot.InstanceView;
import dev.binnacle.model.InstanceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What each instance of a bot runs with, of a configuration that is kept here. */
final class ConfigInstances {

  /** @param state {@code applied}, {@code refused}, {@code lagging}, {@code pending} or {@code canary} */
  record Told(
      InstanceId instance, @Nullable Long version, @Nullable String hash, String state, @Nullable Instant at,
      @Nullable String reason) {}

  /** What one instance is to try out. */
  record Tried(InstanceId instance, String hash) {}

  private ConfigInstances() {}

  /** Instances that have ended are left out; one that is connected and has said nothing lags. */
  static List<Told> ofManaged(@Nullable BotSnapshot bot, @Nullable String hash, @Nullable Tried tried) {
    List<Told> told = new ArrayList<>();
    if (bot == null) {
      return told;
    }
    Set<InstanceId> ended = new HashSet<>();
    bot.instances().stream().filter(InstanceView::ended).forEach(instance -> ended.add(instance.id()));
    Set<InstanceId> spoken = new HashSet<>();
    BotSnapshot.ConfigView config = bot.config();
    for (ConfigSeenView seen : config == null ? List.<ConfigSeenView>of() : config.instances()) {
      if (!ended.contains(seen.instance())) {
        spoken.add(seen.instance());
        told.add(new Told(seen.instance(), seen.version(), seen.hash(), state(seen, hash, tried), seen.at(), seen.reason()));
      }
    }
    for (InstanceView instance : bot.instances()) {
      if (instance.connected() && !instance.ended() && !spoken.contains(instance.id())) {
        told.add(new Told(instance.id(), null, null, "lagging", null, "has not said which version it runs with"));
      }
    }
    return told;
  }

  private static String state(ConfigSeenView seen, @Nullable String hash, @Nullable Tried tried) {
    if (tried != null && tried.instance().equals(seen.instance()) && tried.hash().equals(seen.hash()) && seen.applied()) {
      return "canary";
    }
    return !seen.hash().equals(hash) ? "lagging" : seen.applied() ? "applied" : "refused";
  }

  /** How many run with another content than they are to. */
  static int behind(@Nullable BotSnapshot bot, @Nullable String hash, @Nullable Tried tried) {
    return (int) ofManaged(bot, hash, tried).stream()
        .filter(told -> !told.state().equals("applied") && !told.state().equals("canary"))
        .count();
  }
}
