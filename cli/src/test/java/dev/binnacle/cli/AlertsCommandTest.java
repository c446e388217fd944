package dev.binnacle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class AlertsCommandTest {
  @TempDir
  Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return command.execute(args);
  }

  @Test
  void checksTheRulesOfAFileWithoutAServer() throws Exception {
    Path good = Files.writeString(folder.resolve("good.yaml"), "rules: [ { name: hot, metric: temperature, above: 80 } ]\n");

    assertThat(run("alerts", "rules", "check", good.toString())).as(err.toString()).isZero();

    assertThat(out.toString()).contains("good.yaml is valid: 1 rule of its own");
  }

  @Test
  void namesAllThatIsWrongWithItsLine() throws Exception {
    Path bad = Files.writeString(
        folder.resolve("bad.yaml"),
        "rules:\n  - { name: hot, metric: temperature, above: much }\n  - { name: cold, metrc: x, below: 1 }\n");

    assertThat(run("alerts", "rules", "check", bad.toString())).isEqualTo(1);

    assertThat(out.toString()).contains("(bad.yaml:2)", "(bad.yaml:3)", "problems");
  }

  @Test
  void matchersAreLabelsWithValues() {
    assertThat(AlertActs.Silence.matcher(List.of("bot=btc-trend", "rule=a=b"))).containsEntry("bot", "btc-trend")
        .containsEntry("rule", "a=b");
    assertThatThrownBy(() -> AlertActs.Silence.matcher(List.of("btc-trend"))).hasMessageContaining("must be LABEL=VALUE");
    assertThatThrownBy(() -> AlertActs.Silence.matcher(List.of("bot=a", "bot=b"))).hasMessageContaining("named twice");
  }

  @Test
  void aSilenceWithoutAnEndIsWrongUsage() {
    assertThat(run("alerts", "silence", "bot=btc-trend")).isEqualTo(2);

    assertThat(err.toString()).contains("--for");
  }

  @Test
  void retryWantsOneOrAll() {
    assertThat(run("notify", "retry")).isEqualTo(1);

    assertThat(err.toString()).contains("--all-dead");
  }

  @Test
  void testsOfRulesFailWithWhatDiffers() throws Exception {
    Path tests = Files.writeString(folder.resolve("t.yaml"), """
        rules: [{ name: hot, metric: temperature, above: 80 }]
        tests:
          - name: heat
            rules: hot
            bots: { oven: { metrics: { temperature: 90*5 } } }
            expect:
              - { at: 3s, alerts: [] }
        """);

    assertThat(run("alerts", "rules", "test", tests.toString())).as(err.toString()).isEqualTo(1);

    assertThat(out.toString()).contains(
        "FAILED  heat  (" + tests + ":3)", tests + ":7  at 3s: hot of oven is firing, which was not expected",
        "1 test, 1 failed");
  }

  @Test
  void testsOfRulesSayAsJsonWhatCameOfThem() throws Exception {
    Path good = Files.writeString(folder.resolve("good.yaml"), """
        rules: [{ name: hot, metric: temperature, above: 80 }]
        tests:
          - name: heat
            rules: hot
            bots: { oven: { metrics: { temperature: 90*5 } } }
            expect: [{ at: 3s, alerts: [{ rule: hot, bot: oven }] }]
        """);
    Path unusable = Files.writeString(folder.resolve("bad.yaml"), "tests: 1\n");

    assertThat(run("alerts", "rules", "test", good.toString(), "--json")).as(err.toString()).isZero();
    tools.jackson.databind.JsonNode report = ApiClient.JSON.readTree(out.toString());

    assertThat(report.path("tests").asInt()).isEqualTo(1);
    assertThat(report.path("files").path(0).path("tests").path(0).path("ok").asBoolean()).isTrue();
    assertThat(run("alerts", "rules", "test", good.toString(), unusable.toString())).isEqualTo(1);
    assertThat(out.toString()).contains("(bad.yaml:1)", "1 file cannot be used");
  }

  @Test
  void aReplayOverAFolderThatIsNoneSaysSo() throws Exception {
    Path rule = Files.writeString(folder.resolve("r.yaml"), "name: hot\nmetric: temperature\nabove: 80\n");

    assertThat(run("alerts", "rules", "replay", rule.toString(), "--data", folder.toString())).isEqualTo(1);

    assertThat(err.toString()).contains(folder + ": is no data folder");
  }
}
