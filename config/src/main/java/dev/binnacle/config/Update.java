package dev.binnacle.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a listener is told. Versions that came and went while it was busy are left out, so {@code before} is what this listener was
 * last told and dealt with, not necessarily the version before.
 *
 * @param before null the first time
 * @param changes from before to after, secrets in clear; empty the first time
 */
public record Update<C>(@Nullable Snapshot<C> before, Snapshot<C> after, List<Change> changes) {
  public Update {
    changes = List.copyOf(changes);
  }
}
