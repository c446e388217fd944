package dev.binnacle.model;

/** Names one {@link Silence} for good. */
public record SilenceId(String value) implements Comparable<SilenceId> {
  public SilenceId {
    Check.name("silence", value, 40, Check::isIdentifier, "letters, digits and . _ -");
  }

  @Override
  public int compareTo(SilenceId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
