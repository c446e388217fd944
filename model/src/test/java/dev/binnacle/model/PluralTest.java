package dev.binnacle.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** One order, and all other numbers of orders. */
final class PluralTest {
  @Test
  void onlyOneIsNoPlural() {
    assertThat(Plural.of(0, "order")).isEqualTo("0 orders");
    assertThat(Plural.of(1, "order")).isEqualTo("1 order");
    assertThat(Plural.of(101, "order")).isEqualTo("101 orders");
    assertThat(Plural.of(1, "order rests", "orders rest")).isEqualTo("1 order rests");
    assertThat(Plural.of(101, "order rests", "orders rest")).isEqualTo("101 orders rest");
  }
}
