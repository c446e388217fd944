package dev.binnacle.config;

import java.util.List;

/** What became of a proposal, a rollback or a reload. Secrets in changes and problems are masked. */
public sealed interface Outcome {
  /**
   * It is in force, or would be if this was a dry run.
   *
   * @param mode the strictest one of the changed values
   */
  record Accepted(long version, String hash, List<Change> changes, ApplyMode mode, boolean dryRun) implements Outcome {
    public Accepted {
      changes = List.copyOf(changes);
    }
  }

  /** It is a version and waits for its moment. */
  record Deferred(Pending pending, boolean dryRun) implements Outcome {}

  /** The bytes are those of the version in force. */
  record Unchanged(long version, String hash) implements Outcome {}

  /** It is tried out in this process, or would be if this was a dry run. */
  record Trying(Trial trial) implements Outcome {}

  /** The one before stays. */
  record Refused(List<Problem> problems) implements Outcome {
    public Refused {
      problems = List.copyOf(problems);
    }
  }

  /**
   * The proposal was made from another version than the present one.
   *
   * @param present the version in force
   * @param changesSince from the base to the present; empty when the base is no longer known
   */
  record Conflict(long base, long present, String presentHash, List<Change> changesSince, String reason) implements Outcome {
    public Conflict {
      changesSince = List.copyOf(changesSince);
    }
  }
}
