package dev.binnacle.storage;

import org.jspecify.annotations.Nullable;

/** A file holds what was never written to it: it must be restored from a backup or repaired. */
public final class StorageDamagedException extends StorageException {
  private static final long serialVersionUID = 1L;

  StorageDamagedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
