package dev.binnacle.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A configuration that has passed its schema and is not in force yet.
 *
 * @param before the one in force; null at the first start
 * @param changes from before to this; empty at the first start
 */
public record Candidate<C>(Document document, C config, @Nullable C before, List<Change> changes) {
  public Candidate {
    changes = List.copyOf(changes);
  }
}
