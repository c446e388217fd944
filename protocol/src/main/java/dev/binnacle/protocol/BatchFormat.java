package dev.binnacle.protocol;

/** How several events stand in one body. */
public enum BatchFormat {
  /** One object is one event, an array of objects is a batch. */
  JSON,
  /** One object a line, {@code application/x-ndjson}. Blank lines are left out and not counted. */
  NDJSON
}
