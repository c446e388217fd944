package dev.binnacle.exchange;

import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What a venue takes as an order of an instrument.
 *
 * @param smallest the least quantity of an order, in units of the instrument, above 0
 * @param quantityStep quantities are whole multiples of it, above 0
 * @param priceStep prices are whole multiples of it, above 0
 * @param smallestValue the least quantity times price, in the quoted currency; 0 where there is no such rule
 */
public record Instrument(
    Symbol symbol, InstrumentKind kind, BigDecimal smallest, BigDecimal quantityStep, BigDecimal priceStep,
    BigDecimal smallestValue) {
  public Instrument {
    positive("smallest", smallest);
    positive("quantity_step", quantityStep);
    positive("price_step", priceStep);
    if (smallestValue.signum() < 0) {
      throw new IllegalArgumentException("smallest_value must not be below 0, was " + smallestValue.toPlainString());
    }
  }

  private static void positive(String name, BigDecimal value) {
    if (value.signum() <= 0) {
      throw new IllegalArgumentException(name + " must be above 0, was " + value.toPlainString());
    }
  }

  /** The greatest quantity that may be ordered of {@code quantity}; never more than it. */
  public BigDecimal wholeSteps(BigDecimal quantity) {
    return steps(quantity, quantityStep, RoundingMode.FLOOR);
  }

  /** The nearest price that may be asked, not above the given one where rounding is {@code FLOOR}, not below where it is {@code CEILING}. */
  public BigDecimal price(BigDecimal price, RoundingMode rounding) {
    return steps(price, priceStep, rounding);
  }

  /** Whether this quantity is too little to be traded at this price. */
  public boolean isDust(BigDecimal quantity, BigDecimal price) {
    BigDecimal whole = wholeSteps(quantity.abs());
    return whole.compareTo(smallest) < 0 || whole.multiply(price).compareTo(smallestValue) < 0;
  }

  private static BigDecimal steps(BigDecimal value, BigDecimal step, RoundingMode rounding) {
    return value.divide(step, 0, rounding).multiply(step);
  }
}
