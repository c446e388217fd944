package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.binnacle.model.Health;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class OutgoingHeartbeatTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger status = new AtomicInteger(200);
  private HttpServer watcher;

  @BeforeEach
  void open() throws IOException {
    watcher = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    watcher.createContext("/beat-hush", exchange -> {
      asked.incrementAndGet();
      exchange.getResponseHeaders().add("Location", "/beat-hush/elsewhere");
      exchange.sendResponseHeaders(status.get(), -1);
      exchange.close();
    });
    watcher.start();
  }

  @AfterEach
  void close() {
    watcher.stop(0);
  }

  private Secret url() {
    return new Secret("http://127.0.0.1:" + watcher.getAddress().getPort() + "/beat-hush");
  }

  @Test
  void theWatcherIsCalled() {
    try (OutgoingHeartbeat heartbeat = new OutgoingHeartbeat(InstantSource.system())) {
      heartbeat.beat(url());
      await().atMost(PATIENCE).until(() -> heartbeat.state().calls() == 1);

      assertThat(asked).hasValue(1);
      assertThat(heartbeat.state().failures()).isZero();
      assertThat(heartbeat.state().heard()).isNotNull();
    }
  }

  @Test
  void aRedirectIsAFailureAndIsNotFollowed() {
    status.set(302);
    try (OutgoingHeartbeat heartbeat = new OutgoingHeartbeat(InstantSource.system())) {
      heartbeat.beat(url());
      await().atMost(PATIENCE).until(() -> heartbeat.state().calls() == 1);

      assertThat(asked).hasValue(1);
      assertThat(heartbeat.state().message()).isEqualTo("the watcher answered 302");
    }
  }

  @Test
  void aWatcherThatIsGoneIsToldWithoutItsAddressAndTriedAgain() {
    Secret gone = url();
    watcher.stop(0);
    try (OutgoingHeartbeat heartbeat = new OutgoingHeartbeat(InstantSource.system())) {
      heartbeat.beat(gone);
      await().atMost(PATIENCE).until(() -> heartbeat.state().calls() == 1);
      await().atMost(PATIENCE).until(() -> {
        heartbeat.beat(gone);
        return heartbeat.state().failures() >= 2;
      });

      assertThat(heartbeat.state().toString()).contains("was not reached").doesNotContain("hush").doesNotContain("127.0.0.1");
      assertThat(heartbeat.probe().look().health()).isEqualTo(Health.DEGRADED);
    }
  }
}
