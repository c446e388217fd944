package dev.binnacle.server;

import dev.binnacle.exchange.FlattenedPosition;
import dev.binnacle.exchange.SweptOrder;
import dev.binnacle.model.HaltedOrder;
import dev.binnacle.model.HaltedPosition;
import dev.binnacle.model.OrderId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the exchange's room says, in the words of halts. */
final class ExchangeWords {
  private static final int LONGEST = 400;

  private ExchangeWords() {}

  /** @param named the names that were asked for: an order is told by the name that it was asked for by */
  static List<HaltedOrder> orders(List<SweptOrder> orders, Collection<OrderId> named) {
    List<HaltedOrder> halted = new ArrayList<>();
    for (SweptOrder order : orders) {
      halted.add(order(order.order(), order, order.detail()));
      String client = order.clientId();
      if (client != null && !client.equals(order.order().value()) && isNamed(client, named)) {
        halted.add(order(new OrderId(client), order, "the exchange calls it " + order.order() + "; " + order.detail()));
      }
    }
    return halted;
  }

  private static boolean isNamed(String client, Collection<OrderId> named) {
    return named.stream().anyMatch(id -> id.value().equals(client));
  }

  private static HaltedOrder order(OrderId id, SweptOrder order, String detail) {
    HaltedOrder.Outcome outcome =
        switch (order.outcome()) {
          case CANCELLED -> HaltedOrder.Outcome.CANCELLED;
          case FILLED -> HaltedOrder.Outcome.FILLED;
          case PARTLY_FILLED -> HaltedOrder.Outcome.PARTLY_FILLED;
          case REJECTED -> HaltedOrder.Outcome.REJECTED;
          case STILL_OPEN -> HaltedOrder.Outcome.STILL_OPEN;
          case UNKNOWN -> HaltedOrder.Outcome.UNKNOWN;
        };
    return new HaltedOrder(id, order.symbol(), outcome, order.proved(), plain(detail));
  }

  static List<HaltedPosition> positions(List<FlattenedPosition> positions) {
    return positions.stream().map(ExchangeWords::position).toList();
  }

  private static HaltedPosition position(FlattenedPosition position) {
    HaltedPosition.Outcome outcome =
        switch (position.outcome()) {
          case FLAT -> HaltedPosition.Outcome.FLAT;
          case DUST -> HaltedPosition.Outcome.DUST;
          case KEPT -> HaltedPosition.Outcome.KEPT;
          case OPEN -> HaltedPosition.Outcome.OPEN;
          case UNKNOWN -> HaltedPosition.Outcome.UNKNOWN;
        };
    return new HaltedPosition(position.symbol(), position.before(), position.after(), outcome, plain(position.detail()));
  }

  static @Nullable String reason(@Nullable String text) {
    return text == null ? null : plain(text);
  }

  /** A venue's words may hold anything and be of any length. */
  private static @Nullable String plain(String text) {
    String words = text.chars()
        .map(c -> c < ' ' ? ' ' : c)
        .collect(StringBuilder::new, (all, c) -> all.append((char) c), StringBuilder::append)
        .toString()
        .strip();
    return words.isEmpty() ? null : words.length() <= LONGEST ? words : words.substring(0, LONGEST) + "…";
  }
}
