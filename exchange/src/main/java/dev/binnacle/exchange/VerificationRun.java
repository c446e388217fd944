package dev.binnacle.exchange;

import dev.binnacle.exchange.FlattenedPosition.Outcome;
import dev.binnacle.exchange.PositionReadings.Key;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Plural;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One run of a {@link Verification}. Confined to the thread that runs it. */
final class VerificationRun {
  private static final int READINGS = 2;

  private final PacedGateway gateway;
  private final Effort effort;
  private final Verification.Terms terms;
  private final Map<OrderId, TrackedOrder> tracked = new LinkedHashMap<>();
  private final Map<Key, NetPosition> held = new LinkedHashMap<>();
  private final Set<Key> heldAtLast = new HashSet<>();
  private boolean everClear = true;
  private int readings;

  VerificationRun(PacedGateway gateway, Effort effort, Verification.Terms terms) {
    this.gateway = gateway;
    this.effort = effort;
    this.terms = terms;
    terms.named().forEach(name -> tracked.put(name, new TrackedOrder(name)));
  }

  VerificationReport run() {
    while (readings < READINGS) {
      if (readings > 0) {
        effort.pause(terms.between());
      }
      Optional<List<OrderState>> orders = effort.insist("listing open orders", gateway::openOrders);
      Optional<List<NetPosition>> positions = effort.insist("reading positions", gateway::positions);
      if (orders.isEmpty() || positions.isEmpty()) {
        break;
      }
      readings++;
      readOrders(orders.get());
      readPositions(positions.get());
    }
    return report();
  }

  private void readOrders(List<OrderState> open) {
    Set<TrackedOrder> present = new HashSet<>();
    for (OrderState state : open) {
      TrackedOrder known = find(state);
      if (known != null) {
        known.listed(state, readings);
        present.add(known);
      }
    }
    everClear &= present.isEmpty();
    for (TrackedOrder order : tracked.values()) {
      if (!present.contains(order) && !order.settled()) {
        effort.once("reading order " + order.id(), () -> ask(order)).ifPresent(state -> order.read(state, readings));
        everClear &= !order.resting();
      }
    }
  }

  private @Nullable TrackedOrder find(OrderState state) {
    for (TrackedOrder order : tracked.values()) {
      if (order.id().equals(state.id()) || order.name().value().equals(state.clientId())) {
        return order;
      }
    }
    return terms.orders().covers(state) ? tracked.computeIfAbsent(state.id(), TrackedOrder::new) : null;
  }

  private Optional<OrderState> ask(TrackedOrder order) {
    Optional<OrderState> byId = gateway.order(order.id(), order.symbol());
    return byId.isPresent() || order.found() ? byId : gateway.orderOfClient(order.name().value(), null);
  }

  private void readPositions(List<NetPosition> positions) {
    heldAtLast.clear();
    for (NetPosition position : positions) {
      if (terms.symbols().isEmpty() || terms.symbols().contains(position.symbol())) {
        held.put(Key.of(position), position);
        heldAtLast.add(Key.of(position));
      }
    }
  }

  private FlattenedPosition judge(Key key, NetPosition position) {
    BigDecimal quantity = position.quantity();
    BigDecimal last = heldAtLast.contains(key) ? quantity : BigDecimal.ZERO;
    Outcome outcome;
    String detail;
    if (!terms.policy().closes(position)) {
      outcome = Outcome.KEPT;
      detail = "left alone, as the halt asks";
    } else if (isDust(position)) {
      outcome = Outcome.DUST;
      detail = "less than the venue trades";
    } else {
      outcome = Outcome.OPEN;
      detail = last.signum() == 0 ? "one of two readings showed it" : "it is there still";
    }
    return new FlattenedPosition(key.symbol(), key.kind(), quantity, last, outcome, BigDecimal.ZERO, null, List.of(), detail);
  }

  private boolean isDust(NetPosition position) {
    return effort.once("reading the rules of " + position.symbol(), () -> gateway.instrument(position.symbol()))
        .map(rules -> rules.isDust(position.quantity(), position.currentPrice()))
        .orElse(false);
  }

  private VerificationReport report() {
    List<SweptOrder> orders = tracked.values().stream().map(TrackedOrder::told).toList();
    List<FlattenedPosition> positions = held.entrySet().stream().map(entry -> judge(entry.getKey(), entry.getValue())).toList();
    long openOrders = orders.stream().filter(SweptOrder::isResidue).count();
    long openPositions = positions.stream().filter(FlattenedPosition::isResidue).count();
    boolean clean = readings == READINGS && everClear && openOrders == 0 && openPositions == 0;
    return new VerificationReport(
        orders, positions, clean, effort.took(), effort.troubles(), clean ? null : reason(openOrders, openPositions));
  }

  private String reason(long openOrders, long openPositions) {
    if (readings < READINGS) {
      return "the account was read " + readings + " times of " + READINGS + ": " + String.join("; ", effort.troubles());
    }
    return openOrders + openPositions == 0
        ? "an order rested in one of the two readings"
        : Plural.of(openOrders, "order") + " and " + Plural.of(openPositions, "position") + " are left";
  }
}
