package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.model.ChannelName;
import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.Role;
import dev.binnacle.server.TelegramSetup.Found;
import dev.binnacle.testkit.FakeTelegram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TelegramSetupTest {
  private static final long ANA = 11;
  private static final long GROUP = -1001;
  private static final ChannelName PHONE = new ChannelName("phone");
  private static final Found DESK = new Found(GROUP, "Desk", true, ANA, "Ana");
  private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");

  private final FakeTelegram telegram = new FakeTelegram("7000001:secret", ANA, GROUP);
  private final TelegramSetup setup = new TelegramSetup(telegram.uri(), "7000001:secret", InstantSource.fixed(NOW));

  @AfterEach
  void close() {
    setup.close();
    telegram.close();
  }

  @Test
  void findsOutWhoWritesFromWhereAndSendsAWordOfTrialThere() throws InterruptedException {
    telegram.says(ANA, GROUP, "/start", NOW.getEpochSecond());

    assertThat(setup.bot()).isEqualTo("binnacle_bot");
    Optional<Found> found = setup.await(Duration.ofSeconds(60));
    String problem = setup.greet(found.orElseThrow().chat(), "ana");

    assertThat(found).get().satisfies(where -> {
      assertThat(where.chat()).isEqualTo(GROUP);
      assertThat(where.user()).isEqualTo(ANA);
      assertThat(where.isGroup()).isTrue();
    });
    assertThat(problem).isNull();
    assertThat(telegram.sent()).singleElement().satisfies(sent -> {
      assertThat(sent.chat()).isEqualTo(GROUP);
      assertThat(sent.text()).contains("test message");
    });
  }

  @Test
  void whatItSaysToPutIntoTheSettingsIsRead() {
    String yaml = TelegramSetup.settings(PHONE, new Found(GROUP, "Desk", true, ANA, "Ana"), "ana");

    Settings settings = SettingsFile.parse(yaml, "b.yaml", name -> name.equals("TELEGRAM_BOT_TOKEN") ? "7000001:secret" : null);

    assertThat(settings.alerting().channels())
        .filteredOn(ChannelSettings.Telegram.class::isInstance)
        .singleElement()
        .isInstanceOfSatisfying(ChannelSettings.Telegram.class, phone -> {
          assertThat(phone.chat()).isEqualTo("-1001");
          assertThat(phone.users()).isEqualTo(List.of(new ChannelSettings.Telegram.User(ANA, "ana", Role.OPERATOR)));
        });
  }

  @Test
  void writesItIntoAFileThatKeepsItsCommentsAndHasNoToken(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("binnacle.yaml");
    Files.writeString(file, """
        # The desk's own.
        server:
          port: 8123   # behind the proxy
        channels:
          hook: { type: webhook, url: "${HOOK}" }
        """);

    setup.write(file, PHONE, DESK, "ana", Map.of("HOOK", "https://desk.example/hook")::get);

    String text = Files.readString(file);
    assertThat(text).contains("# The desk's own.", "# behind the proxy", "${HOOK}", "${TELEGRAM_BOT_TOKEN}")
        .doesNotContain("secret");
    Settings settings =
        SettingsFile.read(file, Map.of("HOOK", "https://desk.example/hook", "TELEGRAM_BOT_TOKEN", "7000001:secret")::get);
    assertThat(settings.alerting().channelNames()).extracting(ChannelName::value).contains("hook", "phone");
  }

  @Test
  void makesTheFileWhereThereIsNone(@TempDir Path folder) {
    Path file = folder.resolve("binnacle.yaml");

    setup.write(file, PHONE, DESK, "ana", name -> null);

    Settings settings = SettingsFile.read(file, Map.of("TELEGRAM_BOT_TOKEN", "7000001:secret")::get);
    assertThat(settings.alerting().channelNames()).extracting(ChannelName::value).contains("phone");
  }

  @Test
  void leavesAFileAloneThatHasTheChannelOrIsBad(@TempDir Path folder) throws IOException {
    Path taken =
        Files.writeString(folder.resolve("taken.yaml"), "channels:\n  phone: { type: webhook, url: \"https://a.example/\" }\n");
    Path bad = Files.writeString(folder.resolve("bad.yaml"), "server:\n  prot: 1\n");

    assertThatThrownBy(() -> setup.write(taken, PHONE, DESK, "ana", name -> null))
        .isInstanceOf(IllegalStateException.class).hasMessageContaining("has a channel phone already");
    assertThatThrownBy(() -> setup.write(bad, PHONE, DESK, "ana", name -> null))
        .isInstanceOf(IllegalStateException.class).hasMessageContaining("prot");

    assertThat(taken).content().doesNotContain("telegram");
    assertThat(bad).hasContent("server:\n  prot: 1\n");
  }

  @Test
  void aTokenThatIsWrongIsNeverSaid() {
    try (TelegramSetup wrong = new TelegramSetup(telegram.uri(), "7000001:wrong", InstantSource.fixed(NOW))) {
      assertThatThrownBy(wrong::bot).isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Telegram says").hasMessageNotContaining("wrong");
    }
    assertThatThrownBy(() -> new TelegramSetup(telegram.uri(), "no token", InstantSource.fixed(NOW)))
        .isInstanceOf(IllegalArgumentException.class).hasMessageNotContaining("no token");
  }

  @Test
  void aChatThatIsNotThereSaysWhy() throws InterruptedException {
    assertThat(setup.greet(999, "ana")).isNotBlank();
  }
}
