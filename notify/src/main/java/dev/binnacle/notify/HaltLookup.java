package dev.binnacle.notify;

import dev.binnacle.model.Halt;
import dev.binnacle.model.HaltId;
import java.util.Optional;

/** Halts as they are now, for what the facts about one do not say. */
@FunctionalInterface
public interface HaltLookup {
  /** Empty for one that nobody knows. Never waits for long. */
  Optional<Halt> find(HaltId halt);
}
