package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.server.RuleTests.Report;
import dev.binnacle.server.RuleTests.Tested;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RuleTestsTest {
  private static final String HOT = """
      rules:
        - { name: hot, metric: temperature, above: 80, for: 10s, clear-below: 70 }
      """;

  @TempDir
  Path folder;

  private Report run(String yaml) throws IOException {
    return RuleTests.run(Files.writeString(folder.resolve("t.yaml"), yaml), name -> null);
  }

  /** The example of the guide, which is of the rules that ship. */
  @Test
  void theRulesThatShipPassTheirTests() {
    Report report = RuleTests.run(Path.of("../examples/rule-tests/stock-rules-test.yaml"), name -> null);

    assertThat(report.tests()).hasSizeGreaterThanOrEqualTo(10);
    assertThat(report.tests().stream().flatMap(test -> test.differences().stream())).isEmpty();
  }

  @Test
  void whatIsAsExpectedDiffersInNothing() throws IOException {
    Report report = run(HOT + """
        tests:
          - name: heat that lasts
            rules: hot
            bots: { oven: { metrics: { temperature: 60*5 90*20 60*5 } } }
            expect:
              - { at: 4s, alerts: [] }
              - { at: 8s, alerts: [{ rule: hot, bot: oven, state: pending }] }
              - { at: 15s, alerts: [{ rule: hot, bot: oven, level: warning, value: 90 }] }
              - { at: 25s, alerts: [{ rule: hot, bot: oven, state: resolved }] }
            notices:
              - { at: 15s, rule: hot, bot: oven }
              - { at: 25s..26s, kind: resolved, rule: hot }
        """);

    assertThat(report.failed()).isZero();
    assertThat(report.tests()).extracting(Tested::name).containsExactly("heat that lasts");
  }

  @Test
  void countedSamplesAreTestedAsTheyAreJudged() throws IOException {
    Report report = run("""
        rules:
          - { name: hot-often, metric: temperature, above: 80, clear-below: 70, breaches: 3 of 5 }
        tests:
          - name: heat that comes and goes
            rules: hot-often
            bots: { oven: { metrics: { temperature: 60*3 90 60 90 60 90 75*5 60*5 } } }
            expect:
              - { at: 6s, alerts: [] }
              - { at: 7s, alerts: [{ rule: hot-often, bot: oven, value: 90 }] }
              - { at: 14s, alerts: [{ rule: hot-often, bot: oven }] }
              - { at: 15s, alerts: [{ rule: hot-often, bot: oven, state: resolved }] }
            notices:
              - { at: 7s, rule: hot-often, bot: oven }
              - { at: 15s, kind: resolved, rule: hot-often }
        """);

    assertThat(report.tests().getFirst().differences()).isEmpty();
  }

  @Test
  void eachDifferenceSaysWhereItIsExpectedAndWhatWasSoInstead() throws IOException {
    Report report = run(HOT + """
        tests:
          - name: heat that lasts
            rules: hot
            bots: { oven: { metrics: { temperature: 90*30 } } }
            expect:
              - at: 5s
                alerts:
                  - { rule: hot, bot: oven }
              - at: 20s
                alerts: []
            notices: []
        """);

    assertThat(report.failed()).isEqualTo(1);
    assertThat(report.tests().getFirst().line()).isEqualTo(4);
    assertThat(report.tests().getFirst().differences()).hasSize(3).satisfiesExactly(
        pending -> {
          assertThat(pending.line()).isEqualTo(10);
          assertThat(pending.at()).isEqualTo(Duration.ofSeconds(5));
          assertThat(pending.what()).startsWith("expected hot of oven to be firing; it is pending");
        },
        told -> {
          assertThat(told.at()).isEqualTo(Duration.ofSeconds(10));
          assertThat(told.what()).startsWith("people are told firing, hot of oven");
        },
        firing -> {
          assertThat(firing.line()).isEqualTo(11);
          assertThat(firing.what()).startsWith("hot of oven is firing, which was not expected");
        });
  }

  @Test
  void anAlertThatNeverBeganSaysWhatWasFound() throws IOException {
    Report report = run(HOT + """
        tests:
          - name: no heat
            rules: hot
            bots: { oven: { metrics: { temperature: 60*30 } } }
            expect: [{ at: 20s, alerts: [{ rule: hot, bot: oven }] }]
            notices: [{ at: 10s..15s, rule: hot }]
        """);

    assertThat(report.tests().getFirst().differences()).extracting(RuleTests.Difference::what)
        .anySatisfy(what -> assertThat(what).contains("there is none"))
        .anySatisfy(what -> assertThat(what).contains("they were not"));
  }

  @Test
  void theSettingsThatAreNamedNeedNoSecrets() throws IOException {
    Files.writeString(folder.resolve("b.yaml"), """
        channels: { phone: { type: telegram, token: "${NOT_SET}", chat: "1" } }
        rules: [{ name: cold, metric: temperature, below: 0, notify: phone }]
        """);

    Report report = run("""
        settings: b.yaml
        tests:
          - name: frost
            rules: cold
            bots: { oven: { metrics: { temperature: 5*5 -5*5 } } }
            expect: [{ at: 9s, alerts: [{ rule: cold, bot: oven }] }]
        """);

    assertThat(report.failed()).isZero();
  }

  @Test
  void eventsAreReadAsBotsSendThem() throws IOException {
    Report report = run("""
        rules: [{ name: errors, count: error, above: 2, within: 1m }]
        tests:
          - name: three errors
            rules: errors
            bots:
              oven:
                events: [{ at: 1s, times: 3, every: 2s, type: error, error: OrderRejected, message: no funds }]
            expect:
              - { at: 4s, alerts: [] }
              - { at: 6s, alerts: [{ rule: errors, bot: oven }] }
        """);

    assertThat(report.tests().getFirst().differences()).isEmpty();
  }

  @Test
  void allThatIsWrongIsNamedWithItsLine() {
    assertThatThrownBy(() -> run(HOT + """
        tests:
          - name: wrong
            rules: hott
            bots:
              oven:
                metrics: { temperature: 1..5 }
                events: [{ at: 1s, type: error, mesage: x }]
            expect:
              - { at: soon, alerts: [{ rule: cold, bot: oven, state: burning }] }
            surprise: 1
        """)).isInstanceOfSatisfying(SettingsException.class, e -> assertThat(String.join("\n", e.problems())).contains(
        "did you mean hot? (t.yaml:5)", "say in how many readings", "is no event", "must be a time since",
        "is cold, which is no rule", "must be pending, firing", "surprise", "(t.yaml:12)"));
  }

  @Test
  void aTestThatExpectsNothingIsRefused() {
    assertThatThrownBy(() -> run("tests: [{ name: nothing }]\n")).isInstanceOfSatisfying(
        SettingsException.class, e -> assertThat(e.problems()).singleElement().asString().contains("expect is missing"));
    assertThatThrownBy(() -> run("tests: []\n")).isInstanceOfSatisfying(
        SettingsException.class, e -> assertThat(e.problems()).isEqualTo(List.of(
            "tests is missing: what happens, and what is expected of it (t.yaml:1)")));
  }
}
