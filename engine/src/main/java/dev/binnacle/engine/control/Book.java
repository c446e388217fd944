package dev.binnacle.engine.control;

import dev.binnacle.model.Action;
import dev.binnacle.model.ActionId;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Fact;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltState;
import dev.binnacle.model.Symbol;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All halts, as facts have made them. */
final class Book {
  /** Under way are at most {@link Actions#MOST_OPEN} of them. */
  private static final int MOST_ACTIONS = 300;

  private final Map<HaltId, Standing> halts = new LinkedHashMap<>();
  private final Map<HaltId, Standing> released = new LinkedHashMap<>();
  private final Map<ActionId, Action> actions = new LinkedHashMap<>();
  private final Trips trips = new Trips();
  private long epoch;
  private int mostReleased;

  Book(int mostReleased) {
    this.mostReleased = mostReleased;
  }

  void restore(ControlState state) {
    epoch = state.epoch();
    state.halts().forEach(file -> halts.put(file.id(), Standing.restore(file)));
    state.released().forEach(file -> released.put(file.id(), Standing.restore(file)));
    state.actions().forEach(action -> actions.put(action.id(), action));
    trips.restore(state.triggers());
  }

  ControlState state() {
    return new ControlState(
        epoch, halts.values().stream().map(Standing::file).toList(), released.values().stream().map(Standing::file).toList(),
        List.copyOf(actions.values()), trips.state());
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
      case Fact.ActionTaken taken -> keep(taken.action());
      case Fact.TriggerMoved moved -> trips.evolve(moved.trigger());
    }
  }

  private void keep(Action action) {
    actions.remove(action.id());
    actions.put(action.id(), action);
    for (Iterator<Action> each = actions.values().iterator(); actions.size() > MOST_ACTIONS && each.hasNext();) {
      if (each.next().stage() != Action.Stage.BEGUN) {
        each.remove();
      }
    }
  }

  /** Those that are under way, and those that ended last; what was said of last is last. */
  Collection<Action> actions() {
    return actions.values();
  }

  @Nullable Action action(ActionId id) {
    return actions.get(id);
  }

  private void release(Fact.HaltReleased over, long index) {
    epoch = Math.max(epoch, over.epoch());
    Standing standing = inForce(over.halt());
    standing.evolve(over, index);
    halts.remove(over.halt());
    released.put(over.halt(), standing);
    trips.released(over.halt());
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

  Trips trips() {
    return trips;
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

  /** Whether another halt than this is closing positions of the bot that this one looks at. */
  boolean isClosedByAnother(Standing than, BotId bot) {
    for (Standing halt : halts.values()) {
      Case of = halt == than ? null : halt.of(bot);
      if (of != null && of.stage() == HaltState.FLATTENING && meet(halt.symbol(), than.symbol())) {
        return true;
      }
    }
    return false;
  }

  private static boolean meet(@Nullable Symbol one, @Nullable Symbol other) {
    return one == null || other == null || one.equals(other);
  }

  /** The highest that was given. */
  long epoch() {
    return epoch;
  }
}
