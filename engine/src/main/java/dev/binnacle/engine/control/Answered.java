package dev.binnacle.engine.control;

import dev.binnacle.model.HaltId;
import org.jspecify.annotations.Nullable;

/**
 * What became of a command.
 *
 * @param refused why not; null when it is done
 * @param halt that it began, joined or released; null when it is refused or has nothing to do with one
 */
public record Answered(@Nullable String refused, @Nullable HaltId halt) {
  static Answered refused(String why) {
    return new Answered(why, null);
  }

  static Answered done(@Nullable HaltId halt) {
    return new Answered(null, halt);
  }
}
