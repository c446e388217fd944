package dev.binnacle.notify;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way: what a {@link Channel} is given.
 *
 * @param key the same for every attempt at the same message, for a service that drops repeats; at most 64 characters
 * @param possibleRepeat an attempt before this one may have arrived; the letter says so
 * @param silent it must not ring
 * @param attempt from 1
 * @param part which part is to be sent, from 0 to below {@link Channel#parts}
 * @param chart a PNG to attach; null for none
 * @param zone in which the reader's times are told
 * @param now when the attempt is made
 */
public record Dispatch(
    String key,
    Message message,
    boolean possibleRepeat,
    boolean silent,
    int attempt,
    int part,
    Charts.@Nullable Picture chart,
    ZoneId zone,
    Instant now) {

  /** The message as a person reads it, with the time in words, how late it is, and whether it may be a repeat. */
  public Letter letter() {
    return Letter.of(this);
  }

  public Dispatch withPart(int index) {
    return new Dispatch(key, message, possibleRepeat, silent, attempt, index, chart, zone, now);
  }
}
