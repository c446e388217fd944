package dev.binnacle.web.api;

import dev.binnacle.model.BotId;
import dev.binnacle.model.Halt;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltScope;
import dev.binnacle.model.Liquidation;
import dev.binnacle.model.TriggerKind;
import dev.binnacle.web.view.HaltFeed;
import dev.binnacle.web.view.Incident;
import dev.binnacle.web.view.Listed;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * All that halts are asked of. Refusals are answers with a sentence for a person.
 *
 * <p><b>Threads:</b> thread-safe; the begin and the release of a halt return at once and complete when they are durable, a begin at the
 * latest after a moment, since a slow disk holds back no stop. Reading the past may wait for the disk.
 */
public interface Halts {
  HaltFeed feed();

  /** One halt, as it is or was. */
  Optional<Halt> find(HaltId halt);

  /**
   * All that happened around a halt, from so long before its begin to its release.
   *
   * @return empty when there is no such halt
   */
  Optional<Incident> incident(HaltId halt, Duration before);

  /**
   * Those that were released, the newest first; behind those that the engine knows still, by the time of their begin.
   *
   * @param cursor of the page before; null for the first
   */
  Listed<Halt> past(int limit, @Nullable String cursor);

  /** @param liquidation null unless the mode is to liquidate */
  CompletionStage<Begun> halt(
      HaltScope scope, HaltMode mode, @Nullable Liquidation liquidation, String operator, String reason);

  /**
   * Lets trading go on.
   *
   * @param epoch of the halt that the operator saw
   * @param force to release one that is not settled, or that failed
   */
  CompletionStage<Commands.Outcome> release(HaltId halt, long epoch, boolean force, String operator, String reason);

  /** A named person arms a throttle again; what it has halted can be released then. */
  CompletionStage<Commands.Outcome> rearm(TriggerKind trigger, BotId bot, String operator, String reason);

  /** What became of the wish for a halt. */
  sealed interface Begun {
    /** It is in force: a new one, or one that the wish joined. */
    record Done(Halt halt) implements Begun {}

    record Refused(String reason) implements Begun {}
  }
}
