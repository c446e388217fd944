package dev.binnacle.engine.performance;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects why figures are null. The first reason given for a figure stays. */
final class Reasons {
  private final Map<String, String> reasons = new LinkedHashMap<>();

  /** Answers whether the condition holds; if not, the figures named are null for this reason. */
  boolean need(boolean condition, String reason, String... figures) {
    if (!condition) {
      for (String figure : figures) {
        reasons.putIfAbsent(figure, reason);
      }
    }
    return condition;
  }

  /** The value if it is finite. */
  @Nullable Double finite(String figure, double value) {
    boolean usable = need(Math.abs(value) < Amounts.LARGEST_GROWTH, "is too large to mean anything", figure);
    return usable ? value : null;
  }

  void addAll(Map<String, String> others) {
    reasons.putAll(others);
  }

  Map<String, String> toMap() {
    return Map.copyOf(reasons);
  }
}
