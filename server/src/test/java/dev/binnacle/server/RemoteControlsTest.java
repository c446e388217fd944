package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.binnacle.model.AlertId;
import dev.binnacle.protocol.Link;
import dev.binnacle.testkit.FakeTelegram;
import dev.binnacle.testkit.TelegramAnswers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands by Telegram, through a whole server. */
@Tag("slow")
final class RemoteControlsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TOKEN = "4711:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
  private static final long CHAT = 42;
  private static final long MARIA = 7;
  private static final long STRANGER = 99;

  @TempDir
  private Path data;

  private FakeTelegram telegram;
  private Binnacle server;
  private Link link;

  @BeforeEach
  void start() {
    telegram = new FakeTelegram(TOKEN, CHAT);
    String yaml = """
        channels:
          phone:
            type: telegram
            token: "%s"
            chat: "%d"
            api: "%s"
            users: [{ id: %d, operator: maria, may-act: true }]
        rules:
          - { name: too-hot, metric: temperature, above: 80, level: warning }
        """.formatted(TOKEN, CHAT, telegram.uri(), MARIA);
    Settings settings = SettingsFile.parse(yaml, "binnacle.yaml", name -> null);
    server = Binnacle.start(settings.withData(data).withServer(Settings.Server.DEFAULTS.withPort(0)));
    link = server.link("btc-trend");
    link.open(new Link.Receiver() {
      @Override
      public void opened() {}

      @Override
      public void received(String frame) {}

      @Override
      public void closed(String reason) {}
    });
    link.send("{\"type\":\"hello\",\"instance\":\"i1\",\"version\":1}");
  }

  @AfterEach
  void close() {
    link.close();
    server.close();
    telegram.close();
  }

  private void says(long user, String text) {
    telegram.says(user, CHAT, text, Instant.now().getEpochSecond());
  }

  private FakeTelegram.Sent answer(String containing) {
    return await().atMost(PATIENCE).until(
        () -> telegram.sent().stream().filter(one -> one.text().contains(containing)).findFirst().orElse(null),
        found -> found != null);
  }

  private static String button(FakeTelegram.Sent under, String label) {
    return Objects.requireNonNull(under.buttons().get(label), () -> "no button " + label + " under: " + under.text());
  }

  private List<String> audited(String verdict) throws Exception {
    Path file = data.resolve("audit.log");
    await().atMost(PATIENCE)
        .until(() -> Files.exists(file) && Files.readString(file).contains("\"verdict\":\"" + verdict + "\""));
    return Files.readAllLines(file);
  }

  @Test
  void statusNamesTheBotsAndAnUnknownOneIsToldWithThem() throws Exception {
    await().atMost(PATIENCE).until(() -> {
      says(MARIA, "/status");
      return telegram.sent().stream().anyMatch(one -> one.text().contains("btc-trend: online"));
    });
    says(MARIA, "/status nobody");

    assertThat(answer("There is no bot nobody").text()).contains("There are: btc-trend.");
    assertThat(audited("shown").getFirst()).contains("\"operator\":\"maria\"", "/status");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("audit.log")))).isEqualTo("rw-------");
  }

  @Test
  void strangerIsToldTheirNumberAndNothingElse() throws Exception {
    says(STRANGER, "/status");

    assertThat(answer("not among those who may ask").text()).contains("99").doesNotContain("btc-trend");
    assertThat(audited("denied").getFirst()).contains("\"operator\":null", "\"user\":99");
  }

  @Test
  void alertIsAcknowledgedOnceItIsConfirmed() throws Exception {
    temperature(1, 91.5);
    FakeTelegram.Sent told = answer("too-hot on btc-trend");
    String command = button(told, "Acknowledge");
    assertThat(command).startsWith("ack ");

    telegram.presses(MARIA, told, command);
    FakeTelegram.Sent question = answer("Really acknowledge alert");
    telegram.presses(MARIA, question, button(question, "Yes"));

    assertThat(audited("done")).anyMatch(line -> line.contains("is yours, maria") && line.contains("acknowledge alert"));
    // What is done is a moment later in the picture that the answer is taken from.
    await().atMost(PATIENCE).until(() -> {
      says(MARIA, "/alerts");
      return telegram.sent().stream().anyMatch(one -> one.text().contains("Acknowledged by maria"));
    });
    assertThat(answer("Acknowledged by maria").text()).contains(new AlertId(command.substring(4)).value());
    telegram.presses(MARIA, question, button(question, "Yes"));
    assertThat(audited("expired")).filteredOn(line -> line.contains("\"verdict\":\"done\"")).hasSize(1);
  }

  @Test
  void aSilenceEndsWithItsAlertAndSaysWhatItHid() {
    await().atMost(PATIENCE).until(() -> {
      says(MARIA, "/status");
      return telegram.sent().stream().anyMatch(one -> one.text().contains("btc-trend: online"));
    });
    says(MARIA, "/silence btc-trend 1h until-resolved the fan is changed");
    FakeTelegram.Sent question = answer("Really silence btc-trend for 1 h or until it is resolved");
    telegram.presses(MARIA, question, button(question, "Yes"));
    answer("or until it is resolved: bot btc-trend");

    temperature(1, 91.5);
    await().atMost(PATIENCE).until(() -> {
      says(MARIA, "/alerts");
      return telegram.sent().stream().anyMatch(one -> one.text().contains("Silenced. Id"));
    });
    temperature(2, 20);

    FakeTelegram.Sent ended = answer("ended: its alerts are over");
    assertThat(ended.text()).contains("Owner: maria", "Comment: the fan is changed", "Hidden: 1 notice", "Still active: none");
    assertThat(telegram.sent()).noneMatch(one -> one.text().contains("WARNING: too-hot on btc-trend"));
  }

  private void temperature(int id, double value) {
    link.send("""
        {"type":"events","id":%d,"instance":"i1","live":true,"events":[{"type":"metrics","at":"%s","values":{"temperature":%s}}]}
        """.formatted(id, Instant.now(), value));
  }

  @Test
  void whatWasSaidLongAgoIsNotDone() throws Exception {
    telegram.says(MARIA, CHAT, "/halt", Instant.now().minusSeconds(600).getEpochSecond());

    answer("Say it again if it is still meant");
    assertThat(audited("stale")).hasSize(1);
  }

  @Test
  void haltStopsTheBotAndIsReleasedAgain() throws Exception {
    says(MARIA, "/halt btc-trend");
    FakeTelegram.Sent question = answer("Really halt btc-trend");
    telegram.presses(MARIA, question, button(question, "Yes"));

    assertThat(answer("is in force").text()).contains("(stop) of bot btc-trend");
    assertThat(audited("done")).anyMatch(line -> line.contains("is in force") && line.contains("\"operator\":\"maria\""));
  }

  /** Its own alert, so that a channel whose messages arrive does not end it. */
  @Test
  void commandsThatNobodyHearsAreAnAlertOfTheirOwn() {
    telegram.target("getUpdates");
    telegram.always(TelegramAnswers.unauthorized());
    // Ends the question that Telegram holds open for as long as nobody says anything.
    says(MARIA, "/status");

    FakeTelegram.Sent told = answer("channel-broken");

    assertThat(told.text()).contains("commands/phone").doesNotContain("channel/phone");
  }
}
