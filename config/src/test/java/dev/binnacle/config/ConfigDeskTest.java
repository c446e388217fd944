package dev.binnacle.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

final class ConfigDeskTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES).build();
  private static final Schema SCHEMA = Schema.parse("bot.schema.json", """
      {"type": "object",
       "required": ["trigger", "stop"],
       "properties": {
         "trigger": {"type": "number", "minimum": 1, "maximum": 50, "x-unit": "points"},
         "stop": {"type": "number", "x-apply": "when_flat"},
         "venue": {"type": "object", "properties": {"name": {"type": "string"}, "key": {"type": "string", "x-secret": true}}}}}
      """.getBytes(StandardCharsets.UTF_8));
  private static final String GOOD = """
      # the bot
      trigger: 8   # points
      stop: 2.50
      venue:
        name: kraken
        key: s3cr3t-key   # never s3cr3t-key in a comment
      """;
  private static final String WHO = "\"author\": \"anna\", \"proved\": true, \"source\": \"dashboard\", \"reason\": \"calmer\"";

  @TempDir
  Path folder;

  private final AtomicBoolean isFlat = new AtomicBoolean();
  private Path file;
  private LiveConfig<Node.Section> config;
  private ConfigDesk desk;

  @BeforeEach
  void open() throws IOException {
    file = folder.resolve("bot.yaml");
    Files.writeString(file, GOOD);
    config = LiveConfig.tree(file, SCHEMA).watching(false).quietTime(Duration.ofMillis(1))
        .gate((mode, changes) -> isFlat.get() ? new ApplyGate.Open() : new ApplyGate.Closed("2 positions are open", null)).open();
    desk = new ConfigDesk(config);
  }

  @AfterEach
  void close() {
    config.close();
  }

  private JsonNode ask(String call) {
    return MAPPER.readTree(desk.answer(call));
  }

  private JsonNode body(String call) {
    JsonNode reply = ask(call);
    assertThat(reply.path("status").intValue()).as(reply.toString()).isEqualTo(200);
    return reply.get("body");
  }

  private JsonNode refusal(int status, String rule, String call) {
    JsonNode reply = ask(call);
    assertThat(reply.path("status").intValue()).as(reply.toString()).isEqualTo(status);
    assertThat(reply.path("rule").stringValue()).isEqualTo(rule);
    assertThat(reply.path("detail").stringValue()).isNotBlank();
    assertThat(reply.path("errors").size()).isPositive();
    return reply;
  }

  private String onDisk() {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String quoted(String text) {
    return MAPPER.writeValueAsString(text);
  }

  private static String edit(long base, String pointer, String value) {
    return "{\"call\": \"edit\", " + WHO + ", \"base\": " + base + ", \"edits\": [{\"pointer\": \"" + pointer + "\", \"value\": "
        + value
        + "}]}";
  }

  @Test
  void theStateIsWholeWithExactDecimalsAndMaskedSecrets() {
    JsonNode reply = ask("{\"call\": \"state\"}");

    assertThat(reply.get("status").intValue()).isEqualTo(200);
    assertThat(reply.get("etag").stringValue()).isEqualTo("1");
    assertThat(reply.get("type").stringValue()).isEqualTo("application/json");
    JsonNode state = reply.get("body");
    assertThat(state.get("version").intValue()).isEqualTo(1);
    assertThat(state.get("hash").stringValue()).startsWith("sha256:");
    assertThat(state.get("parent").isNull()).isTrue();
    assertThat(state.get("format").stringValue()).isEqualTo("yaml");
    assertThat(state.get("file").stringValue()).isEqualTo("bot.yaml");
    assertThat(state.at("/values/stop").decimalValue()).hasToString("2.50");
    assertThat(state.at("/values/venue/key").stringValue()).isEqualTo("•••");
    assertThat(state.get("content").stringValue()).contains("# the bot", "trigger: 8   # points", "stop: 2.50");
    assertThat(state.at("/schema/properties/trigger/x-unit").stringValue()).isEqualTo("points");
    assertThat(state.get("status").stringValue()).isEqualTo("active");
    assertThat(state.get("editable").booleanValue()).isTrue();
    assertThat(state.get("pending").isNull()).isTrue();
    assertThat(state.get("canary").isNull()).isTrue();
    assertThat(state.at("/health/reloads").intValue()).isEqualTo(1);
    assertThat(reply.toString()).doesNotContain("s3cr3t");
  }

  @Test
  void theStateSaysSecretsOnlyWhenAskedAndIsBriefWhenAsked() {
    assertThat(body("{\"call\": \"state\", \"clear\": true}").at("/values/venue/key").stringValue()).isEqualTo("s3cr3t-key");
    assertThat(body("{\"call\": \"state\", \"brief\": true}").has("content")).isFalse();
  }

  @Test
  void consumersThatLagAreInTheState() {
    config.consumer("strategy").seen(1);
    body(edit(1, "/trigger", "10"));

    JsonNode consumer = body("{\"call\": \"state\"}").at("/health/consumers/0");
    assertThat(consumer.get("name").stringValue()).isEqualTo("strategy");
    assertThat(consumer.get("seen_version").intValue()).isEqualTo(1);
  }

  @Test
  void anEditIsAcceptedKeepsTheCommentsAndEveryDigit() {
    JsonNode answer = body(edit(1, "/trigger", "10.2500"));

    assertThat(answer.get("outcome").stringValue()).isEqualTo("accepted");
    assertThat(answer.get("version").intValue()).isEqualTo(2);
    assertThat(answer.get("mode").stringValue()).isEqualTo("hot");
    assertThat(answer.at("/changes/0/pointer").stringValue()).isEqualTo("/trigger");
    assertThat(answer.at("/changes/0/name").stringValue()).isEqualTo("trigger");
    assertThat(answer.at("/changes/0/before").intValue()).isEqualTo(8);
    assertThat(answer.at("/changes/0/after").decimalValue()).hasToString("10.2500");
    assertThat(onDisk()).isEqualTo(GOOD.replace("trigger: 8   # points", "trigger: 10.2500   # points"));
    HistoryRecord record = config.history().list(1).get(0);
    assertThat(record.author()).isEqualTo(new Author("anna", Source.DASHBOARD, true));
    assertThat(record.reason()).isEqualTo("calmer");
  }

  @Test
  void aValueIsRemoved() {
    body("{\"call\": \"edit\", " + WHO + ", \"base\": 1, \"edits\": [{\"pointer\": \"/venue/name\", \"remove\": true}]}");

    assertThat(onDisk()).doesNotContain("kraken");
  }

  @Test
  void aDryRunForetellsAndChangesNothing() {
    JsonNode answer = body(edit(1, "/trigger", "10").replace("\"base\"", "\"dry_run\": true, \"base\""));

    assertThat(answer.get("dry_run").booleanValue()).isTrue();
    assertThat(answer.get("outcome").stringValue()).isEqualTo("accepted");
    assertThat(config.version()).isEqualTo(1);
    assertThat(onDisk()).isEqualTo(GOOD);
  }

  @Test
  void aWholeDocumentIsSubmitted() {
    JsonNode answer =
        body("{\"call\": \"submit\", " + WHO + ", \"base\": 1, \"content\": " + quoted("trigger: 9\nstop: 2.50\n") + "}");

    assertThat(answer.get("outcome").stringValue()).isEqualTo("accepted");
    assertThat(onDisk()).isEqualTo("trigger: 9\nstop: 2.50\n");
    assertThat(answer.toString()).doesNotContain("s3cr3t");
  }

  @Test
  void theSameBytesAreUnchanged() {
    JsonNode answer = body("{\"call\": \"submit\", " + WHO + ", \"base\": 1, \"content\": " + quoted(GOOD) + "}");

    assertThat(answer.get("outcome").stringValue()).isEqualTo("unchanged");
    assertThat(answer.get("version").intValue()).isEqualTo(1);
  }

  @Test
  void aMaskedSecretThatComesBackKeepsTheSecret() {
    String shown = body("{\"call\": \"state\"}").get("content").stringValue();

    assertThat(
        body("{\"call\": \"submit\", " + WHO + ", \"base\": 1, \"content\": " + quoted(shown) + "}").get("outcome").stringValue())
        .isEqualTo("unchanged");
    body("{\"call\": \"submit\", " + WHO + ", \"base\": 1, \"content\": " + quoted(shown.replace("trigger: 8", "trigger: 9"))
        + "}");
    assertThat(onDisk()).contains("s3cr3t-key", "trigger: 9");
    assertThat(body(edit(2, "/venue/key", "\"•••\"")).get("outcome").stringValue()).isEqualTo("unchanged");
    assertThat(onDisk()).contains("s3cr3t-key");
  }

  @Test
  void aMaskWhereNoSecretWasIsRefused() {
    body("{\"call\": \"submit\", " + WHO + ", \"base\": 1, \"content\": " + quoted("trigger: 9\nstop: 2.50\n") + "}");
    String masked = "trigger: 9\nstop: 2.50\nvenue:\n  key: •••\n";

    JsonNode reply =
        refusal(422, "masked-secret", "{\"call\": \"submit\", " + WHO + ", \"base\": 2, \"content\": " + quoted(masked) + "}");
    assertThat(reply.at("/errors/0/line").intValue()).isEqualTo(4);
  }

  @Test
  void aBadDocumentIsRefusedWithThePlaceAndTheRemedy() {
    JsonNode reply = refusal(422, "range",
        "{\"call\": \"submit\", " + WHO + ", \"base\": 1, \"content\": " + quoted(GOOD.replace("trigger: 8", "trigger: 80"))
            + "}");

    JsonNode error = reply.at("/errors/0");
    assertThat(error.get("pointer").stringValue()).isEqualTo("/trigger");
    assertThat(error.get("file").stringValue()).isEqualTo("bot.yaml");
    assertThat(error.get("line").intValue()).isEqualTo(2);
    assertThat(error.get("column").intValue()).isEqualTo(10);
    assertThat(error.get("message").stringValue()).contains("80", "[1, 50]");
    assertThat(error.has("remedy")).isTrue();
    assertThat(config.version()).isEqualTo(1);
  }

  @Test
  void aChangeWithoutABaseIsAsked428() {
    refusal(428, "base-required", edit(1, "/trigger", "9").replace("\"base\": 1, ", ""));
    refusal(428, "base-required", "{\"call\": \"submit\", " + WHO + ", \"content\": \"trigger: 9\"}");
    refusal(428, "base-required", "{\"call\": \"rollback\", " + WHO + ", \"version\": 1}");
    refusal(428, "base-required", "{\"call\": \"try_out\", " + WHO + ", \"content\": \"trigger: 9\", \"for\": \"1m\"}");
    assertThat(config.version()).isEqualTo(1);
  }

  @Test
  void aChangeFromAnOlderVersionIsAnsweredWithThePresentOneAndWhatChangedSince() {
    body(edit(1, "/trigger", "10"));

    JsonNode reply = refusal(412, "version-conflict", edit(1, "/trigger", "12"));

    assertThat(reply.at("/body/version").intValue()).isEqualTo(2);
    assertThat(reply.at("/body/values/trigger").intValue()).isEqualTo(10);
    assertThat(reply.at("/body/changes_since/0/pointer").stringValue()).isEqualTo("/trigger");
    assertThat(reply.at("/body/changes_since/0/before").intValue()).isEqualTo(8);
    assertThat(reply.at("/body/changes_since/0/after").intValue()).isEqualTo(10);
    assertThat(config.version()).isEqualTo(2);
  }

  @Test
  void aChangeThatMustWaitIsDeferredShownAndDropped() {
    JsonNode answer = body(edit(1, "/stop", "3"));
    assertThat(answer.get("outcome").stringValue()).isEqualTo("deferred");
    assertThat(answer.get("mode").stringValue()).isEqualTo("when_flat");
    assertThat(answer.at("/pending/reason").stringValue()).isEqualTo("2 positions are open");

    JsonNode pending = body("{\"call\": \"state\"}").get("pending");
    assertThat(pending.get("version").intValue()).isEqualTo(2);
    assertThat(pending.get("who").stringValue()).isEqualTo("anna");
    assertThat(pending.at("/changes/0/after").intValue()).isEqualTo(3);

    body("{\"call\": \"drop_pending\", " + WHO + "}");
    assertThat(body("{\"call\": \"state\"}").get("pending").isNull()).isTrue();
    refusal(404, "nothing-pending", "{\"call\": \"drop_pending\", " + WHO + "}");
  }

  @Test
  void validationTellsWhatIsWrongAndWhatWouldChange() {
    JsonNode good = body("{\"call\": \"validate\", \"content\": " + quoted(GOOD.replace("trigger: 8", "trigger: 9")) + "}");
    assertThat(good.get("valid").booleanValue()).isTrue();
    assertThat(good.get("problems").isEmpty()).isTrue();
    assertThat(good.at("/changes/0/after").intValue()).isEqualTo(9);
    assertThat(good.get("mode").stringValue()).isEqualTo("hot");

    JsonNode bad = body("{\"call\": \"validate\", \"content\": " + quoted(GOOD.replace("trigger: 8", "triger: 8")) + "}");
    assertThat(bad.get("valid").booleanValue()).isFalse();
    assertThat(bad.get("problems").size()).isPositive();
    assertThat(config.history().list(10)).hasSize(1);

    assertThat(
        body("{\"call\": \"validate\", \"edits\": [{\"pointer\": \"/trigger\", \"value\": 99}]}").get("valid").booleanValue())
        .isFalse();
  }

  @Test
  void historyIsPagedAndFiltered() {
    for (int i = 0; i < 4; i++) {
      body(edit(1 + i, "/trigger", String.valueOf(10 + i)));
    }
    refusal(422, "range", edit(5, "/trigger", "99"));

    JsonNode page = body("{\"call\": \"history\", \"limit\": 4}");
    assertThat(page.get("history").valueStream().map(each -> each.get("id").intValue())).containsExactly(6, 5, 4, 3);
    assertThat(page.at("/history/0/outcome").stringValue()).isEqualTo("refused");
    assertThat(page.at("/history/0/version").isNull()).isTrue();
    assertThat(page.at("/history/0/problems/0/rule").stringValue()).isEqualTo("range");
    assertThat(page.at("/history/1/who").stringValue()).isEqualTo("anna");
    assertThat(page.at("/history/1/chain").stringValue()).hasSize(64);
    assertThat(page.get("next").stringValue()).isEqualTo("3");

    JsonNode rest = body("{\"call\": \"history\", \"limit\": 4, \"cursor\": \"3\"}");
    assertThat(rest.get("history").valueStream().map(each -> each.get("id").intValue())).containsExactly(2, 1);
    assertThat(rest.get("next").isNull()).isTrue();

    JsonNode refused = body("{\"call\": \"history\", \"outcome\": \"refused\"}");
    assertThat(refused.get("history").size()).isEqualTo(1);
  }

  @Test
  void anOldVersionIsShownWithoutItsSecrets() {
    body(edit(1, "/trigger", "10"));

    JsonNode first = body("{\"call\": \"version\", \"version\": 1}");

    assertThat(first.get("version").intValue()).isEqualTo(1);
    assertThat(first.get("content").stringValue()).contains("trigger: 8   # points").doesNotContain("s3cr3t");
    refusal(404, "no-such-version", "{\"call\": \"version\", \"version\": 77}");
  }

  @Test
  void twoVersionsAreComparedByValueAndByLine() {
    body(edit(1, "/trigger", "10"));

    JsonNode diff = body("{\"call\": \"diff\", \"from\": 1, \"to\": 2}");

    assertThat(diff.at("/changes/0/pointer").stringValue()).isEqualTo("/trigger");
    assertThat(diff.get("text").stringValue()).contains("-trigger: 8   # points\n", "+trigger: 10   # points\n")
        .doesNotContain("s3cr3t");
    refusal(404, "no-such-version", "{\"call\": \"diff\", \"from\": 1, \"to\": 9}");
  }

  @Test
  void aRollbackIsANewVersion() {
    body(edit(1, "/trigger", "10"));

    JsonNode answer = body("{\"call\": \"rollback\", " + WHO + ", \"base\": 2, \"version\": 1}");

    assertThat(answer.get("version").intValue()).isEqualTo(3);
    assertThat(onDisk()).isEqualTo(GOOD);
    JsonNode record = body("{\"call\": \"history\", \"limit\": 1}").at("/history/0");
    assertThat(record.get("outcome").stringValue()).isEqualTo("rolled_back");
    assertThat(record.get("rollback_of").intValue()).isEqualTo(1);
    refusal(404, "no-such-version", "{\"call\": \"rollback\", " + WHO + ", \"base\": 3, \"version\": 44}");
    refusal(412, "version-conflict", "{\"call\": \"rollback\", " + WHO + ", \"base\": 1, \"version\": 2}");
  }

  @ParameterizedTest
  @CsvSource({"json,application/json", "jsonl,application/x-ndjson", "csv,text/csv"})
  void theHistoryIsExportedWithTheChainsHead(String format, String type) {
    JsonNode reply = ask("{\"call\": \"export\", \"format\": \"" + format + "\"}");

    assertThat(reply.get("status").intValue()).isEqualTo(200);
    assertThat(reply.get("type").stringValue()).isEqualTo(type);
    assertThat(reply.get("body").stringValue()).contains(config.history().head()).doesNotContain("s3cr3t");
  }

  @Test
  void aTrialIsRunAndEnded() {
    String call = "{\"call\": \"try_out\", " + WHO
        + ", \"base\": 1, \"for\": \"10m\", \"edits\": [{\"pointer\": \"/trigger\", \"value\": 20}]}";
    assertThat(body(call).at("/canary/state").stringValue()).isEqualTo("running");
    refusal(409, "trial-running", call);

    JsonNode during = body("{\"call\": \"state\"}");
    assertThat(during.at("/canary/changes/0/after").intValue()).isEqualTo(20);
    assertThat(during.at("/values/trigger").intValue()).as("what is in force stays what the file says").isEqualTo(8);
    assertThat(during.get("hash").stringValue()).isNotEqualTo(during.at("/canary/hash").stringValue());
    assertThat(onDisk()).isEqualTo(GOOD);

    assertThat(body("{\"call\": \"abort\", " + WHO + "}").at("/canary/state").stringValue()).isEqualTo("rolled_back");
    refusal(409, "no-trial", "{\"call\": \"abort\", " + WHO + "}");
    refusal(409, "no-trial", "{\"call\": \"promote\", " + WHO + "}");
  }

  @Test
  void aTrialThatIsPromotedIsAVersion() {
    body("{\"call\": \"try_out\", " + WHO + ", \"base\": 1, \"for\": 600, \"content\": "
        + quoted(GOOD.replace("trigger: 8", "trigger: 20")) + "}");

    assertThat(body("{\"call\": \"promote\", " + WHO + "}").get("outcome").stringValue()).isEqualTo("accepted");
    assertThat(onDisk()).contains("trigger: 20");
    assertThat(body("{\"call\": \"state\"}").at("/canary/state").stringValue()).isEqualTo("promoted");
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "", "[]", "7", "{", "{\"call\": \"state\"} 1", "{\"call\": \"state\", \"call\": \"state\"}", "{\"call\": \"destroy\"}", "{}",
    "{\"call\": 7}", "{\"call\": \"state\", \"stat\": 1}", "{\"call\": \"state\", \"clear\": \"yes\"}",
    "{\"call\": \"submit\", \"author\": \"anna\", \"base\": 1}", "{\"call\": \"submit\", \"base\": 1, \"content\": \"x: 1\"}",
    "{\"call\": \"submit\", \"author\": \"anna\", \"base\": 1.5, \"content\": \"x: 1\"}",
    "{\"call\": \"submit\", \"author\": \"anna\", \"base\": 1e999999999, \"content\": \"x: 1\"}",
    "{\"call\": \"submit\", \"author\": \"anna\", \"source\": \"file\", \"base\": 1, \"content\": \"x: 1\"}",
    "{\"call\": \"edit\", \"author\": \"anna\", \"base\": 1, \"edits\": []}",
    "{\"call\": \"edit\", \"author\": \"anna\", \"base\": 1, \"edits\": [{\"pointer\": \"trigger\", \"value\": 1}]}",
    "{\"call\": \"edit\", \"author\": \"anna\", \"base\": 1, \"edits\": [{\"pointer\": \"/trigger\"}]}",
    "{\"call\": \"edit\", \"author\": \"anna\", \"base\": 1, \"edits\": [{\"pointer\": \"/trigger\", \"value\": 1, \"remove\": true}]}",
    "{\"call\": \"edit\", \"author\": \"anna\", \"base\": 1, \"edits\": [{\"pointer\": \"/trigger\", \"value\": NaN}]}",
    "{\"call\": \"validate\"}", "{\"call\": \"validate\", \"content\": \"a\", \"edits\": []}",
    "{\"call\": \"history\", \"limit\": 0}",
    "{\"call\": \"history\", \"limit\": 501}", "{\"call\": \"history\", \"cursor\": \"x\"}",
    "{\"call\": \"history\", \"outcome\": \"lost\"}",
    "{\"call\": \"version\"}", "{\"call\": \"version\", \"version\": 0}", "{\"call\": \"diff\", \"from\": 1}",
    "{\"call\": \"export\", \"format\": \"xml\"}", "{\"call\": \"rollback\", \"author\": \"anna\", \"base\": 1}",
    "{\"call\": \"drop_pending\"}", "{\"call\": \"promote\"}", "{\"call\": \"abort\"}",
    "{\"call\": \"try_out\", \"author\": \"anna\", \"base\": 1, \"content\": \"x: 1\"}",
    "{\"call\": \"try_out\", \"author\": \"anna\", \"base\": 1, \"content\": \"x: 1\", \"for\": \"soon\"}"})
  void aCallThatMakesNoSenseIsAnsweredAndChangesNothing(String call) {
    JsonNode reply = ask(call);

    assertThat(reply.get("status").intValue()).as(reply.toString()).isEqualTo(400);
    assertThat(reply.at("/errors/0/message").stringValue()).isNotBlank();
    assertThat(config.version()).isEqualTo(1);
    assertThat(config.history().list(10)).hasSize(1);
  }

  @Test
  void allThatIsWrongWithACallIsSaidAtOnce() {
    JsonNode reply = ask("{\"call\": \"rollback\", \"base\": 0, \"proved\": 1}");

    assertThat(reply.get("errors").valueStream().map(each -> each.get("pointer").stringValue()))
        .containsExactlyInAnyOrder("/base", "/version", "/author", "/proved");
  }

  @Test
  void aClosedConfigurationIsAnsweredAsNotNow() {
    config.close();

    refusal(503, "closed", edit(1, "/trigger", "9"));
  }
}
