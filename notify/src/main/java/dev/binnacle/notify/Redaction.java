package dev.binnacle.notify;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Takes secrets out of texts that go into logs, errors and the outbox. What a service answers may repeat what it was sent. */
final class Redaction {
  private static final String MASK = "<secret>";
  private static final int LONGEST = 300;
  private static final int SHORTEST_PART = 16;

  private final List<String> secrets;

  private Redaction(List<String> secrets) {
    this.secrets = secrets;
  }

  /** Of a secret that is an address, its path's and query's long parts are secrets of their own: that is where services put tokens. */
  public static Redaction of(Collection<Secret> secrets) {
    List<String> all = new ArrayList<>();
    for (Secret secret : secrets) {
      String text = secret.reveal();
      add(all, text);
      if (text.contains("://")) {
        String rest = text.substring(text.indexOf("://") + 3);
        int path = rest.indexOf('/');
        if (path >= 0) {
          for (String part : rest.substring(path).split("[/?&=:#]")) {
            if (part.length() >= SHORTEST_PART) {
              add(all, part);
            }
          }
        }
      }
    }
    all.sort(Comparator.comparingInt(String::length).reversed());
    return new Redaction(List.copyOf(all));
  }

  private static void add(List<String> all, String text) {
    if (!text.isBlank()) {
      all.add(text);
      String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
      if (!encoded.equals(text)) {
        all.add(encoded);
      }
    }
  }

  /** The text without secrets, in one line of at most 300 characters. */
  public String clean(String text) {
    String cleaned = text;
    for (String secret : secrets) {
      cleaned = cleaned.replace(secret, MASK);
    }
    return Pieces.shortened(ConsoleChannel.harmless(cleaned).replace('\n', ' ').replace('\t', ' ').strip(), LONGEST);
  }
}
