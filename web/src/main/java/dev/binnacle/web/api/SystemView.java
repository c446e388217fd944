package dev.binnacle.web.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * How the server itself is.
 *
 * <p><b>Threads:</b> thread-safe; answers at once.
 */
public interface SystemView {
  /** Of this build, such as {@code 0.1.0}. */
  String version();

  Instant startedAt();

  Readiness readiness();

  Storage storage();

  /**
   * Counters of what was dropped or shed anywhere, by name: {@code samples_late}, {@code history_overflow}. They never fall while the
   * server runs. Names are snake_case.
   */
  Map<String, Long> dropped();

  /** Whether the server does its work; {@code reason} says why not, in words for a person. */
  record Readiness(boolean ready, String reason) {}

  /**
   * @param journalBacklog entries that wait to be written
   * @param historyLag how far the history is behind the journal
   * @param bytes of all data on disk
   * @param series of samples that are known
   */
  record Storage(long journalBacklog, Duration historyLag, long bytes, long series) {}
}
