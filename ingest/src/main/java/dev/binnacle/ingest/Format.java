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
   * Understands a media type and a content coding as HTTP names them; without a media type a body is JSON. The types that a form
   * of a foreign web page can send are not among them.
   *
   * @return nothing if either is not known here
   */
  public static Optional<Format> named(@Nullable String mediaType, @Nullable String coding) {
    return layout(mediaType).flatMap(layout -> packed(coding).map(gzip -> new Format(layout, gzip)));
  }

  private static Optional<BatchFormat> layout(@Nullable String mediaType) {
    String type = mediaType == null ? "" : mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return switch (type) {
      case "", "application/json" -> Optional.of(BatchFormat.JSON);
      case "application/x-ndjson", "application/ndjson", "application/jsonl" -> Optional.of(BatchFormat.NDJSON);
      default -> Optional.empty();
    };
  }

  private static Optional<Boolean> packed(@Nullable String coding) {
    return switch (coding == null ? "" : coding.strip().toLowerCase(Locale.ROOT)) {
      case "", "identity" -> Optional.of(false);
      case "gzip", "x-gzip" -> Optional.of(true);
      default -> Optional.empty();
    };
  }
}
