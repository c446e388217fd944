package dev.binnacle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

final class ConfigCommandTest {
  private static final String SCHEMA = """
      {"type": "object", "required": ["stop"], "additionalProperties": false,
       "properties": {"stop": {"type": "number", "exclusiveMinimum": 0, "maximum": 50}}}""";

  @TempDir
  Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return command.execute(args);
  }

  private String file(String name, String content) throws Exception {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  @ParameterizedTest
  @CsvSource({"risk.stop=0.02,/risk/stop", "/risk/stop=0.02,/risk/stop", "a/b.c=0.02,/a~1b/c"})
  void aNameWithDotsIsAPointer(String assignment, String pointer) {
    assertThat(ConfigChanges.Set.edit(assignment)).containsEntry("pointer", pointer);
  }

  @Test
  void aValueIsJsonAndElseAText() {
    assertThat(((JsonNode) value("n=0.10")).decimalValue()).isEqualTo(new BigDecimal("0.10"));
    assertThat(((JsonNode) value("n=true")).booleanValue()).isTrue();
    assertThat(((JsonNode) value("n=[1, 2]")).size()).isEqualTo(2);
    assertThat(((JsonNode) value("n=\"8\"")).stringValue()).isEqualTo("8");
    assertThat(value("n=fast lane")).isEqualTo("fast lane");
    assertThat(value("n=5m")).isEqualTo("5m");
    assertThat(value("n=a=b")).isEqualTo("a=b");
  }

  private static Object value(String assignment) {
    return Objects.requireNonNull(ConfigChanges.Set.edit(assignment).get("value"));
  }

  @Test
  void aNameAloneRemoves() {
    assertThat(ConfigChanges.Set.edit("old-key=")).containsEntry("remove", true).doesNotContainKey("value");
  }

  @ParameterizedTest
  @CsvSource({"risk.stop", "=8"})
  void whatIsNoAssignmentIsRefused(String text) {
    assertThatThrownBy(() -> ConfigChanges.Set.edit(text)).isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("must be NAME=VALUE");
  }

  @Test
  void validatesAFileWithoutAServer() throws Exception {
    int good = run("config", "validate", file("good.yaml", "stop: 8\n"), "--schema", file("s.json", SCHEMA));
    assertThat(good).as(err.toString()).isZero();
    assertThat(out.toString()).contains("good.yaml is valid");

    int bad = run("config", "validate", file("bad.yaml", "# points\nstop: 51\nstp: 1\n"), "--schema", file("s.json", SCHEMA));

    assertThat(bad).isEqualTo(1);
    assertThat(out.toString()).contains("bad.yaml:2:7 /stop").contains("51").contains("bad.yaml:3").contains("stop")
        .contains("2 problems");
  }

  @Test
  void validateWantsSomethingToCheckWith() throws Exception {
    assertThat(run("config", "validate", file("good.yaml", "stop: 8\n"))).isEqualTo(1);
    assertThat(err.toString()).contains("either --schema FILE or --bot BOT");
  }

  @Test
  void convertsAConfigOfPythonWithADraftOfASchema() throws Exception {
    Path yaml = folder.resolve("straddle.yaml");
    Path schema = folder.resolve("straddle.schema.json");

    int done = run("config", "convert", file("config.py", "import os\n# trigger points\nVIX_HEDGE_POINTS_CANDR = 8\n"),
        "--output", yaml.toString(), "--schema", schema.toString());

    assertThat(done).as(err.toString()).isZero();
    assertThat(yaml).content().contains("# trigger points\nVIX_HEDGE_POINTS_CANDR: 8");
    assertThat(run("config", "validate", yaml.toString(), "--schema", schema.toString())).isZero();
    assertThat(schema).content().contains("trigger points");
  }

  @Test
  void convertOverwritesNothing() throws Exception {
    String there = file("there.yaml", "mine: 1\n");

    assertThat(run("config", "convert", file("config.py", "A = 1\n"), "--output", there)).isEqualTo(1);

    assertThat(Path.of(there)).content().isEqualTo("mine: 1\n");
    assertThat(err.toString()).contains("cannot write");
  }

  @Test
  void aChangeIsOneLineAndNamesWhatWasNotThere() {
    JsonNode change = ApiClient.JSON.readTree("{\"pointer\": \"/a/b\", \"name\": \"a.b\", \"before\": null, \"after\": \"x\"}");

    assertThat(ConfigLines.change(change)).isEqualTo("a.b: - → x");
  }
}
