package dev.binnacle.storage;

import org.jspecify.annotations.Nullable;

/** A file was written by a newer version of the program than this one. */
public final class StorageVersionException extends StorageException {
  private static final long serialVersionUID = 1L;

  StorageVersionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
