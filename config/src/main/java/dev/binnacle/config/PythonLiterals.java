package dev.binnacle.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the tokens of one value. Nothing is computed: what is more than a literal is said to be so. Confined to one value. */
final class PythonLiterals {
  private static final String DIGITS = "[0-9](_?[0-9])*";
  private static final Pattern INTEGER = Pattern.compile("0(_?0)*|[1-9](_?[0-9])*");
  private static final Pattern OTHER_BASE = Pattern.compile("0(x(_?[0-9a-f])+|o(_?[0-7])+|b(_?[01])+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern FLOAT =
      Pattern.compile("((" + DIGITS + ")?\\." + DIGITS + "|" + DIGITS + "\\.?)(e[-+]?" + DIGITS + ")?", Pattern.CASE_INSENSITIVE);
  private static final Pattern IMAGINARY = Pattern.compile("[0-9._e+-]+j", Pattern.CASE_INSENSITIVE);

  /** The patterns below need stack for each digit. */
  private static final int MAX_WRITTEN = 400;

  private final Tally tally;
  private final List<PythonToken> tokens;
  private int at;

  private PythonLiterals(Tally tally, List<PythonToken> tokens) {
    this.tally = tally;
    this.tokens = tokens;
  }

  /**
   * @param tokens without comments, at least one
   * @throws NotLiteralException if the value would have to be computed
   */
  static Site read(Tally tally, List<PythonToken> tokens) {
    PythonLiterals literals = new PythonLiterals(tally, tokens);
    int start = tokens.get(0).start();
    Site site = literals.peek(",") ? null : literals.value();
    if (site != null && literals.peek(",")) {
      site = literals.tuple(start, site, null);
    }
    if (site == null || literals.at < tokens.size()) {
      throw new NotLiteralException("the value is an expression, and nothing here is run");
    }
    return site;
  }

  private Site value() {
    PythonToken token = next();
    tally.count(token.start());
    return switch (token.kind()) {
      case STRING -> text(token);
      case NUMBER -> new Site.Leaf(token.start(), token.end(), number(token, ""), false);
      case NAME -> new Site.Leaf(token.start(), token.end(), word(token), false);
      case OPERATOR -> bracketed(token);
      case COMMENT -> throw new IllegalArgumentException("comments are taken out before");
    };
  }

  private Site bracketed(PythonToken open) {
    return switch (open.text()) {
      case "-", "+" -> {
        PythonToken digits = next();
        if (digits.kind() != PythonToken.Kind.NUMBER) {
          throw new NotLiteralException("the value is an expression, and nothing here is run");
        }
        yield new Site.Leaf(open.start(), digits.end(), number(digits, open.text()), false);
      }
      case "[" -> list(open);
      case "{" -> section(open);
      case "(" -> parenthesised(open);
      default -> throw new NotLiteralException("the value is an expression, and nothing here is run");
    };
  }

  /** Adjacent strings are one. */
  private Site.Leaf text(PythonToken first) {
    StringBuilder text = new StringBuilder(PythonStrings.value(first.text()));
    int end = first.end();
    while (at < tokens.size() && tokens.get(at).kind() == PythonToken.Kind.STRING) {
      PythonToken more = next();
      text.append(PythonStrings.value(more.text()));
      end = more.end();
    }
    return new Site.Leaf(first.start(), end, tally.text(text.toString(), first.start()), false);
  }

  private Node.Numeral number(PythonToken token, String sign) {
    String written = token.text();
    if (written.length() > MAX_WRITTEN) {
      throw tally.refusal(token.start(), "digits", "the number has too many digits", "write a smaller one");
    }
    if (OTHER_BASE.matcher(written).matches()) {
      int radix = switch (written.charAt(1)) {
        case 'x', 'X' -> 16;
        case 'o', 'O' -> 8;
        default -> 2;
      };
      return tally.number(
          new BigDecimal(new BigInteger((sign.equals("-") ? "-" : "") + written.substring(2).replace("_", ""), radix)),
          token.start());
    } else if (INTEGER.matcher(written).matches()
        || FLOAT.matcher(written).matches() && !written.matches("0[0-9_]*[1-9][0-9_]*")) {
      return tally.number(sign + written.replace("_", ""), token.start());
    } else if (IMAGINARY.matcher(written).matches()) {
      throw new NotLiteralException("an imaginary number is no value of a configuration");
    }
    throw tally.refusal(token.start(), "syntax", "this is no number of Python's", "write digits without leading zeros");
  }

  private static Node word(PythonToken token) {
    return switch (token.text()) {
      case "True" -> new Node.Flag(true);
      case "False" -> new Node.Flag(false);
      case "None" -> new Node.Nothing();
      default -> throw new NotLiteralException("the value is an expression, and nothing here is run");
    };
  }

  private Site.Group list(PythonToken open) {
    List<Site.Entry> entries = new ArrayList<>();
    while (!peek("]")) {
      entries.add(item(entries.size()));
      comma("]");
    }
    return new Site.Group(open.start(), next().end(), Site.Shape.BRACKET_LIST, entries, false);
  }

  private Site parenthesised(PythonToken open) {
    if (peek(")")) {
      return new Site.Group(open.start(), next().end(), Site.Shape.TUPLE, List.of(), false);
    }
    Site.Entry first = item(0);
    if (peek(",")) {
      return tuple(open.start(), first.value(), ")");
    }
    if (!peek(")")) {
      throw new NotLiteralException("the value is an expression, and nothing here is run");
    }
    int end = next().end();
    Site inner = first.value();
    return inner instanceof Site.Leaf leaf ? new Site.Leaf(open.start(), end, leaf.node(), false) : inner;
  }

  /** The rest of a tuple, up to its closing bracket where it has one. */
  private Site.Group tuple(int start, Site first, @Nullable String close) {
    List<Site.Entry> entries = new ArrayList<>();
    entries.add(new Site.Entry("0", first.start(), first.start(), first));
    int end = first.end();
    while (peek(",")) {
      end = next().end();
      if (at == tokens.size() || close != null && peek(close)) {
        break;
      }
      entries.add(item(entries.size()));
      end = entries.get(entries.size() - 1).value().end();
    }
    if (close != null) {
      comma(close);
      end = next().end();
    }
    return new Site.Group(start, end, Site.Shape.TUPLE, entries, false);
  }

  private Site.Group section(PythonToken open) {
    List<Site.Entry> entries = new ArrayList<>();
    Map<String, Integer> seen = new LinkedHashMap<>();
    while (!peek("}")) {
      PythonToken token = next();
      if (token.kind() != PythonToken.Kind.STRING) {
        throw new NotLiteralException("only texts can be keys here");
      }
      Site.Leaf key = text(token);
      String name = ((Node.Text) key.node()).text();
      if (!peek(":")) {
        throw new NotLiteralException("a set, or an expression, is no value of a configuration");
      }
      next();
      tally.enter(name, token.start());
      Integer before = seen.putIfAbsent(name, token.start());
      if (before != null) {
        throw tally.duplicate(before, token.start());
      }
      entries.add(new Site.Entry(name, key.start(), key.end(), value()));
      tally.leave();
      comma("}");
    }
    return new Site.Group(open.start(), next().end(), Site.Shape.BRACKET_SECTION, entries, false);
  }

  private Site.Entry item(int index) {
    int start = at < tokens.size() ? tokens.get(at).start() : 0;
    tally.enter(String.valueOf(index), start);
    Site value = value();
    tally.leave();
    return new Site.Entry(String.valueOf(index), value.start(), value.start(), value);
  }

  /** A comma, or the end of the brackets. */
  private void comma(String close) {
    if (peek(",")) {
      next();
    } else if (!peek(close)) {
      throw new NotLiteralException("the value is an expression, and nothing here is run");
    }
  }

  private boolean peek(String operator) {
    return at < tokens.size() && tokens.get(at).is(operator);
  }

  private PythonToken next() {
    if (at == tokens.size()) {
      throw new NotLiteralException("the value is an expression, and nothing here is run");
    }
    return tokens.get(at++);
  }
}
