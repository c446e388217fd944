package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;

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
    "server: { time-zone: Europe/Berlin }            |                     | server.time-zone",
    "server: { day-start: '17:00' }                  |                     | server.day-start",
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

  /** A setting that is added to the records must be put on one of the two sides. */
  @Test
  void everySettingIsAPart() {
    long values =
        Stream.of(Settings.Server.class, Settings.Fleet.class, Settings.Performance.class, Settings.Retention.class)
            .mapToLong(type -> type.getRecordComponents().length)
            .sum();
    List<String> whole = Arrays.stream(Settings.class.getRecordComponents()).map(RecordComponent::getName).toList();

    assertThat(whole).containsExactly("server", "data", "fleet", "performance", "retention", "bots");
    // The administrator's token is in no file; the data folder is no part of a section's record.
    assertThat(SettingsChange.PARTS).hasSize((int) values - 1 + 1);
    assertThat(SettingsChange.PARTS.stream().map(SettingsChange.Part::key)).doesNotHaveDuplicates();
  }

  private static List<String> keys(@Nullable String said) {
    return said == null ? List.of() : List.of(said.split(","));
  }
}
