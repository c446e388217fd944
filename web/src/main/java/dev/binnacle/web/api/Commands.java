package dev.binnacle.web.api;

import dev.binnacle.model.BotId;
import java.util.concurrent.CompletionStage;

/**
 * What a person can have done. Thread-safe; calls return at once, and complete when the command is durable.
 */
public interface Commands {

  /** Removes a bot that is gone from the fleet. Its history stays. */
  CompletionStage<Outcome> forget(BotId bot, String operator);

  sealed interface Outcome {
    record Done() implements Outcome {}

    /** {@code reason} is a sentence for a person. */
    record Refused(String reason) implements Outcome {}
  }
}
