package dev.binnacle.notify;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Posts JSON once to an address that the settings name, guarded and signed as the channel of type {@code webhook} does it. What comes of it is
 * the caller's matter.
 *
 * <p><b>Threads:</b> thread-safe; a call blocks for at most the limit.
 */
public final class SignedPost {
  private final Duration limit;
  private final InstantSource clock;

  /** @param limit on all of a call */
  public SignedPost(Duration limit, InstantSource clock) {
    this.limit = limit;
    this.clock = clock;
  }

  /**
   * What is sent where.
   *
   * @param signingKey null to send it without a signature
   * @param key under which the receiver knows a repetition
   * @param possibleRepeat whether it may have been taken before
   */
  public record Letter(Secret url, @Nullable Secret signingKey, String key, boolean possibleRepeat, String json) {}

  /** What came of it. */
  public sealed interface Result {
    /** @param body at most 64 KiB of it, which may repeat a secret that was sent */
    record Taken(String body) implements Result {}

    /**
     * It was not taken, or nobody knows.
     *
     * @param after how long the receiver asks to be left alone; null when it did not say
     * @param why without secrets
     */
    record Failed(@Nullable Duration after, String why) implements Result {}
  }

  public Result send(Letter letter) {
    Redaction redaction = redaction(letter);
    GuardedHttp http = new GuardedHttp(
        new AddressGuard(InetAddress::getAllByName), limit, redaction, (SSLSocketFactory) SSLSocketFactory.getDefault(),
        Duration.ZERO);
    byte[] body = letter.json().getBytes(StandardCharsets.UTF_8);
    try {
      return switch (http.call(new HttpCall("POST", letter.url(), headers(letter, body), body))) {
        case HttpAnswer.NotSent(String why) -> new Result.Failed(null, why);
        case HttpAnswer.Unclear(String why) -> new Result.Failed(null, why);
        case HttpAnswer.Answered answer when answer.isSuccess() -> new Result.Taken(answer.body());
        case HttpAnswer.Answered answer -> new Result.Failed(
            answer.retryAfter(clock.instant()).orElse(null),
            redaction.clean("answered " + answer.status() + (answer.body().isBlank() ? "" : ": " + answer.body())));
      };
    } catch (GuardedHttp.Forbidden e) {
      return new Result.Failed(null, redaction.clean(String.valueOf(e.getMessage())));
    }
  }

  private static Redaction redaction(Letter letter) {
    List<Secret> secrets = new ArrayList<>();
    secrets.add(letter.url());
    if (letter.signingKey() != null) {
      secrets.add(letter.signingKey());
    }
    return Redaction.of(secrets);
  }

  private Map<String, String> headers(Letter letter, byte[] body) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    WebhookSignature.seal(headers, letter.key(), letter.possibleRepeat(), letter.signingKey(), clock.instant(), body);
    return headers;
  }
}
