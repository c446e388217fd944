package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.engine.rules.Rule;
import dev.binnacle.model.Problem;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RuleTextTest {
  private static final String OWN = """
      channels: { ops: { type: log } }
      rules:
        - { name: slow, metric: websocket_latency_ms, above: 1000, clear-below: 800, for: 10s, level: warning, notify: [ops],
            labels: { team: "on", "a b": "x: y" }, bots: ["btc-*"], except: [btc-old], message: "it's \\"slow\\"\\n{value}",
            no-data-after: 5m, no-data: tell, escalate: [{ after: 15m, notify: [ops] }] }
        - { name: fleet-loss, when: "fleet.daily_pnl < -50.5", keep-firing-for: 90s, level: critical }
        - { name: odd, when: 'bot.status == "offline" && bot.open_orders > 0.0', level: info, groups: [crypto] }
        - { name: no-fills, absent-event: trade-closed, for: 1d }
        - { name: no-feed, absent: market_data_age_seconds, for: 1500ms }
        - { name: often, metric: websocket_latency_ms, above: 1000, breaches: 3 of 5 }
        - { name: down-often, metric: websocket_status, is: [closed, error], breaches: 2 of 2, for: 5s }
        - { name: answers-often, response-time: any, above: 2s, clear-below: 1s, breaches: 10 of 100 }
        - { name: risen, change: balance, rises: 12.5%, within: 2h }
      """;

  private static List<Rule> rules(String yaml) {
    return SettingsFile.parse(yaml, "binnacle.yaml", name -> null).alerting().engine().rules();
  }

  private static Stream<Rule> rules() {
    return rules(OWN).stream();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void aRuleIsReadFromItsTextAsTheSameRule(Rule rule) {
    Set<String> taken = Set.of(rule.name().value());
    String yaml = "channels: { ops: { type: log } }\nrules:\n" + RuleText.of(rule);

    List<Rule> read = rules(yaml).stream().filter(each -> taken.contains(each.name().value())).toList();

    assertThat(read).as(yaml).singleElement().satisfies(again -> assertThat(again).as(yaml).isEqualTo(rule));
  }

  @Test
  void aTextIsWhatAPersonWouldWrite() {
    assertThat(
        RuleText.of(rules(OWN).stream().filter(rule -> rule.name().value().equals("memory-usage")).findFirst().orElseThrow()))
        .startsWith(
            "- name: memory-usage\n  metric: memory_usage_mb\n  above: 500\n  clear-below: 450\n  for: 1m\n  level: warning\n");
  }

  @Test
  void aDraftThatIsWrongNamesThePlacesInIt() {
    RuleDraft draft =
        RuleDraft.read("- name: slow\n  metric: latency\n  above: much\n  levl: warning\n  notify: phone\n", Set.of());

    assertThat(draft).isInstanceOf(RuleDraft.Broken.class);
    assertThat(((RuleDraft.Broken) draft).problems().stream().map(Problem::pointer).collect(Collectors.toSet()))
        .contains("/above", "/levl");
  }

  @Test
  void aDraftThatIsNoYamlSaysWhere() {
    assertThat(RuleDraft.read("name: [", Set.of())).isInstanceOfSatisfying(
        RuleDraft.Broken.class, broken -> assertThat(broken.problems().getFirst().message()).contains("line 1"));
  }
}
