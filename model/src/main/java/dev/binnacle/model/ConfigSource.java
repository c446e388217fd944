package dev.binnacle.model;

/** By which way a configuration came. */
public enum ConfigSource {
  FILE,
  DASHBOARD,
  API,
  CLI,
  TELEGRAM,
  ROLLBACK,
  START,
  CANARY
}
