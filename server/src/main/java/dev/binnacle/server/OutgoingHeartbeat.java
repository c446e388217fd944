package dev.binnacle.server;

import dev.binnacle.model.Health;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the address of an outside watcher, with GET, following no redirect. One call at a time: while one is under way others are left
 * out and counted. The address is never logged.
 *
 * <p><b>Threads:</b> thread-safe; calls go out on virtual threads.
 */
final class OutgoingHeartbeat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OutgoingHeartbeat.class);
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(LIMIT).followRedirects(HttpClient.Redirect.NEVER).build();
  private final InstantSource clock;
  private final AtomicBoolean underWay = new AtomicBoolean();
  private final AtomicLong leftOut = new AtomicLong();
  private volatile State state = new State(null, "no call was made yet", 0, 0);

  /**
   * @param heard when the watcher answered last; null if it never did
   * @param message how the last call went
   * @param failures failed calls in a row
   */
  record State(@Nullable Instant heard, String message, long calls, long failures) {}

  OutgoingHeartbeat(InstantSource clock) {
    this.clock = clock;
  }

  void beat(Secret url) {
    if (!underWay.compareAndSet(false, true)) {
      leftOut.incrementAndGet();
      return;
    }
    Thread.ofVirtual().name("heartbeat").start(() -> {
      try {
        note(call(url));
      } finally {
        underWay.set(false);
      }
    });
  }

  /** Empty when all went well. */
  private String call(Secret url) {
    try {
      HttpRequest request = HttpRequest.newBuilder(URI.create(url.reveal())).timeout(LIMIT).GET().build();
      int status = client.send(request, BodyHandlers.discarding()).statusCode();
      return status / 100 == 2 ? "" : "the watcher answered " + status;
    } catch (IOException e) {
      return "the watcher was not reached: " + e.getClass().getSimpleName();
    } catch (IllegalArgumentException e) {
      return "the address cannot be called";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "the call was broken off";
    }
  }

  private void note(String failure) {
    State before = state;
    if (failure.isEmpty()) {
      state = new State(clock.instant(), "the watcher was told", before.calls + 1, 0);
      return;
    }
    state = new State(before.heard, failure, before.calls + 1, before.failures + 1);
    if (before.failures == 0) {
      LOG.warn("the heartbeat of alerts.heartbeat.url failed: {}; it is tried again at each interval", failure);
    }
  }

  State state() {
    return state;
  }

  /** Calls that were due while another was still under way. */
  long leftOut() {
    return leftOut.get();
  }

  /** A watcher that cannot be reached makes the server degraded, no more: it goes on being told. */
  HealthProbe probe() {
    return new ServerProbes.Probe("heartbeat", () -> {
      State now = state;
      return new HealthProbe.Finding(now.failures == 0 ? Health.HEALTHY : Health.DEGRADED, now.message, List.of());
    });
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
