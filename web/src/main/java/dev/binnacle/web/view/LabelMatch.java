package dev.binnacle.web.view;

import dev.binnacle.model.Alert;
import dev.binnacle.model.Wildcard;
import java.util.Map;

/**
 * Which alerts a silence hides: those whose labels have all its values, where {@code *} stands for any characters.
 *
 * <p><b>Threads:</b> immutable.
 */
public record LabelMatch(Map<String, String> matcher) {
  public LabelMatch {
    matcher = Map.copyOf(matcher);
  }

  public boolean holds(Alert alert) {
    return matcher.entrySet().stream()
        .allMatch(
            entry -> {
              String value = alert.labels().get(entry.getKey());
              return value != null && Wildcard.matches(entry.getValue(), value);
            });
  }
}
