package dev.binnacle.notify.webpush;

import dev.binnacle.notify.Dispatch;
import dev.binnacle.notify.Letter;
import dev.binnacle.notify.Message;
import dev.binnacle.notify.Pieces;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What a page's worker is given: a small JSON object for each notification that it shows. */
final class PushText {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int MOST_ALERTS = 10;
  /** UTF-16 units, of which each takes up to three bytes; with title, names and ids that fits into {@link PushEncryption#LARGEST}. */
  private static final int MOST_TEXT = 850;
  private static final int MOST_TITLE = 120;

  private PushText() {}

  /** The text below the title, in as many parts as it needs. What a reader must know of the delivery stands before each. */
  static List<String> of(Dispatch dispatch) {
    Letter letter = dispatch.letter();
    String notes = String.join("\n", letter.notes());
    List<String> lines = new ArrayList<>();
    letter.fields().forEach(field -> lines.add(field.label() + ": " + field.text()));
    lines.addAll(letter.lines());
    return Pieces.of(lines, MOST_TEXT - notes.length() - 1).stream()
        .map(piece -> notes.isEmpty() ? piece : notes + "\n" + piece)
        .toList();
  }

  /** The dispatch's part, encoded; at most {@link PushEncryption#LARGEST} bytes. */
  static byte[] payload(Dispatch dispatch) {
    List<String> parts = of(dispatch);
    int part = Math.min(dispatch.part(), parts.size() - 1);
    String count = parts.size() == 1 ? "" : " (" + (part + 1) + "/" + parts.size() + ")";
    for (int most = MOST_TEXT;; most /= 2) {
      byte[] bytes = JSON.writeValueAsBytes(fields(dispatch, count, Pieces.shortened(parts.get(part), Math.max(20, most))));
      if (bytes.length <= PushEncryption.LARGEST) {
        return bytes;
      }
    }
  }

  private static Map<String, Object> fields(Dispatch dispatch, String count, String text) {
    Message message = dispatch.message();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("title", Pieces.shortened(dispatch.letter().heading(), MOST_TITLE) + count);
    fields.put("body", text);
    fields.put("tag", topic(dispatch));
    fields.put("level", word(message.level()));
    fields.put("tone", word(message.tone()));
    fields.put("kind", message.kind().word());
    fields.put("at", message.at().toString());
    fields.put("silent", dispatch.silent() || message.silent());
    fields.put("alerts", message.alertIds().stream().limit(MOST_ALERTS).map(Object::toString).toList());
    return fields;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /**
   * RFC 8030 section 5.4: at most 32 characters of base64url. A repeat has the topic of what it repeats, and takes its place both at the
   * push service and on the screen.
   */
  static String topic(Dispatch dispatch) {
    try {
      String name = dispatch.message().id() + "#" + dispatch.part();
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return Curve.encode(Arrays.copyOf(hash, 24));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
