package dev.binnacle.engine.control;

import dev.binnacle.model.BotId;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.Trigger;
import dev.binnacle.model.Trigger.Stage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What triggers have come to, as facts have made it. One that has counted nothing is not in here. */
final class Trips {
  private final TreeMap<TriggerKey, Trigger> trips = new TreeMap<>();

  void restore(List<Trigger> state) {
    state.forEach(this::evolve);
  }

  List<Trigger> state() {
    return List.copyOf(trips.values());
  }

  void evolve(Trigger trigger) {
    TriggerKey key = TriggerKey.of(trigger);
    if (trigger.stage() == Stage.ARMED && trigger.bad() == 0) {
      trips.remove(key);
    } else {
      trips.put(key, trigger);
    }
  }

  /** What this halt held back may trip again, once a good sample was seen. */
  void released(HaltId halt) {
    trips
        .replaceAll((key, trigger) -> trigger.stage() == Stage.TRIPPED && halt.equals(trigger.halt()) ? spent(trigger) : trigger);
  }

  private static Trigger spent(Trigger trigger) {
    return new Trigger(
        trigger.kind(), trigger.bot(), trigger.part(), Stage.SPENT, trigger.bad(), trigger.since(), trigger.at(),
        trigger.value(), trigger.limit(), trigger.halt(), trigger.rearming());
  }

  @Nullable Trigger get(TriggerKey key) {
    return trips.get(key);
  }

  Collection<Trigger> all() {
    return trips.values();
  }

  List<Trigger> of(BotId bot) {
    List<Trigger> of = new ArrayList<>();
    for (Trigger trigger : trips.values()) {
      if (trigger.bot().equals(bot)) {
        of.add(trigger);
      }
    }
    return of;
  }

  /** A throttle that this halt stands for, and that nobody has armed again; null when there is none. */
  @Nullable Trigger locks(HaltId halt) {
    for (Trigger trigger : trips.values()) {
      boolean locked = trigger.kind().isThrottle() && trigger.stage() == Stage.TRIPPED && trigger.rearming() == null;
      if (locked && halt.equals(trigger.halt())) {
        return trigger;
      }
    }
    return null;
  }
}
