package dev.binnacle.server;

import dev.binnacle.exchange.AccountView.Filled;
import dev.binnacle.exchange.ExchangeException;
import dev.binnacle.exchange.OrderState;
import dev.binnacle.exchange.PacedGateway;
import dev.binnacle.model.Event;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Orders of one bot whose fills are to be looked at: those of which it told a fill, and those that rested at the exchange and rest no more.
 * An order is forgotten once both sides agree about it.
 *
 * <p><b>Threads:</b> thread-safe; {@link #told} never waits for the exchange.
 */
final class FillBook {
  private static final int MOST = 500;
  /** Venues take few calls; what is not looked at this time is next time. */
  private static final int MOST_LOOKS = 10;

  private final Map<OrderId, Filled> claims = new LinkedHashMap<>();
  private final Map<OrderId, OrderState> rested = new LinkedHashMap<>();
  private long dropped;
  private boolean tells;

  /** Both sides of some orders. */
  record Sides(List<Filled> bot, List<Filled> venue) {}

  /** The bot told of an order. */
  synchronized void told(Event.OrderUpdate order) {
    tells = true;
    if (order.filled().signum() > 0) {
      claims.remove(order.orderId());
      claims.put(order.orderId(), new Filled(order.orderId(), order.symbol(), order.side(), order.filled()));
      if (claims.size() > MOST) {
        claims.remove(claims.keySet().iterator().next());
        dropped++;
      }
    }
  }

  /** Whether the bot has ever told of an order. */
  synchronized boolean tells() {
    return tells;
  }

  synchronized void tellsFromBefore() {
    tells = true;
  }

  /** Orders that were let go because there were too many. */
  synchronized long dropped() {
    return dropped;
  }

  private synchronized Optional<Filled> claim(OrderId venue, String client) {
    Filled claim = claims.get(venue);
    return Optional.ofNullable(claim == null && !client.isEmpty() ? claims.get(new OrderId(client)) : claim);
  }

  private synchronized List<Filled> claimed() {
    return claims.values().stream().limit(MOST_LOOKS).toList();
  }

  private synchronized List<OrderState> gone(List<OrderState> resting) {
    List<OrderState> gone = new ArrayList<>();
    rested.values().stream().filter(order -> resting.stream().noneMatch(now -> now.id().equals(order.id()))).limit(MOST_LOOKS)
        .forEach(gone::add);
    resting.forEach(order -> rested.put(order.id(), order));
    while (rested.size() > MOST) {
      rested.remove(rested.keySet().iterator().next());
      dropped++;
    }
    return gone;
  }

  private synchronized void settled(Filled claim) {
    claims.remove(claim.order(), claim);
  }

  private synchronized void settled(OrderState order) {
    rested.remove(order.id());
  }

  /**
   * Looks at what is not settled.
   *
   * @param resting the orders of the bot that rest now
   * @throws ExchangeException if the exchange cannot be asked
   */
  Sides look(PacedGateway gateway, List<OrderState> resting) {
    List<Filled> bot = new ArrayList<>();
    List<Filled> venue = new ArrayList<>();
    for (Filled claim : claimed()) {
      BigDecimal there = read(gateway, claim.order(), claim.symbol()).map(OrderState::filled).orElse(BigDecimal.ZERO);
      if (there.compareTo(claim.quantity()) == 0) {
        settled(claim);
        continue;
      }
      bot.add(claim);
      if (there.signum() > 0) {
        venue.add(new Filled(claim.order(), claim.symbol(), claim.side(), there));
      }
    }
    for (OrderState order : gone(resting)) {
      OrderState now = read(gateway, order.id(), order.symbol()).orElse(order);
      boolean isHeard = claim(now.id(), now.clientId()).isPresent() || now.filled().compareTo(order.filled()) == 0;
      if (isHeard || bot.stream().anyMatch(claim -> claim.order().value().equals(now.clientId()))) {
        settled(order);
      } else if (venue.stream().noneMatch(fill -> fill.order().equals(now.id()))) {
        venue.add(new Filled(now.id(), now.symbol(), now.side(), now.filled()));
      }
    }
    return new Sides(bot, venue);
  }

  /** By the venue's id, else by the bot's own. */
  private static Optional<OrderState> read(PacedGateway gateway, OrderId order, Symbol symbol) {
    Optional<OrderState> found = known(() -> gateway.order(order, symbol));
    return found.isPresent() ? found : known(() -> gateway.orderOfClient(order.value(), symbol));
  }

  /** A question about an order. */
  @FunctionalInterface
  private interface Question {
    Optional<OrderState> ask();
  }

  /** Some venues refuse an id that is not theirs, which is as good as not knowing it. */
  private static Optional<OrderState> known(Question question) {
    try {
      return question.ask();
    } catch (ExchangeException e) {
      if (e.kind() == ExchangeException.Kind.REJECTED) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
