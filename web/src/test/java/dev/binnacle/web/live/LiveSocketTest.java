package dev.binnacle.web.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.binnacle.engine.fleet.BotSnapshot;
import dev.binnacle.model.BotStatus;
import dev.binnacle.web.Site;
import dev.binnacle.web.Worlds;
import dev.binnacle.web.live.Announcements.Announcement;
import dev.binnacle.web.security.Role;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@Tag("slow")
final class LiveSocketTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Announcement.Happened TRADE = new Announcement.Happened(Worlds.TREND, Worlds.tradeClosed());

  private Site site = Site.open(LiveSettings.DEFAULT.withRefreshInterval(Duration.ofMillis(50)));
  private String viewer = site.token(Role.VIEWER);

  @AfterEach
  void close() {
    site.close();
  }

  private void reopen(LiveSettings settings) {
    site.close();
    site = Site.open(settings);
    viewer = site.token(Role.VIEWER);
  }

  private static LiveSettings pinging(long millis) {
    LiveSettings all = LiveSettings.DEFAULT;
    return new LiveSettings(
        all.refreshInterval(), Duration.ofMillis(millis), all.stallLimit(), all.mostBytesInFlight(), all.mostLive(),
        all.mostLinks(), all.mostLinkFrameBytes());
  }

  private Dashboard open() {
    return Dashboard.open(site, "/ws", viewer);
  }

  private Dashboard follow(String topics, int intervalMillis) {
    Dashboard dashboard = open();
    dashboard.await("metrics_update");
    return dashboard.say("{\"type\": \"subscribe\", \"topics\": %s, \"interval_ms\": %d}".formatted(topics, intervalMillis));
  }

  @Test
  void withoutAWordThePlainMessageComesAtOnceAndAfterEveryChange() {
    Dashboard dashboard = open();

    JsonNode first = dashboard.await("metrics_update");
    site.world.publish(Worlds.named("btc-trend"));
    JsonNode second =
        dashboard.await("metrics_update", message -> message.path("system_status").path("status").asString().equals("online"));

    assertThat(first.path("timestamp").doubleValue()).isEqualTo(1_767_614_400);
    assertThat(first.path("metrics").path("memory_usage_mb").doubleValue()).isEqualTo(312.5);
    assertThat(first.path("alerts").isArray()).isTrue();
    assertThat(first.path("system_status").path("status").asString()).isEqualTo("offline");
    assertThat(second.path("system_status").path("message").asString()).isEqualTo("1 of 1 bots online");
  }

  @Test
  void subscriberGetsTheFleetAndTheBotAsTheApiGivesThem() {
    Dashboard dashboard = follow("[\"fleet\", \"bot/btc-trend\"]", 50);

    JsonNode fleet = dashboard.await("fleet_update").path("fleet");
    JsonNode bot = dashboard.await("bot_update");

    assertThat(fleet).isEqualTo(Site.json(site.get("/api/v1/fleet", viewer)));
    assertThat(bot.path("bot").asString()).isEqualTo("btc-trend");
    assertThat(bot.path("state")).isEqualTo(Site.json(site.get("/api/v1/bots/btc-trend", viewer)));
  }

  @Test
  void newSubscriptionReplacesTheOneBefore() {
    Dashboard dashboard = follow("[\"bot/btc-trend\"]", 50);
    dashboard.await("bot_update");
    dashboard.say("{\"type\": \"subscribe\", \"topics\": [\"bot/other\"]}");
    site.world.publish(Worlds.known(), Worlds.named("other"));
    dashboard.await("bot_update", message -> message.path("bot").asString().equals("other"));
    int before = dashboard.messages("bot_update").size();

    // From here on the new subscription is known to hold: what was under way when it came may still have arrived.
    dashboard.say("{\"type\": \"subscribe\", \"topics\": [\"bot/other\", \"fleet\"]}");
    site.world.publish(Worlds.known(), Worlds.named("other"), Worlds.named("third"));

    dashboard.await("fleet_update", message -> message.path("fleet").path("bots").size() == 3);
    assertThat(dashboard.messages("bot_update").stream().skip(before).map(message -> message.path("bot").asString()))
        .doesNotContain("btc-trend");
  }

  @Test
  void botThatHasNotChangedIsNotSentAgain() {
    BotSnapshot same = Worlds.known();
    site.world.publish(same);
    Dashboard dashboard = follow("[\"fleet\", \"bot/btc-trend\"]", 50);
    dashboard.await("bot_update");
    long index = site.world.fleet.index();

    site.world.publish(same, Worlds.silent());
    dashboard.await("fleet_update", message -> message.path("fleet").path("index").longValue() == index + 1);
    site.world.publish(Worlds.known(), Worlds.silent());

    await().atMost(PATIENCE).until(() -> dashboard.messages("bot_update").size() == 2);
    dashboard.await("fleet_update", message -> message.path("fleet").path("index").longValue() == index + 2);
    assertThat(dashboard.messages("bot_update")).hasSize(2);
  }

  @Test
  void botThatAppearsLaterIsFollowedFromThenOn() {
    Dashboard dashboard = follow("[\"bot/late\"]", 50);

    site.world.publish(Worlds.known(), Worlds.named("late"));

    assertThat(dashboard.await("bot_update").path("bot").asString()).isEqualTo("late");
  }

  @Test
  void manyChangesWithinAnIntervalAreOneStateAndTheNewest() {
    Dashboard dashboard = follow("[\"fleet\"]", 300);
    dashboard.await("fleet_update");
    int before = dashboard.messages("fleet_update").size();

    for (int i = 0; i < 500; i++) {
      site.world.publish(Worlds.known());
    }

    long last = site.world.fleet.index();
    dashboard.await("fleet_update", message -> message.path("fleet").path("index").longValue() == last);
    assertThat(dashboard.messages("fleet_update").size() - before).isLessThan(50);
  }

  @Test
  void whatHappensIsToldAtOnceWhateverTheInterval() {
    Dashboard dashboard = follow("[\"fleet\"]", 3_600_000);
    dashboard.await("fleet_update");

    site.world.announce(TRADE);
    site.world.announce(new Announcement.Happened(Worlds.TREND, Worlds.positionUpdate()));
    site.world.announce(new Announcement.Happened(Worlds.TREND, Worlds.error()));
    site.world
        .announce(new Announcement.StatusChanged(Worlds.TREND, Worlds.NOW, BotStatus.ONLINE, BotStatus.STALE, "silent for 12 s"));

    JsonNode trade = dashboard.await("trade_update");
    assertThat(trade.path("bot").asString()).isEqualTo("btc-trend");
    assertThat(trade.path("trade").path("net").asString()).isEqualTo("498.8");
    assertThat(trade.path("trade").path("opened_at").asString()).isEqualTo("2026-01-05T11:00:00Z");
    assertThat(dashboard.await("position_update").path("position").path("quantity").asString()).isEqualTo("1.84");
    assertThat(dashboard.await("error_update").path("error").path("error").asString()).isEqualTo("RiskViolation");
    assertThat(dashboard.await("status_update").path("status").asString()).isEqualTo("stale");
  }

  @Test
  void configurationIsToldAtOnceWithALineForPeople() {
    Dashboard dashboard = open();
    dashboard.await("metrics_update");

    site.world.announce(new Announcement.Happened(Worlds.TREND, Worlds.configUpdate()));

    JsonNode update = dashboard.await("config_update");
    JsonNode config = update.path("config");
    assertThat(update.path("bot").asString()).isEqualTo("btc-trend");
    assertThat(update.path("timestamp").isNumber()).isTrue();
    assertThat(config.path("event").asString()).isEqualTo("accepted");
    assertThat(config.path("version").asInt()).isEqualTo(8);
    assertThat(config.path("who").asString()).isEqualTo("anna");
    assertThat(config.path("changes").get(0).path("name").asString()).isEqualTo("risk.stop");
    assertThat(config.path("changes").get(0).path("before").asInt()).isEqualTo(8);
    assertThat(config.path("changes").get(1).path("before").isNull()).isTrue();
    assertThat(config.path("line").asString()).isEqualTo("risk.stop: 8 → 10, note: <b>calm</b> (new)");
  }

  @Test
  void whoAsksForNothingHearsOfTradesAndPositionsOnly() {
    Dashboard dashboard = open();
    dashboard.await("metrics_update");

    site.world.announce(new Announcement.Happened(Worlds.TREND, Worlds.error()));
    site.world.announce(new Announcement.StatusChanged(Worlds.TREND, Worlds.NOW, BotStatus.ONLINE, BotStatus.STALE, "silent"));
    site.world.announce(TRADE);
    site.world.announce(new Announcement.Happened(Worlds.TREND, Worlds.positionUpdate()));

    dashboard.await("position_update");
    assertThat(dashboard.messages("trade_update")).hasSize(1);
    assertThat(dashboard.messages("error_update")).isEmpty();
    assertThat(dashboard.messages("status_update")).isEmpty();
  }

  @Test
  void whoFollowsOneBotHearsNothingOfOthers() {
    Dashboard dashboard = follow("[\"bot/btc-trend\"]", 50);
    dashboard.await("bot_update");

    site.world.announce(new Announcement.Happened(Worlds.SILENT, Worlds.tradeClosed()));
    site.world.announce(TRADE);

    dashboard.await("trade_update");
    assertThat(dashboard.messages("trade_update")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rubbish|syntax",
        "{}|word",
        "[]|word",
        "{\"type\": \"dance\"}|word",
        "{\"type\": \"subscribe\"}|size",
        "{\"type\": \"subscribe\", \"topics\": []}|size",
        "{\"type\": \"subscribe\", \"topics\": \"fleet\"}|size",
        "{\"type\": \"subscribe\", \"topics\": [\"sea\"]}|word",
        "{\"type\": \"subscribe\", \"topics\": [7]}|word",
        "{\"type\": \"subscribe\", \"topics\": [\"bot/a b\"]}|characters",
        "{\"type\": \"subscribe\", \"topics\": [\"fleet\"], \"interval_ms\": 49}|range",
        "{\"type\": \"subscribe\", \"topics\": [\"fleet\"], \"interval_ms\": \"50\"}|range",
        "{\"type\": \"subscribe\", \"topics\": [\"fleet\"], \"interval_ms\": 1e9}|range",
        "{\"type\": \"pong\"} {}|syntax"
      })
  void whatIsNotUnderstoodIsToldAndChangesNothing(String words, String rule) {
    Dashboard dashboard = open();
    dashboard.await("metrics_update");

    dashboard.say(words);

    JsonNode problem = dashboard.await("problem");
    assertThat(problem.path("rule").asString()).isEqualTo(rule);
    assertThat(problem.path("message").asString()).isNotBlank();
    site.world.announce(TRADE);
    dashboard.await("trade_update");
  }

  @Test
  void whoIsNeverUnderstoodIsShownOut() {
    Dashboard dashboard = open();
    for (int i = 0; i < 21; i++) {
      dashboard.say("rubbish " + i);
    }

    assertThat(dashboard.awaitClose()).isEqualTo(1008);
  }

  @Test
  void longWordClosesTheSocket() {
    Dashboard dashboard = open();

    // The part that is too much is the last one: whatever followed would meet a closed connection, whose reset may overtake the reason.
    dashboard.sayInParts("{\"type\": \"", "x".repeat(5_000), "x".repeat(5_000));

    assertThat(dashboard.awaitClose()).isEqualTo(1009);
  }

  @Test
  void bytesCloseTheSocket() {
    Dashboard dashboard = open();

    dashboard.sayBytes(new byte[10]);

    assertThat(dashboard.awaitClose()).isEqualTo(1003);
  }

  @Test
  void textThatIsNotUtf8ClosesTheSocket() throws IOException {
    try (DeafPeer peer = new DeafPeer(site, "/ws", viewer)) {
      peer.send(new byte[] {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, (byte) 0xc3, (byte) 0x28});

      peer.readToTheEnd();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0x01, 0x7f, 0x83, 0xf1, 0xff})
  void framesThatAreNoneCloseTheSocket(int firstByte) throws IOException {
    try (DeafPeer peer = new DeafPeer(site, "/ws", viewer)) {
      byte[] rubbish = new byte[400];
      Arrays.fill(rubbish, (byte) firstByte);
      peer.send(rubbish);

      peer.readToTheEnd();
    }
    assertThat(open().await("metrics_update")).isNotNull();
  }

  @Test
  void pingComesAndWhoOnlyListensIsKept() {
    reopen(pinging(1_000));
    Dashboard dashboard = open();

    // The library of this client answers the protocol's own pings, as all do; the client itself says nothing.
    await().atMost(PATIENCE).until(() -> dashboard.messages("ping").size() >= 4);

    assertThat(dashboard.isGone()).isFalse();
    assertThat(dashboard.messages("ping").getFirst().path("timestamp").isNumber()).isTrue();
  }

  @Test
  void whoAnswersNoPingIsCut() throws IOException {
    reopen(pinging(100));
    try (DeafPeer peer = new DeafPeer(site, "/ws", viewer)) {
      peer.readToTheEnd();
    }

    await().atMost(PATIENCE).until(() -> site.get("/api/v1/system", viewer).body().contains("\"live\":0"));
  }

  @Test
  void anyWordIsASignOfLife() throws IOException {
    reopen(pinging(1_000));
    try (DeafPeer peer = new DeafPeer(site, "/ws", viewer)) {
      for (int i = 0; i < 4; i++) {
        assertThat(peer.readUntil("\"type\":\"ping\"")).isTrue();
        peer.say("{\"type\": \"pong\"}");
      }
    }
  }

  @Test
  void socketEndsWithTheTokenThatOpenedIt() {
    reopen(pinging(100));
    Dashboard dashboard = open();
    dashboard.await("metrics_update");

    site.server.tokens().revoke(site.server.tokens().list().getFirst().id());

    assertThat(dashboard.awaitClose()).isEqualTo(1008);
  }

  @Test
  void numberOfSocketsIsBounded() {
    LiveSettings all = LiveSettings.DEFAULT;
    reopen(new LiveSettings(all.refreshInterval(), all.pingInterval(), all.stallLimit(), all.mostBytesInFlight(), 2, 1,
        all.mostLinkFrameBytes()));
    List<Dashboard> two = List.of(open(), open());
    two.forEach(dashboard -> dashboard.await("metrics_update"));

    assertThat(Dashboard.refusal(site, site.client, "/ws", viewer)).isEqualTo(503);

    two.getFirst().close();
    await().atMost(PATIENCE).until(() -> Dashboard.refusal(site, site.client, "/ws", viewer) == 101);
  }

  @Test
  void goodByeIsSaidWhenTheServerStops() {
    Dashboard dashboard = open();
    dashboard.await("metrics_update");

    site.server.close();

    assertThat(dashboard.awaitClose()).isEqualTo(1001);
  }

  @Test
  void openSocketsAreCounted() {
    Dashboard dashboard = open();
    dashboard.await("metrics_update");

    JsonNode sockets = Site.json(site.get("/api/v1/system", viewer)).path("sockets");

    assertThat(sockets.path("live").longValue()).isEqualTo(1);
    assertThat(sockets.path("frames_sent").longValue()).isPositive();
  }

  @Test
  void emptyFleetIsAStateToo() {
    site.world.publish(Worlds.empty());

    JsonNode fleet = follow("[\"fleet\"]", 50).await("fleet_update").path("fleet");

    assertThat(fleet.path("bots").isEmpty()).isTrue();
    assertThat(fleet.path("equity").isNull()).isTrue();
  }
}
