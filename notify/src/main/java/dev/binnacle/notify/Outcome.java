package dev.binnacle.notify;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of an attempt. Every {@code why} is a sentence for a person and holds no secret. */
public sealed interface Outcome {
  /** The service has it. {@code reference} is the service's own name for it, null where there is none. */
  record Delivered(@Nullable String reference) implements Outcome {
    public static final Delivered PLAIN = new Delivered(null);
  }

  /**
   * It surely did not arrive, and may later.
   *
   * @param after how long the service wants to be left alone; null to back off as the worker thinks fit. Holds for the whole channel
   * @param counted whether it counts as a try: being asked to slow down does not, nor does a network that is gone
   */
  record Later(@Nullable Duration after, String why, boolean counted) implements Outcome {}

  /** The service will never take this message; others it may. */
  record Refused(String why) implements Outcome {}

  /** The channel itself does not work: token revoked, chat gone. Every message waits until somebody mends it. */
  record Broken(String why) implements Outcome {}

  /** It may have arrived. It is sent again, marked as a possible repeat. */
  record Unknown(String why) implements Outcome {}
}
