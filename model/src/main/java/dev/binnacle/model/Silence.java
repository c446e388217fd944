package dev.binnacle.model;

import java.time.Instant;
import java.util.Map;

/**
 * For a time nobody is told of alerts whose labels match. They fire all the same, and are shown.
 *
 * @param matcher values by label, all of which must match; {@code *} in a value stands for any characters. Never empty
 * @param until always there: nothing is silenced for ever
 */
public record Silence(
    SilenceId id, Map<String, String> matcher, Instant from, Instant until, String owner, String comment) {
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
  }
}
