package dev.binnacle.server;

import dev.binnacle.config.LiveConfig;
import dev.binnacle.config.Snapshot;
import dev.binnacle.config.Trial;
import dev.binnacle.model.BotId;
import dev.binnacle.model.InstanceId;
import dev.binnacle.web.api.Configurations;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which instance tries out what, of files that are kept here. The file itself knows only that something is tried out; that one instance
 * alone is given it, and what that instance has been given, is known here. None of it outlives the process, nor does the trial.
 *
 * <p><b>Threads:</b> thread-safe; nothing is called under the lock that could wait.
 */
final class ManagedTrials {
  static final int MOST_POLLS = 2_000;
  /** A poll lasts 30 seconds at most; one that ended longer ago than this was not followed by another. */
  private static final Duration POLLED = Duration.ofSeconds(45);

  private final InstantSource clock;
  private final Map<BotId, Trying> all = new HashMap<>();
  private final Map<String, Instant> polls = new LinkedHashMap<>();

  /** The trial that an instance was asked for last; it stays when it is over, for the instance may not have gone back yet. */
  private static final class Trying {
    final InstanceId instance;
    final String id;
    /** The hash of what the instance was answered last. */
    String given;
    ObjectNode told;
    @Nullable Trial last;
    boolean gone;

    Trying(InstanceId instance, String id, String given, ObjectNode told) {
      this.instance = instance;
      this.id = id;
      this.given = given;
      this.told = told;
    }
  }

  /**
   * A trial is not as it was when it was looked at last.
   *
   * @param told as it was told last
   * @param gone whether nothing is known of it any more
   */
  record News(InstanceId instance, ObjectNode told, boolean gone) {}

  ManagedTrials(InstantSource clock) {
    this.clock = clock;
  }

  /** @param given the hash of what the instance runs with until it hears of the trial */
  synchronized void begun(BotId bot, InstanceId instance, ObjectNode told, String given) {
    all.put(bot, new Trying(instance, told.path("id").asString(""), given, told));
  }

  synchronized List<BotId> bots() {
    return List.copyOf(all.keySet());
  }

  /** Null when nothing has changed. */
  synchronized @Nullable News changed(BotId bot, @Nullable Trial now) {
    Trying trying = all.get(bot);
    if (trying == null || trying.gone) {
      return null;
    }
    boolean gone = now == null || !now.id().equals(trying.id);
    if (!gone && now == trying.last) {
      return null;
    }
    trying.gone = gone;
    trying.last = now;
    return new News(trying.instance, trying.told, gone);
  }

  synchronized void told(BotId bot, ObjectNode told) {
    Trying trying = all.get(bot);
    if (trying != null && trying.id.equals(told.path("id").asString(""))) {
      trying.told = told;
    }
  }

  /** What an instance is to run with instead of the file now; null when none is. */
  synchronized ConfigInstances.@Nullable Tried tried(BotId bot, LiveConfig<?> live) {
    Trying trying = all.get(bot);
    Trial trial = live.trial().orElse(null);
    boolean isOn = trying != null && trial != null && trial.id().equals(trying.id)
        && (trial.state() == Trial.State.RUNNING || trial.state() == Trial.State.ENDING);
    return isOn && trying != null && trial != null ? new ConfigInstances.Tried(trying.instance, trial.hash()) : null;
  }

  /** What the instance is to run with. */
  Snapshot<?> inForce(BotId bot, LiveConfig<?> live, @Nullable InstanceId instance) {
    ConfigInstances.Tried tried = tried(bot, live);
    Snapshot<?> now = live.snapshot();
    boolean isItsOwn = tried != null && tried.instance().equals(instance) && tried.hash().equals(now.hash());
    return isItsOwn ? now : live.committed();
  }

  /** Whether there is another content for whoever waits, or another version. */
  boolean isNews(BotId bot, LiveConfig<?> live, Configurations.Held held) {
    Snapshot<?> now = inForce(bot, live, held.instance());
    Long after = held.after();
    if (after != null && now.version() > after) {
      return true;
    }
    String has = held.hash() == null && held.instance() != null && after != null && after > 0
        ? given(bot, held.instance())
        : held.hash();
    return has != null && !has.equals(now.hash());
  }

  /** What was answered last to the instance that tries something out, or did; null for every other one. */
  synchronized @Nullable String given(BotId bot, InstanceId instance) {
    Trying trying = all.get(bot);
    return trying != null && trying.instance.equals(instance) ? trying.given : null;
  }

  synchronized void give(BotId bot, InstanceId instance, String hash) {
    Trying trying = all.get(bot);
    if (trying != null && trying.instance.equals(instance)) {
      trying.given = hash;
    }
  }

  /** An instance asks for what is newer. The one that asked longest ago makes room. */
  synchronized void polled(BotId bot, InstanceId instance) {
    String key = bot + " " + instance;
    polls.remove(key);
    if (polls.size() >= MOST_POLLS) {
      polls.remove(polls.keySet().iterator().next());
    }
    polls.put(key, clock.instant());
  }

  /** Whether an instance keeps asking, so that it would hear of a change. */
  synchronized boolean isPolling(BotId bot, InstanceId instance) {
    Instant last = polls.get(bot + " " + instance);
    return last != null && last.plus(POLLED).isAfter(clock.instant());
  }
}
