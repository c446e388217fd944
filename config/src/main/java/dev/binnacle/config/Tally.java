package dev.binnacle.config;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;

/** Where a reader is and how much it has read, so that every format keeps the same bounds. Confined to one reading. */
final class Tally {
  static final int MAX_DEPTH = 64;
  static final int MAX_VALUES = 50_000;
  static final int MAX_POINTER = 1_000;
  static final int MAX_DIGITS = 100;
  private static final int MAX_SCALE = 400;

  private final SourceText source;
  private final Deque<String> names = new ArrayDeque<>();
  private int pointerLength;
  private int values;

  Tally(SourceText source) {
    this.source = source;
  }

  void enter(String name, int offset) {
    names.addLast(name);
    pointerLength += 1 + name.length();
    if (pointerLength > MAX_POINTER) {
      throw source.refusal(
          offset, "", "depth", "the keys on the way to this value have more than " + MAX_POINTER + " letters",
          "write shorter keys");
    }
    if (names.size() > MAX_DEPTH) {
      throw source.refusal(offset, "", "depth", "the values are nested more than " + MAX_DEPTH + " deep", "write them flatter");
    }
  }

  void leave() {
    pointerLength -= 1 + names.removeLast().length();
  }

  /** Back to the root; what was counted stays counted. */
  void restart() {
    names.clear();
    pointerLength = 0;
  }

  void count(int offset) {
    if (++values > MAX_VALUES) {
      throw source.refusal(offset, "", "values", "there are more than " + MAX_VALUES + " values",
          "keep data out of the configuration");
    }
  }

  String pointer() {
    StringBuilder pointer = new StringBuilder();
    names.forEach(name -> pointer.append('/').append(Pointers.escape(name)));
    return pointer.toString();
  }

  RefusedConfigException refusal(int offset, String rule, String message, String remedy) {
    return source.refusal(offset, pointer(), rule, message, remedy);
  }

  RefusedConfigException duplicate(int first, int second) {
    Position before = source.at(first);
    return refusal(
        second, "duplicate-key", "the key is there twice, first in line " + before.line() + ", column " + before.column(),
        "delete one of the two");
  }

  /** An exact number that a double can hold too, and that is cheap to compute with. */
  Node.Numeral number(String digits, int offset) {
    if (digits.length() > 2 * MAX_DIGITS) {
      throw refusal(offset, "digits", "the number has more than " + MAX_DIGITS + " digits", "round it");
    }
    BigDecimal number;
    try {
      number = new BigDecimal(digits);
    } catch (NumberFormatException e) {
      throw refusal(offset, "finite", "the number is too large to be one", "write a finite number");
    }
    return number(number, offset);
  }

  Node.Numeral number(BigDecimal number, int offset) {
    if (number.precision() > MAX_DIGITS) {
      throw refusal(offset, "digits", "the number has more than " + MAX_DIGITS + " digits", "round it");
    }
    if (Math.abs((long) number.scale()) > MAX_SCALE || Double.isInfinite(number.doubleValue())) {
      throw refusal(offset, "finite", "the number is too large or too small to be computed with",
          "write a finite number of a usual size");
    }
    return new Node.Numeral(number);
  }

  /** A text that can be written as UTF-8 again. */
  Node.Text text(String text, int offset) {
    requireUnicode(text, offset);
    return new Node.Text(text);
  }

  void requireUnicode(String text, int offset) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw refusal(offset, "encoding", "the text has half a surrogate pair", "write the character itself");
      }
    }
  }
}
