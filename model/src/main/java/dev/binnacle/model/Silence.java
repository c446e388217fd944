package dev.binnacle.model;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * For a time nobody is told of alerts whose labels match. They fire all the same, and are shown.
 *
 * @param matcher values by label, all of which must match; {@code *} in a value stands for any characters. Never empty
 * @param until always there: nothing is silenced for ever
 * @param term whether it may end before that by itself; {@link Term#FIXED} where it is missing, as in what an older version kept
 */
public record Silence(
    SilenceId id, Map<String, String> matcher, Instant from, Instant until, String owner, String comment, Term term) {
  // A binder leaves null what an older form has not.
  @SuppressWarnings("ConstantConditions")
  public Silence {
    if (matcher.isEmpty() || matcher.size() > 20) {
      throw new InvalidValueException("matcher", "size", "a silence must match by 1 to 20 labels, had " + matcher.size());
    }
    if (!until.isAfter(from)) {
      throw new InvalidValueException("until", "order",
          "a silence must end after it begins, began " + from + " and ended " + until);
    }
    matcher.forEach(
        (label, value) -> {
          Check.name("label", label, 64, Check::isIdentifier, "letters, digits and . _ -");
          Check.text("value", value, 200);
        });
    Check.text("owner", owner, 100);
    Check.text("comment", comment, 1_000);
    matcher = Map.copyOf(matcher);
    term = Objects.requireNonNullElse(term, Term.FIXED);
  }

  /** How long it holds, unless a person ends it. */
  public enum Term {
    /** Until its time is over. */
    FIXED,
    /** Until the alerts that it has hidden are over, and no longer than its time. */
    UNTIL_RESOLVED
  }

  /** Why it ended. */
  public enum Ending {
    /** Its time was over. */
    EXPIRED,
    /** It had hidden an alert, and none that it matches was pending or open any more. */
    RESOLVED,
    /** A person ended it. */
    LIFTED
  }
}
