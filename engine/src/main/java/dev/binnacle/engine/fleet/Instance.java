package dev.binnacle.engine.fleet;

import dev.binnacle.model.InstanceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One run of a bot, as far as it was heard. */
final class Instance {
  final InstanceId id;
  final Instant firstSeen;
  final Sequence sequence;
  @Nullable Instant began;
  boolean ended;
  @Nullable InstanceId fencedUnder;
  @Nullable InstanceId successor;
  /** What it says of the present; null when its word does not count, since another one owns the state. */
  @Nullable Part part;

  /** The engine's time when anything came from it; a restart forgets it. */
  @Nullable Instant lastHeard;

  Instance(InstanceId id, Instant firstSeen, Sequence sequence) {
    this.id = id;
    this.firstSeen = firstSeen;
    this.sequence = sequence;
  }

  static Instance restore(Bounds bounds, Tally tally, BotState.InstanceState state) {
    Instance instance = new Instance(state.id(), state.firstSeen(), Sequence.restore(bounds, state.sequence()));
    instance.began = state.began();
    instance.ended = state.ended();
    instance.fencedUnder = state.fencedUnder();
    instance.successor = state.successor();
    instance.part = state.part() == null ? null : Part.restore(bounds, tally, state.part());
    return instance;
  }

  BotState.InstanceState state() {
    return new BotState.InstanceState(
        id, began, firstSeen, ended, fencedUnder, successor, sequence.state(), part == null ? null : part.state());
  }

  /** By its own word, or else when it was first seen. */
  Instant beginning() {
    return began == null ? firstSeen : began;
  }

  boolean owns() {
    return part != null;
  }
}
