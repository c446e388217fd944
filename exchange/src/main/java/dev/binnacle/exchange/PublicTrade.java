package dev.binnacle.exchange;

import java.math.BigDecimal;
import java.time.Instant;

/** A trade between others. {@code number} rises; {@code at} is the recorded time, which replay does not shift. */
public record PublicTrade(long number, Instant at, BigDecimal price, BigDecimal quantity) {}
