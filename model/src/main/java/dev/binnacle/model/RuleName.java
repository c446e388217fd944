package dev.binnacle.model;

/** The name of a rule, such as {@code slow-feed}. */
public record RuleName(String value) implements Comparable<RuleName> {
  public RuleName {
    Check.name("rule", value, 64, Check::isIdentifier, "letters, digits and . _ -");
  }

  @Override
  public int compareTo(RuleName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
