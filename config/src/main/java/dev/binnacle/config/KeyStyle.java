package dev.binnacle.config;

/** How the keys of a file are spelt. Readers take every style; this is the one that a schema names and a new file is written in. */
public enum KeyStyle {
  /** {@code trigger-points} */
  DASHED,
  /** {@code trigger_points} */
  SNAKE,
  /** {@code TRIGGER_POINTS}, as constants of a {@code config.py} */
  UPPER_SNAKE,
  /** {@code triggerPoints} */
  CAMEL
}
