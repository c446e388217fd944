package dev.binnacle.client;

import dev.binnacle.model.GuardWord;
import dev.binnacle.model.OrderId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Orders that may be at the venue, and nobody knows. Bounded: what does not fit is counted and not named, and stays counted.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class UnknownOrders {
  static final int MOST_NAMED = 1_000;

  private final Set<OrderId> names = new LinkedHashSet<>();
  private long unnamed;
  private long given;

  /** Gives the order's name, or one that is made for it. */
  synchronized OrderId add(Order order) {
    OrderId own = order.id();
    OrderId name = own != null ? own : new OrderId("unnamed-" + ++given);
    if (names.size() < MOST_NAMED) {
      boolean ignored = names.add(name);
    } else if (!names.contains(name)) {
      unnamed++;
    }
    return name;
  }

  /** Says whether it was one of these. */
  synchronized boolean remove(OrderId name) {
    return names.remove(name);
  }

  synchronized void clear() {
    names.clear();
    unnamed = 0;
  }

  synchronized long count() {
    return names.size() + unnamed;
  }

  /** The oldest of them, as many as a frame holds. */
  synchronized List<OrderId> names() {
    return names.stream().limit(GuardWord.MOST_ORDERS).toList();
  }
}
