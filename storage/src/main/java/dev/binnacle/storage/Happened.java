package dev.binnacle.storage;

import dev.binnacle.model.BotId;
import dev.binnacle.model.Event;
import dev.binnacle.model.InstanceId;
import org.jspecify.annotations.Nullable;

/**
 * An event of the past.
 *
 * @param index of the journal entry that it is in
 * @param instance null when the sender did not tell its runs apart
 */
public record Happened<E extends Event>(long index, BotId bot, @Nullable InstanceId instance, E event) {}
