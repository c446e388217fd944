package dev.binnacle.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that is decided and will not be decided again: facts are recorded in the journal and loaded at a restart, never
 * derived a second time.
 */
public sealed interface Fact {

  /** About one bot. */
  sealed interface OfBot extends Fact {
    BotId bot();
  }

  /** About an alert, or about what people are told of alerts. */
  sealed interface OfAlerts extends Fact {
    Instant at();
  }

  /** About a halt, or about what an operator had done. */
  sealed interface OfControl extends Fact {
    Instant at();
  }

  /** A durable event was taken. {@code contentHash} tells the same content from other content under the same key. */
  record Accepted(BotId bot, Envelope envelope, long contentHash) implements OfBot {}

  /** A sequenced event was refused; its number is used up all the same, and a repetition is a duplicate. */
  record Refused(BotId bot, InstanceId instance, long seq, long contentHash) implements OfBot {}

  /** Numbers {@code from} to {@code to} of a sequence are missing though a later one has come. */
  record GapFound(BotId bot, InstanceId instance, long from, long to, Instant at) implements OfBot {}

  /** What the bot's account was worth: its balance and the unrealised profit of its open positions. */
  record EquityMarked(BotId bot, Instant at, Currency currency, BigDecimal balance, BigDecimal unrealized) implements OfBot {
    /** The sum: the account's value. */
    public BigDecimal equity() {
      return balance.add(unrealized);
    }
  }

  /** The bot's status changed, and why. */
  record StatusChanged(BotId bot, Instant at, BotStatus from, BotStatus to, String reason) implements OfBot {}

  /**
   * This instance owns the bot's state from now on, or one part of it if the bot runs in shards; {@code before} no longer does, and
   * what it held is handed on.
   */
  record OwnerChanged(BotId bot, Instant at, InstanceId owner, @Nullable InstanceId before) implements OfBot {}

  /** An instance that is not the owner still speaks for a bot that runs one instance at a time; its state is ignored. */
  record InstanceFenced(BotId bot, Instant at, InstanceId instance, InstanceId owner) implements OfBot {}

  /**
   * An instance said which configuration it runs with, or that it refuses one.
   *
   * @param version null when the instance knows the content only
   * @param applied false when the instance refuses it and stays with the one before
   */
  record ConfigSeen(
      BotId bot,
      Instant at,
      InstanceId instance,
      @Nullable Long version,
      String hash,
      boolean applied,
      @Nullable String reason)
      implements OfBot {}

  /** An operator removed a bot that is no longer run. Its history stays. */
  record BotForgotten(BotId bot, Instant at, String operator) implements OfBot {}

  /**
   * An alert began, changed its state, its level or what hides it, or ended.
   *
   * @param alert as it is now
   * @param from its state before; null when it began
   */
  record AlertChanged(Instant at, Alert alert, @Nullable AlertState from) implements OfAlerts {}

  /** Somebody takes care of an alert; a second time replaces the first. */
  record AlertAcknowledged(Instant at, AlertId alert, Alert.Acknowledgement acknowledgement) implements OfAlerts {}

  /** Nobody takes care of the alert any more. {@code by} is null when the time was over. */
  record AcknowledgementEnded(Instant at, AlertId alert, @Nullable String by) implements OfAlerts {}

  record SilenceBegun(Instant at, Silence silence) implements OfAlerts {}

  /**
   * @param by who ended it; null when nobody did
   * @param hidden how many notices it has held back
   * @param told what people are told of it; null in a journal of a version that told nobody
   */
  record SilenceEnded(
      Instant at, SilenceId silence, Silence.Ending ending, @Nullable String by, long hidden, @Nullable EndedSilence told)
      implements OfAlerts {}

  /** People are to be told. */
  record NoticeIssued(Instant at, Notice notice) implements OfAlerts {}

  /** People would have been told, but for {@code silence}. */
  record NoticeHidden(Instant at, SilenceId silence, AlertId alert, Notice.Kind kind) implements OfAlerts {}

  /** A halt began; its guards close and its cancels go out beside this record. */
  record HaltBegun(Instant at, Halt halt) implements OfControl {}

  /**
   * Somebody asked again: the halt is at least this strong and this wide from now on.
   *
   * @param epoch the halt's from now on; as before when nothing was widened
   * @param bots those that it reaches now and did not before
   */
  record HaltJoined(
      Instant at,
      HaltId halt,
      long epoch,
      HaltScope scope,
      HaltMode mode,
      @Nullable Liquidation liquidation,
      HaltRequest request,
      List<BotHalt> bots)
      implements OfControl {
    public HaltJoined {
      bots = List.copyOf(bots);
    }
  }

  /** What a halt has come to for one bot; replaces what was known of it. */
  record BotHaltMoved(Instant at, HaltId halt, BotHalt bot) implements OfControl {}

  /** The halt as a whole came into this state. */
  record HaltMoved(Instant at, HaltId halt, HaltState state) implements OfControl {}

  /** Trading may go on as far as this halt is concerned. */
  record HaltReleased(Instant at, HaltId halt, long epoch, Halt.Release release) implements OfControl {}

  /** An operator has something done at a bot's exchange, or this has come of it; replaces what was known of it. */
  record ActionTaken(Instant at, Action action) implements OfControl {
    public BotId bot() {
      return action.bot();
    }
  }

  /** What an automatic trigger has come to for one bot; replaces what was known of it. */
  record TriggerMoved(Instant at, Trigger trigger) implements OfControl {}
}
