package dev.binnacle.storage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a list. {@code next} is the cursor of the page after it, opaque; null on the last page. */
public record Page<T>(List<T> rows, @Nullable String next) {
  public Page {
    rows = List.copyOf(rows);
  }
}
