package dev.binnacle.web.view;

import dev.binnacle.engine.control.ControlSnapshot.BotGuard;
import dev.binnacle.engine.control.ControlSnapshot.RunGuard;
import dev.binnacle.model.BotHalt;
import dev.binnacle.model.GuardLevel;
import dev.binnacle.model.GuardWord;
import dev.binnacle.model.Halt;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.HaltRequest;
import dev.binnacle.model.HaltScope;
import dev.binnacle.model.HaltState;
import dev.binnacle.model.HaltedOrder;
import dev.binnacle.model.HaltedPosition;
import dev.binnacle.model.Liquidation;
import dev.binnacle.model.OrderId;
import org.jspecify.annotations.Nullable;

/** Halts, in full and in the few words of the plain endpoint. */
public final class HaltShapes {
  private static final Shape<String> WORD = Shape.text(text -> text);

  /** What kind of thing a halt stops. */
  private enum Kind {
    FLEET,
    GROUP,
    BOT,
    INSTRUMENT
  }

  private static final Shape<HaltScope> SCOPE =
      Shape.<HaltScope>object("HaltScope", "What a halt stops")
          .word("kind", Kind.class, HaltShapes::kind)
          .textOrNull("group", scope -> scope instanceof HaltScope.OfGroup of ? of.group() : null)
          .textOrNull("bot", HaltShapes::bot)
          .note("null for every bot")
          .textOrNull("symbol", scope -> scope instanceof HaltScope.OfInstrument of ? of.symbol().value() : null)
          .text("words", HaltScope::toString)
          .note("as people say it")
          .shape();

  static final Shape<Liquidation> LIQUIDATION =
      Shape.<Liquidation>object("Liquidation", "How positions are closed")
          .word("positions", Liquidation.Positions.class, Liquidation::positions)
          .decimalOrNull("collar_pct", Liquidation::collarPct)
          .note("how far from the last price a limit order may be, in percent; null for market orders")
          .numberOrNull("deadline_seconds", how -> how.deadline() == null ? null : how.deadline().toMillis() / 1_000.0)
          .shape();

  private static final Shape<HaltRequest> REQUEST =
      Shape.<HaltRequest>object("HaltRequest", "Who asked for a halt, and why")
          .time("at", HaltRequest::at)
          .word("origin", HaltOrigin.class, HaltRequest::origin)
          .text("by", HaltRequest::by)
          .text("reason", HaltRequest::reason)
          .shape();

  private static final Shape<GuardWord> GUARD =
      Shape.<GuardWord>object("HaltedGuard", "What one run of a bot has said about a halt")
          .text("instance", word -> word.instance().value())
          .word("stage", GuardWord.Stage.class, GuardWord::stage)
          .time("since", GuardWord::since)
          .count("in_flight", GuardWord::inFlight)
          .note("orders that were sent whose fate the bot did not know")
          .list("unknown", Shape.<OrderId>text(OrderId::value), GuardWord::unknown)
          .shape();

  private static final Shape<HaltedOrder> ORDER =
      Shape.<HaltedOrder>object("HaltedOrder", "What a halt did with one order")
          .text("order_id", order -> order.id().value())
          .textOrNull("symbol", order -> order.symbol() == null ? null : order.symbol().value())
          .word("outcome", HaltedOrder.Outcome.class, HaltedOrder::outcome)
          .flag("proved", HaltedOrder::proved)
          .note("whether the exchange was read again and agrees")
          .flag("residue", HaltedOrder::isResidue)
          .textOrNull("detail", HaltedOrder::detail)
          .shape();

  private static final Shape<HaltedPosition> POSITION =
      Shape.<HaltedPosition>object("HaltedPosition", "What a halt did with one position")
          .text("symbol", position -> position.symbol().value())
          .decimal("before", HaltedPosition::before)
          .decimalOrNull("after", HaltedPosition::after)
          .note("null when it could not be read")
          .word("outcome", HaltedPosition.Outcome.class, HaltedPosition::outcome)
          .flag("residue", HaltedPosition::isResidue)
          .textOrNull("detail", HaltedPosition::detail)
          .shape();

  private static final Shape<BotHalt> BOT =
      Shape.<BotHalt>object("BotHalt", "What a halt has come to for one bot")
          .text("bot", bot -> bot.bot().value())
          .word("state", HaltState.class, BotHalt::state)
          .time("since", BotHalt::since)
          .text("reason", BotHalt::reason)
          .word("proof", BotHalt.Proof.class, BotHalt::proof)
          .note("on whose word it stands")
          .list("guards", GUARD, BotHalt::guards)
          .list("orders", ORDER, BotHalt::orders)
          .note("at most " + BotHalt.MOST_ORDERS + "; what is left is first")
          .count("orders_in_all", BotHalt::ordersInAll)
          .list("positions", POSITION, BotHalt::positions)
          .list("residue", WORD, BotHalt::residue)
          .note("what is left, named; empty when nothing is")
          .shape();

  private static final Shape<Halt.Release> RELEASE =
      Shape.<Halt.Release>object("HaltRelease", "Who let trading go on, and why")
          .time("at", Halt.Release::at)
          .text("by", Halt.Release::by)
          .text("reason", Halt.Release::reason)
          .shape();

  public static final Shape<Halt> HALT =
      Shape.<Halt>object("Halt", "A latched stop")
          .text("id", halt -> halt.id().value())
          .count("epoch", Halt::epoch)
          .note("rises whenever the halt is widened; a resume names the one that was seen")
          .child("scope", SCOPE, Halt::scope)
          .word("mode", HaltMode.class, Halt::mode)
          .childOrNull("liquidation", LIQUIDATION, Halt::liquidation)
          .word("state", HaltState.class, Halt::state)
          .time("since", Halt::since)
          .time("begun", halt -> halt.begun().at())
          .text("by", halt -> halt.begun().by())
          .text("reason", halt -> halt.begun().reason())
          .list("requests", REQUEST, Halt::requests)
          .note("the first began it, the others joined or widened it")
          .list("bots", BOT, Halt::bots)
          .childOrNull("released", RELEASE, Halt::released)
          .shape();

  private static final Shape<RunGuard> RUN =
      Shape.<RunGuard>object("RunGuard", "What the guard of one run said last")
          .text("instance", run -> run.instance().value())
          .word("level", GuardLevel.class, RunGuard::level)
          .list("latches", Shape.<HaltId>text(HaltId::value), RunGuard::latches)
          .count("in_flight", RunGuard::inFlight)
          .list("unknown", Shape.<OrderId>text(OrderId::value), RunGuard::unknown)
          .time("heard", RunGuard::heard)
          .shape();

  private static final Shape<BotGuard> BOT_GUARD =
      Shape.<BotGuard>object("BotGuard", "What one bot may send")
          .text("bot", guard -> guard.bot().value())
          .word("wanted", GuardLevel.class, BotGuard::wanted)
          .note("the strictest of all halts that hold the whole bot")
          .text("reason", BotGuard::reason)
          .flag("confirmed", BotGuard::confirmed)
          .note("whether every run that is there has said that it is as strict as that")
          .list("runs", RUN, BotGuard::runs)
          .shape();

  public static final Shape<HaltsNow> NOW =
      Shape.<HaltsNow>object("HaltsNow", "The halts in force, and what each bot may send")
          .list("halts", HALT, HaltsNow::halts)
          .note("the newest first")
          .list("released", HALT, HaltsNow::released)
          .note("lately, the newest first")
          .list("bots", BOT_GUARD, HaltsNow::bots)
          .shape();

  /** The answer to an emergency stop. */
  public static final Shape<Halt> STOPPED =
      Shape.<Halt>object("EmergencyStop", "What was begun: follow it at /api/v1/halts/{id}")
          .text("id", halt -> halt.id().value())
          .count("epoch", Halt::epoch)
          .word("mode", HaltMode.class, Halt::mode)
          .word("state", HaltState.class, Halt::state)
          .list("bots", WORD, halt -> halt.bots().stream().map(bot -> bot.bot().value()).toList())
          .text("reason", halt -> halt.begun().reason())
          .shape();

  private HaltShapes() {}

  private static Kind kind(HaltScope scope) {
    return switch (scope) {
      case HaltScope.OfFleet() -> Kind.FLEET;
      case HaltScope.OfGroup _ -> Kind.GROUP;
      case HaltScope.OfBot _ -> Kind.BOT;
      case HaltScope.OfInstrument _ -> Kind.INSTRUMENT;
    };
  }

  private static @Nullable String bot(HaltScope scope) {
    return switch (scope) {
      case HaltScope.OfBot(var bot) -> bot.value();
      case HaltScope.OfInstrument(var symbol, var bot) -> bot == null ? null : bot.value();
      case HaltScope.OfFleet _,HaltScope.OfGroup _ -> null;
    };
  }
}
