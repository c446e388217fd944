package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.model.BotId;
import dev.binnacle.model.InstancePolicy;
import dev.binnacle.model.Level;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingsFileTest {
  private static Settings parse(String yaml) {
    return SettingsFile.parse(yaml, "binnacle.yaml", Map.of("TREND_TOKEN", "s3cret")::get);
  }

  @Test
  void emptyFileMeansEveryDefault() {
    assertThat(parse("")).isEqualTo(Settings.DEFAULTS);
    assertThat(parse("server:\nbots:\n")).isEqualTo(Settings.DEFAULTS);
  }

  @Test
  void everyKeyIsRead() {
    Settings settings = parse(
        """
        server: { host: 0.0.0.0, port: 9000, public-url: 'https://watch.example.org', allowed-hosts: [watch.example.org], time-zone: Europe/Berlin, day-start: "17:00", session-secret: abc, config-root: /etc/bots }
        dashboard: { enabled: false, refresh-interval: 5 }
        storage: { data: /var/lib/binnacle, retention: { journal: 1d, events: 2d, samples: 3h, minutes: 4d, hours: 5d } }
        fleet: { stale-after: 10s, offline-after: 2m, most-bots: 5 }
        performance: { sampling: 1h, periods-per-year: 8760, risk-free-rate: 0.02 }
        bots:
          btc_trend:
            instances: shards
            token: "${TREND_TOKEN}"
            config:
              file: trend.yaml
              schema: trend.schema.json
              rules:
                - { assert: "low < high", message: "low must be below high" }
                - when: "on"
                  assert: "low > 0.0"
              market: { time-zone: America/New_York, open: "09:30", close: "16:00", days: [mon, friday], holidays: [2026-12-25] }
        """);

    assertThat(settings.server().host()).isEqualTo("0.0.0.0");
    assertThat(settings.server().port()).isEqualTo(9000);
    assertThat(settings.server().publicUrl()).hasToString("https://watch.example.org");
    assertThat(settings.server().allowedHosts()).containsExactly("watch.example.org");
    assertThat(settings.server().timeZone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    assertThat(settings.server().dayStart()).isEqualTo(LocalTime.of(17, 0));
    assertThat(settings.server().dashboard()).isFalse();
    assertThat(settings.server().refreshInterval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.server().sessionSecret()).isNotNull().extracting(Secret::reveal).isEqualTo("abc");
    assertThat(settings.data()).isEqualTo(Path.of("/var/lib/binnacle"));
    assertThat(settings.retention())
        .isEqualTo(new Settings.Retention(
            Duration.ofDays(1), Duration.ofDays(2), Duration.ofHours(3), Duration.ofDays(4), Duration.ofDays(5)));
    assertThat(settings.fleet()).isEqualTo(new Settings.Fleet(Duration.ofSeconds(10), Duration.ofMinutes(2), 5));
    assertThat(settings.performance()).isEqualTo(new Settings.Performance(Duration.ofHours(1), 8760, 0.02));
    Settings.Bot bot = Objects.requireNonNull(settings.bots().get(new BotId("btc_trend")));
    assertThat(bot.instances()).isEqualTo(InstancePolicy.SHARDS);
    assertThat(bot.token()).isNotNull().extracting(Secret::reveal).isEqualTo("s3cret");
    assertThat(settings.server().configRoot()).isEqualTo(Path.of("/etc/bots"));
    assertThat(bot.config())
        .isEqualTo(
            new Settings.Config(
                Path.of("trend.yaml"), Path.of("trend.schema.json"),
                List.of(
                    new Settings.Rule("low < high", "low must be below high", 14),
                    new Settings.Rule("!(on) || (low > 0.0)", "it must hold that !(on) || (low > 0.0)", 15)),
                new MarketHours(
                    ZoneId.of("America/New_York"), Set.of(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), LocalTime.of(9, 30),
                    LocalTime.of(16, 0), Set.of(LocalDate.of(2026, 12, 25)))));
  }

  @Test
  void howATrialIsJudgedCanBeSetForABotThatKeepsItsOwnFile() {
    Settings settings = parse("bots: {a: {config: {canary: {errors: 0, loss_percent: 2.5, alerts: critical}}}, b: {}}");

    Settings.Bot own = Objects.requireNonNull(settings.bots().get(new BotId("a")));
    assertThat(own.config()).isNull();
    assertThat(own.canary()).isEqualTo(new Settings.Canary(0, new BigDecimal("2.5"), Level.CRITICAL));
    assertThat(Objects.requireNonNull(settings.bots().get(new BotId("b"))).canary())
        .isEqualTo(new Settings.Canary(3, BigDecimal.ONE, Level.WARNING));
  }

  @Test
  void aJudgeThatAllowsAnyLossIsRefused() {
    assertThatThrownBy(() -> parse("bots: {a: {config: {canary: {loss-percent: 101, patience: 3}}}}"))
        .hasMessageContaining(
            "bots.a.config.canary.loss-percent must be a number above 0 and up to 100, such as 1.0, was \"101\"")
        .hasMessageContaining("bots.a.config.canary.patience is not a key here");
  }

  @Test
  void jsonIsReadAsWell() {
    assertThat(parse("{\"server\": {\"port\": 8123}}").server().port()).isEqualTo(8123);
  }

  @Test
  void portOfTheDashboardSectionIsTheServersUnlessThatHasItsOwn() {
    assertThat(parse("dashboard: {port: 8501}").server().port()).isEqualTo(8501);
    assertThat(parse("dashboard: {port: 8501}\nserver: {port: 8600}").server().port()).isEqualTo(8600);
  }

  @Test
  void periodsInAYearFollowFromTheSampling() {
    assertThat(parse("performance: {sampling: 1h}").performance().periodsPerYear()).isEqualTo(24 * 365);
  }

  @Test
  void underscoresAndDashesAreTheSameKey() {
    assertThat(parse("server: {day_start: '01:00'}").server().dayStart()).isEqualTo(LocalTime.of(1, 0));
    assertThatThrownBy(() -> parse("server:\n  day_start: '01:00'\n  day-start: '02:00'\n"))
        .hasMessageContaining("server.day-start is there already at line 2")
        .hasMessageContaining("binnacle.yaml:3");
  }

  /** One bad file for each rule: what is told names the place, the value, the rule and the line. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock = """
          server: {prot: 1}                      | server.prot is not a key here; did you mean port? (binnacle.yaml:1)
          zebra: 1                               | zebra is not a key here; known are
          server: {port: 70000}                  | server.port must be a whole number from 0 to 65535, was "70000" (binnacle.yaml:1)
          server: {port: many}                   | server.port must be a whole number from 0 to 65535, was "many"
          server: {time-zone: Mars/Olympus}      | server.time-zone must be a time zone such as UTC or Europe/Berlin, was "Mars/Olympus"
          server: {day-start: noon}              | server.day-start must be a time of day such as 00:00, was "noon"
          server: {public-url: 'ftp://x'}        | server.public-url must be an address such as https://watch.example.org, was "ftp://x"
          server: {allowed-hosts: a}             | server.allowed-hosts must be a list
          server: [1]                            | server must be a mapping of keys to values
          dashboard: {enabled: perhaps}          | dashboard.enabled must be true or false, was "perhaps"
          dashboard: {refresh-interval: 1ms}     | dashboard.refresh-interval must be a duration such as 30s, 5m, 24h or 7d, of at least 50ms, was "1ms"
          fleet: {stale-after: soon}             | fleet.stale-after must be a duration
          fleet: {stale-after: 60s, offline-after: 30s} | fleet.offline-after must be longer than stale-after (60s), was 30s
          performance: {sampling: weekly}        | performance.sampling must be daily, or a duration of whole seconds from 1s to 366d, was "weekly"
          performance: {sampling: 3600ms}        | performance.sampling must be daily, or a duration of whole seconds from 1s to 366d, was "3600ms"
          performance: {sampling: 367d}          | performance.sampling must be daily, or a duration of whole seconds from 1s to 366d, was "367d"
          performance: {risk-free-rate: 7}       | performance.risk-free-rate must be a number from -0.5 to 0.5, was "7"
          bots: {'a b': {}}                      | bots.a b is no name for a bot
          bots: {a: {instances: many}}           | bots.a.instances must be single or shards, was "many"
          bots: {a: {token: '${NOT_SET}'}}       | bots.a.token needs the environment variable NOT_SET, which is not set
          bots: {a: {config: {}}}                | bots.a.config.file is missing
          bots: {a: {config: {file: x, rules: [{message: y}]}}} | bots.a.config.rules[0].assert is missing
          bots: {a: {config: {file: x, market: LSE}}} | bots.a.config.market must be 24/7, NYSE, NSE, or a section with open and close, was "LSE"
          bots: {a: {config: {file: x, rules: y}}} | bots.a.config.rules must be a list
          bots: {a: {config: {file: x, market: {open: '09:00'}}}} | bots.a.config.market.close is missing
          bots: {a: {config: {file: x, market: {open: '9', close: '16:00', days: [xy], holidays: [soon]}}}} | bots.a.config.market.days must list days such as mon, was "xy"
          bots: {a: {tokken: x}}                 | bots.a.tokken is not a key here; did you mean token?
          server: {port: 1, port: 2}             | port
          'server: ['                            | is not valid YAML
          """)
  void badFileIsRefusedWithItsReason(String yaml, String message) {
    assertThatThrownBy(() -> parse(yaml)).isInstanceOf(SettingsException.class).hasMessageContaining(message);
  }

  @Test
  void allProblemsAreToldAtOnce() {
    assertThatThrownBy(() -> parse("server:\n  port: -1\n  hots: x\nfleet: {most-bots: 0}\n"))
        .isInstanceOfSatisfying(SettingsException.class, e -> assertThat(e.problems()).hasSize(3));
  }

  @Test
  void secretsAreNotPrinted() {
    assertThat(parse("bots: {a: {token: hush-hush}}").toString()).doesNotContain("hush-hush").contains("<secret>");
  }
}
