package dev.binnacle.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;

/** The words after a suite's name: {@code --seconds 10 --frame 100}. */
record Options(Map<String, String> values) {
  /**
   * @throws IllegalArgumentException if a word is not an option with a value
   */
  static Options of(String... words) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < words.length; i += 2) {
      if (!words[i].startsWith("--") || i + 1 == words.length) {
        throw new IllegalArgumentException("an option is a name and a value, such as --seconds 10; this is " + words[i]);
      }
      values.put(words[i].substring(2), words[i + 1]);
    }
    return new Options(values);
  }

  int number(String name, int otherwise) {
    String value = values.get(name);
    try {
      return value == null ? otherwise : Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--" + name + " must be a whole number, was " + value, e);
    }
  }

  String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }
}
