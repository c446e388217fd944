package dev.binnacle.web.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.binnacle.model.BotId;
import dev.binnacle.web.Site;
import dev.binnacle.web.security.Role;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LinkSocketTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PATH = "/api/v1/bots/b-1/link";

  private final Site site = Site.open();
  private final String token = site.token(Role.INGEST, new BotId("b-1"));

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void framesReachTheIntakeAndAnswersComeBack() {
    Dashboard bot = Dashboard.open(site, PATH, token);

    bot.say("{\"type\":\"hello\"}");
    bot.sayInParts("{\"type\":", "\"events\"", "}");

    await().atMost(PATIENCE).until(() -> bot.texts.size() == 2);
    assertThat(bot.texts).containsExactly("{\"echo\":{\"type\":\"hello\"}}", "{\"echo\":{\"type\":\"events\"}}");
    assertThat(site.world.frames).containsExactly("b-1 {\"type\":\"hello\"}", "b-1 {\"type\":\"events\"}");
  }

  @Test
  void intakeIsToldWhenTheBotIsGone() {
    Dashboard bot = Dashboard.open(site, PATH, token);
    bot.say("1");
    await().atMost(PATIENCE).until(() -> bot.texts.size() == 1);

    bot.close();

    await().atMost(PATIENCE).until(() -> site.world.frames.contains("b-1 closed"));
  }

  @Test
  void intakeEndsALinkWithItsReasonAfterWhatItSaid() {
    Dashboard bot = Dashboard.open(site, PATH, token);
    await().atMost(PATIENCE).until(() -> site.world.links.size() == 1);

    site.world.links.getFirst().send("{\"type\":\"refused\"}");
    site.world.links.getFirst().close(1002, "hello-first");

    assertThat(bot.awaitClose()).isEqualTo(1002);
    assertThat(bot.texts).containsExactly("{\"type\":\"refused\"}");
  }

  @Test
  void linkIsForItsOwnBot() {
    assertThat(Dashboard.refusal(site, site.client, "/api/v1/bots/other/link", token)).isEqualTo(403);
    assertThat(Dashboard.refusal(site, site.client, PATH, site.token(Role.VIEWER))).isEqualTo(403);
    assertThat(Dashboard.refusal(site, site.client, PATH, "bnc_nonsense")).isEqualTo(401);
    assertThat(Dashboard.refusal(site, site.client, PATH, site.token(Role.OPERATOR))).isEqualTo(101);
  }

  @Test
  void megabyteIsOneFrameAndMoreIsTooMuch() {
    Dashboard bot = Dashboard.open(site, PATH, token);

    bot.say("\"" + "x".repeat((1 << 20) - 2) + "\"");
    await().atMost(PATIENCE).until(() -> site.world.frames.size() == 1);
    bot.say("\"" + "x".repeat(1 << 20) + "\"");

    assertThat(bot.awaitClose()).isEqualTo(1009);
    assertThat(site.world.frames.getFirst()).hasSize("b-1 ".length() + (1 << 20));
  }

  @Test
  void botThatDoesNotReadItsAnswersIsCut() throws IOException {
    try (DeafPeer bot = new DeafPeer(site, PATH, token)) {
      await().atMost(PATIENCE).until(() -> site.world.links.size() == 1);
      String frame = "x".repeat(100_000);

      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(1))
          .until(
              () -> {
                site.world.links.getFirst().send(frame);
                return site.world.frames.contains("b-1 closed");
              });
    }
    site.world.links.getFirst().send("into the void");
    site.world.links.getFirst().close(1000, "again");
  }

  @Test
  void goodByeIsSaidToBotsWhenTheServerStops() {
    Dashboard bot = Dashboard.open(site, PATH, token);
    await().atMost(PATIENCE).until(() -> site.world.links.size() == 1);

    site.server.close();

    assertThat(bot.awaitClose()).isEqualTo(1001);
    await().atMost(PATIENCE).until(() -> site.world.frames.contains("b-1 closed"));
  }
}
