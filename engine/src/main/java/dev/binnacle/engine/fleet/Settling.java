package dev.binnacle.engine.fleet;

import dev.binnacle.engine.fleet.BotState.Settlement;
import dev.binnacle.model.Symbol;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/*
 * Why equity has to settle
 * ------------------------
 * A fill moves profit from the position into the balance, and a bot tells of the two in two events. Between them the sum counts that
 * profit twice or not at all: a spike that never was. So after the one side the other is awaited:
 *
 *   a trade closes             a balance not older than that, and the position of its symbol if the bot tells positions
 *   a position becomes less    a balance not older than that
 *   a balance changes, by more a position or a closing not older than that, if one is open that was told before
 *   than was paid in
 *
 * More of a position, at its price, changes no sum, and is not waited for. Nor is anything for longer than two seconds: a fee changes
 * a balance and no position. A side that did not come once is not awaited again before it has been heard.
 */
/** Whether the balance and the positions of one part tell of the same moment. Changed by facts alone. */
final class Settling {
  static final Duration LONGEST = Duration.ofSeconds(2);

  private final LinkedHashMap<Symbol, Instant> positions = new LinkedHashMap<>();
  private @Nullable Instant since;
  private @Nullable Instant balance;
  private @Nullable Instant anyPosition;
  private boolean balanceFailed;
  private boolean positionFailed;

  void restore(Settlement state) {
    state.positions().forEach(awaited -> positions.put(awaited.symbol(), awaited.at()));
    since = state.since();
    balance = state.balance();
    anyPosition = state.anyPosition();
    balanceFailed = state.balanceFailed();
    positionFailed = state.positionFailed();
  }

  /** Null when nothing is awaited and nothing has failed to come. */
  @Nullable Settlement state() {
    if (since == null && !balanceFailed && !positionFailed) {
      return null;
    }
    var awaited =
        positions.entrySet().stream().map(each -> new BotState.AwaitedPosition(each.getKey(), each.getValue())).toList();
    return new Settlement(since, balance, anyPosition, awaited, balanceFailed, positionFailed);
  }

  boolean isSettled(Instant now) {
    return since == null || Duration.between(since, now).compareTo(LONGEST) >= 0;
  }

  /** @param at of what must not be older than the balance */
  void awaitBalance(Instant at, Instant now) {
    lapse(now);
    if (!balanceFailed && balance == null) {
      balance = at;
      begin(now);
    }
  }

  void awaitPosition(Symbol symbol, Instant at, Instant now) {
    lapse(now);
    if (!positionFailed) {
      positions.put(symbol, at);
      begin(now);
    }
  }

  void awaitAnyPosition(Instant at, Instant now) {
    lapse(now);
    if (!positionFailed && anyPosition == null) {
      anyPosition = at;
      begin(now);
    }
  }

  /** @return whether one was awaited, so that what changed it is known */
  boolean balanceCame(Instant at, Instant now) {
    lapse(now);
    balanceFailed = false;
    boolean awaited = balance != null;
    if (balance != null && !at.isBefore(balance)) {
      balance = null;
    }
    end();
    return awaited;
  }

  /** @return whether it was awaited: what it follows from has been told */
  boolean positionCame(Symbol symbol, Instant at, Instant now) {
    lapse(now);
    positionFailed = false;
    Instant own = positions.get(symbol);
    boolean answers = own != null && !at.isBefore(own);
    if (answers) {
      positions.remove(symbol);
    }
    if (anyPosition != null && !at.isBefore(anyPosition)) {
      anyPosition = null;
      answers = true;
    }
    end();
    return answers;
  }

  private void begin(Instant now) {
    since = since == null ? now : since;
  }

  private void end() {
    if (balance == null && anyPosition == null && positions.isEmpty()) {
      since = null;
    }
  }

  private void lapse(Instant now) {
    if (since != null && isSettled(now)) {
      balanceFailed |= balance != null;
      positionFailed |= anyPosition != null || !positions.isEmpty();
      balance = null;
      anyPosition = null;
      positions.clear();
      since = null;
    }
  }
}
