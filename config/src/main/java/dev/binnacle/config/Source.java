package dev.binnacle.config;

/** The way that a configuration came in. */
public enum Source {
  /** A save of the file by whatever program. */
  FILE,
  DASHBOARD,
  API,
  CLI,
  TELEGRAM,
  ROLLBACK,
  /** What the file said when the program started. */
  START,
  CANARY
}
