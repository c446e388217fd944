package dev.binnacle.client;

import dev.binnacle.model.Latch;
import dev.binnacle.model.Liquidation;
import org.jspecify.annotations.Nullable;

/**
 * What a bot is to do about a halt. Its guard is closed already.
 *
 * @param cancel whether the bot is to cancel its resting orders: those of {@link Latch#symbol}, or all where that is null
 * @param liquidation how the bot is to close its positions, by {@link Guard#flatten}; null when it must not: somebody else does, or
 *     nobody should
 * @param isAgain whether the bot was told of this halt before: it was widened since, or what was to be done did not succeed
 */
public record HaltOrder(Latch latch, boolean cancel, @Nullable Liquidation liquidation, boolean isAgain) {}
