package dev.binnacle.model;

import org.jspecify.annotations.Nullable;

/**
 * One value of a configuration that differs from the version before. Secrets are masked by who tells of it.
 *
 * @param pointer which value, as a JSON pointer (RFC 6901)
 * @param before null when it was not there; a list or a section is its JSON as a text, cut when it is long
 * @param after null when it is gone; else as {@code before}
 */
public record ConfigChange(String pointer, @Nullable Value before, @Nullable Value after) {
  /** The longest pointer, in characters. */
  public static final int POINTER_LENGTH = 500;

  public ConfigChange {
    Check.text("pointer", pointer, POINTER_LENGTH);
    if (!pointer.isEmpty() && pointer.charAt(0) != '/') {
      throw new InvalidValueException("pointer", "pointer", "pointer must be empty or begin with /, was " + pointer);
    }
  }
}
