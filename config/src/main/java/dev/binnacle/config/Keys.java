package dev.binnacle.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Names of keys: their spellings, and which one a person probably meant. */
final class Keys {
  private Keys() {}

  /** The same for {@code triggerPoints}, {@code trigger-points}, {@code trigger_points} and {@code TRIGGER_POINTS}. */
  static String fold(String name) {
    StringBuilder out = null;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean plain = c != '-' && c != '_' && (c < 'A' || c > 'Z') && c < 128;
      if (!plain && out == null) {
        out = new StringBuilder(name.length()).append(name, 0, i);
      }
      if (out != null && c != '-' && c != '_') {
        out.append(Character.toLowerCase(c));
      }
    }
    return out == null ? name : out.toString();
  }

  /** A Java name or an enum constant in this style. */
  static String spell(String name, KeyStyle style) {
    String snake = name.equals(name.toUpperCase(Locale.ROOT))
        ? name.toLowerCase(Locale.ROOT)
        : name.replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_").toLowerCase(Locale.ROOT);
    return switch (style) {
      case DASHED -> snake.replace('_', '-');
      case SNAKE -> snake;
      case UPPER_SNAKE -> snake.toUpperCase(Locale.ROOT);
      case CAMEL -> name;
    };
  }

  /** Keys that a reader of the file may add for himself, and that nothing here looks at. */
  static boolean isExtension(String key) {
    return key.startsWith("x-");
  }

  /** The one of these that a typing slip away from the key lies nearest; empty when none is near. */
  static Optional<String> nearest(String key, Collection<String> known) {
    String folded = fold(key);
    int best = Math.max(1, folded.length() / 3) + 1;
    String found = null;
    for (String candidate : known) {
      int distance = distance(folded, fold(candidate));
      if (distance < best) {
        best = distance;
        found = candidate;
      }
    }
    return Optional.ofNullable(found);
  }

  /** Edits from one to the other, two neighbours swapped counting once (optimal string alignment). */
  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
