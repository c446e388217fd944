package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.engine.rules.AlertSettings;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingsChangeTest {
  private static final String BOT = "bots: { a: { instances: single, token: old-token, config: { file: a.yaml } } }";

  private static Settings parse(String yaml) {
    return SettingsFile.parse(yaml, "binnacle.yaml", name -> null);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "server: { host: 0.0.0.0 }                       |                     | server.host",
    "server: { port: 9000 }                          |                     | server.port",
    "server: { public-url: 'https://a.example' }     |                     | server.public-url",
    "server: { allowed-hosts: [a.example] }          |                     | server.allowed-hosts",
    // What is told, and when, speaks of the new day at once; figures do with the next start.
    "server: { time-zone: Europe/Berlin } | alerts.daily-summary,alerts.weekly-report,channels.console,channels.dashboard,channels.log | server.time-zone",
    "server: { day-start: '17:00' }                  | alerts.daily-summary | server.day-start",
    "server: { session-secret: abc }                 |                     | server.session-secret",
    "server: { config-root: bots }                   |                     | server.config-root",
    "dashboard: { enabled: false }                   |                     | dashboard.enabled",
    "dashboard: { refresh-interval: 2s }             |                     | dashboard.refresh-interval",
    "storage: { data: elsewhere }                    |                     | storage.data",
    "storage: { retention: { journal: 1d } }         |                     | storage.retention.journal",
    "storage: { retention: { events: 1d } }          |                     | storage.retention.events",
    "storage: { retention: { hours: 1d } } |                  | storage.retention.hours",
    "storage: { retention: { minutes: 1d } }         |                     | storage.retention.minutes",
    "fleet: { stale-after: 5s }                      | fleet.stale-after   |",
    "fleet: { offline-after: 90s }                   | fleet.offline-after |",
    "fleet: { most-bots: 5 }                         | fleet.most-bots     |",
    "performance: { risk-free-rate: 0.02 }           |                     | performance.risk-free-rate",
    "performance: { periods-per-year: 252 }          |                     | performance.periods-per-year",
    "performance: { sampling: 1h, periods-per-year: 365 } |                | performance.sampling",
    "bots: { b: { } }                                | bots.b              |",
    "bots: { b: { config: { file: b.yaml } } }       | bots.b,bots.b.config |",
    "monitoring: { health-check-interval: 60s }      | monitoring.health-check-interval |",
    "monitoring: { enable_emergency_shutdown: false } | monitoring.enable-emergency-shutdown |",
    "triggers: { memory: { samples: 5 } }            | triggers            |",
    "triggers: { memory: { samples: 3, factor: 2 } } |                     |",
    "thresholds: { memory-usage-mb: 1 }              | thresholds,rules.memory-usage |",
    "thresholds: { memory-usage-mb: 500 }            | thresholds          |",
    "alerts: { cooldowns: { info: 1m } }             | alerts.cooldowns    |",
    "alerts: { cooldowns: { info: 5m } }             |                     |",
    "alerts: { flapping: { most: 9 } }               | alerts.flapping     |",
    "alerts: { inhibit: [{ while: { rule: a }, hide: { rule: b } }] } | alerts.inhibit |",
    "alerts: { enabled: false }                      | alerts.enabled,channels.console,channels.dashboard,channels.log |",
    "alerts: { console-alerts: false }               | alerts.console-alerts,channels.console |",
    "alerts: { log-alerts: false }                   | alerts.log-alerts,channels.log |",
    "alerts: { email-notifications: true }           | alerts.email-notifications |",
    "alerts: { webhook-notifications: true }         | alerts.webhook-notifications |",
    "alerts: { daily-summary: '18:00' }              | alerts.daily-summary |",
    "alerts: { weekly-report: off }                  | alerts.weekly-report |",
    "alerts: { all-clear: '09:00' }                  | alerts.all-clear    |",
    "alerts: { heartbeat: { url: 'https://a.example', interval: 5s } } | alerts.heartbeat.url,alerts.heartbeat.interval |",
    "channels: { ops: { type: webhook, url: 'https://a.example' } } | channels.ops |",
    "rules: [{ name: mine, metric: x, above: 1 }]    | rules.mine          |",
    "rules: [{ name: clock-skew, enabled: false }]   | rules.clock-skew    |",
    "bots: { b: { commands: { webhook: { url: 'https://a.example' } } } } | bots.b,bots.b.commands.webhook |",
    "trading: { max-messages: 3 }                    | trading             |",
    "bots: { b: { group: g } }                       | bots.b,bots.b.group |",
    "bots: { b: { thresholds: { memory-usage-mb: 1 } } } | rules.memory-usage,rules.memory-usage.b,bots.b,bots.b.thresholds |",
    "fleet: { stale-after: 5s, most-bots: 7 }        | fleet.stale-after,fleet.most-bots |",
  })
  void whatDiffersFromTheDefaultsIsNamedOnItsSide(String yaml, @Nullable String hot, @Nullable String restart) {
    SettingsChange change = SettingsChange.between(Settings.DEFAULTS, parse(yaml));

    assertThat(change.hot()).containsExactlyElementsOf(keys(hot));
    assertThat(change.restart()).containsExactlyElementsOf(keys(restart));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "bots: { a: { instances: shards, token: old-token, config: { file: a.yaml } } } | bots.a.instances",
    "bots: { a: { instances: single, token: new-token, config: { file: a.yaml } } } | bots.a.token",
    "bots: { a: { instances: single, token: old-token, config: { file: b.yaml } } } | bots.a.config",
    "bots: { a: { instances: single, token: old-token, config: { file: a.yaml } } } |",
    "bots: { }                                      | bots.a,bots.a.instances,bots.a.token,bots.a.config",
  })
  void allOfABotIsHot(String yaml, @Nullable String hot) {
    SettingsChange change = SettingsChange.between(parse(BOT), parse(yaml));

    assertThat(change.hot()).containsExactlyElementsOf(keys(hot));
    assertThat(change.restart()).isEmpty();
  }

  @Test
  void aTokenThatChangedIsNamedAndNotShown() {
    String before = "channels: { ops: { type: slack, webhook-url: 'https://a.example/old-hush' } }";

    SettingsChange change = SettingsChange.between(parse(before), parse(before.replace("old-hush", "new-hush")));

    assertThat(change).hasToString("SettingsChange[hot=[channels.ops], restart=[]]");
    assertThat(SettingsChange.between(parse(before), parse(before + "\n# a remark")).hot()).isEmpty();
  }

  /** A setting that is added to the records must be put on one of the two sides. */
  @Test
  void everySettingIsAPart() {
    long values =
        Stream.of(
            Settings.Server.class, Settings.Fleet.class, Settings.Performance.class, Settings.Retention.class,
            Alerting.Monitoring.class, Alerting.Switches.class, Alerting.Timetable.class, Alerting.Heartbeat.class)
            .mapToLong(type -> type.getRecordComponents().length)
            .sum();
    List<String> whole = Arrays.stream(Settings.class.getRecordComponents()).map(RecordComponent::getName).toList();

    List<String> alerting = Arrays.stream(Alerting.class.getRecordComponents()).map(RecordComponent::getName).toList();
    List<String> engine = Arrays.stream(AlertSettings.class.getRecordComponents()).map(RecordComponent::getName).toList();

    // Warnings follow from the rest.
    assertThat(whole)
        .containsExactly(
            "server", "data", "fleet", "performance", "retention", "exchanges", "reconciling", "trading", "bots", "alerting",
            "triggers",
            "warnings");
    assertThat(alerting)
        .containsExactly("monitoring", "thresholds", "switches", "timetable", "heartbeat", "engine", "channels", "channelNames",
            "ruleLines");
    // What names there are and where a rule stands in the file is no setting. Rules and groups are told by their names, bounds and jump are not set.
    assertThat(engine)
        .containsExactly("rules", "cooldowns", "flapping", "inhibitions", "groups", "bounds", "jump");
    // The administrator's token is in no file; the data folder, the exchanges, reconciliation, trading, the thresholds, the triggers,
    // cooldowns, flapping and inhibitions are no part of these records.
    assertThat(SettingsChange.PARTS).hasSize((int) values - 1 + 9);
    assertThat(SettingsChange.PARTS.stream().map(SettingsChange.Part::key)).doesNotHaveDuplicates();
  }

  private static List<String> keys(@Nullable String said) {
    return said == null ? List.of() : List.of(said.split(","));
  }
}
