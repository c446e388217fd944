package dev.binnacle.model;

import java.time.Instant;
import java.util.List;

/**
 * What one input made the engine decide.
 *
 * @param index the input's place in the order of all inputs; rises, not gapless, since not every input decides something
 * @param time the engine's time when it was applied
 * @param facts in the order in which they were decided; never empty
 */
public record JournalEntry(long index, Instant time, List<Fact> facts) {
  public JournalEntry {
    facts = List.copyOf(facts);
  }
}
