package dev.binnacle.engine;

import dev.binnacle.engine.control.Errand;
import dev.binnacle.engine.rules.Weighing;
import dev.binnacle.model.Answer;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Event;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.model.Sample;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the outside is to do. Effects of one outcome are carried out in their order. */
public sealed interface Effect {
  /** Write this; whatever waits for the outcome's index may go on when it is durable. */
  record Record(JournalEntry entry) implements Effect {}

  /**
   * Answer the batch with this ticket. Waits until {@code awaits} is durable: the index of the youngest entry that the answer
   * speaks of, which for a duplicate may be an earlier one that is not on disk yet.
   */
  record Reply(long ticket, Answer answer, long awaits) implements Effect {}

  /**
   * A command was carried out, or refused for this reason. Waits for {@code awaits} as a reply does.
   *
   * @param halt that was begun, joined or released; null for what has nothing to do with one, and when it is refused
   */
  record CommandDone(long ticket, @Nullable String refused, long awaits, @Nullable HaltId halt) implements Effect {}

  /** Do this about a halt: at once, but for what names an index that it awaits. */
  record OfControl(Errand errand) implements Effect {}

  /** Keep these samples in their series, the fleet's where {@code bot} is null. {@code at} is the engine's time when they came late or early, else the bot's. */
  record Keep(@Nullable BotId bot, Instant at, List<Sample> samples) implements Effect {}

  /** Ask the model how odd this is, off the engine's thread, and tell by an {@link Input.Scored}; it may stay without an answer. */
  record Weigh(Weighing weighing) implements Effect {}

  /**
   * Show at once what happened: a trade, a position, an error, a component's health, the begin or the end of a run. Only of batches
   * that tell of now, and not for samples, which readers find in the snapshot as they find the status.
   */
  record Announce(BotId bot, Event event) implements Effect {}
}
