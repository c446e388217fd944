package dev.binnacle.model;

/** Names one thing that an operator had done, for good. */
public record ActionId(String value) implements Comparable<ActionId> {
  public ActionId {
    Check.name("action", value, 64, Check::isIdentifier, "letters, digits and . _ -");
  }

  @Override
  public int compareTo(ActionId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
