package dev.binnacle.model;

import java.math.BigDecimal;

/**
 * An exact amount of one currency. Unlike currencies are never added or compared: that takes a rate with an age, which money
 * itself does not have. Two amounts are equal when their values are, whatever their scales.
 */
public record Money(BigDecimal amount, Currency currency) {
  public Money {
    amount = Check.decimal("amount", amount).stripTrailingZeros();
  }

  public static Money of(String amount, String currency) {
    return new Money(new BigDecimal(amount), new Currency(currency));
  }

  public static Money zero(Currency currency) {
    return new Money(BigDecimal.ZERO, currency);
  }

  /**
   * @throws IllegalArgumentException if the currencies differ
   */
  public Money plus(Money other) {
    return new Money(amount.add(sameCurrency(other).amount), currency);
  }

  /**
   * @throws IllegalArgumentException if the currencies differ
   */
  public Money minus(Money other) {
    return new Money(amount.subtract(sameCurrency(other).amount), currency);
  }

  public Money negate() {
    return new Money(amount.negate(), currency);
  }

  /** -1, 0 or 1 as the amount is below, at or above zero. */
  public int signum() {
    return amount.signum();
  }

  /**
   * @throws IllegalArgumentException if the currencies differ
   */
  public boolean isBelow(Money other) {
    return amount.compareTo(sameCurrency(other).amount) < 0;
  }

  private Money sameCurrency(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException("cannot combine " + this + " with " + other + ": the currencies differ");
    }
    return other;
  }

  @Override
  public String toString() {
    return amount.toPlainString() + " " + currency;
  }
}
