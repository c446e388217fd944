package dev.binnacle.engine.control;

import dev.binnacle.model.Action;
import dev.binnacle.model.ActionId;
import dev.binnacle.model.Fact;
import dev.binnacle.model.GuardLevel;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.Symbol;
import org.jspecify.annotations.Nullable;

/** Single acts of operators at exchanges: kept before they are done, and refused where a halt stands against them. */
final class Actions {
  static final int MOST_OPEN = 100;

  private final Book book;
  private final Turn turn;
  private final Desk desk;

  Actions(Book book, Turn turn, Desk desk) {
    this.book = book;
    this.turn = turn;
    this.desk = desk;
  }

  Answered begin(Action wish, @Nullable String operator) {
    if (operator == null || operator.isBlank()) {
      return Answered.refused("an operator must be named for what is to be done: say who asks");
    }
    if (book.action(wish.id()) != null) {
      return Answered.refused("action " + wish.id() + " was asked for already");
    }
    long open = book.actions().stream().filter(action -> action.stage() == Action.Stage.BEGUN).count();
    if (open >= MOST_OPEN) {
      return Answered.refused(open + " actions are under way, and there may be no more: wait for their ends");
    }
    String refused = desk.unknown(wish.bot());
    if (refused == null) {
      refused = held(wish);
    }
    if (refused != null) {
      return Answered.refused(refused);
    }
    try {
      Action begun =
          new Action(
              wish.id(), wish.bot(), wish.kind(), wish.symbol(), wish.order(), wish.what(), wish.reduces(), operator, turn.now(),
              Action.Stage.BEGUN, "asked for");
      turn.decide(new Fact.ActionTaken(turn.now(), begun));
      return Answered.done(null);
    } catch (InvalidValueException e) {
      return new Answered(e.getMessage(), null);
    }
  }

  /** A halt stands against orders that are placed; under a pause, against those that may add. Cancelling and closing go with any halt. */
  private @Nullable String held(Action wish) {
    if (wish.kind() != Action.Kind.PLACE_ORDER) {
      return null;
    }
    for (Standing halt : book.holding(wish.bot())) {
      Symbol only = halt.symbol();
      boolean meant = only == null || only.equals(wish.symbol());
      boolean passes = halt.mode().level() == GuardLevel.REDUCING && wish.reduces();
      if (meant && !passes) {
        return "halt %s of %s holds %s: %s. Release it first; closing a position and cancelling an order are possible all the same"
            .formatted(halt.id(), halt.begun().by(), wish.bot(), halt.begun().reason());
      }
    }
    return null;
  }

  Answered end(ActionId id, Action.Stage stage, String outcome) {
    Action known = book.action(id);
    if (known == null || stage == Action.Stage.BEGUN) {
      return Answered.refused("no action " + id + " is under way");
    }
    if (known.stage() == Action.Stage.DONE || known.stage() == Action.Stage.FAILED) {
      return Answered.refused("action " + id + " has ended: " + known.outcome());
    }
    turn.decide(new Fact.ActionTaken(turn.now(), known.ended(stage, Texts.reason(outcome))));
    return Answered.done(null);
  }
}
