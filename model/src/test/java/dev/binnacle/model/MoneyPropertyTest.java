package dev.binnacle.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;

/** The laws of money, over generated amounts. */
final class MoneyPropertyTest {
  @Property
  void whatIsAddedCanBeTakenAway(
      @ForAll @BigRange(min = "-1e12", max = "1e12") BigDecimal here,
      @ForAll @BigRange(min = "-1e12", max = "1e12") BigDecimal there) {
    Currency currency = new Currency("USD");
    Money money = new Money(here, currency);
    Money other = new Money(there, currency);

    assertThat(money.plus(other).minus(other)).isEqualTo(money);
    assertThat(money.plus(other)).isEqualTo(other.plus(money));
  }
}
