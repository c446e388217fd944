package dev.binnacle.server;

import dev.binnacle.engine.Input;
import dev.binnacle.engine.rules.Rule;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Level;
import dev.binnacle.model.Notice;
import dev.binnacle.model.RuleName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One test of rules as it is written: what happens, and what is expected of it. Times count from its beginning.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param line at which it stands
 * @param rules that are in force in it
 * @param steps in the order in which they happen
 * @param looks in the order of their times
 * @param notices all of which people are told; null where it says nothing of them
 * @param end when it is over
 */
record RuleTest(
    String name,
    int line,
    Instant start,
    List<Rule> rules,
    List<Step> steps,
    List<Look> looks,
    @Nullable List<Told> notices,
    Duration end) {

  /** Something happens. */
  record Step(Duration at, Input input) {}

  /** All alerts there are at a time. */
  record Look(Duration at, int line, List<Expected> alerts) {}

  /**
   * An alert that is expected.
   *
   * @param bot null for one of the fleet, or of the server
   * @param part null for any
   * @param level null for any
   * @param value null for any
   */
  record Expected(
      int line, RuleName rule, @Nullable BotId bot, @Nullable String part, AlertState state, @Nullable Level level,
      @Nullable Double value) {}

  /**
   * Something that people are expected to be told.
   *
   * @param from at the earliest
   * @param to at the latest
   * @param rule of one of its alerts; null for any
   * @param bot of one of its alerts; null for any
   * @param level null for any
   */
  record Told(
      int line, Duration from, Duration to, Notice.Kind kind, @Nullable RuleName rule, @Nullable BotId bot,
      @Nullable Level level) {}
}
