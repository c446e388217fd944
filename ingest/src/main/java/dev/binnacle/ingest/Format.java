package dev.binnacle.ingest;

import dev.binnacle.protocol.BatchFormat;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a body is written: the layout of its events, and whether it is packed with gzip. */
public record Format(BatchFormat layout, boolean gzip) {
  public static final Format JSON = new Format(BatchFormat.JSON, false);
  public static final Format NDJSON = new Format(BatchFormat.NDJSON, false);

  /**
   * Understands a media type and a content coding as HTTP names them. Without a media type, or with the one that curl puts in by
   * itself, a body is JSON.
   *
   * @return nothing if either is not known here
   */
  public static Optional<Format> named(@Nullable String mediaType, @Nullable String coding) {
    String type = mediaType == null ? "" : mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    BatchFormat layout =
        switch (type) {
          case "", "application/json", "application/x-www-form-urlencoded", "text/json" -> BatchFormat.JSON;
          case "application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines" -> BatchFormat.NDJSON;
          default -> null;
        };
    Boolean packed =
        switch (coding == null ? "" : coding.strip().toLowerCase(Locale.ROOT)) {
          case "", "identity" -> Boolean.FALSE;
          case "gzip", "x-gzip" -> Boolean.TRUE;
          default -> null;
        };
    return layout == null || packed == null ? Optional.empty() : Optional.of(new Format(layout, packed));
  }
}
