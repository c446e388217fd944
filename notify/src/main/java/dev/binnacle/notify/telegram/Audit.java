package dev.binnacle.notify.telegram;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where every command goes, with what came of it.
 *
 * <p><b>Threads:</b> called by one thread at a time; returns when it is kept.
 */
@FunctionalInterface
public interface Audit {
  void record(Entry entry);

  /**
   * One command.
   *
   * @param operator null for somebody who may give none
   * @param said the command as it was written, or what a button stood for, shortened to 300 characters
   * @param result as it was told to the person, shortened to 300 characters; empty when nothing was said
   */
  record Entry(Instant at, long user, @Nullable String operator, long chat, String said, Verdict verdict, String result) {}

  /** What came of a command. */
  enum Verdict {
    /** Something was shown. */
    SHOWN,
    /** Something that acts waits to be confirmed. */
    ASKED,
    DONE,
    REFUSED,
    UNAVAILABLE,
    /** The person may not. */
    DENIED,
    /** It is no command. */
    UNCLEAR,
    /** It was given too long ago. */
    STALE,
    /** A confirmation that came too late, a second time, or from somebody else. */
    EXPIRED,
    CANCELLED,
    /** It went wrong here. */
    FAILED
  }
}
