package dev.binnacle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... words) {
    CommandLine command = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return command.execute(words);
  }

  @Test
  void withoutACommandItSaysWhatThereIs() {
    assertThat(run()).isZero();
    assertThat(out.toString()).contains("demo", "run", "launch", "performance", "Try first");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"demo", "run", "launch", "status", "health", "bots", "trades", "positions", "performance", "metrics", "login",
        "user"})
  void everyCommandExplainsItself(String name) {
    assertThat(run("help", name)).isZero();
    assertThat(out.toString()).contains("Usage:").hasSizeGreaterThan(80);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandExplainsItselfWhenAskedForHelp(String words) {
    assertThat(run((words + " --help").split(" "))).isZero();
    assertThat(out.toString()).contains("Usage: binnacle " + words);
    assertThat(err.toString()).isEmpty();
  }

  /** All commands and theirs, but help itself, which has others behind it. */
  static List<String> commands() {
    List<String> all = new ArrayList<>();
    Main.commandLine().getSubcommands().forEach((name, command) -> add(all, name, command));
    return all;
  }

  private static void add(List<String> all, String words, CommandLine command) {
    if (!words.equals("help")) {
      all.add(words);
      command.getSubcommands().forEach((name, below) -> add(all, words + " " + name, below));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "run --no-such-option", "trades --limit many", "launch --bot", "launch -- true"})
  void wrongUsageIsExitCodeTwo(String words) {
    assertThat(run(words.split(" "))).isEqualTo(2);
    assertThat(err.toString()).isNotBlank();
  }

  @Test
  void valuesOutOfRangeAreRefusedWithTheRange() {
    assertThat(run("demo", "--speed", "0")).isEqualTo(1);
    assertThat(err.toString()).contains("--speed must be 1 to 1000, was 0");
    assertThat(run("demo", "--scenario", "apocalypse")).isEqualTo(1);
    assertThat(err.toString()).contains("calm, trading-day").doesNotContain("Exception");
  }

  @Test
  void completionScriptNamesTheCommands() {
    assertThat(run("completion")).isZero();
    assertThat(out.toString()).contains("binnacle", "performance", "complete ");
  }
}
