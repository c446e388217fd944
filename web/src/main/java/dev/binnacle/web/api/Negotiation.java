package dev.binnacle.web.api;

import java.util.Locale;

/** What a client says it understands, in the headers that carry lists with qualities. */
final class Negotiation {
  private Negotiation() {}

  /**
   * Whether {@code mediaType} is welcome by this {@code Accept} header. The most precise range that fits decides, so that {@code
   * text/html, application/json;q=0} refuses JSON and {@code *}{@code /*} takes it.
   */
  static boolean accepts(String accept, String mediaType) {
    String type = mediaType.substring(0, mediaType.indexOf('/') + 1);
    double quality = -1;
    int precision = -1;
    for (String item : accept.split(",")) {
      String range = item.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
      int fits = range.equals(mediaType) ? 2 : range.equals(type + "*") ? 1 : range.equals("*/*") ? 0 : -1;
      if (fits > precision) {
        precision = fits;
        quality = qualityOf(item);
      }
    }
    return quality > 0;
  }

  /** Whether an {@code Accept-Encoding} header takes this coding. */
  static boolean takesCoding(String acceptEncoding, String coding) {
    double any = 0;
    for (String item : acceptEncoding.split(",")) {
      String name = item.split(";", 2)[0].strip();
      if (name.equalsIgnoreCase(coding)) {
        return qualityOf(item) > 0;
      }
      any = name.equals("*") ? qualityOf(item) : any;
    }
    return any > 0;
  }

  private static double qualityOf(String item) {
    for (String parameter : item.split(";")) {
      String trimmed = parameter.strip();
      if (trimmed.startsWith("q=") || trimmed.startsWith("Q=")) {
        try {
          return Double.parseDouble(trimmed.substring(2));
        } catch (NumberFormatException e) {
          return 0;
        }
      }
    }
    return 1;
  }
}
