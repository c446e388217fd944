package dev.binnacle.model;

/** The name that people give a bot: 1 to 64 letters, digits, dots, dashes and underscores, the first a
 * letter or a digit, such as {@code btc-trend}. */
public record BotId(String value) implements Comparable<BotId> {
  public BotId {
    Check.name("bot", value, 64, Check::isIdentifier, "letters, digits and . _ -");
    if (!Check.isLetterOrDigit(value.charAt(0))) {
      throw new InvalidValueException("bot", "first-character", "bot must begin with a letter or a digit, was " + value);
    }
  }

  @Override
  public int compareTo(BotId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
