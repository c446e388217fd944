package dev.binnacle.exchange;

/** What holding an instrument means. */
public enum InstrumentKind {
  /** The thing itself is held; it cannot be short and nothing is owed for it. */
  SPOT,
  /** A future, a perpetual, or anything held on margin. */
  DERIVATIVE,
  /** The venue does not tell. Whoever must choose treats it as a derivative, which errs towards closing. */
  UNKNOWN
}
