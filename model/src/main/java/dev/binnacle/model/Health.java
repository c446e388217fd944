package dev.binnacle.model;

/** How a component is, in worsening order. {@link #UNKNOWN} is no good news: it is what is so until somebody has looked. */
public enum Health {
  HEALTHY,
  UNKNOWN,
  DEGRADED,
  FAILED
}
