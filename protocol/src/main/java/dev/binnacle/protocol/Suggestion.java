package dev.binnacle.protocol;

import java.util.Collection;
import java.util.Locale;

/** "Did you mean …?" */
final class Suggestion {
  private static final int LONGEST = 40;

  private Suggestion() {}

  /** {@code ", did you mean entry_price?"}, or nothing when no name is near. */
  static String among(Collection<String> names, String found) {
    if (found.length() > LONGEST) {
      return "";
    }
    String plain = plain(found);
    String best = "";
    int least = Math.max(1, Math.min(3, plain.length() / 3)) + 1;
    for (String name : names) {
      String other = plain(name);
      // Names so unlike in length cannot be near: whoever sends thousands of wrong fields does not get thousands of comparisons.
      int distance = Math.abs(plain.length() - other.length()) < least ? distance(plain, other) : least;
      if (distance < least) {
        least = distance;
        best = name;
      }
    }
    if (best.isEmpty()) {
      best = longFormOf(plain, names);
    }
    return best.isEmpty() ? "" : ", did you mean " + best + "?";
  }

  /** The shortest name that {@code plain} abbreviates, as {@code qty} does quantity, or that holds it, as entry_price holds price. */
  private static String longFormOf(String plain, Collection<String> names) {
    String best = "";
    for (String name : names) {
      String whole = plain(name);
      boolean abbreviates = plain.length() > 2 && (isWithin(plain, whole) || (plain.length() > 3 && whole.contains(plain)));
      if (abbreviates && (best.isEmpty() || name.length() < best.length())) {
        best = name;
      }
    }
    return best;
  }

  /** Whether all letters of {@code few} stand in {@code many} in their order, the first at its beginning. */
  private static boolean isWithin(String few, String many) {
    int next = 0;
    for (int i = 0; i < many.length() && next < few.length(); i++) {
      if (few.charAt(next) == many.charAt(i)) {
        next++;
      } else if (i == 0) {
        return false;
      }
    }
    return next == few.length();
  }

  /** Without case and separators, so that {@code entryPrice} is next to {@code entry_price}. */
  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "").replace(" ", "");
  }

  /** Levenshtein's distance: how many letters must be put in, taken out or changed. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
