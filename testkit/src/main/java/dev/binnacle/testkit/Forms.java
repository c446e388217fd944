package dev.binnacle.testkit;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes apart what browsers and clients send as forms. */
final class Forms {
  private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");
  private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]*)\"");
  private static final Pattern FILE_NAME = Pattern.compile("filename=\"([^\"]*)\"");

  private Forms() {}

  /** One part of a {@code multipart/form-data}; {@code file} is null for a plain field. */
  record Part(String name, @Nullable String file, byte[] content) {
    String text() {
      return new String(content, StandardCharsets.UTF_8);
    }
  }

  static Map<String, String> decode(@Nullable String encoded) {
    Map<String, String> fields = new LinkedHashMap<>();
    if (encoded == null || encoded.isEmpty()) {
      return fields;
    }
    for (String pair : encoded.split("&")) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      fields.put(URLDecoder.decode(name, StandardCharsets.UTF_8), URLDecoder.decode(value, StandardCharsets.UTF_8));
    }
    return fields;
  }

  /** The parts of a body, in order. ISO 8859-1 maps each byte to one character and back, so files come through unhurt. */
  static List<Part> multipart(String contentType, byte[] body) {
    Matcher boundary = BOUNDARY.matcher(contentType);
    if (!boundary.find()) {
      throw new IllegalArgumentException("multipart without boundary: " + contentType);
    }
    String text = new String(body, StandardCharsets.ISO_8859_1);
    String[] pieces = ("\r\n" + text).split(Pattern.quote("\r\n--" + boundary.group(1)), -1);
    List<Part> parts = new ArrayList<>();
    for (int i = 1; i < pieces.length && !pieces[i].startsWith("--"); i++) {
      parts.add(part(pieces[i]));
    }
    return parts;
  }

  private static Part part(String piece) {
    int blank = piece.indexOf("\r\n\r\n");
    String head = new String(piece.substring(0, blank).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    Matcher name = NAME.matcher(head);
    Matcher file = FILE_NAME.matcher(head);
    if (!name.find()) {
      throw new IllegalArgumentException("part without name: " + head);
    }
    return new Part(name.group(1), file.find() ? file.group(1) : null,
        piece.substring(blank + 4).getBytes(StandardCharsets.ISO_8859_1));
  }
}
