package dev.binnacle.engine.control;

import dev.binnacle.model.BotId;
import dev.binnacle.model.Fact;
import dev.binnacle.model.HaltId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All halts, as facts have made them. */
final class Book {
  private final Map<HaltId, Standing> halts = new LinkedHashMap<>();
  private final Map<HaltId, Standing> released = new LinkedHashMap<>();
  private long epoch;
  private int mostReleased;

  Book(int mostReleased) {
    this.mostReleased = mostReleased;
  }

  void restore(ControlState state) {
    epoch = state.epoch();
    state.halts().forEach(file -> halts.put(file.id(), Standing.restore(file)));
    state.released().forEach(file -> released.put(file.id(), Standing.restore(file)));
  }

  ControlState state() {
    return new ControlState(
        epoch, halts.values().stream().map(Standing::file).toList(), released.values().stream().map(Standing::file).toList());
  }

  void evolve(Fact.OfControl fact, long index) {
    switch (fact) {
      case Fact.HaltBegun begun -> {
        epoch = Math.max(epoch, begun.halt().epoch());
        released.remove(begun.halt().id());
        halts.put(begun.halt().id(), new Standing(begun.halt(), index));
      }
      case Fact.HaltJoined joined -> {
        epoch = Math.max(epoch, joined.epoch());
        inForce(joined.halt()).evolve(joined, index);
      }
      case Fact.BotHaltMoved moved -> inForce(moved.halt()).evolve(moved, index);
      case Fact.HaltMoved moved -> inForce(moved.halt()).evolve(moved, index);
      case Fact.HaltReleased over -> release(over, index);
      case Fact.ActionTaken action -> {}
    }
  }

  private void release(Fact.HaltReleased over, long index) {
    epoch = Math.max(epoch, over.epoch());
    Standing standing = inForce(over.halt());
    standing.evolve(over, index);
    halts.remove(over.halt());
    released.put(over.halt(), standing);
    if (released.size() > mostReleased) {
      released.remove(released.keySet().iterator().next());
    }
  }

  private Standing inForce(HaltId id) {
    Standing standing = halts.get(id);
    if (standing == null) {
      throw new IllegalStateException("a fact speaks of halt " + id + ", which is not in force");
    }
    return standing;
  }

  /** In force, the one that began first in front. */
  Collection<Standing> halts() {
    return halts.values();
  }

  boolean isEmpty() {
    return halts.isEmpty();
  }

  /** In force. */
  @Nullable Standing halt(HaltId id) {
    return halts.get(id);
  }

  /** Over. */
  @Nullable Standing released(HaltId id) {
    return released.get(id);
  }

  Collection<Standing> released() {
    return released.values();
  }

  /** In force, and holding this bot or one of its instruments. */
  List<Standing> holding(BotId bot) {
    List<Standing> holding = new ArrayList<>();
    for (Standing halt : halts.values()) {
      if (halt.of(bot) != null) {
        holding.add(halt);
      }
    }
    return holding;
  }

  /** The highest that was given. */
  long epoch() {
    return epoch;
  }
}
