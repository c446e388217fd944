package dev.binnacle.server;

import dev.binnacle.engine.control.Errand;
import dev.binnacle.exchange.Timepiece;
import dev.binnacle.model.BotId;
import dev.binnacle.model.GuardLevel;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.Latch;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Symbol;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A guard before the orders that this server itself places for a person. It closes with the bot's, on the engine's thread and before anything
 * is asked of the exchange. An order that is in by then is in flight: who sweeps the exchange waits for it, and asks for it by name.
 *
 * <p><b>Threads:</b> thread-safe; only {@link #awaitQuiet} waits.
 */
final class ActionDoor {
  private static final Duration LOOK = Duration.ofMillis(20);

  private final Map<BotId, Map<HaltId, Latch>> latches = new HashMap<>();
  private final Map<BotId, Set<OrderId>> inFlight = new HashMap<>();
  private final Map<BotId, Set<OrderId>> unproved = new HashMap<>();

  /** Whether the order may be sent; it is in flight until {@link #leave}. */
  synchronized boolean enter(BotId bot, Symbol symbol, boolean reduces, OrderId order) {
    for (Latch latch : latches.getOrDefault(bot, Map.of()).values()) {
      boolean meant = latch.symbol() == null || latch.symbol().equals(symbol);
      if (meant && !(reduces && latch.mode().level() == GuardLevel.REDUCING)) {
        return false;
      }
    }
    inFlight.computeIfAbsent(bot, name -> new LinkedHashSet<>()).add(order);
    return true;
  }

  /** @param proved whether its fate is known */
  synchronized void leave(BotId bot, OrderId order, boolean proved) {
    inFlight.computeIfAbsent(bot, name -> new LinkedHashSet<>()).remove(order);
    Set<OrderId> open = unproved.computeIfAbsent(bot, name -> new LinkedHashSet<>());
    boolean ignored = proved ? open.remove(order) : open.add(order);
  }

  synchronized void close(Errand.CloseGuards it) {
    latches.computeIfAbsent(it.bot(), name -> new HashMap<>()).put(it.halt(), it.latch());
  }

  /** An older word than the halt's newest opens nothing. */
  synchronized void open(Errand.OpenGuards it) {
    latches.getOrDefault(it.bot(), new HashMap<>()).computeIfPresent(
        it.halt(), (halt, latch) -> latch.epoch() <= it.epoch() ? null : latch);
  }

  /** Waits until none of the bot's orders is in flight, or the patience is over. */
  void awaitQuiet(BotId bot, Timepiece time, Duration patience) throws InterruptedException {
    Instant end = time.instant().plus(patience);
    while (isInFlight(bot) && time.instant().isBefore(end)) {
      time.sleep(LOOK);
    }
  }

  private synchronized boolean isInFlight(BotId bot) {
    return !inFlight.getOrDefault(bot, Set.of()).isEmpty();
  }

  /** Orders whose fate is not known, by the ids under which they were sent. */
  synchronized List<OrderId> unproved(BotId bot) {
    Set<OrderId> all = new LinkedHashSet<>(unproved.getOrDefault(bot, Set.of()));
    all.addAll(inFlight.getOrDefault(bot, Set.of()));
    return List.copyOf(all);
  }
}
