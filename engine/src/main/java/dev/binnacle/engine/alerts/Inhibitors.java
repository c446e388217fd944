package dev.binnacle.engine.alerts;

import dev.binnacle.engine.rules.AlertSettings.Inhibition;
import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertId;
import dev.binnacle.model.Wildcard;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which open alerts hide which others. Kept as alerts open and close, so that asking takes no look at all of them. */
final class Inhibitors {
  private List<Inhibition> inhibitions = List.of();
  private final Map<Place, Set<AlertId>> sources = new HashMap<>();
  private final Map<AlertId, Set<Place>> places = new HashMap<>();

  /** One inhibition, and the values of the labels that must be equal. */
  private record Place(int inhibition, List<String> equal) {}

  void resettle(List<Inhibition> next, Iterable<Alert> open) {
    inhibitions = next;
    sources.clear();
    places.clear();
    open.forEach(this::open);
  }

  boolean isEmpty() {
    return inhibitions.isEmpty();
  }

  /** The alert is open, with these labels. */
  void open(Alert alert) {
    close(alert.id());
    for (int i = 0; i < inhibitions.size(); i++) {
      Inhibition inhibition = inhibitions.get(i);
      if (matches(inhibition.source(), alert.labels())) {
        Place place = place(i, alert);
        sources.computeIfAbsent(place, each -> new LinkedHashSet<>()).add(alert.id());
        places.computeIfAbsent(alert.id(), each -> new LinkedHashSet<>()).add(place);
      }
    }
  }

  void close(AlertId id) {
    Set<Place> known = places.remove(id);
    if (known != null) {
      for (Place place : known) {
        Set<AlertId> ids = sources.get(place);
        if (ids != null && ids.remove(id) && ids.isEmpty()) {
          sources.remove(place);
        }
      }
    }
  }

  /** An open alert that hides this one; null when none does. No alert hides itself, and none that is a source of the same hides another. */
  @Nullable AlertId inhibitor(Alert alert) {
    for (int i = 0; i < inhibitions.size(); i++) {
      Inhibition inhibition = inhibitions.get(i);
      if (matches(inhibition.target(), alert.labels()) && !matches(inhibition.source(), alert.labels())) {
        Set<AlertId> ids = sources.get(place(i, alert));
        if (ids != null) {
          return ids.iterator().next();
        }
      }
    }
    return null;
  }

  private Place place(int index, Alert alert) {
    return new Place(
        index, inhibitions.get(index).equal().stream().map(label -> alert.labels().getOrDefault(label, "")).toList());
  }

  /** Whether all labels of the matcher have such values; a label that is not there has none. */
  static boolean matches(Map<String, String> matcher, Map<String, String> labels) {
    for (Map.Entry<String, String> each : matcher.entrySet()) {
      String value = labels.get(each.getKey());
      if (value == null || !Wildcard.matches(each.getValue(), value)) {
        return false;
      }
    }
    return true;
  }
}
