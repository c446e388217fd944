package dev.binnacle.testkit;

import dev.binnacle.testkit.Mishap.Refuse;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A browser vendor's push service (RFC 8030) together with the browsers behind it, which decrypt what they get (RFC 8291).
 *
 * <p><b>Threads:</b> thread-safe.
 */
public final class FakePushService extends FakeService {
  private static final int LARGEST = 4_096;

  private final Map<String, PushReceiver> browsers = new ConcurrentHashMap<>();
  private final Set<String> gone = ConcurrentHashMap.newKeySet();
  private final List<Sent> sent = new CopyOnWriteArrayList<>();

  /** What a browser has read; {@code claims} are those of the token that said who sent it, its signature found good. */
  public record Sent(String browser, String text, String claims, String urgency, String topic, long timeToLive) {}

  /** A page in this browser asks to be told. */
  public PushReceiver subscribe(String browser) {
    PushReceiver receiver = PushReceiver.create(uri() + "/push/" + browser);
    browsers.put(browser, receiver);
    return receiver;
  }

  /** The page is told no more: its address is answered with 410 from now on. */
  public void unsubscribe(String browser) {
    gone.add(browser);
  }

  public List<Sent> sent() {
    return List.copyOf(sent);
  }

  /** RFC 8030 section 8.4. */
  public static Refuse tooManyRequests(long retryAfterSeconds) {
    return plain(429, "").with("Retry-After", Long.toString(retryAfterSeconds));
  }

  /** RFC 8030 section 7.2. */
  public static Refuse tooLarge() {
    return plain(413, "");
  }

  /** RFC 9110 section 15.5.1: what was sent cannot be read. */
  public static Refuse badRequest() {
    return plain(400, "");
  }

  /** RFC 9110 section 15.6.1, since RFC 8030 has no word of its own for a push service that fails. */
  public static Refuse internalError() {
    return plain(500, "");
  }

  /** RFC 8030 section 7.3: an expired subscription. */
  public static Refuse notFound() {
    return plain(404, "");
  }

  /** As Mozilla's autopush answers for a subscription that was given up (errno 106): https://mozilla-services.github.io/autopush-rs/. */
  public static Refuse gone() {
    return Refuse.json(410, "{\"code\":410,\"errno\":106,\"error\":\"Gone\",\"message\":\"No such subscription\"}");
  }

  @Override
  Reply serve(Request request) {
    String browser = request.path().substring(request.path().lastIndexOf('/') + 1);
    PushReceiver receiver = browsers.get(browser);
    if (receiver == null) {
      return Reply.of(notFound());
    }
    if (gone.contains(browser)) {
      return Reply.of(gone());
    }
    if (request.body().length > LARGEST) {
      return Reply.of(tooLarge());
    }
    if (request.header("ttl").isEmpty() || !request.header("content-encoding").equals("aes128gcm")) {
      return Reply.of(plain(400, "TTL and Content-Encoding: aes128gcm are required"));
    }
    try {
      String claims = PushReceiver.claims(request.header("authorization"));
      if (!claims.contains("\"aud\":\"" + uri() + "\"")) {
        return Reply.of(plain(403, "the token is for another push service")); // RFC 8292 section 4.2
      }
      sent.add(new Sent(browser, receiver.decrypt(request.body()), claims, request.header("urgency"), request.header("topic"),
          Long.parseLong(request.header("ttl"))));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Reply.of(plain(403, String.valueOf(e.getMessage())));
    }
    return new Reply(201, Map.of("Location", uri() + "/message/" + sent.size()), ""); // RFC 8030 section 5
  }

  private static Refuse plain(int status, String body) {
    return new Refuse(status, Map.of("Content-Type", "text/plain"), body);
  }
}
