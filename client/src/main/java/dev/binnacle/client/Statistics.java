package dev.binnacle.client;

/**
 * What a {@link Monitor} has done and what it could not do, since it was made.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param spooled durable events that were given a number and kept; the number of the newest
 * @param acknowledged durable events that the server has, up to this number
 * @param queued durable events on their way to the spool
 * @param recovered spools of earlier runs that were sent to their end
 * @param spoolBytes bytes that this run's spool holds
 * @param spoolOnDisk whether the spool is on disk; if not, events would be lost with the process
 * @param connected whether there is a link to the server
 * @param connections links that came about
 * @param failedConnections links that did not come about or were lost
 * @param framesSent frames of events that were sent
 * @param dropped what was lost, and why
 */
public record Statistics(
    long spooled,
    long acknowledged,
    long queued,
    long recovered,
    long spoolBytes,
    boolean spoolOnDisk,
    boolean connected,
    long connections,
    long failedConnections,
    long framesSent,
    Dropped dropped) {

  /**
   * What was lost. Only the first three are durable events of this run; the server is told of them by an error event as soon as there is
   * room.
   *
   * @param queueFull durable events that came faster than they could be spooled
   * @param spoolFull durable events for which neither spool nor disk had room
   * @param tooLate durable events that came after the close
   * @param refusedCalls calls that made no sense, such as with a name that is none: swallowed
   * @param rejectedByServer events that the server refused
   * @param spoolDamaged events or pieces of spools that could not be read back
   * @param samples samples, state changes and other news of the present that a newer one replaced, or that a lost link took along
   * @param logLines log lines that a newer one replaced, or that were more than so many a second
   * @param marks prices of no use, or of too many instruments
   * @param collectorFailures times that a custom collector threw or did not return
   * @param unknownMessages messages from the server that this version does not know
   */
  public record Dropped(
      long queueFull,
      long spoolFull,
      long tooLate,
      long refusedCalls,
      long rejectedByServer,
      long spoolDamaged,
      long samples,
      long logLines,
      long marks,
      long collectorFailures,
      long unknownMessages) {}
}
