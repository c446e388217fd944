package dev.binnacle.notify.webpush;

import java.time.Instant;
import java.util.List;

/**
 * The pages that ask to be told.
 *
 * <p><b>Threads:</b> thread-safe; may block for as long as a disk does.
 */
public interface PushSubscriptions {
  List<PushSubscription> all();

  /** A message has reached its push service. */
  void reached(PushSubscription subscription, Instant at);

  /** It is gone for good: its page was closed for ever, or asks no more. */
  void remove(PushSubscription subscription, String why);
}
