package dev.binnacle.model;

/** What became of a configuration that somebody wanted. */
public enum ConfigOutcome {
  /** It is in force, as a new version. */
  ACCEPTED,
  /** It broke a rule; the one before stays. */
  REFUSED,
  /** It is valid and waits for its time, as a new version. */
  DEFERRED,
  /** It says what is in force already. */
  UNCHANGED,
  /** An earlier one is in force again, as a new version; or a trial was taken back. */
  ROLLED_BACK,
  /** It waited, and a newer one took its place. */
  SUPERSEDED,
  /** It waited for too long, or was dropped. */
  EXPIRED,
  /** One instance tries it out. */
  CANARY
}
