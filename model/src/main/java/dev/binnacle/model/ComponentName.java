package dev.binnacle.model;

/** A part of a bot whose health is told apart, such as {@code balance_manager}. */
public record ComponentName(String value) implements Comparable<ComponentName> {
  public ComponentName {
    Check.name("component", value, 64, Check::isIdentifier, "letters, digits and . _ -");
  }

  @Override
  public int compareTo(ComponentName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
