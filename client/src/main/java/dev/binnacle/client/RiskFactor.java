package dev.binnacle.client;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * How much of its normal size the bot should trade, and why.
 *
 * @param factor from 0 to 1
 * @param drawdownPct how far below its peak equity is, in percent, 0 or above; null when it is not known
 */
public record RiskFactor(BigDecimal factor, @Nullable BigDecimal drawdownPct, String reason) {}
