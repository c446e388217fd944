package dev.binnacle.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/**
 * What a YAML scalar means. Only what every version of YAML takes for a number, a boolean or null is one; what YAML 1.1 and 1.2 take
 * differently is the text that stands there, with a notice: {@code no}, {@code 012}, {@code 1:30}, {@code 1_000}, {@code 0x1F}, dates.
 * Confined to one reading.
 */
final class YamlScalars {
  private static final Pattern NUMBER = Pattern.compile("[-+]?(\\.[0-9]+|(0|[1-9][0-9]*)(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern NOT_FINITE = Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
  private static final Pattern NOTHING = Pattern.compile("|~|null|Null|NULL");
  private static final Pattern TRUE = Pattern.compile("true|True|TRUE");
  private static final Pattern FALSE = Pattern.compile("false|False|FALSE");
  private static final Pattern OTHERWISE_IN_1_1 =
      Pattern.compile(
          "(?i:yes|no|on|off)|[-+]?0[0-7_]+|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?|[-+]?[0-9]*_[0-9_]*(\\.[0-9_]*)?"
              + "|[-+]?0[xob][0-9a-fA-F_]{1,16}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}");
  private static final int MAX_NOTICES = 50;
  private static final String STRING_TAG = "tag:yaml.org,2002:str";

  private final SourceText source;
  private final Tally tally;
  private final List<Problem> notices = new ArrayList<>();

  YamlScalars(SourceText source, Tally tally) {
    this.source = source;
    this.tally = tally;
  }

  List<Problem> notices() {
    return notices;
  }

  Site.Leaf leaf(ScalarEvent event, int start, int end) {
    String tag = event.getTag().orElse("");
    if (!tag.isEmpty() && !tag.equals(STRING_TAG) && !tag.equals("!")) {
      throw tally.refusal(start, "tag", "the tag " + tag + " is not allowed", "delete it");
    }
    Node node = event.isPlain() && tag.isEmpty() ? plain(event.getValue(), start) : tally.text(event.getValue(), start);
    boolean isBlock = event.isLiteral() || event.isFolded();
    return new Site.Leaf(start, isBlock ? blockEnd(start, end) : end, node, event.getAnchor().isPresent());
  }

  /** The name as it is written; what else it could mean does not matter for a name. */
  String key(Event event, int start) {
    if (!(event instanceof ScalarEvent scalar)) {
      throw tally.refusal(start, "key", "a name must be a text", "write name: value");
    }
    String name = scalar.getValue();
    if (scalar.isPlain() && name.equals("<<")) {
      throw tally.refusal(start, "merge-key", "YAML 1.2 has no merge key <<", "write the entries out");
    }
    if (((NodeEvent) event).getAnchor().isPresent() || scalar.getTag().isPresent() || scalar.isPlain() && name.isEmpty()) {
      throw tally.refusal(start, "key", "a name must be a plain or quoted text without anchor and tag", "write name: value");
    }
    tally.requireUnicode(name, start);
    return name;
  }

  private Node plain(String text, int start) {
    if (NOTHING.matcher(text).matches()) {
      return new Node.Nothing();
    } else if (TRUE.matcher(text).matches()) {
      return new Node.Flag(true);
    } else if (FALSE.matcher(text).matches()) {
      return new Node.Flag(false);
    } else if (text.length() <= 1_000 && NOT_FINITE.matcher(text).matches()) {
      throw tally.refusal(start, "finite", "the number is not finite", "write a finite number");
    } else if (isDigitLike(text) && NUMBER.matcher(text).matches()) {
      return tally.number(text, start);
    }
    if (text.length() <= 100 && OTHERWISE_IN_1_1.matcher(text).matches() && notices.size() < MAX_NOTICES) {
      notices.add(source.problem(
          start, tally.pointer(), "read-as-text", text + " is read as a text; other readers of YAML take it for something else",
          "write it in quotes, or as a plain number, true or false"));
    }
    return tally.text(text, start);
  }

  /** Whether the pattern is worth trying: it looks at each digit, and a megabyte of letters has none. */
  private static boolean isDigitLike(String text) {
    char c = text.charAt(0);
    return c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.';
  }

  /** The parser lets a block text end where the next token begins; the blank lines before it are only its own when it keeps them. */
  private int blockEnd(int start, int end) {
    String text = source.text();
    if (text.substring(start, Lines.end(text, start)).replaceFirst("#.*", "").contains("+")) {
      return end;
    }
    return start + text.substring(start, end).stripTrailing().length();
  }
}
