package dev.binnacle.config;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One value of a configuration: the same tree whichever format the file has.
 *
 * <p><b>Threads:</b> immutable.
 */
public sealed interface Node {
  record Text(String text) implements Node {}

  /** An exact number. Its scale is as the file writes it: {@code 8} and {@code 8.0} differ as texts and are the same as numbers. */
  record Numeral(BigDecimal number) implements Node {}

  record Flag(boolean flag) implements Node {}

  /** JSON's and YAML's {@code null}, Python's {@code None}. */
  record Nothing() implements Node {}

  /** A list; of a {@code config.py}, also a tuple. */
  record Items(List<Node> items) implements Node {
    public Items {
      items = List.copyOf(items);
    }
  }

  /** Named entries in the file's order. */
  record Section(Map<String, Node> entries) implements Node {
    public static final Section EMPTY = new Section(Map.of());

    public Section {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }
  }
}
