package dev.binnacle.client;

import dev.binnacle.model.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A configuration that is offered to the server, in words that do not need the module {@code config}: only the one who offers has it on
 * the class path.
 *
 * <p><b>Threads:</b> {@code changed} and {@code close} by any thread, all else by the thread of the offers. Anything may throw.
 */
interface Offer {
  /**
   * The whole state, one JSON object.
   *
   * @param brief without what may be long
   */
  String state(boolean brief);

  /** The answer to a call, both JSON text. */
  String answer(String call);

  /** What has changed since the last look, if it matters to others: another text each time that something has. */
  String figure();

  /** What keeps it from being well, such as a part of the bot that works with an old version; null when nothing does. */
  @Nullable String trouble();

  /** The next events of its history that were not told yet, oldest first; empty when all are told. */
  List<Event> untold();

  /**
   * Those that {@link #untold} gave last need not be told again.
   *
   * @param isSafe whether they are out of danger, so that this may be remembered for the next run
   */
  void told(boolean isSafe);

  /** To be called whenever there may be something untold. */
  void onChange(Runnable hint);

  void close();
}
