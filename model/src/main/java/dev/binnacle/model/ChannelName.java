package dev.binnacle.model;

/** The name that people give a way of reaching them, such as {@code phone}. */
public record ChannelName(String value) implements Comparable<ChannelName> {
  public ChannelName {
    Check.name("channel", value, 64, Check::isIdentifier, "letters, digits and . _ -");
  }

  @Override
  public int compareTo(ChannelName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
