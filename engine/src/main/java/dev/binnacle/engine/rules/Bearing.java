package dev.binnacle.engine.rules;

/** On which side of a limit it is bad. The limit itself is still good. */
public enum Bearing {
  ABOVE,
  BELOW;

  /** Whether {@code value} lies beyond {@code limit}. */
  public boolean isBeyond(double value, double limit) {
    return this == ABOVE ? value > limit : value < limit;
  }

  String word() {
    return this == ABOVE ? "above" : "below";
  }
}
