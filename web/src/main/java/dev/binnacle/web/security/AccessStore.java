package dev.binnacle.web.security;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Where access is kept across restarts. Read once at the start, then written through; every call returns when the change is
 * durable. The server adapts its database to this.
 *
 * <p><b>Threads:</b> calls come one at a time.
 */
public interface AccessStore {
  List<AccessToken> tokens();

  void save(AccessToken token);

  void remove(String tokenId);

  /** Sessions that were ended before their time, with the time at which each would have ended by itself. */
  Map<String, Instant> endedSessions();

  /** The session is ended. What is past its {@code expiry} may be forgotten. */
  void endSession(String sessionId, Instant expiry);
}
