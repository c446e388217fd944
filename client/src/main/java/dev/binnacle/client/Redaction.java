package dev.binnacle.client;

import java.util.List;
import java.util.Locale;

/**
 * Takes secrets out of texts before they leave the bot. It errs on the side of taking out too much: the hash of a transaction may go
 * with the keys that look like it.
 *
 * <p>Every step goes over the text once, without regular expressions: whoever chooses what is logged must not choose how long this takes.
 *
 * <p><b>Threads:</b> immutable.
 */
final class Redaction {
  static final String MARK = "***";
  private static final String PEM_BEGIN = "-----BEGIN";
  private static final String PEM_KEY = "PRIVATE KEY-----";
  private static final String PEM_END = "-----END";
  private static final int SHORTEST_KNOWN = 4;
  private static final int LONGEST_NAME = 64;
  private static final int MOST_BLANKS = 4;
  private static final int LONGEST_USER = 300;

  private static final List<String> SECRET_NAMES =
      List.of(
          "apikey", "accesskey", "privatekey", "secretkey", "signingkey", "secret", "token", "password", "passwd", "passphrase",
          "pwd",
          "credential", "credentials", "signature", "apisign", "cookie", "sessionid", "mnemonic", "otp", "authorization");
  private static final List<String> SCHEMES = List.of("bearer", "basic", "token", "digest");

  private final List<String> known;

  /**
   * @param known secrets that are known by heart, such as the link's own token
   */
  Redaction(List<String> known) {
    this.known = known.stream().filter(secret -> secret.length() >= SHORTEST_KNOWN).toList();
  }

  String redact(String text) {
    String clean = SecretWords.redact(named(users(privateKeys(text))));
    for (String secret : known) {
      clean = clean.replace(secret, MARK);
    }
    return clean;
  }

  /** PEM blocks, also such as were cut off. */
  private static String privateKeys(String text) {
    StringBuilder clean = null;
    int copied = 0;
    int begin = text.indexOf(PEM_BEGIN);
    while (begin >= 0) {
      int key = text.indexOf(PEM_KEY, begin);
      if (key < 0) {
        break;
      }
      int from = key + PEM_KEY.length();
      int end = text.indexOf(PEM_END, from);
      int dashes = end < 0 ? -1 : text.indexOf("-----", end + PEM_END.length());
      clean = clean == null ? new StringBuilder(text.length()) : clean;
      clean.append(text, copied, from).append(MARK);
      copied = dashes < 0 ? text.length() : dashes + 5;
      begin = text.indexOf(PEM_BEGIN, copied);
    }
    return clean == null ? text : clean.append(text, copied, text.length()).toString();
  }

  /** {@code scheme://user:password@host}. */
  private static String users(String text) {
    StringBuilder clean = null;
    int copied = 0;
    for (int at = text.indexOf("://"); at >= 0; at = text.indexOf("://", at + 3)) {
      int from = at + 3;
      int end = from;
      int last = -1;
      boolean hasColon = false;
      while (end < text.length() && end - from < LONGEST_USER && text.charAt(end) > ' ' && text.charAt(end) != '/') {
        hasColon |= last < 0 && text.charAt(end) == ':';
        last = text.charAt(end) == '@' ? end : last;
        end++;
      }
      if (last >= 0 && hasColon) {
        clean = clean == null ? new StringBuilder(text.length()) : clean;
        clean.append(text, copied, from).append(MARK);
        copied = last;
      }
    }
    return clean == null ? text : clean.append(text, copied, text.length()).toString();
  }

  /** What follows a name such as {@code api_key} and a colon or an equals sign. */
  private static String named(String text) {
    StringBuilder clean = null;
    int copied = 0;
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c == ':' || c == '=') && isSecretName(text, i)) {
        int from = valueFrom(text, i + 1);
        int to = valueTo(text, from);
        if (to > from && from >= copied) {
          clean = clean == null ? new StringBuilder(text.length()) : clean;
          clean.append(text, copied, from).append(MARK);
          copied = to;
          i = to - 1;
        }
      }
    }
    return clean == null ? text : clean.append(text, copied, text.length()).toString();
  }

  private static boolean isSecretName(String text, int separator) {
    int end = separator;
    for (int blanks = 0; end > 0 && blanks <= MOST_BLANKS && isAround(text.charAt(end - 1)); blanks++) {
      end--;
    }
    int from = end;
    while (from > 0 && end - from < LONGEST_NAME && isOfName(text.charAt(from - 1))) {
      from--;
    }
    if (end - from < 3) {
      return false;
    }
    String name = text.substring(from, end).toLowerCase(Locale.ROOT).replace("-", "").replace("_", "").replace(".", "");
    return SECRET_NAMES.stream().anyMatch(name::endsWith);
  }

  /** Where the value begins: behind blanks, quotes and the name of a scheme. */
  private static int valueFrom(String text, int after) {
    int from = after;
    for (int blanks = 0; from < text.length() && blanks <= MOST_BLANKS
        && (isAround(text.charAt(from)) || text.charAt(from) == '='); blanks++) {
      from++;
    }
    for (String scheme : SCHEMES) {
      int end = from + scheme.length();
      if (text.regionMatches(true, from, scheme, 0, scheme.length()) && end < text.length() && text.charAt(end) == ' ') {
        return end + 1;
      }
    }
    return from;
  }

  /** Where it ends: at the quote that it began with, else at a blank or a mark. */
  private static int valueTo(String text, int from) {
    char quote = from > 0 ? text.charAt(from - 1) : ' ';
    boolean isQuoted = quote == '"' || quote == '\'';
    int to = from;
    while (to < text.length()) {
      char c = text.charAt(to);
      if (isQuoted ? c == quote : c <= ' ' || "\"',;&)]}<>".indexOf(c) >= 0) {
        break;
      }
      to++;
    }
    return to;
  }

  private static boolean isAround(char c) {
    return c == ' ' || c == '\t' || c == '"' || c == '\'' || c == '\\';
  }

  private static boolean isOfName(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
  }
}
