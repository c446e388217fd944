package dev.binnacle.model;

/** One run of one process of a bot. Never used twice: a restarted process takes a new one. */
public record InstanceId(String value) implements Comparable<InstanceId> {
  public InstanceId {
    Check.name("instance", value, 64, Check::isIdentifier, "letters, digits and . _ -");
  }

  @Override
  public int compareTo(InstanceId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
