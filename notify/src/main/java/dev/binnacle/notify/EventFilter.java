package dev.binnacle.notify;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/** What a channel tells of each kind of event; a kind that is not named is told as {@link EventKind#usual} says. */
public record EventFilter(Map<EventKind, Mode> modes) {
  public static final EventFilter USUAL = new EventFilter(Map.of());

  public EventFilter {
    modes = Map.copyOf(modes);
  }

  /** How a kind of event is told. */
  public enum Mode {
    ON,
    /** Without ringing. */
    SILENT,
    OFF
  }

  /**
   * The named kinds and nothing else, as a list {@code events: [trade_opened, error]} means; alerts and halts stay on, since a list
   * that was made for trades must not silence them, and so does what says that something was not told: some of the list, or alerts
   * under a silence.
   */
  public static EventFilter only(Collection<EventKind> kinds) {
    Map<EventKind, Mode> modes = new EnumMap<>(EventKind.class);
    for (EventKind kind : EventKind.values()) {
      boolean on = kinds.contains(kind) || kind == EventKind.ALERT || kind == EventKind.HALT || kind == EventKind.TEST;
      boolean isOfUntold = kind == EventKind.NOT_TOLD || kind == EventKind.SILENCE_ENDED;
      modes.put(kind, on ? Mode.ON : isOfUntold ? Mode.SILENT : Mode.OFF);
    }
    return new EventFilter(modes);
  }

  public Mode mode(EventKind kind) {
    return modes.getOrDefault(kind, kind.usual());
  }
}
