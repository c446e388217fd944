package dev.binnacle.engine.control;

import dev.binnacle.engine.fleet.BotSnapshot.PositionView;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether the prices that a bot's positions are valued by can be believed. One that jumps is believed when the next one agrees with it
 * or moves on in the same direction.
 */
final class Quotes {
  /** From one price to the next, either way. */
  private static final BigDecimal MOST = new BigDecimal("1.1");

  private final Map<Symbol, Quote> quotes = new HashMap<>();

  /** @param odd whether {@code price} is so far from {@code believed} that it must be said again */
  private record Quote(BigDecimal believed, BigDecimal price, @Nullable Instant at, boolean odd) {}

  /** Looks at all that are held now. */
  boolean areBelieved(List<PositionView> positions) {
    boolean all = true;
    Set<Symbol> held = new HashSet<>();
    for (PositionView position : positions) {
      BigDecimal price = position.currentPrice();
      if (price != null && price.signum() > 0) {
        held.add(position.symbol());
        Quote now = next(quotes.get(position.symbol()), price, position.markedAt());
        quotes.put(position.symbol(), now);
        all &= !now.odd;
      }
    }
    quotes.keySet().retainAll(held);
    return all;
  }

  private static Quote next(@Nullable Quote known, BigDecimal price, @Nullable Instant at) {
    if (known == null) {
      return new Quote(price, price, at, false);
    }
    boolean same = at == null ? price.compareTo(known.price) == 0 : at.equals(known.at);
    if (same) {
      return known;
    }
    boolean sameSide = known.odd && price.compareTo(known.believed) == known.price.compareTo(known.believed);
    boolean believed = near(price, known.believed) || (known.odd && near(price, known.price)) || sameSide;
    return believed ? new Quote(price, price, at, false) : new Quote(known.believed, price, at, true);
  }

  private static boolean near(BigDecimal one, BigDecimal other) {
    return one.compareTo(other.multiply(MOST)) <= 0 && other.compareTo(one.multiply(MOST)) <= 0;
  }
}
