package dev.binnacle.engine.rules;

import dev.binnacle.model.Alert;
import dev.binnacle.model.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found of one subject by one rule.
 *
 * @param level how bad it is; null for as bad as the rule says
 * @param value that was judged; null when there is none
 * @param threshold that it was held against; null when there is none
 * @param reason in words for a person
 * @param evidence what was seen, the newest last
 */
public record Judgement(
    Finding finding,
    @Nullable Level level,
    @Nullable Double value,
    @Nullable Double threshold,
    String reason,
    List<Alert.Evidence> evidence) {
  public Judgement {
    evidence = List.copyOf(evidence);
  }

  /** Whether the condition holds. */
  public enum Finding {
    /** It holds: something is bad. */
    HOLDS,
    /** A good value was seen. */
    FAILS,
    /** Neither is known. */
    UNKNOWN
  }
}
