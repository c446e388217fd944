package dev.binnacle.engine.control;

import dev.binnacle.model.BotHalt;
import dev.binnacle.model.BotId;
import dev.binnacle.model.GuardWord;
import dev.binnacle.model.HaltState;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.OrderId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One bot under one halt: what facts have made of it, and what is asked of the outside at present, which a restart asks anew. */
final class Case {
  private BotHalt bot;
  /** Index of the entry since which its guards are as closed as they are: what was asked before that proves nothing. */
  private long closed;
  private int flattenings;

  // What was asked last, by the index of the input, and what was answered to it; 0 for nothing.
  long cancelAsked;
  long flattenAsked;
  long verifyAsked;
  boolean cancelAnswered;
  boolean cancelComplete;
  boolean verifyAnswered;
  /** Whether the exchange has been read since all was asked for, or since a restart. */
  boolean wasRead;
  long told;
  @Nullable Instant toldAt;
  @Nullable Instant flattenAskedAt;
  @Nullable Instant retryAt;
  Duration backoff = Duration.ZERO;
  /** Whether it waits to read until another halt has closed the bot's positions. */
  boolean waits;

  Case(BotHalt bot, long index) {
    this.bot = bot;
    this.closed = index;
  }

  Case(BotHalt bot, ControlState.CaseState state) {
    this.bot = bot;
    this.closed = state.closed();
    this.flattenings = state.flattenings();
  }

  ControlState.CaseState state() {
    return ControlState.CaseState.of(bot, closed, flattenings);
  }

  BotId id() {
    return bot.bot();
  }

  BotHalt now() {
    return bot;
  }

  HaltState stage() {
    return bot.state();
  }

  long closed() {
    return closed;
  }

  int flattenings() {
    return flattenings;
  }

  void evolve(BotHalt next, long index) {
    boolean cancelling = next.state() == HaltState.CANCELLING && bot.state() != HaltState.CANCELLING;
    if (cancelling || !stages(next.guards()).equals(stages(bot.guards()))) {
      closed = index;
    }
    if (next.state() == HaltState.FLATTENING && bot.state() != HaltState.FLATTENING) {
      flattenings++;
    }
    bot = next;
  }

  private static Map<InstanceId, GuardWord.Stage> stages(List<GuardWord> words) {
    Map<InstanceId, GuardWord.Stage> stages = new HashMap<>();
    words.forEach(word -> stages.put(word.instance(), word.stage()));
    return stages;
  }

  /** The halt is more than it was. */
  void widened() {
    flattenings = 0;
  }

  /** Everything that was asked is to be asked anew. */
  void askAnew() {
    cancelAsked = 0;
    flattenAsked = 0;
    verifyAsked = 0;
    cancelAnswered = false;
    cancelComplete = false;
    verifyAnswered = false;
    wasRead = false;
    toldAt = null;
    waits = false;
    calm();
  }

  /** The next failure is the first. */
  void calm() {
    retryAt = null;
    backoff = Duration.ZERO;
  }

  /** Tries again after a while, which is longer each time. */
  void retryLater(Instant now, ControlSettings.Deadlines deadlines) {
    Duration doubled = backoff.isZero() ? deadlines.retry() : backoff.multipliedBy(2);
    backoff = doubled.compareTo(deadlines.retryMost()) > 0 ? deadlines.retryMost() : doubled;
    retryAt = now.plus(backoff);
  }

  boolean isRetryDue(Instant now) {
    return retryAt == null || !now.isBefore(retryAt);
  }

  boolean hasProvedGone(OrderId order) {
    return bot.orders().stream().anyMatch(known -> known.id().equals(order) && !known.isResidue());
  }

  boolean isWhole() {
    return bot.guards().stream().allMatch(word -> word.stage() == GuardWord.Stage.CONFIRMED);
  }
}
