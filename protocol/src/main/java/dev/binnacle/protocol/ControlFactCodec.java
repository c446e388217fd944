package dev.binnacle.protocol;

import static dev.binnacle.protocol.FactParts.all;
import static dev.binnacle.protocol.FactParts.decimal;
import static dev.binnacle.protocol.FactParts.flag;
import static dev.binnacle.protocol.FactParts.optional;
import static dev.binnacle.protocol.FactParts.text;
import static dev.binnacle.protocol.FactParts.word;

import dev.binnacle.model.Action;
import dev.binnacle.model.ActionId;
import dev.binnacle.model.BotHalt;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Fact;
import dev.binnacle.model.GuardWord;
import dev.binnacle.model.Halt;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltRequest;
import dev.binnacle.model.HaltScope;
import dev.binnacle.model.HaltedOrder;
import dev.binnacle.model.HaltedPosition;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.Liquidation;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Symbol;
import dev.binnacle.model.Trigger;
import java.time.Instant;

/**
 * The facts of a journal entry that speak of halts. Tags and the order of members are kept for good: a new member is a new tag.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class ControlFactCodec {
  private static final int HALT_BEGUN = 20;
  private static final int HALT_JOINED = 21;
  private static final int BOT_HALT_MOVED = 22;
  private static final int HALT_MOVED = 23;
  private static final int HALT_RELEASED = 24;
  private static final int ACTION_TAKEN = 25;
  private static final int TRIGGER_MOVED = 26;

  private static final int OF_FLEET = 0;
  private static final int OF_GROUP = 1;
  private static final int OF_BOT = 2;
  private static final int OF_INSTRUMENT = 3;

  private ControlFactCodec() {}

  static boolean isTag(int tag) {
    return tag >= HALT_BEGUN && tag <= TRIGGER_MOVED;
  }

  static void write(OutputBuffer out, Fact.OfControl fact) {
    // Not a pattern switch: this room is compiled for Java 17. A test enumerates the facts.
    if (fact instanceof Fact.HaltBegun begun) {
      begin(out, HALT_BEGUN, fact);
      halt(out, begun.halt());
    } else if (fact instanceof Fact.HaltJoined joined) {
      begin(out, HALT_JOINED, fact);
      text(out, joined.halt().value());
      out.writeVarint(joined.epoch());
      scope(out, joined.scope());
      word(out, joined.mode());
      optional(out, joined.liquidation(), ControlFactCodec::liquidation);
      request(out, joined.request());
      all(out, joined.bots(), ControlFactCodec::bot);
    } else if (fact instanceof Fact.BotHaltMoved moved) {
      begin(out, BOT_HALT_MOVED, fact);
      text(out, moved.halt().value());
      bot(out, moved.bot());
    } else if (fact instanceof Fact.HaltMoved moved) {
      begin(out, HALT_MOVED, fact);
      text(out, moved.halt().value());
      word(out, moved.state());
    } else if (fact instanceof Fact.HaltReleased released) {
      begin(out, HALT_RELEASED, fact);
      text(out, released.halt().value());
      out.writeVarint(released.epoch());
      release(out, released.release());
    } else if (fact instanceof Fact.ActionTaken taken) {
      begin(out, ACTION_TAKEN, fact);
      action(out, taken.action());
    } else if (fact instanceof Fact.TriggerMoved moved) {
      begin(out, TRIGGER_MOVED, fact);
      trigger(out, moved.trigger());
    } else {
      throw new IllegalStateException("no encoding for " + fact.getClass());
    }
  }

  static Fact read(int tag, ByteInput in) {
    Instant at = in.readInstant();
    return switch (tag) {
      case HALT_BEGUN -> new Fact.HaltBegun(at, halt(in));
      case HALT_JOINED ->
          new Fact.HaltJoined(
              at,
              haltId(in),
              in.readVarint(),
              scope(in),
              word(in, Words.HALT_MODE),
              optional(in, ControlFactCodec::liquidation),
              request(in),
              all(in, ControlFactCodec::bot));
      case BOT_HALT_MOVED -> new Fact.BotHaltMoved(at, haltId(in), bot(in));
      case HALT_MOVED -> new Fact.HaltMoved(at, haltId(in), word(in, Words.HALT_STATE));
      case HALT_RELEASED -> new Fact.HaltReleased(at, haltId(in), in.readVarint(), release(in));
      case ACTION_TAKEN ->
          new Fact.ActionTaken(at, action(in));
      case TRIGGER_MOVED -> new Fact.TriggerMoved(at, trigger(in));
      default -> throw new IllegalArgumentException("tag " + tag);
    };
  }

  private static void begin(OutputBuffer out, int tag, Fact.OfControl fact) {
    out.write(tag);
    ByteInput.writeInstant(out, fact.at());
  }

  private static void action(OutputBuffer out, Action action) {
    text(out, action.id().value());
    text(out, action.bot().value());
    word(out, action.kind());
    optional(out, action.symbol(), (o, symbol) -> text(o, symbol.value()));
    optional(out, action.order(), (o, order) -> text(o, order.value()));
    text(out, action.what());
    flag(out, action.reduces());
    text(out, action.operator());
    ByteInput.writeInstant(out, action.begun());
    word(out, action.stage());
    text(out, action.outcome());
  }

  private static Action action(ByteInput in) {
    return new Action(
        new ActionId(in.readText()),
        new BotId(in.readText()),
        word(in, Words.ACTION_KIND),
        optional(in, each -> new Symbol(each.readText())),
        optional(in, each -> new OrderId(each.readText())),
        in.readText(),
        flag(in),
        in.readText(),
        in.readInstant(),
        word(in, Words.ACTION_STAGE),
        in.readText());
  }

  private static HaltId haltId(ByteInput in) {
    return new HaltId(in.readText());
  }

  private static void halt(OutputBuffer out, Halt halt) {
    text(out, halt.id().value());
    out.writeVarint(halt.epoch());
    scope(out, halt.scope());
    word(out, halt.mode());
    optional(out, halt.liquidation(), ControlFactCodec::liquidation);
    word(out, halt.state());
    ByteInput.writeInstant(out, halt.since());
    all(out, halt.requests(), ControlFactCodec::request);
    all(out, halt.bots(), ControlFactCodec::bot);
    optional(out, halt.released(), ControlFactCodec::release);
  }

  private static Halt halt(ByteInput in) {
    return new Halt(
        haltId(in),
        in.readVarint(),
        scope(in),
        word(in, Words.HALT_MODE),
        optional(in, ControlFactCodec::liquidation),
        word(in, Words.HALT_STATE),
        in.readInstant(),
        all(in, ControlFactCodec::request),
        all(in, ControlFactCodec::bot),
        optional(in, ControlFactCodec::release));
  }

  private static void scope(OutputBuffer out, HaltScope scope) {
    if (scope instanceof HaltScope.OfFleet) {
      out.write(OF_FLEET);
    } else if (scope instanceof HaltScope.OfGroup group) {
      out.write(OF_GROUP);
      text(out, group.group());
    } else if (scope instanceof HaltScope.OfBot bot) {
      out.write(OF_BOT);
      text(out, bot.bot().value());
    } else if (scope instanceof HaltScope.OfInstrument instrument) {
      out.write(OF_INSTRUMENT);
      text(out, instrument.symbol().value());
      optional(out, instrument.bot(), (o, bot) -> text(o, bot.value()));
    } else {
      throw new IllegalStateException("no encoding for " + scope.getClass());
    }
  }

  private static HaltScope scope(ByteInput in) {
    int at = in.position();
    int kind = in.readByte();
    return switch (kind) {
      case OF_FLEET -> new HaltScope.OfFleet();
      case OF_GROUP -> new HaltScope.OfGroup(in.readText());
      case OF_BOT -> new HaltScope.OfBot(new BotId(in.readText()));
      case OF_INSTRUMENT ->
          new HaltScope.OfInstrument(new Symbol(in.readText()), optional(in, input -> new BotId(input.readText())));
      default -> throw new DamagedEntryException(at, "a journal entry holds the unknown scope " + kind + " of a halt");
    };
  }

  private static void liquidation(OutputBuffer out, Liquidation liquidation) {
    word(out, liquidation.positions());
    optional(out, liquidation.collarPct(), FactParts::decimal);
    optional(out, liquidation.deadline(), FactParts::duration);
  }

  private static Liquidation liquidation(ByteInput in) {
    return new Liquidation(word(in, Words.POSITIONS), optional(in, FactParts::decimal), optional(in, FactParts::duration));
  }

  private static void request(OutputBuffer out, HaltRequest request) {
    word(out, request.origin());
    text(out, request.by());
    text(out, request.reason());
    ByteInput.writeInstant(out, request.at());
  }

  private static HaltRequest request(ByteInput in) {
    return new HaltRequest(word(in, Words.HALT_ORIGIN), in.readText(), in.readText(), in.readInstant());
  }

  private static void release(OutputBuffer out, Halt.Release release) {
    text(out, release.by());
    text(out, release.reason());
    ByteInput.writeInstant(out, release.at());
  }

  private static Halt.Release release(ByteInput in) {
    return new Halt.Release(in.readText(), in.readText(), in.readInstant());
  }

  private static void trigger(OutputBuffer out, Trigger trigger) {
    word(out, trigger.kind());
    text(out, trigger.bot().value());
    text(out, trigger.part());
    word(out, trigger.stage());
    out.writeVarint(trigger.bad());
    ByteInput.writeInstant(out, trigger.since());
    ByteInput.writeInstant(out, trigger.at());
    text(out, trigger.value());
    text(out, trigger.limit());
    optional(out, trigger.halt(), (o, halt) -> text(o, halt.value()));
    optional(out, trigger.rearming(), ControlFactCodec::rearming);
  }

  private static Trigger trigger(ByteInput in) {
    return new Trigger(
        word(in, Words.TRIGGER_KIND),
        new BotId(in.readText()),
        in.readText(),
        word(in, Words.TRIGGER_STAGE),
        Math.toIntExact(in.readVarint()),
        in.readInstant(),
        in.readInstant(),
        in.readText(),
        in.readText(),
        optional(in, ControlFactCodec::haltId),
        optional(in, ControlFactCodec::rearming));
  }

  private static void rearming(OutputBuffer out, Trigger.Rearming rearming) {
    text(out, rearming.by());
    text(out, rearming.reason());
    ByteInput.writeInstant(out, rearming.at());
  }

  private static Trigger.Rearming rearming(ByteInput in) {
    return new Trigger.Rearming(in.readText(), in.readText(), in.readInstant());
  }

  private static void bot(OutputBuffer out, BotHalt bot) {
    text(out, bot.bot().value());
    word(out, bot.state());
    ByteInput.writeInstant(out, bot.since());
    text(out, bot.reason());
    word(out, bot.proof());
    all(out, bot.guards(), ControlFactCodec::guard);
    all(out, bot.orders(), ControlFactCodec::order);
    out.writeVarint(bot.ordersInAll());
    all(out, bot.positions(), ControlFactCodec::position);
    all(out, bot.residue(), FactParts::text);
  }

  private static BotHalt bot(ByteInput in) {
    return new BotHalt(
        new BotId(in.readText()),
        word(in, Words.HALT_STATE),
        in.readInstant(),
        in.readText(),
        word(in, Words.PROOF),
        all(in, ControlFactCodec::guard),
        all(in, ControlFactCodec::order),
        in.readVarint(),
        all(in, ControlFactCodec::position),
        all(in, ByteInput::readText));
  }

  private static void guard(OutputBuffer out, GuardWord guard) {
    text(out, guard.instance().value());
    word(out, guard.stage());
    ByteInput.writeInstant(out, guard.since());
    out.writeVarint(guard.inFlight());
    all(out, guard.unknown(), (o, order) -> text(o, order.value()));
  }

  private static GuardWord guard(ByteInput in) {
    return new GuardWord(
        new InstanceId(in.readText()),
        word(in, Words.GUARD_STAGE),
        in.readInstant(),
        in.readVarint(),
        all(in, input -> new OrderId(input.readText())));
  }

  private static void order(OutputBuffer out, HaltedOrder order) {
    text(out, order.id().value());
    optional(out, order.symbol(), (o, symbol) -> text(o, symbol.value()));
    word(out, order.outcome());
    flag(out, order.proved());
    optional(out, order.detail(), FactParts::text);
  }

  private static HaltedOrder order(ByteInput in) {
    return new HaltedOrder(
        new OrderId(in.readText()),
        optional(in, input -> new Symbol(input.readText())),
        word(in, Words.ORDER_OUTCOME),
        flag(in),
        optional(in, ByteInput::readText));
  }

  private static void position(OutputBuffer out, HaltedPosition position) {
    text(out, position.symbol().value());
    decimal(out, position.before());
    optional(out, position.after(), FactParts::decimal);
    word(out, position.outcome());
    optional(out, position.detail(), FactParts::text);
  }

  private static HaltedPosition position(ByteInput in) {
    return new HaltedPosition(
        new Symbol(in.readText()),
        decimal(in),
        optional(in, FactParts::decimal),
        word(in, Words.POSITION_OUTCOME),
        optional(in, ByteInput::readText));
  }
}
