package dev.binnacle.engine.fleet;

import dev.binnacle.model.InstanceId;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The instances of a bot in the order in which they were first seen. When there are too many, one that owns nothing is retired: of
 * it only the highest number is kept, which is enough that nothing of it counts twice.
 */
final class Instances {
  private final Bounds bounds;
  private final Tally tally;
  private final LinkedHashMap<InstanceId, Instance> known = new LinkedHashMap<>();
  private final LinkedHashMap<InstanceId, Long> retired = new LinkedHashMap<>();

  Instances(Bounds bounds, Tally tally) {
    this.bounds = bounds;
    this.tally = tally;
  }

  void restore(BotState state) {
    state.instances().forEach(instance -> known.put(instance.id(), Instance.restore(bounds, tally, instance)));
    state.retired().forEach(instance -> retired.put(instance.id(), instance.high()));
  }

  @Nullable Instance find(@Nullable InstanceId id) {
    return id == null ? null : known.get(id);
  }

  /** The highest number of an instance that was retired; 0 of any other. */
  long retiredHigh(InstanceId id) {
    return retired.getOrDefault(id, 0L);
  }

  Collection<Instance> all() {
    return known.values();
  }

  List<BotState.InstanceState> states() {
    return known.values().stream().map(Instance::state).toList();
  }

  List<BotState.RetiredState> retiredStates() {
    return retired.entrySet().stream().map(each -> new BotState.RetiredState(each.getKey(), each.getValue())).toList();
  }

  /** All of them as if they were retired: what a forgotten bot leaves behind. */
  List<BotState.RetiredState> farewell() {
    LinkedHashMap<InstanceId, Long> all = new LinkedHashMap<>(retired);
    known.values().forEach(instance -> all.put(instance.id, instance.sequence.high()));
    return all.entrySet().stream()
        .skip(Math.max(0, all.size() - bounds.retiredInstances()))
        .map(each -> new BotState.RetiredState(each.getKey(), each.getValue()))
        .toList();
  }

  void remember(List<BotState.RetiredState> farewell) {
    farewell.forEach(each -> retired.put(each.id(), each.high()));
  }

  Instance add(InstanceId id, Instant now) {
    if (known.size() >= bounds.instances()) {
      retire(leastNeeded());
    }
    Instance instance = new Instance(id, now, new Sequence(bounds));
    Long high = retired.remove(id);
    if (high != null) {
      instance.sequence.resume(high);
    }
    known.put(id, instance);
    return instance;
  }

  private Instance leastNeeded() {
    Instance ended = null;
    for (Instance instance : known.values()) {
      if (!instance.owns()) {
        return instance;
      }
      if (ended == null && instance.ended) {
        ended = instance;
      }
    }
    return ended == null ? known.firstEntry().getValue() : ended;
  }

  private void retire(Instance instance) {
    known.remove(instance.id);
    tally.dropped(Bound.INSTANCES);
    retired.put(instance.id, instance.sequence.high());
    if (retired.size() > bounds.retiredInstances()) {
      retired.pollFirstEntry();
      tally.dropped(Bound.RETIRED_INSTANCES);
    }
  }
}
