package dev.binnacle.testkit;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A program that takes Binnacle's webhooks.
 *
 * <p><b>Threads:</b> thread-safe.
 */
public final class FakeHook extends FakeService {
  private final List<Taken> taken = new CopyOnWriteArrayList<>();

  /**
   * A webhook that was taken.
   *
   * @param key the same for every attempt at one message
   * @param possibleRepeat whether its header says that an earlier attempt may have arrived
   */
  public record Taken(String key, boolean possibleRepeat, String body) {}

  /** What was taken, the oldest first. */
  public List<Taken> taken() {
    return List.copyOf(taken);
  }

  /** RFC 6585 section 4, with a Retry-After of RFC 9110 section 10.2.3. */
  public static Mishap.Refuse tooManyRequests(long retryAfterSeconds) {
    return Mishap.Refuse.json(429, "{}").with("Retry-After", Long.toString(retryAfterSeconds));
  }

  /** RFC 9110 section 15.6.1. */
  public static Mishap.Refuse internalError() {
    return Mishap.Refuse.json(500, "{}");
  }

  @Override
  Reply serve(Request request) {
    taken.add(
        new Taken(request.header("idempotency-key"), request.header("x-binnacle-possible-repeat").equals("true"),
            request.text()));
    return new Reply(204, Map.of(), "");
  }
}
