package dev.binnacle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.server.Settings;
import dev.binnacle.server.SettingsFile;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DemoSettingsTest {
  private static final Map<String, String> ALL = Map.of(
      "TELEGRAM_BOT_TOKEN", "1:a", "TELEGRAM_CHAT_ID", "7", "DISCORD_WEBHOOK_URL", "https://d.example/w", "OTHER", "x");

  @Test
  void channelsOutsideAreThereWithTheirSecretsAndNeverHoldThem() {
    DemoSettings both = new DemoSettings(60, "calm", ALL);

    assertThat(both.yaml(List.of("btc-grid"), URI.create("http://127.0.0.1:9")))
        .contains("phone: { type: telegram", "desk: { type: discord", "${DEMO_TOKEN_BTC_GRID}",
            "sampling: 60s, periods-per-year: 8760")
        .doesNotContain("1:a", "d.example");
    assertThat(both.secrets()).containsOnlyKeys("TELEGRAM_BOT_TOKEN", "TELEGRAM_CHAT_ID", "DISCORD_WEBHOOK_URL");
    assertThat(new DemoSettings(60, "discord", ALL).secrets()).containsOnlyKeys("DISCORD_WEBHOOK_URL");
    assertThat(new DemoSettings(60, "telegram", Map.of("TELEGRAM_BOT_TOKEN", "1:a")).secrets()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1, 3600, 8760", "7, 514, 8765", "60, 60, 8760", "1000, 4, 7884"})
  void returnsAreOfAboutAMarketHourAtEverySpeed(double speed, int seconds, double perYear) {
    String yaml = new DemoSettings(speed, "calm", Map.of()).yaml(List.of("btc-grid"), URI.create("http://127.0.0.1:9"));

    Settings.Performance performance = SettingsFile.parse(yaml, "binnacle.yaml", name -> "1:aaaaaaaaaaaaaaaa").performance();

    assertThat(performance.sampling()).isEqualTo(Duration.ofSeconds(seconds));
    assertThat(performance.periodsPerYear()).isEqualTo(perYear);
  }

  @ParameterizedTest
  @CsvSource({"drawdown, true", "errors, true", "silent-death, true", "calm, false", "trading-day, false", "bad-config, false",
    "telegram, false", "discord, false"})
  void botsHaltByThemselvesWhereThatIsWhatIsShown(String scenario, boolean shown) {
    String yaml = new DemoSettings(60, scenario, ALL).yaml(List.of("btc-grid"), URI.create("http://127.0.0.1:9"));

    Settings settings =
        SettingsFile.parse(yaml, "binnacle.yaml", name -> name.endsWith("URL") ? "https://d.example/w" : "1:aaaaaaaaaaaaaaaa");

    assertThat(settings.alerting().monitoring().emergencyShutdown()).isEqualTo(shown);
    assertThat(settings.triggers().tiers().getFirst().percent().intValue()).isEqualTo(scenario.equals("drawdown") ? 2 : 25);
    assertThat(settings.trading().manualOrders()).isTrue();
    assertThat(settings.fleet().offlineAfter()).isEqualTo(Duration.ofSeconds(scenario.equals("silent-death") ? 15 : 60));
  }

  @Test
  void deathComesOnceAndLastsThreeMinutes() {
    SilentDeath death = new SilentDeath("btc-grid");

    assertThat(death.strikes(Duration.ofSeconds(29), () -> true)).isFalse();
    assertThat(death.keepsDown("btc-grid", Duration.ofSeconds(29))).isFalse();
    assertThat(death.strikes(Duration.ofSeconds(30), () -> true)).isTrue();
    assertThat(death.strikes(Duration.ofSeconds(32), () -> true)).isFalse();
    assertThat(death.keepsDown("btc-grid", Duration.ofSeconds(209))).isTrue();
    assertThat(death.keepsDown("btc-trend", Duration.ofSeconds(209))).isFalse();
    assertThat(death.keepsDown("btc-grid", Duration.ofSeconds(210))).isFalse();
  }

  @Test
  void deathWaitsUntilTheBotLeavesSomethingBehindButNotForEver() {
    SilentDeath death = new SilentDeath("btc-grid");
    SilentDeath patient = new SilentDeath("btc-grid");

    assertThat(death.strikes(Duration.ofSeconds(40), () -> false)).isFalse();
    assertThat(death.strikes(Duration.ofSeconds(42), () -> true)).isTrue();
    assertThat(death.keepsDown("btc-grid", Duration.ofSeconds(221))).isTrue();
    assertThat(death.keepsDown("btc-grid", Duration.ofSeconds(222))).isFalse();
    assertThat(patient.strikes(Duration.ofSeconds(89), () -> false)).isFalse();
    assertThat(patient.strikes(Duration.ofSeconds(90), () -> false)).isTrue();
  }
}
