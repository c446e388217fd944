package dev.binnacle.web.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.binnacle.engine.fleet.BotSnapshot;
import dev.binnacle.model.Event;
import dev.binnacle.model.Severity;
import dev.binnacle.web.Site;
import dev.binnacle.web.Worlds;
import dev.binnacle.web.live.Announcements.Announcement;
import dev.binnacle.web.security.Role;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A dashboard that does not read, beside one that does. */
@Tag("slow")
final class SlowSocketTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int BOUND = 256 * 1024;

  /** Of 3 kB each. A batch may be heard before the server notes that it has left; two are still within the bound. */
  private static final int BATCH = 30;

  private Site site = Site.open(settings(Duration.ofSeconds(4)));
  private final String follow = "{\"type\": \"subscribe\", \"topics\": [\"fleet\"], \"interval_ms\": 50}";

  @AfterEach
  void close() {
    site.close();
  }

  private static LiveSettings settings(Duration stallLimit) {
    LiveSettings all = LiveSettings.DEFAULT;
    return new LiveSettings(all.refreshInterval(), Duration.ofMinutes(1), stallLimit, BOUND, all.mostLive(), all.mostLinks(),
        all.mostLinkFrameBytes());
  }

  private JsonNode sockets() {
    return Site.json(site.get("/api/v1/system", site.token(Role.VIEWER))).path("sockets");
  }

  private static Announcement error(int number) {
    return new Announcement.Happened(
        Worlds.TREND, new Event.ErrorRaised(Worlds.NOW, "Error" + number, "x".repeat(3_000), Severity.WARNING, null));
  }

  private int announce(int first, int count) {
    for (int i = first; i < first + count; i++) {
      site.world.announce(error(i));
    }
    return first + count;
  }

  private static void awaitErrors(Dashboard dashboard, int count) {
    await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1))
        .until(() -> dashboard.texts.stream().filter(text -> text.contains("error_update")).count() == count);
  }

  /** About 400 kB in one message. */
  private static BotSnapshot[] largeFleet() {
    return IntStream.range(0, 150).mapToObj(i -> Worlds.named("bot-" + i)).toArray(BotSnapshot[]::new);
  }

  @Test
  void peerThatNeverReadsIsCutAndHarmsNobody() throws IOException {
    BotSnapshot[] fleet = largeFleet();
    String viewer = site.token(Role.VIEWER);
    Dashboard healthy = Dashboard.open(site, "/ws", viewer);
    healthy.await("metrics_update");
    healthy.say(follow);
    try (DeafPeer deaf = new DeafPeer(site, "/ws", viewer)) {
      deaf.say(follow);
      await().atMost(PATIENCE).until(() -> sockets().path("live").longValue() == 2);

      // Each turn makes a state of some 400 kB, so that no kernel's buffers hide for long that the peer does not read.
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(20))
          .until(
              () -> {
                site.world.publish(fleet);
                return sockets().path("cut").longValue() == 1;
              });
    }

    await().atMost(PATIENCE).until(() -> sockets().path("live").longValue() == 1);
    assertThat(healthy.isGone()).isFalse();
    site.world.publish(fleet);
    long last = site.world.fleet.index();
    healthy.await("fleet_update", message -> message.path("fleet").path("index").longValue() == last);
  }

  @Test
  void healthyPeerHearsEverythingInOrderWhileAnotherIsDeaf() throws IOException {
    String viewer = site.token(Role.VIEWER);
    Dashboard healthy = Dashboard.open(site, "/ws", viewer);
    healthy.await("metrics_update");
    healthy.say(follow);
    healthy.await("fleet_update");
    int number = 0;
    try (DeafPeer deaf = new DeafPeer(site, "/ws", viewer)) {
      deaf.say(follow);
      await().atMost(PATIENCE).until(() -> sockets().path("live").longValue() == 2);

      // The kernel's buffers are filled by bytes, of which 60 MB are more than any has.
      while (sockets().path("frames_dropped").longValue() == 0 && number < 20_000) {
        number = announce(number, BATCH);
        awaitErrors(healthy, number);
      }
      assertThat(sockets().path("frames_dropped").longValue()).isPositive();

      // The cut comes by time. This ended with a number of announcements once, which a quick machine made before it was time.
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (sockets().path("cut").longValue() == 0 && System.nanoTime() < deadline) {
        number = announce(number, 1);
        awaitErrors(healthy, number);
        LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
      }
    }

    assertThat(sockets().path("cut").longValue()).isEqualTo(1);
    assertThat(healthy.messages("error_update").stream().map(message -> message.path("error").path("error").asString()))
        .containsExactlyElementsOf(IntStream.range(0, number).mapToObj(i -> "Error" + i).toList());
    assertThat(healthy.messages("resync")).isEmpty();
  }

  @Test
  void whoFallsBehindIsToldToLookAgainAndGetsTheNewestState() throws IOException {
    site.close();
    site = Site.open(settings(Duration.ofMinutes(5)));
    String viewer = site.token(Role.VIEWER);
    try (DeafPeer slow = new DeafPeer(site, "/ws", viewer)) {
      slow.say(follow);
      assertThat(slow.readUntil("fleet_update")).isTrue();

      for (int number = 0; sockets().path("frames_dropped").longValue() == 0 && number < 50_000; number += 50) {
        for (int i = 0; i < 50; i++) {
          site.world.announce(error(number + i));
        }
      }
      long dropped = sockets().path("frames_dropped").longValue();
      site.world.publish(Worlds.named("after-the-gap"));

      assertThat(dropped).isPositive();
      assertThat(slow.readUntil("\"type\":\"resync\"")).isTrue();
      assertThat(slow.readUntil("after-the-gap")).isTrue();
    }
  }

  @Test
  void whatWaitsForADeafPeerIsBounded() throws IOException {
    site.close();
    site = Site.open(settings(Duration.ofMinutes(5)));
    try (DeafPeer deaf = new DeafPeer(site, "/ws", site.token(Role.VIEWER))) {
      deaf.say(follow);
      await().atMost(PATIENCE).until(() -> sockets().path("live").longValue() == 1);
      long sentBefore = -1;
      long sent = 0;
      // 30 MB are announced; what the kernel does not take is dropped beyond the bound.
      for (int i = 0; i < 10_000; i++) {
        site.world.announce(error(i));
        if (i % 1_000 == 999) {
          LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
          sentBefore = sent;
          sent = sockets().path("frames_sent").longValue();
        }
      }

      await().atMost(PATIENCE).until(() -> sockets().path("frames_dropped").longValue() > 1_000);
      assertThat(sent - sentBefore).isLessThan(1_000);
    }
  }
}
