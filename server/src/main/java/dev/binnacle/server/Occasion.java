package dev.binnacle.server;

import java.time.Instant;
import java.time.LocalDate;

/**
 * One time at which something is told that no event makes.
 *
 * @param date on which it is due, in the server's time zone; with {@code kind} it names the occasion for good
 * @param from what it speaks of begins here
 * @param until and ends before this
 * @param covered the first day of account that it speaks of
 */
public record Occasion(Kind kind, LocalDate date, Instant at, Instant from, Instant until, LocalDate covered) {
  /** What is told. */
  public enum Kind {
    DAILY_SUMMARY("daily"),
    ALL_CLEAR("all-clear"),
    WEEKLY_REPORT("weekly");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  /** The same whenever and however often it is asked for, such as {@code daily:2026-11-28}: what is sent under it is sent once. */
  public String key() {
    return kind.word + ":" + date;
  }
}
