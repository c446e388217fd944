package dev.binnacle.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A latched stop. It lasts until a named operator releases it with a reason.
 *
 * @param epoch rises whenever the halt is widened; a release names it, so that nobody releases what they have not seen
 * @param liquidation how positions are closed; null unless the mode is {@link HaltMode#LIQUIDATE}
 * @param state the least settled of its bots'; {@link HaltState#FAILED} if all are settled and one of them failed
 * @param since when it came into this state
 * @param requests who asked for it: the first began it, the others joined or widened it; at most {@link #MOST_REQUESTS}
 * @param bots what it has come to for each
 * @param released null while it lasts
 */
public record Halt(
    HaltId id,
    long epoch,
    HaltScope scope,
    HaltMode mode,
    @Nullable Liquidation liquidation,
    HaltState state,
    Instant since,
    List<HaltRequest> requests,
    List<BotHalt> bots,
    @Nullable Release released) {
  public static final int MOST_REQUESTS = 20;

  public Halt {
    if (requests.isEmpty() || requests.size() > MOST_REQUESTS) {
      throw new InvalidValueException(
          "requests", "size", "a halt must have 1 to " + MOST_REQUESTS + " requests, had " + requests.size());
    }
    if ((mode == HaltMode.LIQUIDATE) != (liquidation != null)) {
      throw new InvalidValueException(
          "liquidation", "required-with-mode", "a halt says how it liquidates if it does, and only then");
    }
    requests = List.copyOf(requests);
    bots = List.copyOf(bots);
  }

  /** Who let trading go on, and why. */
  public record Release(String by, String reason, Instant at) {
    public Release {
      Check.text("by", by, HaltRequest.LONGEST_BY);
      Check.text("reason", reason, HaltRequest.LONGEST_REASON);
      if (by.isBlank() || reason.isBlank()) {
        throw new InvalidValueException(
            "reason", "required", "a release needs a named operator and a reason: say who and why");
      }
    }
  }

  public boolean isOver() {
    return state == HaltState.RELEASED;
  }

  /** The request that began it. */
  public HaltRequest begun() {
    return requests.get(0);
  }
}
