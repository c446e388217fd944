package dev.binnacle.model;

/** Names one alert for good: one time that a rule's condition held for one subject, from its begin to its end. */
public record AlertId(String value) implements Comparable<AlertId> {
  public AlertId {
    Check.name("alert", value, 40, Check::isIdentifier, "letters, digits and . _ -");
  }

  @Override
  public int compareTo(AlertId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
