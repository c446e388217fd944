package dev.binnacle.config;

import org.jspecify.annotations.Nullable;

/**
 * Whether the history is as it was written.
 *
 * @param records how many were looked at
 * @param head the last link of the chain; keep it elsewhere, and a history that was cut short or written anew shows
 * @param brokenAt the first record that does not fit; null when all do
 */
public record ChainReport(boolean intact, long records, String head, @Nullable Long brokenAt, String reason) {}
