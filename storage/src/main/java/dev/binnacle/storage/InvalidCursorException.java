package dev.binnacle.storage;

/** A cursor that no list of this kind has given out. */
public final class InvalidCursorException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  InvalidCursorException(String cursor) {
    super("cursor \"" + cursor + "\" is not one that this list has given: ask for the first page without a cursor");
  }
}
