package dev.binnacle.storage;

import org.jspecify.annotations.Nullable;

/** Another process, which the message names, has the directory open. */
public final class StorageInUseException extends StorageException {
  private static final long serialVersionUID = 1L;

  StorageInUseException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
