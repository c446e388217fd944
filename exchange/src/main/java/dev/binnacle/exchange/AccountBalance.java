package dev.binnacle.exchange;

import dev.binnacle.model.Money;

/** {@code total} is what was paid in and earned, without open profit; {@code available} is what new orders may use. */
public record AccountBalance(Money total, Money available) {}
