package dev.binnacle.web.view;

import dev.binnacle.model.Action;
import java.util.List;

/** What operators had done at exchanges. */
public final class ActShapes {
  public static final Shape<Action> ACTION =
      Shape.<Action>object("Action", "One thing that an operator had done at a bot's exchange")
          .text("id", action -> action.id().value())
          .text("bot", action -> action.bot().value())
          .word("kind", Action.Kind.class, Action::kind)
          .textOrNull("symbol", action -> action.symbol() == null ? null : action.symbol().value())
          .textOrNull("order_id", action -> action.order() == null ? null : action.order().value())
          .note("that is cancelled; or the sender's id of the order that is placed")
          .text("what", Action::what)
          .text("by", Action::operator)
          .time("begun", Action::begun)
          .word("stage", Action.Stage.class, Action::stage)
          .note("begun: under way. done, failed: read again at the exchange. unknown: nobody could say")
          .text("outcome", Action::outcome)
          .note("what was proved of it, or why it is not known")
          .shape();

  public static final Shape<List<Action>> ACTIONS =
      Shape.<List<Action>>object("Actions", "Those under way and those that ended last, the newest first")
          .list("actions", ACTION, actions -> actions)
          .textOrNull("next", actions -> null)
          .note("always null: all that are kept fit on one page")
          .shape();

  private ActShapes() {}
}
