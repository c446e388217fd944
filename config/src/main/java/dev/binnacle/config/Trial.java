package dev.binnacle.config;

import java.time.Instant;
import java.util.List;

/**
 * A configuration that is tried out in this process only. The file does not know of it, so a crash or a restart returns to the file.
 *
 * @param until when it ends by itself
 * @param verdict why it is in its state
 * @param changes from the version that it stands in for, secrets masked
 */
public record Trial(
    String id, String hash, Author author, String reason, Instant since, Instant until, State state, String verdict,
    List<Change> changes) {
  /** Where a trial is in its life. */
  public enum State {
    RUNNING,
    /** It is to end, and the way back waits for its moment. */
    ENDING,
    /** It has become a version. */
    KEPT,
    ENDED
  }

  public Trial {
    changes = List.copyOf(changes);
  }

  Trial in(State next, String why) {
    return new Trial(id, hash, author, reason, since, until, next, why, changes);
  }
}
