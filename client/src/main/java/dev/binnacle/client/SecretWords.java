package dev.binnacle.client;

/** Takes out the words of a text that look like secrets by themselves, whatever stands before them. */
final class SecretWords {
  private static final int SHORTEST_HEX = 32;
  private static final int SHORTEST_BASE64 = 40;

  /** In a path no part between two slashes is as long as this; in base64 nearly always one is. */
  private static final int LONG_PART = 20;

  private static final int SHORTEST_CREDENTIAL = 8;
  private static final int SHORTEST_JSON_TOKEN = 10;
  private static final int SHORTEST_CHAT_TOKEN = 30;

  private final String text;
  private final StringBuilder clean = new StringBuilder();
  private int copied;

  private SecretWords(String text) {
    this.text = text;
  }

  static String redact(String text) {
    return new SecretWords(text).all();
  }

  private String all() {
    int at = 0;
    while (at < text.length()) {
      if (isOfWord(text.charAt(at))) {
        int end = endOfWord(at);
        at = Math.max(end, judged(at, end));
      } else {
        at++;
      }
    }
    return copied == 0 && clean.length() == 0 ? text : clean.append(text, copied, text.length()).toString();
  }

  /** Takes out what begins with this word if it is a secret; gives where to go on. */
  private int judged(int from, int end) {
    int length = end - from;
    if (length >= SHORTEST_JSON_TOKEN && text.startsWith("eyJ", from) && isAt(end, '.')) {
      return takeOut(from, endOfDotted(end));
    }
    if (isChatToken(from, end)) {
      return takeOut(from, endOfWord(end + 1));
    }
    if (isScheme(from, length) && isAt(end, ' ')) {
      int to = endOfCredential(end + 1);
      return to - end - 1 >= SHORTEST_CREDENTIAL && hasDigitOrUpper(end + 1, to) ? takeOut(end + 1, to) : end;
    }
    if (isHex(from, end) || isBase64(from, end)) {
      return takeOut(from, endOfPadding(end));
    }
    return end;
  }

  private int takeOut(int from, int to) {
    clean.append(text, copied, from).append(Redaction.MARK);
    copied = to;
    return to;
  }

  private boolean isChatToken(int from, int end) {
    if (end - from < 6 || end - from > 12 || !isAt(end, ':')) {
      return false;
    }
    for (int i = from; i < end; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return endOfWord(end + 1) - end - 1 >= SHORTEST_CHAT_TOKEN;
  }

  private boolean isScheme(int from, int length) {
    return (length == 6 && text.regionMatches(true, from, "bearer", 0, 6))
        || (length == 5 && text.regionMatches(true, from, "basic", 0, 5));
  }

  private boolean isHex(int from, int end) {
    int start = text.startsWith("0x", from) ? from + 2 : from;
    if (end - start < SHORTEST_HEX) {
      return false;
    }
    for (int i = start; i < end; i++) {
      if (Character.digit(text.charAt(i), 16) < 0) {
        return false;
      }
    }
    return true;
  }

  private boolean isBase64(int from, int end) {
    if (end - from < SHORTEST_BASE64) {
      return false;
    }
    boolean hasDigit = false;
    boolean hasUpper = false;
    boolean hasLower = false;
    int part = 0;
    int longest = 0;
    for (int i = from; i < end; i++) {
      char c = text.charAt(i);
      hasDigit |= c >= '0' && c <= '9';
      hasUpper |= c >= 'A' && c <= 'Z';
      hasLower |= c >= 'a' && c <= 'z';
      part = c == '/' ? 0 : part + 1;
      longest = Math.max(longest, part);
    }
    return hasDigit && hasUpper && hasLower && longest >= LONG_PART;
  }

  private boolean hasDigitOrUpper(int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')) {
        return true;
      }
    }
    return false;
  }

  private boolean isAt(int at, char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private int endOfWord(int from) {
    int end = from;
    while (end < text.length() && isOfWord(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private int endOfDotted(int from) {
    int end = from;
    while (end < text.length() && (isOfWord(text.charAt(end)) || text.charAt(end) == '.')) {
      end++;
    }
    return end;
  }

  private int endOfCredential(int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) > ' ' && "\"',;".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private int endOfPadding(int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) == '=') {
      end++;
    }
    return end;
  }

  private static boolean isOfWord(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '/' || c == '_'
        || c == '-';
  }
}
