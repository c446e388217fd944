package dev.binnacle.model;

/** Names one halt for good, whoever began it: the server's are {@code h} and a number, a bot's own name its instance. */
public record HaltId(String value) implements Comparable<HaltId> {
  public HaltId {
    Check.name("halt", value, 100, Check::isIdentifier, "letters, digits and . _ -");
  }

  @Override
  public int compareTo(HaltId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
