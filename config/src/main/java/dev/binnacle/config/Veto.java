package dev.binnacle.config;

import java.util.Optional;

/**
 * A say of the program's parts before a configuration is swapped in.
 *
 * <p><b>Threads:</b> called on a thread of its own, one at a time, within a deadline; no answer in time is a veto. It may not change anything.
 */
@FunctionalInterface
public interface Veto<C> {
  /** Why the candidate must not be applied; empty when it may. An exception is a veto. */
  Optional<String> veto(Candidate<C> candidate);
}
