package dev.binnacle.config;

/** The smallest changes of a text, which every format can make. */
sealed interface Step {
  String pointer();

  /** A value that is there becomes another one. */
  record Put(String pointer, Node value) implements Step {}

  /** A section gets another key at its end. */
  record Add(String pointer, String key, Node value) implements Step {}

  /** A list gets another item before the one that is now at the index, or at its end. */
  record Insert(String pointer, int index, Node value) implements Step {}

  /** A key or an item goes. */
  record Remove(String pointer) implements Step {}
}
