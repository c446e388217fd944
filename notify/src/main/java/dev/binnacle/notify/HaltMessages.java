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
import org.jspecify.annotations.Nullable;

/** What people are told of halts: that one began or was widened, what it came to for each bot, and that it was released. */
final class HaltMessages {
  private HaltMessages() {}

  static List<Message> of(JournalEntry entry) {
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < entry.facts().size(); i++) {
      if (entry.facts().get(i) instanceof Fact.OfControl fact) {
        Message message = of("halt-" + entry.index() + "-" + i, fact);
        if (message != null) {
          messages.add(message);
        }
      }
    }
    return messages;
  }

  private static @Nullable Message of(String id, Fact.OfControl fact) {
    return switch (fact) {
      case Fact.HaltBegun(Instant at, Halt halt) -> message(
          id, at, halt.id(), bot(halt.scope()), halt.scope().toString(), "begun", word(halt.mode()), halt.begun(),
          halt.bots().stream().map(each -> each.bot() + " is being stopped").toList());
      case Fact.HaltJoined joined -> message(
          id, joined.at(), joined.halt(), bot(joined.scope()), joined.scope().toString(), "asked for again", word(joined.mode()),
          joined.request(), joined.bots().stream().map(each -> each.bot() + " is being stopped, too").toList());
      case Fact.BotHaltMoved(Instant at, HaltId halt, BotHalt bot) -> settled(at, halt, bot);
      case Fact.HaltReleased(Instant at, HaltId halt, long epoch, Halt.Release release) -> Message
          .of(id, EventKind.HALT, Level.WARNING, null, at, "Halt " + halt + " released")
          .withTone(Tone.GOOD)
          .withSummary("Halt " + halt + " released by " + release.by() + ": " + release.reason())
          .withFields(new FieldList().text("halt", halt.value()).text("by", release.by()).text("reason", release.reason()).list())
          .withText("Trading may go on as far as this halt is concerned.");
      case Fact.HaltMoved _,Fact.ActionTaken _,Fact.TriggerMoved _ -> null;
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
    bot.residue().stream().limit(20).forEach(left -> did.add("LEFT: " + left));
    bot.orders().stream().limit(20).forEach(
        order -> did
            .add("order " + order.id() + (order.symbol() == null ? "" : " of " + order.symbol()) + ": " + word(order.outcome())
                + (order.proved() ? "" : ", not proved")));
    if (bot.ordersInAll() > 20) {
      did.add("and " + (bot.ordersInAll() - 20) + " more orders");
    }
    bot.positions().stream().limit(20)
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
