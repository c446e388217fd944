package dev.binnacle.config;

import org.jspecify.annotations.Nullable;

/** How one format writes what stands between brackets and commas. Thread-safe. */
interface Tongue {
  /** A text, in the style of the value that it replaces where there is one. */
  String text(String text, @Nullable String old);

  String key(String key);

  String flag(boolean flag);

  String nothing();

  /** Whether what stands in brackets is written on several lines when it is long. */
  boolean isTallAllowed();

  /** A value without parts. Every format takes a number as {@code BigDecimal} writes it. */
  default String scalar(Node scalar, @Nullable String old) {
    if (scalar instanceof Node.Text text) {
      return text(text.text(), old);
    } else if (scalar instanceof Node.Numeral numeral) {
      return numeral.number().toString();
    } else if (scalar instanceof Node.Flag flag) {
      return flag(flag.flag());
    } else if (scalar instanceof Node.Nothing) {
      return nothing();
    }
    throw new IllegalArgumentException("a list or section is no scalar");
  }
}
