package dev.binnacle.model;

/** Where a halt is, or what it does for one bot. In the order in which it comes about, but for {@link #FAILED}. */
public enum HaltState {
  /** It is decided; guards are told to close, and what rests is being cancelled where that can be reached. */
  REQUESTED,
  /** A guard has it; not all have said that they are closed with nothing in flight. */
  STOPPING,
  /** Guards are closed or given up as silent; orders are being cancelled. */
  CANCELLING,
  /** Positions are being closed. */
  FLATTENING,
  /** Orders and positions are read again. */
  VERIFYING,
  /** All that was to be done is done and proved. It stays so until it is released. */
  HALTED,
  /** Something is left, and it is named. What is safe is tried on and on. Trading stays stopped until it is released. */
  FAILED,
  /** A named operator has let trading go on. The end. */
  RELEASED;

  /** Whether nothing more is waited for, though a failed one goes on trying. */
  public boolean isSettled() {
    return this == HALTED || this == FAILED || this == RELEASED;
  }
}
