package dev.binnacle.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an automatic trigger has come to for one bot.
 *
 * @param part of the bot or of the trigger that it is about, such as a component or a tier; empty when there is only one
 * @param bad how many samples running were beyond the limit; kept at what it was when the trigger has halted
 * @param since when the first of them was taken
 * @param at when the newest of them was
 * @param value what that sample said, for a person
 * @param limit what it was held against, for a person
 * @param halt that it began or joined last; null while it never has since it is armed
 * @param rearming of a throttle that has halted; null until somebody did
 */
public record Trigger(
    TriggerKind kind,
    BotId bot,
    String part,
    Stage stage,
    int bad,
    Instant since,
    Instant at,
    String value,
    String limit,
    @Nullable HaltId halt,
    @Nullable Rearming rearming) {
  public static final int LONGEST = 200;

  public Trigger {
    Check.text("part", part, LONGEST);
    Check.text("value", value, LONGEST);
    Check.text("limit", limit, LONGEST);
    if (bad < 0) {
      throw new InvalidValueException("bad", "not-negative", "bad must be 0 or more, was " + bad);
    }
    if ((stage == Stage.ARMED) != (halt == null)) {
      throw new InvalidValueException("halt", "required-with-stage", "a trigger names a halt once it has halted, and only then");
    }
  }

  /** Where a trigger is on its way around. */
  public enum Stage {
    /** It counts samples, and halts when enough of them running are beyond the limit. */
    ARMED,
    /** It has halted, and the halt is in force: it does not halt again. */
    TRIPPED,
    /** Its halt is released; it halts no more before it has seen a sample within the limit. */
    SPENT
  }

  /** Who armed a throttle again, and why. */
  public record Rearming(String by, String reason, Instant at) {
    public Rearming {
      Check.text("by", by, HaltRequest.LONGEST_BY);
      Check.text("reason", reason, HaltRequest.LONGEST_REASON);
      if (by.isBlank() || reason.isBlank()) {
        throw new InvalidValueException("reason", "required", "a throttle is armed by a named person who says why");
      }
    }
  }
}
