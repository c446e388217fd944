package dev.binnacle.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An alert as it is at one time. It explains itself: whoever has this needs nothing else to tell a person.
 *
 * @param begun when the condition was first seen to hold
 * @param since when it came into this state
 * @param value that was judged, in the unit of what the rule looks at; null when there is none, as with absence
 * @param threshold that it was held against; null when there is none
 * @param reason why it is in this state, a sentence for a person
 * @param evidence what was seen, the newest last, at most {@link #MOST_EVIDENCE}
 * @param labels by which it is grouped, routed and silenced: those of its rule, and {@code rule}, {@code level}, {@code bot}, {@code group} and
 *     {@code part} where there is one
 * @param runbook where it says what to do; null when the rule names nothing
 * @param acknowledged who takes care of it; null while nobody does
 * @param silenced by which silences it is hidden now; empty while it is not
 */
public record Alert(
    AlertId id,
    RuleName rule,
    Subject subject,
    Level level,
    AlertState state,
    Instant begun,
    Instant since,
    @Nullable Double value,
    @Nullable Double threshold,
    String reason,
    List<Evidence> evidence,
    Map<String, String> labels,
    @Nullable String runbook,
    @Nullable Acknowledgement acknowledged,
    List<SilenceId> silenced) {
  public static final int MOST_EVIDENCE = 5;
  public static final int LONGEST_REASON = 1_000;

  public Alert {
    Check.text("reason", reason, LONGEST_REASON);
    if (evidence.size() > MOST_EVIDENCE) {
      throw new InvalidValueException(
          "evidence", "size", "evidence must have at most " + MOST_EVIDENCE + " entries, had " + evidence.size());
    }
    evidence = List.copyOf(evidence);
    labels = Map.copyOf(labels);
    silenced = List.copyOf(silenced);
  }

  /** One thing that was seen. {@code what} is a metric or an event, {@code value} what it was, as a person reads it. */
  public record Evidence(Instant at, String what, String value) {
    public Evidence {
      Check.text("what", what, 100);
      Check.text("value", value, 300);
    }
  }

  /**
   * Somebody takes care.
   *
   * @param until when it ends by itself and people are told again; null for as long as the alert lasts
   */
  public record Acknowledgement(String owner, @Nullable String comment, Instant at, @Nullable Instant until) {
    public Acknowledgement {
      Check.text("owner", owner, 100);
      Check.optionalText("comment", comment, 1_000);
    }
  }
}
