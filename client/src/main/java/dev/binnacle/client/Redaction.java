package dev.binnacle.client;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes secrets out of texts before they leave the bot. It errs on the side of taking out too much: an order's hash may go with the
 * keys that look like it.
 *
 * <p><b>Threads:</b> immutable.
 */
final class Redaction {
  static final String MARK = "***";

  /*
   * Each pattern keeps its first group and replaces the rest of its match. All quantifiers that could meet themselves are possessive
   * or bounded: a line that somebody else chose must not cost more than its length.
   */
  private static final List<Pattern> PATTERNS =
      List.of(
          // A PEM block, also one that was cut off.
          Pattern.compile("(-----BEGIN [A-Z ]{1,40}PRIVATE KEY-----)[A-Za-z0-9+/=\\s\\\\]*+(?:-----END [A-Z ]{1,40}-----)?"),
          // Authorization: Bearer xyz, and the scheme alone.
          Pattern.compile("(?i)(\\b(?:proxy-)?authorization\\b[\"']?\\s{0,4}[:=]\\s{0,4}[\"']?)(?:(?:bearer|basic|token|digest)\\s{1,4})?[^\\s\"',;]++"),
          Pattern.compile("(?i)(\\b(?:bearer|basic)\\s{1,4})[A-Za-z0-9._~+/=-]{8,}+"),
          // user:password@host
          Pattern.compile("(\\b[a-zA-Z][a-zA-Z0-9+.-]{1,20}://)[^\\s/@:]{0,100}:[^\\s/@]{1,200}@"),
          // anything named like a secret, as JSON, as a query or as a setting
          Pattern.compile(
              "(?i)((?:[a-z0-9]{1,30}[-_.]?)?(?:api[-_]?key|access[-_]?key|private[-_]?key|secret(?:[-_]?key)?|token|passw(?:or)?d|passphrase"
                  + "|pwd|credentials?|signature|api[-_]?sign|cookie|session[-_]?id|mnemonic|otp)\\b[\"']?\\s{0,4}[:=]\\s{0,4}[\"']?)"
                  + "(?![\"'\\s]|\\*\\*\\*)[^\\s\"',;&}\\])]++"),
          // Telegram's bot tokens, JSON web tokens
          Pattern.compile("(\\b)\\d{6,12}:[A-Za-z0-9_-]{30,}+"),
          Pattern.compile("(\\b)eyJ[A-Za-z0-9_-]{5,}+\\.[A-Za-z0-9_-]++(?:\\.[A-Za-z0-9_-]++)?"),
          // long hexadecimal and base64
          Pattern.compile("(?i)((?<![A-Za-z0-9])(?:0x)?)[0-9a-f]{32,}+(?![A-Za-z0-9])"),
          Pattern.compile("((?<![A-Za-z0-9+/_-]))(?=[A-Za-z0-9+/_-]{0,200}[0-9])(?=[A-Za-z0-9+/_-]{0,200}[A-Z])[A-Za-z0-9+/_-]{40,}+={0,2}"));

  private final List<String> known;

  /**
   * @param known secrets that are known by heart, such as the link's own token
   */
  Redaction(List<String> known) {
    this.known = known.stream().filter(secret -> secret.length() >= 4).toList();
  }

  String redact(String text) {
    String clean = text;
    for (String secret : known) {
      clean = clean.replace(secret, MARK);
    }
    for (Pattern pattern : PATTERNS) {
      Matcher matcher = pattern.matcher(clean);
      if (matcher.find()) {
        clean = matcher.replaceAll("$1" + Matcher.quoteReplacement(MARK));
      }
    }
    return clean;
  }
}
