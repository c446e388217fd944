package dev.binnacle.engine.rules;

import java.time.Duration;

/**
 * What becomes of an alert when nobody tells any more what its rule looks at. It never resolves by that. One that is pending ends, since nobody
 * says any more that its condition holds.
 *
 * @param after without a word for so long, 60 s by default; of what is told more seldom, for three times as long as it takes as a rule
 */
public record NoDataPolicy(Duration after, Act act) {
  public static final NoDataPolicy DEFAULT = new NoDataPolicy(Duration.ofSeconds(60), Act.SHOW);

  /** What is done then. */
  public enum Act {
    /** It goes on firing. */
    KEEP,
    /** It is shown as without data. */
    SHOW,
    /** It is shown as without data, and people are told. */
    TELL
  }

  public NoDataPolicy {
    Amounts.positive("missing.after", after);
  }
}
