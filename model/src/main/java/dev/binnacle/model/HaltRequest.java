package dev.binnacle.model;

import java.time.Instant;

/** Who asked for a halt, and why. */
public record HaltRequest(HaltOrigin origin, String by, String reason, Instant at) {
  static final int LONGEST_BY = 100;
  static final int LONGEST_REASON = 1_000;

  public HaltRequest {
    Check.text("by", by, LONGEST_BY);
    Check.text("reason", reason, LONGEST_REASON);
    if (reason.isBlank()) {
      throw new InvalidValueException("reason", "required", "a halt needs a reason: say why");
    }
  }
}
