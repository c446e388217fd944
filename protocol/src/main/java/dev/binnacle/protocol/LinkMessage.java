package dev.binnacle.protocol;

import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertId;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.Answer;
import dev.binnacle.model.Arrival;
import dev.binnacle.model.GuardLevel;
import dev.binnacle.model.GuardWord;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.Latch;
import dev.binnacle.model.Level;
import dev.binnacle.model.Liquidation;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.RuleName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One frame of a link: the long-lived connection between a bot and the server. The client greets with {@link Hello} and gets
 * {@link Welcome}; from then on it sends {@link Events}, each answered by {@link Answered} or {@link Busy}, in order.
 *
 * <p><b>Threads:</b> immutable.
 */
public sealed interface LinkMessage {
  /** The version of these messages. A server refuses a client that speaks a newer one. */
  int VERSION = 1;

  /** What a bot sends. */
  sealed interface FromClient extends LinkMessage {}

  /** What the server sends. */
  sealed interface FromServer extends LinkMessage {}

  /** The first frame: which run of the bot this is, and the version it speaks. */
  record Hello(InstanceId instance, int version) implements FromClient {}

  /**
   * A batch of events. Events that name no instance belong to {@code instance}.
   *
   * @param id the sender's number for this frame, which the answer repeats; rises
   * @param live false for what was spooled and says nothing of the present
   */
  record Events(long id, InstanceId instance, boolean live, List<Arrival> arrivals) implements FromClient {
    public Events {
      arrivals = List.copyOf(arrivals);
    }
  }

  /** The answer to {@link Ping}. */
  record Pong() implements FromClient {}

  /**
   * This run's configuration can be seen and changed over the link. Sent after the greeting and whenever something became of it.
   *
   * @param state the whole state as the text of one JSON object
   */
  record ConfigOffer(String state) implements FromClient {}

  /**
   * The answer to {@link ConfigCall} {@code id}.
   *
   * @param reply JSON text
   */
  record ConfigReply(long id, String reply) implements FromClient {}

  /**
   * What this run's guard holds. Sent after the greeting, and whenever it changes.
   *
   * @param level what it lets pass
   * @param latches all that hold it
   * @param inFlight how many orders were sent whose fate the bot does not know
   * @param unknown those of them that it can name, at most {@link GuardWord#MOST_ORDERS}
   * @param done the halts whose listeners in the bot have all returned
   */
  record GuardTold(GuardLevel level, List<Latch> latches, long inFlight, List<OrderId> unknown, List<HaltId> done)
      implements FromClient {
    /** How many latches a guard holds at most. */
    public static final int MOST_LATCHES = 100;

    public GuardTold {
      latches = List.copyOf(latches);
      unknown = List.copyOf(unknown);
      done = List.copyOf(done);
    }
  }

  /** A frame that this version does not know. The server passes over it and counts it. */
  record UnknownFromClient(String type) implements FromClient {}

  /** The server knows this client, and has these sequences up to these numbers. */
  record Welcome(Map<InstanceId, Long> acknowledged) implements FromServer {
    public Welcome {
      acknowledged = Map.copyOf(acknowledged);
    }
  }

  /** What became of the frame {@code id}; what it took is on disk. */
  record Answered(long id, Answer answer) implements FromServer {}

  /** The frame {@code id} was not taken, nothing of it: send it again after this time. */
  record Busy(long id, Duration retryAfter) implements FromServer {}

  /**
   * The server will not take this frame, now or later, for this reason. The connection is closed after one without an {@code id}.
   */
  record Refused(@Nullable Long id, String rule, String message) implements FromServer {}

  /**
   * Asks something of the configuration that was offered; answered by one {@link ConfigReply} with the same {@code id}.
   *
   * @param id the server's number for this call, which rises
   * @param call JSON text
   */
  record ConfigCall(long id, String call) implements FromServer {}

  /**
   * An alert about this bot began, changed or ended. For the bot's own use: people are told in other ways. Sent to the links that are
   * open when it happens, and not again.
   *
   * @param reason why it is in this state, a sentence for a person
   * @param since when it came into this state
   * @param value that was judged; null when there is none. What is not finite is not sent
   * @param threshold that it was held against; null when there is none
   */
  record AlertTold(
      AlertId id,
      RuleName rule,
      Level level,
      AlertState state,
      String reason,
      Instant since,
      @Nullable Double value,
      @Nullable Double threshold)
      implements FromServer {
    public static AlertTold of(Alert alert) {
      return new AlertTold(
          alert.id(), alert.rule(), alert.level(), alert.state(), alert.reason(), alert.since(), alert.value(),
          alert.threshold());
    }
  }

  /**
   * Close the guard. Answered by {@link GuardTold}, at once and again when what the bot does about it is done. Harmless when the guard
   * holds it already.
   *
   * @param cancel whether the bot is to cancel its orders itself
   * @param liquidation how the bot is to close its positions itself; null when it must not, since somebody else does
   */
  record HaltTold(Latch latch, boolean cancel, @Nullable Liquidation liquidation) implements FromServer {}

  /** The guard need no longer be closed for this halt, if the latch has no higher epoch than this. */
  record ReleaseTold(HaltId halt, long epoch, String by, String reason) implements FromServer {}

  /** Asks for a {@link Pong}. */
  record Ping() implements FromServer {}

  /** A frame that this version does not know, from a newer server. The client passes over it and counts it. */
  record UnknownFromServer(String type) implements FromServer {}
}
