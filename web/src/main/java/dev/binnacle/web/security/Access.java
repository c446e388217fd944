package dev.binnacle.web.security;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a route demands of who asks. */
public enum Access {
  /** Nothing. */
  OPEN,
  /** To be known at all. */
  SIGNED_IN,
  /** To be allowed to send events: a bot's token, or an operator. */
  INGEST,
  /** To be a bot: what it says of itself no person may say for it. The route sees to it that it speaks for no other. */
  BOT,
  /** To be a reader, or a bot that looks after itself; the route sees to it that a bot sees no other. */
  VIEWER_OR_BOT,
  VIEWER,
  OPERATOR,
  TRADER,
  ADMIN;

  /** The answer to a request for a route. */
  public enum Verdict {
    ALLOWED,
    /** Say who you are. */
    UNKNOWN,
    /** You are known, and may not. */
    FORBIDDEN
  }

  public Verdict of(@Nullable Caller caller) {
    if (this == OPEN) {
      return Verdict.ALLOWED;
    }
    if (caller == null) {
      return Verdict.UNKNOWN;
    }
    return allows(caller.role()) ? Verdict.ALLOWED : Verdict.FORBIDDEN;
  }

  private boolean allows(Role role) {
    return switch (this) {
      case OPEN, SIGNED_IN, VIEWER_OR_BOT -> true;
      case INGEST -> role != Role.VIEWER;
      case BOT -> role == Role.INGEST;
      case VIEWER -> role.compareTo(Role.VIEWER) >= 0;
      case OPERATOR -> role.compareTo(Role.OPERATOR) >= 0;
      case TRADER -> role.compareTo(Role.TRADER) >= 0;
      case ADMIN -> role == Role.ADMIN;
    };
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
