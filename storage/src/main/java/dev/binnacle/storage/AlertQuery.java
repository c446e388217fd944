package dev.binnacle.storage;

import dev.binnacle.model.AlertState;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Level;
import dev.binnacle.model.RuleName;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts. What is null does not restrict.
 *
 * @param states in one of which an alert is now; empty for any
 * @param leastLevel alerts of this level and above
 * @param from the first time of the last change that is in
 * @param to the first time of the last change that is out
 * @param limit rows on a page, 1 to {@value HistoryQuery#LARGEST}
 * @param cursor {@link Page#next()} of the page before; null for the first page
 */
public record AlertQuery(
    Set<AlertState> states, @Nullable RuleName rule, @Nullable BotId bot, @Nullable Level leastLevel, @Nullable Instant from,
    @Nullable Instant to, int limit, @Nullable String cursor) {
  public AlertQuery {
    states = Set.copyOf(states);
    HistoryQuery.checkLimit(limit);
  }

  public static AlertQuery newest(int limit) {
    return new AlertQuery(Set.of(), null, null, null, null, null, limit, null);
  }

  public AlertQuery in(AlertState... wanted) {
    return new AlertQuery(Set.of(wanted), rule, bot, leastLevel, from, to, limit, cursor);
  }

  public AlertQuery by(RuleName name) {
    return new AlertQuery(states, name, bot, leastLevel, from, to, limit, cursor);
  }

  public AlertQuery of(BotId name) {
    return new AlertQuery(states, rule, name, leastLevel, from, to, limit, cursor);
  }

  public AlertQuery atLeast(Level level) {
    return new AlertQuery(states, rule, bot, level, from, to, limit, cursor);
  }

  public AlertQuery between(@Nullable Instant first, @Nullable Instant end) {
    return new AlertQuery(states, rule, bot, leastLevel, first, end, limit, cursor);
  }

  public AlertQuery after(@Nullable String place) {
    return new AlertQuery(states, rule, bot, leastLevel, from, to, limit, place);
  }
}
