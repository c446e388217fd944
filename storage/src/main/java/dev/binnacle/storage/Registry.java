package dev.binnacle.storage;

import java.util.Optional;
import java.util.SortedMap;

/**
 * Small durable things by kind and key: sessions, tokens, settings. Values are opaque here.
 *
 * <p><b>Threads:</b> thread-safe. {@link #put} and {@link #remove} return when the change is on disk; readers see it then.
 */
public interface Registry {
  /** A kind and a key have 1 to this many characters. */
  int LONGEST_NAME = 200;

  /** A value has at most this many bytes. */
  int LARGEST_VALUE = 1 << 20;

  /**
   * @throws IllegalArgumentException if the key, the kind or the value is too long
   * @throws StorageException if it cannot be written; the value before it stays
   */
  void put(String kind, String key, byte[] value);

  Optional<byte[]> get(String kind, String key);

  /** All of a kind by key: a copy. */
  SortedMap<String, byte[]> all(String kind);

  /** Whether there was such a thing. */
  boolean remove(String kind, String key);
}
