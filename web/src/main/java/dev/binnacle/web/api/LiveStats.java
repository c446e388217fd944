package dev.binnacle.web.api;

/**
 * How the open sockets fare. Filled by the live socket's room.
 *
 * <p><b>Threads:</b> thread-safe.
 */
public interface LiveStats {
  long liveSockets();

  long linkSockets();

  long framesSent();

  /** Announcements that one socket was too slow for; it was told to look again. */
  long framesDropped();

  /** Announcements that came faster than they could be handed on; all sockets were told to look again. */
  long announcementsDropped();

  long socketsCut();
}
