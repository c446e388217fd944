package dev.binnacle.model;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that is decided and will not be decided again: facts are recorded in the journal and loaded at a restart, never
 * derived a second time.
 */
public sealed interface Fact {
  BotId bot();

  /** A durable event was taken. {@code contentHash} tells the same content from other content under the same key. */
  record Accepted(BotId bot, Envelope envelope, long contentHash) implements Fact {}

  /** A sequenced event was refused; its number is used up all the same, and a repetition is a duplicate. */
  record Refused(BotId bot, InstanceId instance, long seq, long contentHash) implements Fact {}

  /** Numbers {@code from} to {@code to} of a sequence are missing though a later one has come. */
  record GapFound(BotId bot, InstanceId instance, long from, long to, Instant at) implements Fact {}

  /** What the bot's account was worth: its balance and the unrealised profit of its open positions. */
  record EquityMarked(BotId bot, Instant at, Currency currency, BigDecimal balance, BigDecimal unrealized) implements Fact {
    /** The sum: the account's value. */
    public BigDecimal equity() {
      return balance.add(unrealized);
    }
  }

  /** The bot's status changed, and why. */
  record StatusChanged(BotId bot, Instant at, BotStatus from, BotStatus to, String reason) implements Fact {}

  /**
   * This instance owns the bot's state from now on, or one part of it if the bot runs in shards; {@code before} no longer does, and
   * what it held is handed on.
   */
  record OwnerChanged(BotId bot, Instant at, InstanceId owner, @Nullable InstanceId before) implements Fact {}

  /** An instance that is not the owner still speaks for a bot that runs one instance at a time; its state is ignored. */
  record InstanceFenced(BotId bot, Instant at, InstanceId instance, InstanceId owner) implements Fact {}

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
      implements Fact {}

  /** An operator removed a bot that is no longer run. Its history stays. */
  record BotForgotten(BotId bot, Instant at, String operator) implements Fact {}
}
