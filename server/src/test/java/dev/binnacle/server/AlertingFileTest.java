package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.engine.rules.AlertSettings;
import dev.binnacle.model.BotId;
import dev.binnacle.model.ChannelName;
import dev.binnacle.model.Level;
import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.EventFilter;
import dev.binnacle.notify.EventKind;
import dev.binnacle.notify.Limits;
import dev.binnacle.notify.QuietHours;
import dev.binnacle.notify.Role;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AlertingFileTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "TELEGRAM_BOT_TOKEN", "123:tel-hush", "TELEGRAM_CHAT_ID", "-10042", "DISCORD_WEBHOOK_URL",
          "https://discord.com/api/webhooks/1/dis-hush", "HOOK_SECRET", "hook-hush", "BEAT", "https://hc.example.org/beat-hush");

  private static Settings parse(String yaml) {
    return SettingsFile.parse(yaml, "binnacle.yaml", ENVIRONMENT::get);
  }

  private static Settings bare(String yaml) {
    return SettingsFile.parse(yaml, "binnacle.yaml", name -> null);
  }

  private static <T extends ChannelSettings> T channel(Settings settings, String name, Class<T> type) {
    return settings.alerting().channels().stream()
        .filter(channel -> channel.name().value().equals(name))
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }

  private static List<String> names(Settings settings) {
    return settings.alerting().channels().stream().map(channel -> channel.name().value()).toList();
  }

  private static String fixture(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(AlertingFileTest.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void withoutAWordTheStockIsInForce() {
    Alerting alerting = bare("").alerting();

    assertThat(alerting.monitoring()).isEqualTo(new Alerting.Monitoring(Duration.ofSeconds(300), true));
    assertThat(alerting.thresholds().byWireName())
        .containsExactly(
            Map.entry("memory_usage_mb", 500.0), Map.entry("log_file_size_mb", 8.0),
            Map.entry("nonce_generation_rate_per_second", 1000.0), Map.entry("websocket_reconnects_per_hour", 5.0),
            Map.entry("api_error_rate_percent", 0.1), Map.entry("trading_success_rate_percent", 85.0),
            Map.entry("daily_pnl_loss_limit", -50.0), Map.entry("balance_manager_response_seconds", 2.0),
            Map.entry("websocket_latency_ms", 1000.0), Map.entry("trade_execution_time_seconds", 5.0));
    assertThat(alerting.engine().cooldowns())
        .containsEntry(Level.INFO, Duration.ofMinutes(5))
        .containsEntry(Level.WARNING, Duration.ofMinutes(10))
        .containsEntry(Level.CRITICAL, Duration.ofMinutes(30));
    assertThat(names(bare(""))).containsExactlyInAnyOrder("console", "log", "dashboard");
    assertThat(bare("").warnings()).isEmpty();
  }

  /** The exact file that the first seed shows. */
  @Test
  void aMonitoringConfigInJsonLoadsUnchanged() throws IOException {
    Settings settings = SettingsFile.parse(fixture("monitoring_config.json"), "monitoring_config.json", name -> null);

    Thresholds thresholds = settings.alerting().thresholds();
    assertThat(thresholds.of(Threshold.MEMORY_USAGE_MB)).isEqualTo(450);
    assertThat(thresholds.of(Threshold.TRADING_SUCCESS_RATE_PERCENT)).isEqualTo(88);
    assertThat(thresholds.of(Threshold.DAILY_PNL_LOSS_LIMIT)).isEqualTo(-40);
    assertThat(thresholds.of(Threshold.LOG_FILE_SIZE_MB)).isEqualTo(8);
    assertThat(settings.alerting().monitoring().healthCheckInterval()).isEqualTo(Duration.ofSeconds(300));
    assertThat(settings.server().port()).isEqualTo(8000);
    assertThat(settings.warnings()).isEmpty();
  }

  /** The exact blocks that the second seed shows. */
  @Test
  void aMonitoringBlockLoadsUnchanged() throws IOException {
    Settings settings = bare(fixture("monitoring-block.yaml"));

    ChannelSettings.Telegram telegram = channel(settings, "telegram", ChannelSettings.Telegram.class);
    assertThat(telegram.token().reveal()).isEqualTo("your_telegram_bot_token");
    assertThat(telegram.chat()).isEqualTo("your_telegram_chat_id");
    EventFilter events = telegram.policy().events();
    assertThat(events.mode(EventKind.TRADE_OPENED)).isEqualTo(EventFilter.Mode.ON);
    assertThat(events.mode(EventKind.DAILY_SUMMARY)).isEqualTo(EventFilter.Mode.ON);
    assertThat(events.mode(EventKind.WEEKLY_REPORT)).isEqualTo(EventFilter.Mode.OFF);
    assertThat(events.mode(EventKind.ALERT)).isEqualTo(EventFilter.Mode.ON);
    ChannelSettings.Discord discord = channel(settings, "discord", ChannelSettings.Discord.class);
    assertThat(discord.url().reveal()).isEqualTo("https://discord.com/api/webhooks/...");
    assertThat(discord.usual()).isEqualTo(new ChannelSettings.Discord.Look("Trading Bot", null, null));
    assertThat(settings.server().port()).isEqualTo(8501);
    assertThat(settings.server().host()).isEqualTo("localhost");
    assertThat(settings.server().refreshInterval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.warnings()).singleElement().asString().contains("monitoring.dashboard.theme does nothing");
  }

  @Test
  void whatIsEnabledWithoutAnAddressIsLookedUpInTheEnvironment() {
    Settings settings = parse("monitoring: { telegram: { enabled: true }, discord: { enabled: true } }");

    ChannelSettings.Telegram telegram = channel(settings, "telegram", ChannelSettings.Telegram.class);
    assertThat(telegram.token().reveal()).isEqualTo("123:tel-hush");
    assertThat(telegram.chat()).isEqualTo("-10042");
    assertThat(channel(settings, "discord", ChannelSettings.Discord.class).url().reveal()).endsWith("dis-hush");
    assertThat(names(parse("monitoring: { telegram: { enabled: false }, discord: { enabled: false } }")))
        .doesNotContain("telegram", "discord");
    assertThat(names(parse(""))).doesNotContain("telegram", "discord");
  }

  @Test
  void whatIsEnabledWithoutAnyAddressIsAWarningThatNamesTheKey() {
    Settings settings = bare(
        """
        monitoring:
          telegram: { enabled: true }
          discord: { enabled: true }
        alerts: { email_notifications: true, webhook_notifications: true }
        """);

    assertThat(settings.warnings()).hasSize(5);
    assertThat(String.join("\n", settings.warnings()))
        .contains("monitoring.telegram.bot-token is missing and TELEGRAM_BOT_TOKEN is not set")
        .contains("monitoring.telegram.chat-id is missing and TELEGRAM_CHAT_ID is not set")
        .contains("monitoring.discord.webhook-url is missing and DISCORD_WEBHOOK_URL is not set")
        .contains("alerts.email-notifications is on, but nobody is told this way")
        .contains("alerts.webhook-notifications is on, but nobody is told this way")
        .contains("(binnacle.yaml:4)");
    assertThat(names(settings)).containsExactlyInAnyOrder("console", "log", "dashboard");
  }

  @Test
  void theProfilesHaveTheirFigures() {
    Settings production = SettingsFile.read(Profile.PRODUCTION, name -> null);
    Settings development = SettingsFile.read(Profile.DEVELOPMENT, name -> null);

    assertThat(production.alerting().monitoring()).isEqualTo(new Alerting.Monitoring(Duration.ofSeconds(180), true));
    assertThat(production.alerting().thresholds().byWireName())
        .containsEntry("memory_usage_mb", 400.0)
        .containsEntry("trading_success_rate_percent", 90.0)
        .containsEntry("daily_pnl_loss_limit", -25.0)
        .containsEntry("api_error_rate_percent", 0.05)
        .containsEntry("log_file_size_mb", 8.0);
    assertThat(production.warnings()).hasSize(2).allMatch(warning -> warning.contains("-notifications is on"));
    assertThat(development.alerting().monitoring()).isEqualTo(new Alerting.Monitoring(Duration.ofSeconds(600), false));
    assertThat(development.alerting().thresholds().byWireName())
        .containsEntry("memory_usage_mb", 600.0)
        .containsEntry("trading_success_rate_percent", 75.0)
        .containsEntry("daily_pnl_loss_limit", -100.0)
        .containsEntry("api_error_rate_percent", 0.1);
    assertThat(development.warnings()).isEmpty();
  }

  @Test
  void aFileLiesOverTheProfileThatItNames() {
    Settings settings =
        bare("profile: production\nthresholds: { memory_usage_mb: 700 }\nmonitoring:\nbots: { a: {} }\n");

    assertThat(settings.alerting().thresholds().byWireName())
        .containsEntry("memory_usage_mb", 700.0)
        .containsEntry("daily_pnl_loss_limit", -25.0);
    assertThat(settings.alerting().monitoring().healthCheckInterval()).isEqualTo(Duration.ofSeconds(180));
    assertThat(settings.bots()).containsKey(new BotId("a"));
    assertThatThrownBy(() -> bare("profile: staging"))
        .hasMessageContaining("profile must be production or development, was \"staging\" (binnacle.yaml:1)");
  }

  @Test
  void everyKeyOfAChannelIsRead() {
    Settings settings = parse(
        """
        server: { time-zone: Europe/Berlin }
        channels:
          phone:
            type: telegram
            token: "${TELEGRAM_BOT_TOKEN}"
            chat: "${TELEGRAM_CHAT_ID}"
            topic: 7
            users: [{ id: 42, operator: ana, may-act: true }]
            events: { trade-opened: silent, trade_closed: off, order: on }
            level: warning
            bots: ["btc-*"]
            quiet-hours: { from: "22:00", until: "07:00", breaks-through: critical, treatment: held }
            pace: { most: 5, per: 1m }
            max-age: 6h
            attempts: 9
            charts: false
          desk: { type: discord, webhook-url: "${DISCORD_WEBHOOK_URL}", colour: "#e5484d", looks: { critical: { username: Siren }, trade-closed: { colour: "#00ff00" } } }
          ops: { type: webhook, url: "http://127.0.0.1:9000/hook", secret: "${HOOK_SECRET}", format: alertmanager, headers: { Authorization: "${HOOK_SECRET}" } }
          post: { type: email, host: mail.example.org, username: bot, password: "${HOOK_SECRET}", from: bots@example.org, to: me@example.org }
        """);

    ChannelSettings.Telegram phone = channel(settings, "phone", ChannelSettings.Telegram.class);
    assertThat(phone.topic()).isEqualTo(7);
    assertThat(phone.commands()).isTrue();
    assertThat(phone.users()).containsExactly(new ChannelSettings.Telegram.User(42, "ana", Role.ADMIN));
    assertThat(phone.policy().events().modes())
        .isEqualTo(Map.of(
            EventKind.TRADE_OPENED, EventFilter.Mode.SILENT, EventKind.TRADE_CLOSED, EventFilter.Mode.OFF, EventKind.ORDER,
            EventFilter.Mode.ON));
    assertThat(phone.policy().leastLevel()).isEqualTo(Level.WARNING);
    assertThat(phone.policy().bots()).containsExactly("btc-*");
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    assertThat(phone.policy().quietHours())
        .isEqualTo(new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0), berlin, Level.CRITICAL, QuietHours.Treatment.HELD));
    assertThat(phone.policy().pace()).isEqualTo(Limits.Rate.of(5, Duration.ofMinutes(1)));
    assertThat(phone.policy().maxAge()).isEqualTo(Duration.ofHours(6));
    assertThat(phone.policy().attempts()).isEqualTo(9);
    assertThat(phone.policy().charts()).isFalse();
    assertThat(phone.policy().zone()).isEqualTo(berlin);
    ChannelSettings.Discord desk = channel(settings, "desk", ChannelSettings.Discord.class);
    assertThat(desk.usual().colour()).isEqualTo(0xe5484d);
    assertThat(desk.levels()).containsOnlyKeys(Level.CRITICAL);
    assertThat(desk.events()).containsOnlyKeys(EventKind.TRADE_CLOSED);
    ChannelSettings.Webhook ops = channel(settings, "ops", ChannelSettings.Webhook.class);
    assertThat(Objects.requireNonNull(ops.signingKey()).reveal()).isEqualTo("hook-hush");
    assertThat(ops.format()).isEqualTo(ChannelSettings.Webhook.Format.ALERTMANAGER);
    ChannelSettings.Email post = channel(settings, "post", ChannelSettings.Email.class);
    assertThat(post.port()).isEqualTo(587);
    assertThat(post.to()).containsExactly("me@example.org");
    assertThat(settings.toString()).doesNotContain("hush");
  }

  @Test
  void aChannelThatIsSwitchedOffNeedsNoSecretButMayBeNamed() {
    Settings settings = bare(
        """
        channels: { phone: { enabled: false, type: telegram, token: "${NOT_SET}", chat: "${NOT_SET}" }, desk: { enabled: false, type: discord, webhook-url: "${NOT_SET}" } }
        rules: [{ name: a, metric: x, above: 1, notify: phone }]
        """);

    assertThat(names(settings)).containsExactlyInAnyOrder("console", "log", "dashboard");
  }

  @Test
  void switchesTurnWaysOfTellingOff() {
    assertThat(names(bare("alerts: { console_alerts: false, log_alerts: false }"))).containsExactly("dashboard");
    assertThat(names(bare("alerts: { enabled: false }"))).isEmpty();
    assertThat(
        names(bare("alerts: {webhook-notifications: false}\nchannels: {ops: {type: webhook, url: 'http://127.0.0.1:1/x'}}")))
        .doesNotContain("ops");
    assertThat(names(bare("channels: {log: {type: log, level: critical}}"))).contains("log");
  }

  @Test
  void everyKeyOfAlertsIsRead() {
    Settings settings = parse(
        """
        server: { time-zone: Europe/Berlin, day-start: "17:00" }
        alerts:
          cooldowns: { info: 1m, warning: 0, critical: 1h }
          flapping: { most: 4, within: 20m, rest: 2m }
          inhibit: [{ while: { rule: a }, hide: { rule: "b*" }, equal: [group] }]
          daily-summary: "18:30"
          all-clear: "09:00"
          weekly-report: fri 18:00
          heartbeat: { url: "${BEAT}", interval: 30s }
        """);

    Alerting alerting = settings.alerting();
    assertThat(alerting.engine().cooldowns())
        .containsEntry(Level.INFO, Duration.ofMinutes(1))
        .containsEntry(Level.WARNING, Duration.ZERO)
        .containsEntry(Level.CRITICAL, Duration.ofHours(1));
    assertThat(alerting.engine().flapping())
        .isEqualTo(new AlertSettings.Flapping(4, Duration.ofMinutes(20), Duration.ofMinutes(2)));
    assertThat(alerting.engine().inhibitions())
        .contains(new AlertSettings.Inhibition(Map.of("rule", "a"), Map.of("rule", "b*"), List.of("group")));
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    assertThat(alerting.timetable())
        .isEqualTo(
            new Alerting.Timetable(
                Schedule.daily(LocalTime.of(18, 30), berlin), Schedule.daily(LocalTime.of(9, 0), berlin),
                Schedule.weekly(DayOfWeek.FRIDAY, LocalTime.of(18, 0), berlin)));
    assertThat(Objects.requireNonNull(alerting.heartbeat().url()).reveal()).endsWith("beat-hush");
    assertThat(alerting.heartbeat().interval()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.toString()).doesNotContain("hush");
    assertThat(parse("alerts: { daily-summary: off, weekly-report: off }").alerting().timetable())
        .isEqualTo(new Alerting.Timetable(null, null, null));
    assertThat(parse("server: { day-start: '17:00' }").alerting().timetable().dailySummary())
        .isEqualTo(Schedule.daily(LocalTime.of(17, 0), ZoneId.of("UTC")));
  }

  /** One bad file for each rule. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock = """
          thresholds: {memory-usage: 1}                  | thresholds.memory-usage is not a key here; did you mean memory-usage-mb? (binnacle.yaml:1)
          thresholds: {memory-usage-mb: -1}              | thresholds.memory-usage-mb must be a number from 0 to 1e12, was "-1"
          thresholds: {api-error-rate-percent: 101}      | thresholds.api-error-rate-percent must be a number from 0 to 100, was "101"
          thresholds: {daily-pnl-loss-limit: 50}         | thresholds.daily-pnl-loss-limit must be the profit of a day below which to alert, a number of 0 or less such as -50, was "50"
          bots: {a: {thresholds: {memory_usage_mb: x}}}  | bots.a.thresholds.memory-usage-mb must be a number
          monitoring: {health-check-interval: 0}         | monitoring.health-check-interval must be a duration such as 30s, 5m, 24h or 7d, of at least 1s
          monitoring: {telegrm: {}}                      | monitoring.telegrm is not a key here; did you mean telegram?
          monitoring: {telegram: {enabled: true, chat: 5}} | monitoring.telegram.chat is not a key here; did you mean chat-id?
          monitoring: {telegram: {events: [trade_open]}} | monitoring.telegram.events names no kind of event: those are alert, silence-ended, halt, trade-opened
          'dashboard: {port: 1}\nmonitoring: {dashboard: {port: 2}}' | monitoring.dashboard says what dashboard says
          channels: {a: {chat: x}}                       | channels.a.type is missing: telegram, discord
          channels: {a: {type: pigeon}}                  | channels.a.type must be telegram, discord, slack, email, webhook, sms, webpush, console, log or dashboard, was "pigeon"
          channels: {a: {type: telegram, token: x}}      | channels.a.chat is missing, and TELEGRAM_CHAT_ID is not set either
          channels: {a: {type: telegram, token: '${NOPE}', chat: x}} | channels.a.token needs the environment variable NOPE, which is not set
          channels: {a: {type: discord, webhook-url: hush}} | channels.a.webhook-url must be an address that begins with https:// or http:// (binnacle.yaml:1)
          channels: {a: {type: log, events: {trade-opened: loud}}} | channels.a.events.trade-opened must be on, silent or off, was "loud"
          channels: {a: {type: log, level: panic}}       | channels.a.level must be info, warning, critical, was "panic"
          channels: {a: {type: log, quiet-hours: {from: '22:00'}}} | channels.a.quiet-hours.until is missing
          channels: {a: {type: email, host: h, from: x@y, to: [nobody]}} | channels.a.to must list one or more addresses
          channels: {a: {type: email, host: h, from: x@y, to: a@b, username: u}} | channels.a cannot be used: username and password must be given together
          channels: {a: {type: webpush}}                 | channels.a.contact is missing: mailto:me@example.org
          channels: {a: {type: webpush, contact: 'mailto:a@b', public-key: x}} | channels.a.public-key and private-key go together
          channels: {a: {type: webpush, contact: 'mailto:a@b', services: 'https://x.example/push'}} | channels.a.services must list origins such as https://push.example.org, without a path
          channels: {'a b': {type: log}}                 | channels.a b cannot be used: channel may hold letters
          channels: {a: {type: log, tokn: x}}            | channels.a.tokn is not a key here
          alerts: {cooldowns: {warn: 1m}}                | alerts.cooldowns.warn is not a key here; did you mean warning?
          alerts: {daily-summary: noon}                  | alerts.daily-summary must be off, or a time of day such as 08:00, was "noon"
          alerts: {weekly-report: '08:00'}               | alerts.weekly-report must be off, or a day and a time of day such as mon 08:00, was "08:00"
          alerts: {heartbeat: {url: hush}}               | alerts.heartbeat.url must be an address that begins with https:// or http:// (binnacle.yaml:1)
          alerts: {inhibit: [{while: {rule: a}}]}        | alerts.inhibit[0].hide is missing
          alerts: {flapping: {most: 0}}                  | alerts.flapping.most must be a whole number from 1 to 1000
          """)
  void badFileIsRefusedWithItsReason(String yaml, String message) {
    assertThatThrownBy(() -> bare(yaml.replace("\\n", "\n")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(message);
  }

  @Test
  void anAddressThatIsRefusedIsNotShown() {
    assertThatThrownBy(() -> bare("channels: {a: {type: slack, webhook-url: 'hush hush'}}"))
        .isInstanceOfSatisfying(
            SettingsException.class, e -> assertThat(String.join("", e.problems())).doesNotContain("hush"));
  }

  /** What the page shows is what the server takes. */
  @Test
  void theExampleOfTheManualLoads() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "operations", "alerts.md"));
    String example = page.substring(page.indexOf("```yaml\n") + 8, page.indexOf("\n```\n"));

    Settings settings = SettingsFile.parse(example, "alerts.md", name -> "https://example.org/" + name);

    assertThat(names(settings))
        .contains("phone", "desk", "team", "post", "ops", "alarm", "browsers", "terminal", "book", "board");
    assertThat(settings.warnings()).isEmpty();
    assertThat(settings.alerting().thresholds().byWireName()).isEqualTo(Thresholds.STOCK.byWireName());
    assertThat(settings.alerting().engine().rules().stream().map(rule -> rule.name().value()))
        .contains("slow-feed", "quiet-bot", "odd-loss")
        .doesNotContain("clock-skew");
  }

  @Test
  void groupsOfBotsAreKnownToTheEngine() {
    assertThat(bare("bots: {a: {group: crypto}, b: {}}").alerting().engine().groups())
        .isEqualTo(Map.of(new BotId("a"), "crypto"));
  }

  @Test
  void aRuleMayNotNameAChannelThatIsNotThere() {
    assertThatThrownBy(() -> bare("channels: {phone: {type: log}}\nrules:\n  - {name: a, metric: x, above: 1, notify: [phon]}\n"))
        .hasMessageContaining("rules[0].notify names phon, which is no channel; did you mean phone? (binnacle.yaml:3)");
    assertThat(new ChannelName("phone"))
        .isEqualTo(channel(bare("channels: {phone: {type: log}}"), "phone", ChannelSettings.Log.class).name());
  }

  @Test
  void whoGivesCommandsHasARoleAndTheOldWordIsTaken() {
    Settings settings = SettingsFile.parse("""
        channels:
          phone:
            type: telegram
            token: "1:a"
            chat: "5"
            users:
              - { id: 1, operator: vera }
              - { id: 2, operator: tom, role: trader }
              - { id: 3, operator: otto, role: operator }
              - { id: 4, operator: ana, may-act: true }
              - { id: 5, operator: leo, may-act: false }
        """, "b.yaml", name -> null);

    ChannelSettings.Telegram phone = settings.alerting().channels().stream()
        .filter(ChannelSettings.Telegram.class::isInstance)
        .map(ChannelSettings.Telegram.class::cast)
        .findFirst().orElseThrow();

    assertThat(phone.users()).extracting(ChannelSettings.Telegram.User::role)
        .containsExactly(Role.VIEWER, Role.TRADER, Role.OPERATOR, Role.ADMIN, Role.VIEWER);
  }

  @Test
  void aRoleIsSaidOnceAndIsOneOfTheFour() {
    assertThatThrownBy(() -> SettingsFile.parse("""
        channels:
          phone:
            type: telegram
            token: "1:a"
            chat: "5"
            users:
              - { id: 1, operator: vera, role: boss }
              - { id: 2, operator: tom, role: trader, may-act: true }
        """, "b.yaml", name -> null)).isInstanceOfSatisfying(SettingsException.class,
        e -> assertThat(String.join("\n", e.problems())).contains(
            "viewer, trader, operator, admin", "(b.yaml:7)", "says what role says", "(b.yaml:8)"));
  }
}
