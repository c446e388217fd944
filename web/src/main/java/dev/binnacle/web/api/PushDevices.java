package dev.binnacle.web.api;

import dev.binnacle.model.ChannelName;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Browsers in which the dashboard may show notifications while it is closed (Web Push).
 *
 * <p><b>Threads:</b> thread-safe.
 */
public interface PushDevices {

  /** The channels that reach browsers, by name. Answers at once. */
  List<Channel> channels();

  /** Those of all people, the newest first. May block on a disk. */
  List<Device> devices();

  /** From now on it is told; one that is known already is written down anew. Returns at once; completes when that is durable. */
  CompletionStage<Taken> add(Wish wish, String operator);

  /** From now on it is told no more. Returns at once; completes when that is durable. */
  CompletionStage<Commands.Outcome> remove(String id, String operator);

  /** Sends a word of trial to this one alone. Returns at once; completes when its push service has answered or has not in time. */
  CompletionStage<Notifications.Tested> test(String id, String operator);

  /** @param publicKey by which a browser knows who may send to it: VAPID, base64url */
  record Channel(ChannelName name, String publicKey) {}

  /**
   * @param id the SHA-256 of the endpoint, in hexadecimal: a browser knows itself by it, and nobody learns where to send
   * @param device what it is called
   * @param operator whose it is
   * @param service the host of its push service
   * @param lastReached null before the first message
   */
  record Device(
      String id, String device, ChannelName channel, String operator, String service, Instant added,
      @Nullable Instant lastReached) {}

  /**
   * What a browser says of itself.
   *
   * @param endpoint where its messages are to be posted
   * @param publicKey {@code p256dh}, base64url
   * @param secret {@code auth}, base64url
   * @param replaces the endpoint that it had before; null for none
   */
  record Wish(
      URI endpoint, String publicKey, String secret, ChannelName channel, String device, @Nullable URI replaces) {}

  /** What became of a wish. */
  sealed interface Taken {
    record Done(Device device) implements Taken {}

    /** @param reason for a person: what was wrong, and with which rule */
    record Refused(String reason) implements Taken {}
  }
}
