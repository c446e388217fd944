package dev.binnacle.protocol;

/**
 * Bytes that should be a journal entry are not: torn, changed, or written by a newer version.
 *
 * <p><b>Threads:</b> immutable.
 */
public final class DamagedEntryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long offset;

  DamagedEntryException(long offset, String message) {
    super(message + " (byte " + offset + ")");
    this.offset = offset;
  }

  DamagedEntryException(long offset, String message, Throwable cause) {
    super(message + " (byte " + offset + ")", cause);
    this.offset = offset;
  }

  /** Where in the given bytes the damage was noticed, from 0. */
  public long offset() {
    return offset;
  }
}
