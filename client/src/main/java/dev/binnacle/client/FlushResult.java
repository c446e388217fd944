package dev.binnacle.client;

/** How far the events that were published before a {@link Monitor#flush} have come. */
public enum FlushResult {
  /** The server has them on disk, or has refused them for good. */
  ACKNOWLEDGED,
  /** They are in the spool, safe from the death of this process, and will be sent. */
  SPOOLED,
  /** They are held in memory and will be sent, but the disk takes nothing: they would be lost with this process. */
  IN_MEMORY,
  /** Not even in the spool: the time was too short, or the queue is full. */
  QUEUED,
  /** The monitor is closed; nothing is sent any more. What was spooled is sent by the bot's next run. */
  CLOSED
}
