package dev.binnacle.storage;

import org.jspecify.annotations.Nullable;

/** What is remembered could not be read or written. The message names the file and the remedy. */
public class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StorageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
