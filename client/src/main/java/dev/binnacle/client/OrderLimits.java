package dev.binnacle.client;

import dev.binnacle.model.Money;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Limits that a {@link Guard} holds every order against before it is sent. None by default; each is set by a method that gives the same
 * limits with this one changed. What cannot be judged, such as a value without a price, is refused.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param orderValue the most that one order may come to; orders in another currency are refused
 * @param quantities the most of an instrument in one order
 * @param messages how many orders and cancels may be sent in a time. Cancels count and always pass
 * @param symbolExposure how much one instrument's position may be worth, either way, when the order is filled
 * @param grossExposure how much all positions together may be worth, each taken as above zero
 * @param duplicatesWithin for how long the same side, instrument, quantity and price are refused after an order
 * @param repeats how many orders may open the same side of an instrument in a time; more of them latch a halt of the instrument, which
 *     a named operator releases
 */
public record OrderLimits(
    @Nullable Money orderValue,
    Map<Symbol, BigDecimal> quantities,
    @Nullable Pace messages,
    @Nullable Money symbolExposure,
    @Nullable Money grossExposure,
    @Nullable Duration duplicatesWithin,
    @Nullable Pace repeats) {
  public static final OrderLimits NONE = new OrderLimits(null, Map.of(), null, null, null, null, null);

  /** At most so many, from 1 to 10,000, in any span of this length. */
  public record Pace(int most, Duration within) {
    public Pace {
      if (most < 1 || most > 10_000) {
        throw new IllegalArgumentException("most must be from 1 to 10000, was " + most);
      }
      positive("within", within);
    }
  }

  public OrderLimits {
    positive("orderValue", orderValue);
    positive("symbolExposure", symbolExposure);
    positive("grossExposure", grossExposure);
    if (duplicatesWithin != null) {
      positive("duplicatesWithin", duplicatesWithin);
    }
    quantities = Map.copyOf(quantities);
    quantities.forEach(
        (symbol, most) -> {
          if (most.signum() <= 0) {
            throw new IllegalArgumentException("the most of " + symbol + " must be above 0, was " + most.toPlainString());
          }
        });
  }

  private static void positive(String name, @Nullable Money value) {
    if (value != null && value.signum() <= 0) {
      throw new IllegalArgumentException(name + " must be above 0, was " + value);
    }
  }

  private static void positive(String name, Duration value) {
    if (value.isZero() || value.isNegative() || value.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(name + " must be above 0 and at most a day, was " + value);
    }
  }

  public OrderLimits withOrderValue(Money most) {
    return new OrderLimits(most, quantities, messages, symbolExposure, grossExposure, duplicatesWithin, repeats);
  }

  public OrderLimits withQuantity(Symbol symbol, BigDecimal most) {
    Map<Symbol, BigDecimal> all = new LinkedHashMap<>(quantities);
    all.put(symbol, most);
    return new OrderLimits(orderValue, all, messages, symbolExposure, grossExposure, duplicatesWithin, repeats);
  }

  public OrderLimits withMessages(int most, Duration within) {
    return new OrderLimits(
        orderValue, quantities, new Pace(most, within), symbolExposure, grossExposure, duplicatesWithin, repeats);
  }

  public OrderLimits withSymbolExposure(Money most) {
    return new OrderLimits(orderValue, quantities, messages, most, grossExposure, duplicatesWithin, repeats);
  }

  public OrderLimits withGrossExposure(Money most) {
    return new OrderLimits(orderValue, quantities, messages, symbolExposure, most, duplicatesWithin, repeats);
  }

  public OrderLimits withoutDuplicates(Duration within) {
    return new OrderLimits(orderValue, quantities, messages, symbolExposure, grossExposure, within, repeats);
  }

  public OrderLimits withRepeats(int most, Duration within) {
    return new OrderLimits(
        orderValue, quantities, messages, symbolExposure, grossExposure, duplicatesWithin, new Pace(most, within));
  }
}
