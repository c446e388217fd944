package dev.binnacle.exchange;

import java.math.BigDecimal;
import java.time.Instant;

/** The trades of one stretch of time; {@code end} is exclusive. */
public record Candle(Instant end, BigDecimal open, BigDecimal high, BigDecimal low, BigDecimal close, BigDecimal volume) {}
