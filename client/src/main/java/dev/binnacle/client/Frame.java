package dev.binnacle.client;

import org.jspecify.annotations.Nullable;

/**
 * A frame of events on its way.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param id the number by which the server answers it
 * @param source the spool that it came from; null when it describes the present and holds nothing durable
 * @param firstSeq the number of its first durable event
 * @param lastSeq that of its last
 * @param events how many there are in it
 */
record Frame(long id, @Nullable Spool source, long firstSeq, long lastSeq, int events, String text, long sentAt) {
  boolean isDurable() {
    return source != null;
  }

  Frame sentAgain(long nowNanos) {
    return new Frame(id, source, firstSeq, lastSeq, events, text, nowNanos);
  }
}
