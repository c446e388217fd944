package dev.binnacle.exchange;

import dev.binnacle.model.Money;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;

/** A part of an order that was filled. {@code number} rises by one with each fill of the account. */
public record Fill(long number, OrderId order, Symbol symbol, Side side, BigDecimal price, BigDecimal quantity, Money fee) {}
