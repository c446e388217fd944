package dev.binnacle.notify;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A few words that must outlive the process: where a group has moved to, how far commands were read, what was spent today.
 *
 * <p><b>Threads:</b> thread-safe; may block for as long as a disk does.
 */
public interface Notebook {
  Optional<String> read(String key);

  /** Returns when the disk has it. */
  void write(String key, String value);

  /** One that forgets when the process ends. */
  static Notebook inMemory() {
    Map<String, String> notes = new ConcurrentHashMap<>();
    return new Notebook() {
      @Override
      public Optional<String> read(String key) {
        return Optional.ofNullable(notes.get(key));
      }

      @Override
      public void write(String key, String value) {
        notes.put(key, value);
      }
    };
  }
}
