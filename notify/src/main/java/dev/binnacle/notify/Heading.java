package dev.binnacle.notify;

import dev.binnacle.model.BotId;
import dev.binnacle.model.Level;
import org.jspecify.annotations.Nullable;

/**
 * What can be told of a message before it is made: enough to say which channels want it. Of a stream of events most are told to nobody, and a
 * message costs as much as all else that is done with an event.
 *
 * @param id the message's
 * @param bot null for what concerns the fleet
 */
record Heading(String id, EventKind kind, Level level, @Nullable BotId bot) {}
