package dev.binnacle.config;

import java.time.Instant;
import java.util.List;

/**
 * A configuration that was not taken.
 *
 * @param hash of the refused bytes; empty when they could not be read
 * @param failuresRunning how many were refused since the last good one, this one included
 */
public record Refusal(Instant at, Author author, String hash, List<Problem> problems, int failuresRunning) {
  public Refusal {
    problems = List.copyOf(problems);
  }
}
