package dev.binnacle.model;

/** How bad a bot calls an error, in rising order. */
public enum Severity {
  INFO,
  WARNING,
  ERROR,
  HIGH,
  CRITICAL
}
