package dev.binnacle.notify;

import dev.binnacle.model.BotHalt;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Halt;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.HaltRequest;
import dev.binnacle.model.HaltScope;
import dev.binnacle.model.HaltState;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.model.Level;
import dev.binnacle.notify.Message.Tone;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What people are told of halts: that one began or was widened, what it came to, and that it was released. Of a halt of one bot that is
 * told for the bot; of one that reaches several, it is told for each that could not be proved and once for all when they are halted.
 */
final class HaltMessages {
  private static final int MOST_LINES = 20;

  private final HaltLookup halts;

  HaltMessages(HaltLookup halts) {
    this.halts = halts;
  }

  List<Message> of(JournalEntry entry) {
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < entry.facts().size(); i++) {
      if (entry.facts().get(i) instanceof Fact.OfControl fact) {
        Message message = of("halt-" + entry.index() + "-" + i, fact, entry);
        if (message != null) {
          messages.add(message);
        }
      }
    }
    return messages;
  }

  private @Nullable Message of(String id, Fact.OfControl fact, JournalEntry entry) {
    return switch (fact) {
      case Fact.HaltBegun(Instant at, Halt halt) -> message(
          id, at, halt.id(), bot(halt.scope()), halt.scope().toString(), "begun", word(halt.mode()), halt.begun(),
          lines(halt.bots(), each -> each.bot() + " is being stopped"));
      case Fact.HaltJoined joined -> message(
          id, joined.at(), joined.halt(), bot(joined.scope()), joined.scope().toString(), "asked for again", word(joined.mode()),
          joined.request(), lines(joined.bots(), each -> each.bot() + " is being stopped, too"));
      case Fact.BotHaltMoved(Instant at, HaltId halt, BotHalt bot) ->
          bot.state() == HaltState.HALTED && isWide(halt, entry) ? null : settled(at, halt, bot);
      case Fact.HaltMoved(Instant at, HaltId halt, HaltState state) ->
          state == HaltState.HALTED && isWide(halt, entry) ? halted(id, at, halt) : null;
      case Fact.HaltReleased(Instant at, HaltId halt, long epoch, Halt.Release release) -> Message
          .of(id, EventKind.HALT, Level.WARNING, null, at, "Halt " + halt + " released")
          .withTone(Tone.GOOD)
          .withSummary("Halt " + halt + " released by " + release.by() + ": " + release.reason())
          .withFields(new FieldList().text("halt", halt.value()).text("by", release.by()).text("reason", release.reason()).list())
          .withText("Trading may go on as far as this halt is concerned.");
      case Fact.ActionTaken _,Fact.TriggerMoved _ -> null;
    };
  }

  private static Message message(
      String id, Instant at, HaltId halt, @Nullable BotId bot, String what, String state, String mode, HaltRequest request,
      List<String> did) {
    String kind = request.origin() == HaltOrigin.TRIGGER ? "Automatic halt of " : "Halt of ";
    return Message.of(id, EventKind.HALT, Level.CRITICAL, bot, at, kind + what + ": " + state)
        .withTone(Tone.BAD)
        .withSummary(kind + what + " " + state + " by " + request.by() + ": " + request.reason())
        .withFields(
            new FieldList().bot(bot).text("halt", halt.value()).text("mode", mode).text("by", request.by())
                .text("reason", request.reason()).list())
        .withText(String.join("\n", did));
  }

  /** Only what it came to in the end, once: each step on the way, and each try after a failure, is on the dashboard. */
  private static @Nullable Message settled(Instant at, HaltId halt, BotHalt bot) {
    if (bot.state() != HaltState.HALTED && bot.state() != HaltState.FAILED) {
      return null;
    }
    // Halted again after it was widened is news; failed again is not.
    boolean failed = bot.state() == HaltState.FAILED;
    String id = halt + "-" + bot.bot() + (failed ? "-failed" : "-halted-" + bot.since().toEpochMilli());
    List<String> did = new ArrayList<>();
    bot.residue().stream().limit(MOST_LINES).forEach(left -> did.add("LEFT: " + left));
    bot.orders().stream().limit(MOST_LINES).forEach(
        order -> did
            .add("order " + order.id() + (order.symbol() == null ? "" : " of " + order.symbol()) + ": " + word(order.outcome())
                + (order.proved() ? "" : ", not proved")));
    if (bot.ordersInAll() > MOST_LINES) {
      did.add("and " + (bot.ordersInAll() - MOST_LINES) + " more orders");
    }
    bot.positions().stream().limit(MOST_LINES)
        .forEach(position -> did.add("position " + position.symbol() + ": " + word(position.outcome())));
    String state = failed ? "NOT PROVED" : "halted";
    return Message.of(id, EventKind.HALT, Level.CRITICAL, bot.bot(), at, bot.bot() + " " + state)
        .withTone(failed ? Tone.BAD : Tone.CAUTION)
        .withSummary(bot.bot() + " " + state + ": " + bot.reason())
        .withFields(
            new FieldList().bot(bot.bot()).text("halt", halt.value()).text("state", word(bot.state()))
                .text("proof", word(bot.proof())).text("reason", bot.reason()).list())
        .withText(String.join("\n", did));
  }

  /** Whether it can reach more bots than one. One that nobody knows is told of bot by bot. */
  private boolean isWide(HaltId id, JournalEntry entry) {
    for (Fact fact : entry.facts()) {
      if (fact instanceof Fact.HaltBegun begun && begun.halt().id().equals(id)) {
        return bot(begun.halt().scope()) == null;
      }
    }
    return halts.find(id).map(halt -> bot(halt.scope()) == null).orElse(false);
  }

  private Message halted(String id, Instant at, HaltId halt) {
    Message message = Message.of(id, EventKind.HALT, Level.CRITICAL, null, at, "Halt " + halt + ": all bots halted")
        .withTone(Tone.CAUTION);
    // Who is slow to route may find it further on than this.
    Halt found = halts.find(halt).filter(it -> it.state() == HaltState.HALTED).orElse(null);
    if (found == null) {
      return message
          .withSummary("Every bot under halt " + halt + " is halted")
          .withFields(new FieldList().text("halt", halt.value()).text("state", word(HaltState.HALTED)).list());
    }
    return message
        .withSummary("Halt of " + found.scope() + ": " + HaltSum.bots(found) + " halted")
        .withFields(
            new FieldList().text("halt", halt.value()).text("state", word(HaltState.HALTED)).text("mode", word(found.mode()))
                .text("proof", HaltSum.proofs(found)).text("orders", HaltSum.orders(found))
                .text("positions", HaltSum.positions(found)).list())
        .withText(String.join("\n", lines(found.bots(), each -> each.bot() + ": " + each.reason())));
  }

  private static List<String> lines(List<BotHalt> bots, Function<BotHalt, String> line) {
    List<String> lines = new ArrayList<>(bots.stream().limit(MOST_LINES).map(line).toList());
    if (bots.size() > MOST_LINES) {
      lines.add("and " + (bots.size() - MOST_LINES) + " more bots");
    }
    return lines;
  }

  private static @Nullable BotId bot(HaltScope scope) {
    return switch (scope) {
      case HaltScope.OfBot(BotId bot) -> bot;
      case HaltScope.OfInstrument(var symbol, BotId bot) -> bot;
      case HaltScope.OfFleet _,HaltScope.OfGroup _ -> null;
    };
  }

  private static String word(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
