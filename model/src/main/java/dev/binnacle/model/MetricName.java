package dev.binnacle.model;

/** The name of a metric, such as {@code memory_usage_mb}. The last part of the name is its unit. */
public record MetricName(String value) implements Comparable<MetricName> {
  public MetricName {
    Check.name("metric", value, 64, Check::isIdentifier, "letters, digits and . _ -");
  }

  @Override
  public int compareTo(MetricName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
