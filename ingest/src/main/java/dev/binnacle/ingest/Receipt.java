package dev.binnacle.ingest;

import dev.binnacle.model.Answer;
import java.time.Duration;

/** What a sender is told of a body. */
public sealed interface Receipt {
  /** It was read, and what it took is on disk. Single events of it may have been refused: the answer says which. */
  record Taken(Answer answer) implements Receipt {}

  /** Nothing of it was taken because there is too much to do; the same body is welcome after {@code retryAfter}. */
  record Busy(String reason, Duration retryAfter) implements Receipt {}

  /** Nothing of it was taken because it is no batch, and never will be. {@code offset} is the byte where that was noticed. */
  record Malformed(String rule, String message, long offset) implements Receipt {}

  /** Nothing of it was taken because it is larger than a body may be. */
  record TooLarge(String message) implements Receipt {}
}
