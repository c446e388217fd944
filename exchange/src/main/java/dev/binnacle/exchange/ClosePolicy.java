package dev.binnacle.exchange;

/** Which positions are closed. */
public enum ClosePolicy {
  FLATTEN_ALL,
  /** What is held outright stays; an instrument of unknown kind is closed as a derivative. */
  KEEP_SPOT_CLOSE_DERIVATIVES,
  KEEP_ALL;

  public boolean closes(NetPosition position) {
    return switch (this) {
      case FLATTEN_ALL -> true;
      case KEEP_SPOT_CLOSE_DERIVATIVES -> position.kind() != InstrumentKind.SPOT;
      case KEEP_ALL -> false;
    };
  }
}
