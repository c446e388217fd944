package dev.binnacle.server;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The limits that one bot, or the fleet, is held against.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param said those that the settings name; all others are the stock's, or for a bot the fleet's
 */
public record Thresholds(Map<Threshold, Double> said) {
  public static final Thresholds STOCK = new Thresholds(Map.of());

  public Thresholds {
    Map<Threshold, Double> copy = new EnumMap<>(Threshold.class);
    copy.putAll(said);
    said = Collections.unmodifiableMap(copy);
  }

  public double of(Threshold threshold) {
    return said.getOrDefault(threshold, threshold.stock());
  }

  /** These, and where they say nothing, those. */
  Thresholds over(Thresholds beneath) {
    Map<Threshold, Double> all = new EnumMap<>(Threshold.class);
    all.putAll(beneath.said);
    all.putAll(said);
    return new Thresholds(all);
  }

  /** All ten under the names that they have on the wire, in the stock's order. */
  public Map<String, Double> byWireName() {
    Map<String, Double> all = new LinkedHashMap<>();
    Threshold.all().forEach(threshold -> all.put(threshold.wireName(), of(threshold)));
    return Collections.unmodifiableMap(all);
  }

  static Thresholds read(SettingsSection section) {
    Map<Threshold, Double> said = new EnumMap<>(Threshold.class);
    for (Threshold threshold : Threshold.all()) {
      Double limit = section.optional(threshold.key(), threshold.wanted(), text -> {
        double number = Double.parseDouble(text);
        return threshold.allows(number) ? number : null;
      });
      if (limit != null) {
        said.put(threshold, limit);
      }
    }
    section.refuseUnknown();
    return new Thresholds(said);
  }
}
