package dev.binnacle.exchange;

import dev.binnacle.exchange.FlattenedPosition.Outcome;
import dev.binnacle.exchange.PositionReadings.Key;
import dev.binnacle.exchange.PositionReadings.Reading;
import dev.binnacle.model.Plural;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** One run of a {@link Flattening}. Confined to the thread that runs it. */
final class FlattenRun {
  private final PacedGateway gateway;
  private final Effort effort;
  private final FlattenPlan plan;
  private final Consumer<? super FlattenStep> progress;
  private final PositionReadings readings;
  private final Map<Key, ClosingPosition> closing = new LinkedHashMap<>();
  private final Map<Key, NetPosition> kept = new LinkedHashMap<>();
  private final Map<Key, Integer> disagreements = new LinkedHashMap<>();
  private boolean positionsRead;

  FlattenRun(PacedGateway gateway, Effort effort, FlattenPlan plan, Consumer<? super FlattenStep> progress) {
    this.gateway = gateway;
    this.effort = effort;
    this.plan = plan;
    this.progress = progress;
    this.readings = new PositionReadings(gateway, effort);
  }

  FlattenReport run() {
    do {
      boolean read = readAndDecide();
      closing.values().forEach(ClosingPosition::work);
      if (read && closing.values().stream().allMatch(ClosingPosition::finished) && undecided().isEmpty()) {
        return report();
      }
      effort.pause(PositionReadings.BETWEEN);
    } while (!effort.over());
    closing.values().forEach(ClosingPosition::giveUp);
    readOnceMore();
    return report();
  }

  /** Positions are read only when somebody needs to know: while an order works, its own state says enough. */
  private boolean readAndDecide() {
    if (positionsRead && undecided().isEmpty() && closing.values().stream().noneMatch(ClosingPosition::wantsReading)) {
      return positionsRead;
    }
    Optional<Map<Key, Reading>> pair = readings.pair();
    pair.ifPresent(this::decide);
    return pair.isPresent();
  }

  private void decide(Map<Key, Reading> pair) {
    positionsRead = true;
    disagreements.keySet().retainAll(pair.keySet());
    closing.forEach((key, position) -> {
      if (!pair.containsKey(key)) {
        position.read(new Reading.Flat());
      }
    });
    pair.forEach(this::decide);
  }

  private void decide(Key key, Reading reading) {
    if (!plan.covers(key.symbol())) {
      return;
    }
    ClosingPosition known = closing.get(key);
    if (known != null) {
      known.read(reading);
      return;
    }
    switch (reading) {
      case Reading.Flat() -> disagreements.remove(key);
      case Reading.Disagreeing(BigDecimal first, BigDecimal second) -> {
        disagreements.merge(key, 1, Integer::sum);
        effort
            .note("two readings of " + key.symbol() + " disagree: " + first.toPlainString() + ", then " + second.toPlainString());
      }
      case Reading.Held(NetPosition position) -> {
        disagreements.remove(key);
        if (plan.policy().closes(position)) {
          ClosingPosition fresh = new ClosingPosition(gateway, effort, plan, position, progress);
          closing.put(key, fresh);
          fresh.read(reading);
        } else {
          kept.put(key, position);
        }
      }
    }
  }

  private List<Key> undecided() {
    return List.copyOf(disagreements.keySet());
  }

  private void readOnceMore() {
    Effort.Outcome<List<NetPosition>> first = effort.attempt(gateway::positions);
    Effort.Outcome<List<NetPosition>> second = effort.attempt(gateway::positions);
    if (first instanceof Effort.Outcome.Answered<List<NetPosition>> one
        && second instanceof Effort.Outcome.Answered<List<NetPosition>> other) {
      closing.forEach((key, position) -> position.readLast(quantity(one.value(), key), quantity(other.value(), key)));
    } else {
      closing.values().forEach(ClosingPosition::notRead);
    }
  }

  private static BigDecimal quantity(List<NetPosition> positions, Key key) {
    return positions.stream()
        .filter(position -> Key.of(position).equals(key))
        .map(NetPosition::quantity)
        .findFirst()
        .orElse(BigDecimal.ZERO);
  }

  private FlattenReport report() {
    List<FlattenedPosition> positions = new ArrayList<>(closing.values().stream().map(ClosingPosition::told).toList());
    kept.forEach((key, position) -> positions.add(new FlattenedPosition(
        key.symbol(), key.kind(), position.quantity(), position.quantity(), Outcome.KEPT, BigDecimal.ZERO, null, List.of(),
        "left alone, as the halt asks")));
    undecided().forEach(key -> positions.add(new FlattenedPosition(
        key.symbol(), key.kind(), BigDecimal.ZERO, null, Outcome.UNKNOWN, BigDecimal.ZERO, null, List.of(),
        "readings disagreed " + disagreements.get(key) + " times, and nothing was sent")));
    long residue = positions.stream().filter(FlattenedPosition::isResidue).count();
    boolean clean = positionsRead && residue == 0;
    String reason = positionsRead
        ? Plural.of(residue, "position is left", "positions are left")
        : "positions could not be read: " + String.join("; ", effort.troubles());
    return new FlattenReport(positions, clean, effort.took(), effort.troubles(), clean ? null : reason);
  }
}
