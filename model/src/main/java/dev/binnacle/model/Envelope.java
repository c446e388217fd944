package dev.binnacle.model;

import org.jspecify.annotations.Nullable;

/**
 * An event with what identifies it.
 *
 * @param event what the bot says
 * @param instance which run of the bot says it; null when the sender does not tell runs apart
 * @param seq the event's number in its instance's gapless sequence, from 1; {@link #UNSEQUENCED} when it has none
 * @param id a key that the sender chose instead of a sequence, at most 64 characters; null when it has none
 */
public record Envelope(Event event, @Nullable InstanceId instance, long seq, @Nullable String id) {
  /** The {@code seq} of an event outside any sequence. */
  public static final long UNSEQUENCED = 0;

  public Envelope {
    if (seq < 0) {
      throw new InvalidValueException("seq", "positive", "seq must be 1 or more, was " + seq);
    }
    if (seq != UNSEQUENCED && instance == null) {
      throw new InvalidValueException("instance", "required-with-seq",
          "instance is required with seq: a sequence belongs to one run");
    }
    if (seq != UNSEQUENCED && !event.isDurable()) {
      throw new InvalidValueException(
          "seq", "durable-only", "seq must be left out: only durable events are sequenced, and " + event.type() + " is not");
    }
    if (id != null) {
      Check.name("id", id, Check.NAME_LENGTH, Check::isVisible, "visible characters");
    }
  }

  public static Envelope sequenced(Event event, InstanceId instance, long seq) {
    return new Envelope(event, instance, seq, null);
  }

  /** An event that belongs to a run but not to its sequence, as every sample does. */
  public static Envelope of(Event event, @Nullable InstanceId instance) {
    return new Envelope(event, instance, UNSEQUENCED, null);
  }

  public boolean isSequenced() {
    return seq != UNSEQUENCED;
  }
}
