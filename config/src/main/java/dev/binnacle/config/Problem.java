package dev.binnacle.config;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a configuration, said so that a person can mend it.
 *
 * @param file the file's name, as messages show it
 * @param position where in the file; null for what concerns all of it or what is missing
 * @param pointer which value, as a JSON pointer (RFC 6901); empty for all
 * @param rule which rule, a few words joined by dashes, such as {@code range} or {@code unknown-key}
 * @param message what was found and what is allowed, as a sentence without a full stop
 * @param remedy what to do; empty when the message says it
 */
public record Problem(
    String file, @Nullable Position position, String pointer, String rule, String message, String remedy) {

  /** As one line: {@code trend.yaml:14:9 /risk/stop: must be in (0, 1], was 12.5 [range]; write 0.125}. */
  @Override
  public String toString() {
    return file
        + (position == null ? "" : ":" + position.line() + ":" + position.column())
        + (pointer.isEmpty() ? "" : " " + pointer)
        + ": " + message + " [" + rule + "]"
        + (remedy.isEmpty() ? "" : "; " + remedy);
  }
}
