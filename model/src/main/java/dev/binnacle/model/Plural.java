package dev.binnacle.model;

/**
 * How many there are of something, for a person: "1 order", "101 orders".
 *
 * <p><b>Threads:</b> thread-safe; holds nothing.
 */
public final class Plural {
  private Plural() {}

  /** @param one the word for one, whose plural has an s */
  public static String of(long count, String one) {
    return of(count, one, one + "s");
  }

  /**
   * @param one what follows the number 1, such as {@code order rests}
   * @param more what follows every other number, such as {@code orders rest}
   */
  public static String of(long count, String one, String more) {
    return count + " " + (count == 1 ? one : more);
  }
}
