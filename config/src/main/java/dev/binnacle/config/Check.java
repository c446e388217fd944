package dev.binnacle.config;

import java.util.List;

/**
 * What a schema cannot say: that the stop lies below the target, or that the weights add up to one. The program answers.
 *
 * <p><b>Threads:</b> called on the writer's thread; it must be quick and change nothing, and may not call the {@code LiveConfig}.
 */
@FunctionalInterface
public interface Check<C> {
  /** All problems at once; empty when it may pass. An exception counts as a problem. */
  List<Problem> check(Candidate<C> candidate);
}
