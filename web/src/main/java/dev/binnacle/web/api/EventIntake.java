package dev.binnacle.web.api;

import dev.binnacle.model.Answer;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Problem;
import dev.binnacle.protocol.BatchFormat;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Where events go. The sender has been found to be allowed to speak for the bot; all else about the events is the intake's matter.
 *
 * <p><b>Threads:</b> thread-safe; no call blocks for long.
 */
public interface EventIntake {

  /**
   * A request's body. Completes when what was accepted is durable; never exceptionally for what a sender can cause.
   *
   * @param live false when the sender says that it was spooled in an earlier run and tells nothing of the present
   */
  CompletionStage<Taken> take(BotId bot, byte[] body, BatchFormat format, boolean gzipped, boolean live);

  /** A bot's client has opened a link. The sender can be used at once. */
  LinkSession open(BotId bot, LinkSender sender);

  /** What became of a body. */
  sealed interface Taken {
    /** The intake looked at every event; the answer says what became of each. */
    record Done(Answer answer) implements Taken {}

    /** Too much is under way; nothing was taken. */
    record Busy(Duration retryAfter) implements Taken {}

    /** Not JSON at all; nothing was taken. */
    record Unreadable(Problem problem) implements Taken {}

    /** More bytes or more events than may come at once; nothing was taken. */
    record TooLarge(Problem problem) implements Taken {}

    /** The bot is new, and there are as many bots as there may be. */
    record NoRoom(Problem problem) implements Taken {}
  }

  /** The intake's end of a link. Called by one thread at a time; throws nothing. */
  interface LinkSession {
    /** A text frame in UTF-8. The next one is read from the network when this returns: this is how a fast bot is slowed down. */
    void received(byte[] frame);

    /** The link has ended; called once, and last. */
    void closed();
  }

  /** The bot's end of a link. Thread-safe; never blocks, never throws. */
  interface LinkSender {
    /** Sends a text frame, or drops it when the link has ended. A bot that does not read is cut off. */
    void send(String frame);

    /**
     * Ends the link after what was sent before.
     *
     * @param code of RFC 6455
     * @param reason for people, at most 100 characters of it are sent
     */
    void close(int code, String reason);
  }
}
