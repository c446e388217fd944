package dev.binnacle.web.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

  /** The settings file; null when the server was started without one. */
  @Nullable SettingsState settings();

  /** Whether the server does its work; {@code reason} says why not, in words for a person. */
  record Readiness(boolean ready, String reason) {}

  /**
   * @param journalBacklog entries that wait to be written
   * @param historyLag how far the history is behind the journal
   * @param bytes of all data on disk
   * @param series of samples that are known
   */
  record Storage(long journalBacklog, Duration historyLag, long bytes, long series) {}

  /**
   * How the settings file is followed.
   *
   * @param version counts what was taken since the start, which is 1; null before the file was taken for the first time
   * @param status {@code opening}, {@code active}, {@code degraded}, {@code refusing} or {@code source_missing}
   * @param reason why it is not active, for a person, without secrets; null when it is
   * @param restartNeeded keys that the file says otherwise than the server runs with, such as {@code server.port}
   * @param refusals contents that were not taken since the start
   */
  record SettingsState(
      String file, @Nullable Long version, String status, @Nullable String reason, List<String> restartNeeded,
      @Nullable Instant lastReload, long refusals) {
    public SettingsState {
      restartNeeded = List.copyOf(restartNeeded);
    }
  }
}
