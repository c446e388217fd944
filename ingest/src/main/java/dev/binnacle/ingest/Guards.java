package dev.binnacle.ingest;

import dev.binnacle.model.BotId;
import dev.binnacle.model.InstanceId;
import dev.binnacle.protocol.LinkMessage;

/**
 * Who hears what the bots' guards hold.
 *
 * <p><b>Threads:</b> implementations are thread-safe, return at once and throw nothing.
 */
public interface Guards {
  /** Of one run: all that its guard holds now. Said on every connection, and whenever it changes. */
  void heard(BotId bot, InstanceId instance, LinkMessage.GuardTold guard);
}
