package dev.binnacle.storage;

import java.time.Duration;

/**
 * What to keep for how long.
 *
 * @param journalRetention entries older than this go once two checkpoints are younger
 * @param eventRetention orders, positions, errors, reports, changes of status; trades and balances stay for good
 * @param samplesAtFullResolution how long every sample is kept
 * @param samplesByMinute how long the minutes' extremes and last values are kept
 * @param samplesByHour how long the hours' are kept
 * @param largestSeriesCount a metric above this number is refused and counted
 * @param closeTimeout how long {@link Storage#close} may take
 */
public record StorageSettings(
    Duration journalRetention,
    Duration eventRetention,
    Duration samplesAtFullResolution,
    Duration samplesByMinute,
    Duration samplesByHour,
    int largestSeriesCount,
    Duration closeTimeout) {

  public static final StorageSettings DEFAULTS =
      new StorageSettings(
          Duration.ofDays(7), Duration.ofDays(400), Duration.ofHours(24), Duration.ofDays(30), Duration.ofDays(365), 5_000,
          Duration.ofSeconds(10));
}
