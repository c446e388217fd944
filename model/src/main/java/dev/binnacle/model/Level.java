package dev.binnacle.model;

/** How much attention a person owes, in rising order. */
public enum Level {
  INFO,
  WARNING,
  CRITICAL
}
