package dev.binnacle.engine.fleet;

import dev.binnacle.engine.performance.LedgerState;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Currency;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint holds of the fleet: records, lists, decimals, times and texts only, so that any binder of records to JSON
 * writes and reads it without being told how.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param bots by name, those that any fact speaks of
 * @param forgotten what remains of bots that were removed, so that nothing of theirs can count twice
 */
public record FleetState(
    List<BotState> bots, List<PurseState> purses, List<Farewell> forgotten, FleetSnapshot.Counters counters) {
  public FleetState {
    bots = List.copyOf(bots);
    purses = List.copyOf(purses);
    forgotten = List.copyOf(forgotten);
  }

  /** The fleet's ledger in one currency. {@code sum} is what its bots were last marked at. */
  public record PurseState(Currency currency, BigDecimal sum, @Nullable Instant newest, LedgerState ledger) {}

  public record Farewell(BotId bot, List<BotState.RetiredState> instances, List<BotState.KnownId> ids) {}
}
