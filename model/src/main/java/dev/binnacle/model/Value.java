package dev.binnacle.model;

import java.math.BigDecimal;

/** One figure or word of a report or a custom event. */
public sealed interface Value {
  /** An exact number. */
  record Decimal(BigDecimal number) implements Value {
    public Decimal {
      Check.decimal("value", number);
    }
  }

  /** A text of at most 1,000 characters. */
  record Text(String text) implements Value {
    public Text {
      Check.text("value", text, 1_000);
    }
  }

  /** Yes or no. */
  record Flag(boolean flag) implements Value {}
}
