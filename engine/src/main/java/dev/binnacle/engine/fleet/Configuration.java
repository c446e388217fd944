package dev.binnacle.engine.fleet;

import dev.binnacle.engine.fleet.BotState.ConfigState;
import dev.binnacle.engine.fleet.BotState.SeenConfig;
import dev.binnacle.model.ConfigOutcome;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.InstanceId;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A bot's configuration as its records tell: what is in force, what became of the last attempt, and what each instance runs with. */
final class Configuration {
  private final Bounds bounds;
  private final Tally tally;
  private final LinkedHashMap<InstanceId, SeenConfig> seen = new LinkedHashMap<>();
  private @Nullable ConfigState told;

  Configuration(Bounds bounds, Tally tally) {
    this.bounds = bounds;
    this.tally = tally;
  }

  void restore(@Nullable ConfigState state) {
    told = state;
    if (state != null) {
      state.seen().forEach(each -> seen.put(each.instance(), each));
    }
  }

  /** Null while nothing was told. */
  @Nullable ConfigState state() {
    ConfigState known = told == null ? ConfigState.NOTHING : told;
    return told == null && seen.isEmpty() ? null : known.with(List.copyOf(seen.values()));
  }

  /** How many were refused since the last good one; null while nothing was told. */
  @Nullable Long refusedInARow() {
    return told == null ? null : told.refusedInARow();
  }

  /** A record; one that is older than the last, as from a spool, is counted and changes nothing else. */
  void happened(Event.ConfigUpdate update, @Nullable InstanceId instance) {
    ConfigState before = told == null ? ConfigState.NOTHING : told;
    boolean isNewest = before.at() == null || !update.at().isBefore(before.at());
    told = before.counting(update.outcome());
    boolean inForce = update.outcome() == ConfigOutcome.ACCEPTED || update.outcome() == ConfigOutcome.ROLLED_BACK;
    if (isNewest) {
      told = told.after(update, inForce);
    }
    String hash = update.hash();
    if (instance != null && inForce && hash != null) {
      note(new SeenConfig(instance, update.version(), hash, true, update.at(), null));
    }
  }

  void seen(Fact.ConfigSeen fact) {
    note(new SeenConfig(fact.instance(), fact.version(), fact.hash(), fact.applied(), fact.at(), fact.reason()));
  }

  private void note(SeenConfig next) {
    SeenConfig before = seen.get(next.instance());
    if (before != null && next.at().isBefore(before.at())) {
      return;
    }
    seen.remove(next.instance());
    seen.put(next.instance(), next);
    if (seen.size() > bounds.instances()) {
      seen.pollFirstEntry();
      tally.dropped(Bound.INSTANCES);
    }
  }

  /** Whether it says nothing new. */
  boolean knows(Fact.ConfigSeen fact) {
    SeenConfig before = seen.get(fact.instance());
    return before != null && before.equals(
        new SeenConfig(fact.instance(), fact.version(), fact.hash(), fact.applied(), before.at(), fact.reason()));
  }
}
