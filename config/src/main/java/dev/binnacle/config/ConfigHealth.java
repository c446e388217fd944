package dev.binnacle.config;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the configuration does, at one moment.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param version in force
 * @param reason in words; null when it is active
 * @param reloads versions that came into force since the start, the first included
 * @param refusals of files and proposals
 * @param noOps touches and saves that changed no byte
 * @param deferred versions that had to wait
 * @param turnedAway calls that found the writer's queue full
 * @param dropped records and refusals that a listener was too slow to take
 * @param failuresRunning refused saves since the last good one
 * @param degraded what is wrong beside the file's content; null when nothing is
 */
public record ConfigHealth(
    Status status, @Nullable String reason, long version, long reloads, long refusals, long noOps, long deferred, long turnedAway,
    long dropped, @Nullable Instant lastReload, int failuresRunning, boolean watching, @Nullable String degraded,
    List<ConsumerState> consumers, List<ListenerState> listeners) {
  /** From the worst: the first that holds is shown. */
  public enum Status {
    /** The file is gone; the last configuration stays. */
    SOURCE_MISSING,
    /** What the file says is refused; the last good configuration stays. */
    REFUSING,
    /** A configuration is in force, and something beside it is wrong. */
    DEGRADED,
    ACTIVE
  }

  /**
   * A part of the program that says which version it works with.
   *
   * @param lag since when a newer version is in force; zero when it has the newest
   */
  public record ConsumerState(String name, long seenVersion, Duration lag) {}

  /**
   * A listener that is not well.
   *
   * @param reason an exception's text, or that it has not come back
   */
  public record ListenerState(String name, String reason) {}

  public ConfigHealth {
    consumers = List.copyOf(consumers);
    listeners = List.copyOf(listeners);
  }
}
