package dev.binnacle.server;

import dev.binnacle.exchange.FlattenedPosition;
import dev.binnacle.exchange.SweptOrder;
import dev.binnacle.model.HaltedOrder;
import dev.binnacle.model.HaltedPosition;
import dev.binnacle.model.OrderId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the exchange's room says, in the words of halts. */
final class ExchangeWords {
  private static final int LONGEST = 400;
  private static final String HERE = "cancelled by the server; ";
  private static final String ELSEWHERE = "cancelled by the bot or at the exchange, before the server asked for it; ";

  private ExchangeWords() {}

  /**
   * @param named the names that were asked for: an order is told by the name that it was asked for by
   * @param asked those that the server has asked the exchange to cancel, by the exchange's names
   */
  static List<HaltedOrder> orders(List<SweptOrder> orders, Collection<OrderId> named, Set<OrderId> asked) {
    List<HaltedOrder> halted = new ArrayList<>();
    for (SweptOrder order : orders) {
      String detail = whose(order, asked) + order.detail();
      String client = order.clientId();
      boolean byClient = client != null && !client.equals(order.order().value()) && isNamed(client, named);
      if (!byClient || named.contains(order.order())) {
        halted.add(order(order.order(), order, detail));
      }
      if (client != null && byClient) {
        halted.add(order(new OrderId(client), order, "the exchange calls it " + order.order() + "; " + detail));
      }
    }
    return halted;
  }

  /** Whether an order was cancelled from here: what a restart has forgotten is not claimed. */
  private static String whose(SweptOrder order, Set<OrderId> asked) {
    boolean here = order.attempts() > 0 || asked.contains(order.order());
    return switch (order.outcome()) {
      case CANCELLED, PARTLY_FILLED -> here ? HERE : ELSEWHERE;
      case FILLED, REJECTED, STILL_OPEN, UNKNOWN -> "";
    };
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
