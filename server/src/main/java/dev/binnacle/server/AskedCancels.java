package dev.binnacle.server;

import dev.binnacle.model.BotId;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.OrderId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which orders this server has asked an exchange to cancel, so that it can be told whether an order that is gone was cancelled here or by
 * somebody else. A restart forgets it.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class AskedCancels {
  private static final int MOST_HALTS = 200;
  private static final int MOST_ORDERS = 5_000;

  private record Key(HaltId halt, BotId bot) {}

  private final Map<Key, Set<OrderId>> asked = new LinkedHashMap<>();

  synchronized void asked(HaltId halt, BotId bot, OrderId order) {
    Set<OrderId> orders = asked.computeIfAbsent(new Key(halt, bot), key -> new LinkedHashSet<>());
    if (orders.size() < MOST_ORDERS) {
      orders.add(order);
    }
    if (asked.size() > MOST_HALTS) {
      asked.remove(asked.keySet().iterator().next());
    }
  }

  synchronized Set<OrderId> of(HaltId halt, BotId bot) {
    return Set.copyOf(asked.getOrDefault(new Key(halt, bot), Set.of()));
  }
}
