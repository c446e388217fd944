package dev.binnacle.config;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a Python text (3.11) into logical lines of tokens: brackets and backslashes join lines, and strings may span them. Nothing is
 * understood beyond that. Confined to one reading.
 */
final class PythonLexer {
  private static final Pattern CODING = Pattern.compile("^[ \\t\\f]*#.*?coding[:=][ \\t]*([-\\w.]+)");
  private static final Pattern PREFIX = Pattern.compile("(?i)r|u|b|f|rb|br|rf|fr");
  private static final int MAX_BRACKETS = 200;

  private final SourceText source;
  private final String text;
  private final List<PythonLine> lines = new ArrayList<>();
  private final Deque<PythonToken> open = new ArrayDeque<>();
  private List<PythonToken> tokens = new ArrayList<>();
  private int at;

  private PythonLexer(SourceText source) {
    this.source = source;
    text = source.text();
  }

  /** @throws RefusedConfigException if a string or bracket is not closed, or a character is none of Python's */
  static List<PythonLine> lines(SourceText source) {
    return new PythonLexer(source).run();
  }

  private List<PythonLine> run() {
    refuseOtherEncodings();
    while (at < text.length()) {
      step();
    }
    if (!open.isEmpty()) {
      PythonToken bracket = open.getLast();
      throw refusal(bracket.start(), "the bracket " + bracket.text() + " is never closed", "close it");
    }
    endLine();
    return lines;
  }

  private void step() {
    char c = text.charAt(at);
    if (c == '\n' || c == '\r') {
      int next = Lines.next(text, at);
      if (open.isEmpty()) {
        endLine();
      }
      at = next;
    } else if (c == ' ' || c == '\t' || c == '\f') {
      at++;
    } else if (c == '#') {
      add(PythonToken.Kind.COMMENT, Lines.end(text, at));
    } else if (c == '\\') {
      join();
    } else if (c == '"' || c == '\'') {
      string(at);
    } else if (Character.isUnicodeIdentifierStart(text.codePointAt(at)) || c == '_') {
      name();
    } else if (isDigit(c) || c == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1))) {
      add(PythonToken.Kind.NUMBER, numberEnd());
    } else {
      operator(c);
    }
  }

  private void join() {
    if (at + 1 >= text.length() || !Lines.isBreak(text.charAt(at + 1))) {
      throw refusal(at, "a backslash may only stand at the end of a line", "delete it");
    }
    at = Lines.next(text, at);
    if (at >= text.length()) {
      throw refusal(at, "the file ends behind a backslash", "delete the backslash");
    }
  }

  private void name() {
    int end = at;
    while (end < text.length() && isNamePart(text.codePointAt(end))) {
      end += Character.charCount(text.codePointAt(end));
    }
    boolean isQuoteNext = end < text.length() && (text.charAt(end) == '"' || text.charAt(end) == '\'');
    if (isQuoteNext && PREFIX.matcher(text.substring(at, end)).matches()) {
      string(end);
    } else {
      add(PythonToken.Kind.NAME, end);
    }
  }

  private static boolean isNamePart(int c) {
    return Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c) || c == '_';
  }

  private void string(int quoteAt) {
    char quote = text.charAt(quoteAt);
    boolean isTriple = text.startsWith(String.valueOf(quote).repeat(3), quoteAt);
    String close = String.valueOf(quote).repeat(isTriple ? 3 : 1);
    for (int end = quoteAt + close.length(); end < text.length(); end++) {
      char c = text.charAt(end);
      if (text.startsWith(close, end)) {
        add(PythonToken.Kind.STRING, end + close.length());
        return;
      } else if (c == '\\') {
        end += text.startsWith("\r\n", end + 1) ? 2 : 1;
      } else if (!isTriple && Lines.isBreak(c)) {
        break;
      }
    }
    throw refusal(at, "the text in quotes is never closed", "close the quotes");
  }

  /** As far as letters, digits and dots go, and a sign behind an e; what a number is, is decided when one is read. */
  private int numberEnd() {
    boolean isPower = !text.regionMatches(true, at, "0x", 0, 2);
    int end = at;
    while (end < text.length()) {
      char c = text.charAt(end);
      boolean isSign = (c == '+' || c == '-') && isPower && Character.toLowerCase(text.charAt(end - 1)) == 'e';
      if (!isDigit(c) && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && c != '_' && c != '.' && !isSign) {
        break;
      }
      end++;
    }
    return end;
  }

  private void operator(char c) {
    if ("([{".indexOf(c) >= 0) {
      add(PythonToken.Kind.OPERATOR, at + 1);
      open.addLast(tokens.get(tokens.size() - 1));
      if (open.size() > MAX_BRACKETS) {
        throw source.refusal(at, "", "depth", "there are more than " + MAX_BRACKETS + " brackets in each other",
            "write the values flatter");
      }
    } else if (")]}".indexOf(c) >= 0) {
      PythonToken bracket = open.pollLast();
      if (bracket == null || "([{".indexOf(bracket.text()) != ")]}".indexOf(c)) {
        throw refusal(at, "the bracket " + c + " closes none", "delete it, or open one");
      }
      add(PythonToken.Kind.OPERATOR, at + 1);
    } else if ("+-*/%@&|^~<>=!.,:;".indexOf(c) >= 0) {
      add(PythonToken.Kind.OPERATOR, at + operatorLength());
    } else {
      throw refusal(at, "the character " + Character.toString(text.codePointAt(at)) + " does not belong here",
          "delete it, or put it in quotes");
    }
  }

  private int operatorLength() {
    for (String longOne : new String[] {"**=", "//=", ">>=", "<<=", "...", "**", "//", ">>", "<<", "==", "!=", "<=", ">=", "->",
      ":=", "+=", "-=", "*=", "/=", "%=", "@=", "&=", "|=", "^="}) {
      if (text.startsWith(longOne, at)) {
        return longOne.length();
      }
    }
    return 1;
  }

  private void add(PythonToken.Kind kind, int end) {
    tokens.add(new PythonToken(kind, at, end, text.substring(at, end)));
    at = end;
  }

  private void endLine() {
    if (!tokens.isEmpty()) {
      lines.add(new PythonLine(width(tokens.get(0).start()), tokens));
      tokens = new ArrayList<>();
    }
  }

  /** As Python counts: a tab goes to the next multiple of eight, a form feed to the start. */
  private int width(int offset) {
    int width = 0;
    for (int i = Lines.start(text, offset); i < offset; i++) {
      char c = text.charAt(i);
      width = c == '\t' ? width / 8 * 8 + 8 : c == '\f' ? 0 : width + 1;
    }
    return width;
  }

  private void refuseOtherEncodings() {
    int start = 0;
    for (int line = 0; line < 2; line++) {
      Matcher coding = CODING.matcher(text.substring(start, Lines.end(text, start)));
      if (coding.find() && !coding.group(1).toLowerCase(Locale.ROOT).replace('_', '-').matches("utf-?8(-sig)?|ascii|us-ascii")) {
        throw source.refusal(start, "", "encoding", "the file says that it is " + coding.group(1),
            "save it as UTF-8, and say so");
      }
      start = Lines.next(text, start);
    }
  }

  private RefusedConfigException refusal(int offset, String message, String remedy) {
    return source.refusal(offset, "", "syntax", message, remedy);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
