package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.engine.rules.Bearing;
import dev.binnacle.engine.rules.Breaches;
import dev.binnacle.engine.rules.Condition;
import dev.binnacle.engine.rules.Escalation;
import dev.binnacle.engine.rules.Happening;
import dev.binnacle.engine.rules.NoDataPolicy;
import dev.binnacle.engine.rules.Rule;
import dev.binnacle.engine.rules.Scope;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.ChannelName;
import dev.binnacle.model.ComponentName;
import dev.binnacle.model.EventType;
import dev.binnacle.model.Health;
import dev.binnacle.model.Level;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class RuleBookTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static List<Rule> rules(String yaml) {
    return SettingsFile.parse(yaml, "binnacle.yaml", name -> null).alerting().engine().rules();
  }

  private static Rule rule(String yaml, String name) {
    return rules(yaml).stream().filter(rule -> rule.name().value().equals(name)).findFirst().orElseThrow();
  }

  private static List<String> names(String yaml) {
    return rules(yaml).stream().map(rule -> rule.name().value()).toList();
  }

  private static MetricName metric(String name) {
    return new MetricName(name);
  }

  /** The ten limits of the first seed, their sides and their levels. */
  private static Stream<Arguments> thresholds() {
    return Stream.of(
        Arguments.of("memory-usage", above("memory_usage_mb", 500, 450), Level.WARNING),
        Arguments.of("log-file-size", above("log_file_size_mb", 8, 7.2), Level.WARNING),
        Arguments.of("nonce-generation-rate", below("nonce_generation_rate_per_second", 1000, 1100), Level.CRITICAL),
        Arguments.of(
            "websocket-reconnects",
            new Condition.Rate(new Condition.Counted.Growth(metric("websocket_reconnects")), Duration.ofHours(1), 5),
            Level.WARNING),
        Arguments.of("api-error-rate", above("api_error_rate_percent", 0.1, 0.05), Level.CRITICAL),
        Arguments.of("trading-success-rate", below("trading_success_rate_percent", 85, 86.5), Level.CRITICAL),
        Arguments.of("daily-loss", below("daily_pnl", -50, -40), Level.CRITICAL),
        Arguments.of(
            "balance-manager-response",
            new Condition.ResponseTime(new ComponentName("balance_manager"), Duration.ofSeconds(2), Duration.ofMillis(1500)),
            Level.WARNING),
        Arguments.of("websocket-latency", above("websocket_latency_ms", 1000, 800), Level.WARNING),
        Arguments.of("trade-execution-time", above("trade_execution_time", 5, 4), Level.WARNING));
  }

  private static Condition above(String metric, double limit, double clear) {
    return new Condition.Threshold(metric(metric), Bearing.ABOVE, limit, clear);
  }

  private static Condition below(String metric, double limit, double clear) {
    return new Condition.Threshold(metric(metric), Bearing.BELOW, limit, clear);
  }

  @ParameterizedTest
  @MethodSource("thresholds")
  void everyThresholdIsARule(String name, Condition condition, Level level) {
    Rule rule = rule("", name);

    assertThat(rule.condition()).isEqualTo(condition);
    assertThat(rule.level()).isEqualTo(level);
    assertThat(rule.scope()).isEqualTo(Scope.EACH_BOT);
    assertThat(rule.channels()).isEmpty();
  }

  @Test
  void aBotsLimitGoesBeforeTheFleets() {
    String yaml =
        """
        thresholds: { memory-usage-mb: 600, daily-pnl-loss-limit: -10 }
        bots:
          a: { thresholds: { memory-usage-mb: 800, daily-pnl-loss-limit: -10 } }
          b: { thresholds: { memory_usage_mb: 900 } }
          c: {}
        """;

    assertThat(rule(yaml, "memory-usage").condition()).isEqualTo(above("memory_usage_mb", 600, 540));
    assertThat(rule(yaml, "memory-usage").scope()).isEqualTo(Scope.EACH_BOT.without(List.of("a", "b")));
    assertThat(rule(yaml, "memory-usage.a").condition()).isEqualTo(above("memory_usage_mb", 800, 720));
    assertThat(rule(yaml, "memory-usage.a").scope()).isEqualTo(Scope.bots("a"));
    assertThat(rule(yaml, "memory-usage.b").condition()).isEqualTo(above("memory_usage_mb", 900, 810));
    // The same limit as the fleet's needs no rule of its own.
    assertThat(names(yaml)).doesNotContain("memory-usage.c", "daily-loss.a", "daily-loss-ahead.a");
  }

  @Test
  void theLongestNameOfABotHasARuleOfItsOwnToo() {
    String longest = "b".repeat(64);

    assertThat(names("bots: { " + longest + ": { thresholds: { memory-usage-mb: 1 } } }"))
        .anyMatch(name -> name.startsWith("memory-usage.bbb") && name.length() <= 64);
  }

  @Test
  void aRuleOfTheSameNameReplacesOneOfTheStock() {
    String yaml =
        """
        bots: { a: { thresholds: { memory-usage-mb: 800 } } }
        rules:
          - { name: memory-usage, metric: memory_usage_mb, above: 1 }
          - { name: heartbeat-lost, absent: heartbeat, for: 10s }
          - { name: clock-skew, enabled: false }
          - { name: daily-loss, enabled: false }
        """;

    assertThat(rule(yaml, "memory-usage").condition())
        .isEqualTo(new Condition.Threshold(metric("memory_usage_mb"), Bearing.ABOVE, 1, null));
    assertThat(rule(yaml, "heartbeat-lost").condition())
        .isEqualTo(new Condition.Absence(new Condition.Awaited.Heartbeat(), Duration.ofSeconds(10)));
    assertThat(names(yaml)).doesNotContain("clock-skew", "daily-loss", "memory-usage.a").doesNotHaveDuplicates();
    assertThat(names(yaml)).contains("drawdown-peak");
  }

  /** Every form, with the condition that it stands for. */
  private static Stream<Arguments> forms() {
    Happening rejected = Happening.order(OrderStatus.REJECTED);
    return Stream.of(
        Arguments.of("metric: websocket_latency_ms, above: 1000, clear-below: 800", above("websocket_latency_ms", 1000, 800)),
        Arguments.of("metric: x, below: -5.5, clear_above: 1", below("x", -5.5, 1)),
        Arguments.of("metric: websocket_status, is: [closed, error]",
            new Condition.StateIs(metric("websocket_status"), Set.of("closed", "error"))),
        Arguments.of("absent: heartbeat, for: 60s", new Condition.Absence(new Condition.Awaited.Heartbeat(), MINUTE)),
        Arguments.of("absent: mark, for: 60s", new Condition.Absence(new Condition.Awaited.Marks(), MINUTE)),
        Arguments.of("absent: feed_age, for: 60",
            new Condition.Absence(new Condition.Awaited.Metric(metric("feed_age")), MINUTE)),
        Arguments.of("absent-event: trade-closed, for: 1h",
            new Condition.Absence(new Condition.Awaited.Events(Happening.any(EventType.TRADE_CLOSED)), Duration.ofHours(1))),
        Arguments.of("happened: error, severity: high, lasts: 1m",
            new Condition.Happened(Happening.error(Severity.HIGH), MINUTE, true)),
        Arguments.of("happened: error, level: info",
            new Condition.Happened(Happening.any(EventType.ERROR), Duration.ofMinutes(5), false)),
        Arguments.of("happened: custom, named: 'breaker*'",
            new Condition.Happened(new Happening(EventType.CUSTOM, null, null, "breaker*"), Duration.ofMinutes(5), false)),
        Arguments.of("count: error, above: 10, within: 1m",
            new Condition.Rate(new Condition.Counted.Events(Happening.any(EventType.ERROR), false), MINUTE, 10)),
        Arguments.of("count: order, order-status: rejected, by: symbol, above: 3, within: 1m",
            new Condition.Rate(new Condition.Counted.Events(rejected, true), MINUTE, 3)),
        Arguments.of("increase: api_errors, above: 3, within: 1m",
            new Condition.Rate(new Condition.Counted.Growth(metric("api_errors")), MINUTE, 3)),
        Arguments.of("share: order, order-status: rejected, above: 20%, within: 1m, least: 5",
            new Condition.Share(rejected, Happening.any(EventType.ORDER), MINUTE, 0.2, 5)),
        Arguments.of("repeated: trade-opened, more-than: 3, within: 1m",
            new Condition.Repeated(Happening.any(EventType.TRADE_OPENED), 3, MINUTE)),
        Arguments.of("status: [offline, error]", new Condition.StatusIs(Set.of(BotStatus.OFFLINE, BotStatus.ERROR))),
        Arguments.of("unhealthy: any", new Condition.Unhealthy(null, Health.FAILED)),
        Arguments.of("unhealthy: feed, least: degraded", new Condition.Unhealthy(new ComponentName("feed"), Health.DEGRADED)),
        Arguments.of("response-time: any, above: 2s, clear-below: 1s",
            new Condition.ResponseTime(null, Duration.ofSeconds(2), Duration.ofSeconds(1))),
        Arguments.of("drawdown: 10%, clear-below: 8%", new Condition.Drawdown(Condition.Since.PEAK, 0.1, 0.08)),
        Arguments.of("drawdown: 0.05, since: day", new Condition.Drawdown(Condition.Since.DAY, 0.05, null)),
        Arguments.of("change: equity, moves: 20%, within: 1m",
            new Condition.BalanceChange(Condition.Worth.EQUITY, Condition.Direction.EITHER, 0.2, MINUTE)),
        Arguments.of("change: balance, falls: 0.1, within: 1m",
            new Condition.BalanceChange(Condition.Worth.BALANCE, Condition.Direction.FALL, 0.1, MINUTE)),
        Arguments.of("trend: daily_pnl, below: -50, within: 20m, window: 10m, least: 5",
            new Condition.Trend(metric("daily_pnl"), Bearing.BELOW, -50, Duration.ofMinutes(20), Duration.ofMinutes(10), 5)),
        Arguments.of("anomaly: slippage_bps, score: 3.5, share-above: 30%, within: 1m, least: 5",
            new Condition.Anomaly(metric("slippage_bps"), 3.5, 0.3, MINUTE, 5)),
        Arguments.of("clock-skew: 1s", new Condition.ClockSkew(Duration.ofSeconds(1))),
        Arguments.of("gap: 60s", new Condition.Gap(MINUTE)));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void everyFormStandsForItsCondition(String form, Condition condition) {
    Rule rule = rule("rules: [{ name: mine, " + form + " }]", "mine");

    assertThat(rule.condition()).isEqualTo(condition);
    assertThat(rule.breaches()).isNull();
    assertThat(rule.holdFor()).isZero();
  }

  @Test
  void everythingBesideTheConditionIsRead() {
    Rule rule =
        rule(
            """
            channels: { phone: { type: log }, boss: { type: log } }
            rules:
              - name: slow-feed
                metric: websocket_latency_ms
                above: 1000
                breaches: 3 of 5
                for: 10s
                keep-firing-for: 1m
                level: critical
                bots: ["btc-*"]
                groups: crypto
                except: [btc-test]
                labels: { team: desk_one }
                runbook: "see here"
                message: "{subject} is slow: {value}"
                notify: [phone]
                no-data: tell
                no-data-after: 5m
                escalate: [{ after: 15m, notify: boss }]
            """,
            "slow-feed");

    assertThat(rule.breaches()).isEqualTo(new Breaches(3, 5));
    assertThat(rule.holdFor()).isEqualTo(Duration.ofSeconds(10));
    assertThat(rule.keepFiringFor()).isEqualTo(MINUTE);
    assertThat(rule.level()).isEqualTo(Level.CRITICAL);
    assertThat(rule.scope())
        .isEqualTo(new Scope(Scope.Over.EACH_BOT, List.of("btc-*"), List.of("crypto"), List.of("btc-test")));
    assertThat(rule.labels()).isEqualTo(Map.of("team", "desk_one"));
    assertThat(rule.runbook()).isEqualTo("see here");
    assertThat(rule.message()).isEqualTo("{subject} is slow: {value}");
    assertThat(rule.channels()).containsExactly(new ChannelName("phone"));
    assertThat(rule.missing()).isEqualTo(new NoDataPolicy(Duration.ofMinutes(5), NoDataPolicy.Act.TELL));
    assertThat(rule.escalation())
        .isEqualTo(new Escalation(List.of(new Escalation.Step(Duration.ofMinutes(15), List.of(new ChannelName("boss"))))));
  }

  @Test
  void anExpressionOverTheFleetAloneIsAskedOfTheFleet() {
    assertThat(rule("rules: [{name: a, when: 'bot.daily_pnl < -50.0 && bot.open_positions > 0'}]", "a").scope())
        .isEqualTo(Scope.EACH_BOT);
    assertThat(rule("rules: [{name: a, when: 'fleet.equity < 100.0'}]", "a").scope()).isEqualTo(Scope.FLEET);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock = """
          {metric: x, above: 1}                        | rules[0].name is missing
          {name: a}                                    | rules[0].name says of nothing to look for; add one of metric, absent
          {name: a b, metric: x, above: 1}             | rules[0].name must be a name of letters, digits and . _ -, was "a b"
          {name: a, metric: x}                         | rules[0].above or below is missing
          {name: a, metric: x, above: 1, below: 2}     | rules[0].above cannot stand beside below
          {name: a, metric: x, above: much}            | rules[0].above must be a number, was "much"
          {name: a, metric: x, above: 1, clear-above: 2} | rules[0].clear-above is not a key here
          {name: a, metric: x, above: 1, clear-below: 2} | rules[0].name cannot be used: clear must lie on the good side
          {name: a, metric: x, above: 1, drawdown: 1%} | rules[0].drawdown cannot stand beside metric; make two rules of it
          {name: a, absent: heartbeat}                 | rules[0].for is missing: how long nothing may be heard
          {name: a, happened: metrics}                 | rules[0].happened must be the type of a durable event
          {name: a, happened: error, severity: awful}  | rules[0].severity must be info, warning, error, high, critical, was "awful"
          {name: a, happened: error, order-status: open} | rules[0].name cannot be used: a status belongs to events of type order, not error
          {name: a, drawdown: 200%}                    | rules[0].name cannot be used: fraction
          {name: a, change: equity, within: 1h}        | rules[0].change needs one of falls, rises, moves
          {name: a, status: [asleep]}                  | rules[0].status must list online, halted, stale, error, offline, was "asleep"
          {name: a, metric: x, above: 1, level: loud}  | rules[0].level must be info, warning, critical, was "loud"
          {name: a, metric: x, above: 1, over: fleet}  | rules[0].name cannot be used: rule a: a condition of type Threshold cannot be asked of the fleet
          {name: a, metric: x, above: 1, over: server, bots: [b]} | rules[0].over cannot be used: a rule about the server must name no bots
          {name: a, metric: x, above: 1, breaches: often}   | rules[0].breaches must be some of at most 100 samples, such as 3 of 5, was "often"
          {name: a, metric: x, above: 1, breaches: 6 of 5}  | rules[0].breaches must be some of at most 100 samples, such as 3 of 5, was "6 of 5"
          {name: a, metric: x, above: 1, breaches: 9 of 101} | rules[0].breaches must be some of at most 100 samples, such as 3 of 5, was "9 of 101"
          {name: a, drawdown: 5%, breaches: 3 of 5}    | rules[0].breaches counts samples, which only metric and response-time have; leave it out
          {name: a, absent: heartbeat, for: 1m, breaches: 3 of 5} | rules[0].breaches counts samples, which only metric and response-time have
          {name: a, when: bot.x > 1.0, breaches: 3 of 5} | rules[0].breaches counts samples, which only metric and response-time have
          {name: a, metric: x, above: 1, notfy: [b]}   | rules[0].notfy is not a key here; did you mean notify?
          {name: a, metric: x, above: 1, notify: [b]}  | rules[0].notify names b, which is no channel
          {name: a, metric: x, above: 1, escalate: [{after: 1m}]} | rules[0].escalate[0].notify is missing
          {name: a, when: bot.x <}                     | rules[0].when cannot be used: mismatched input
          {name: a, when: bot.x}                       | rules[0].when cannot be used: expected type 'bool' but found 'double'
          {name: a, when: fleet.equty > 1.0}           | rules[0].when cannot be used: fleet.equty is no figure of the fleet
          """)
  void badRuleIsRefusedWithItsReason(String rule, String message) {
    assertThatThrownBy(() -> rules("rules:\n  - " + rule + "\n"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("(binnacle.yaml:2)");
  }

  @Test
  void twoRulesOfOneNameAreRefused() {
    assertThatThrownBy(() -> rules("rules:\n  - {name: a, metric: x, above: 1}\n  - {name: a, metric: x, above: 2}\n"))
        .hasMessageContaining("rules[1].name is there already at line 2")
        .hasMessageContaining("(binnacle.yaml:3)");
  }

  @Test
  void aReloadWithTheSameContentHasTheSameRules() {
    String yaml = "rules: [{name: a, when: 'bot.x > 1.0'}, {name: b, metric: x, above: 1, labels: {q: r, s: t}}]";

    assertThat(rules(yaml)).isEqualTo(rules(yaml));
    assertThat(rule(yaml, "b").hash()).isEqualTo(rule(yaml.replace("{q: r, s: t}", "{s: t, q: r}"), "b").hash());
    assertThat(rule(yaml, "b").hash()).isNotEqualTo(rule(yaml.replace("above: 1,", "above: 2,"), "b").hash());
  }

  /** The pack that the product promises: each of these must be there and say what to do. */
  @Test
  void theStockIsWhole() {
    assertThat(names(""))
        .contains(
            "heartbeat-lost", "clock-skew", "stale-market-data", "feed-silent", "order-rejects", "cancel-storm",
            "repeated-execution",
            "duplicate-order", "order-without-parent", "order-mismatch", "fill-mismatch", "position-mismatch", "orphan-orders",
            "exposure", "net-exposure", "symbol-exposure", "drawdown-day",
            "drawdown-peak", "consecutive-losses", "equity-jump", "slippage-drift", "fee-drift", "balance-mismatch",
            "execution-latency", "venue-throttles", "circuit-breaker", "telemetry-dropped", "config-refused", "channel-broken",
            "daily-loss-ahead");
    assertThat(rules("")).allSatisfy(rule -> assertThat(rule.runbook()).isNotBlank());
  }

  @Test
  void everyRuleOfTheStockHasItsPlaceInTheRunbooks() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "runbooks.md"));

    assertThat(rules(""))
        .allSatisfy(
            rule -> {
              assertThat(rule.runbook()).endsWith("/runbooks#" + rule.name());
              assertThat(page).contains("\n## " + rule.name() + "\n");
            });
  }

  /** One is all of one's own money in one symbol; the three limits lie above it, the narrower the lower. */
  @Test
  void exposuresAreLimitedAboveWhatOnesOwnMoneyBuys() {
    assertThat(rule("", "exposure").condition()).isEqualTo(above("exposure", 3, 2.5));
    assertThat(rule("", "symbol-exposure").condition()).isEqualTo(above("symbol_exposure", 1.5, 1.25));
    assertThat(rule("", "net-exposure").condition())
        .isInstanceOfSatisfying(
            Condition.Expression.class,
            expression -> assertThat(expression.text()).isEqualTo("bot.net_exposure > 2.0 || bot.net_exposure < -2.0"));
    assertThat(rule("", "net-exposure").scope()).isEqualTo(Scope.EACH_BOT);
  }

  @Test
  void threeRefusedChangesOfAConfigurationInARowAreOneTooMany() {
    assertThat(rule("", "config-refused").condition()).isEqualTo(above("config_refused", 2, 1));
  }
}
