package dev.binnacle.config;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events by name, for a program whose parts should not know each other. A {@link LiveConfig} that was given a bus emits {@value
 * #CONFIG_RELOADED} with {@code old} and {@code new} (configurations), {@code version}, {@code changes} and {@code time}.
 *
 * <p><b>Threads:</b> thread-safe; listeners are called on the emitting thread, one after the other. One that throws is logged and harms no other.
 */
public final class EventBus {
  public static final String CONFIG_RELOADED = "config_reloaded";

  private static final Logger LOG = LoggerFactory.getLogger("binnacle.config");

  /** Something that happened. */
  public record Event(String name, Map<String, Object> fields) {
    public Event {
      fields = Map.copyOf(fields);
    }
  }

  private final Map<String, List<Consumer<Event>>> listeners = new ConcurrentHashMap<>();

  public Subscription subscribe(String name, Consumer<Event> listener) {
    List<Consumer<Event>> those = listeners.computeIfAbsent(name, key -> new CopyOnWriteArrayList<>());
    those.add(listener);
    return () -> those.remove(listener);
  }

  public void emit(String name, Map<String, Object> fields) {
    Event event = new Event(name, fields);
    for (Consumer<Event> listener : listeners.getOrDefault(name, List.of())) {
      try {
        listener.accept(event);
      } catch (RuntimeException e) {
        LOG.error("a listener of {} failed", name, e);
      }
    }
  }
}
