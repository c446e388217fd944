package dev.binnacle.exchange;

import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads positions twice, since nothing irreversible is done on one odd value. */
final class PositionReadings {
  static final Duration BETWEEN = Duration.ofMillis(250);

  private final PacedGateway gateway;
  private final Effort effort;

  /** A position's name on its account: what is held outright and what is held on margin are two. */
  record Key(Symbol symbol, InstrumentKind kind) {
    static Key of(NetPosition position) {
      return new Key(position.symbol(), position.kind());
    }
  }

  /** What two readings say of one position. */
  sealed interface Reading {
    /** The smaller of two that agree. */
    record Held(NetPosition position) implements Reading {}

    record Flat() implements Reading {}

    record Disagreeing(BigDecimal first, BigDecimal second) implements Reading {}
  }

  PositionReadings(PacedGateway gateway, Effort effort) {
    this.gateway = gateway;
    this.effort = effort;
  }

  /** Two readings, laid side by side; empty when the venue did not answer both in time. */
  Optional<Map<Key, Reading>> pair() {
    Optional<List<NetPosition>> first = read();
    if (first.isEmpty()) {
      return Optional.empty();
    }
    effort.pause(BETWEEN);
    return read().map(second -> compare(byKey(first.get()), byKey(second)));
  }

  private Optional<List<NetPosition>> read() {
    return effort.insist("reading positions", gateway::positions);
  }

  private static Map<Key, NetPosition> byKey(List<NetPosition> positions) {
    Map<Key, NetPosition> byKey = new LinkedHashMap<>();
    positions.forEach(position -> byKey.put(Key.of(position), position));
    return byKey;
  }

  private static Map<Key, Reading> compare(Map<Key, NetPosition> first, Map<Key, NetPosition> second) {
    Set<Key> keys = new LinkedHashSet<>(first.keySet());
    keys.addAll(second.keySet());
    Map<Key, Reading> readings = new LinkedHashMap<>();
    keys.forEach(key -> readings.put(key, compare(first.get(key), second.get(key))));
    return readings;
  }

  private static Reading compare(@Nullable NetPosition first, @Nullable NetPosition second) {
    if (first == null || second == null || !agree(first.quantity(), second.quantity())) {
      return new Reading.Disagreeing(quantity(first), quantity(second));
    }
    return new Reading.Held(first.quantity().abs().compareTo(second.quantity().abs()) < 0 ? first : second);
  }

  /** On the same side, and the smaller at least half the greater: a fill between two readings is no disagreement. */
  private static boolean agree(BigDecimal first, BigDecimal second) {
    BigDecimal smaller = first.abs().min(second.abs());
    BigDecimal greater = first.abs().max(second.abs());
    return first.signum() == second.signum() && smaller.add(smaller).compareTo(greater) >= 0;
  }

  private static BigDecimal quantity(@Nullable NetPosition position) {
    return position == null ? BigDecimal.ZERO : position.quantity();
  }
}
