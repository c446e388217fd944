package dev.binnacle.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Content that has passed everything that can be asked of it.
 *
 * @param changes from the version in force, secrets in clear
 * @param mode the strictest one of the changed values
 */
record Good<C>(byte[] content, String hash, Document document, C config, @Nullable C before, List<Change> changes,
    ApplyMode mode) {
  Candidate<C> candidate() {
    return new Candidate<>(document, config, before, changes);
  }
}
