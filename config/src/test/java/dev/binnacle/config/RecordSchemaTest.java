package dev.binnacle.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class RecordSchemaTest {
  enum Side {
    BUY_ONLY, SELL_ONLY
  }

  sealed interface Exit {
    record TrailingStop(@Range(above = 0) BigDecimal distance) implements Exit {}

    record TimeStop(@Range(atLeast = 60) Duration after) implements Exit {}
  }

  @Applies(ApplyMode.WHEN_FLAT)
  record Risk(@Tighter(Tighter.Way.LOWER) @Range(above = 0, atMost = 1) double share,
      @Applies(ApplyMode.RESTART) Optional<@Unit("USD") Long> cap) {}

  @Describe("A bot")
  record Bot(@Describe("How far") @MaxChange(percent = 25) @Range(above = 0, atMost = 50) @Unit("points") int triggerPoints,
      Risk risk, Side side,
      List<@Matching("[A-Z]+") String> symbols, @Size(atLeast = 1, atMost = 3) Set<Integer> lots,
      Map<String, @Range(below = 5.5) Double> limits,
      Map<Side, Boolean> sides, @Secret String apiKey, @Nullable LocalDate since, @MaxChange(by = 0.5) BigDecimal step, Exit exit,
      Optional<@Range(atMost = 600) Duration> every, Optional<Side> other) {}

  private static final Schema SCHEMA = Schema.of(Bot.class);
  private static final String VALID = """
      {"trigger-points": 8, "risk": {"share": 0.5}, "side": "BUY_ONLY", "symbols": ["A"], "lots": [1], "limits": {"a": 5}, "sides": {"sell-only": true},
       "api-key": "k", "step": 0.5, "exit": {"type": "TRAILING_STOP", "distance": 2}, "every": "10m"}
      """;

  @Test
  void theSchemaIsValidAndSaysWhatTheRecordSays() {
    JsonNode schema = JsonMapper.builder().build().readTree(SCHEMA.json());

    assertThat(Schema.parse("again", SCHEMA.json().getBytes(StandardCharsets.UTF_8)).hash()).isEqualTo(SCHEMA.hash());
    assertThat(schema.at("/$schema").asString()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
    assertThat(schema.at("/description").asString()).isEqualTo("A bot");
    assertThat(schema.at("/properties/trigger-points")).hasToString("{\"type\":\"integer\",\"exclusiveMinimum\":0,\"maximum\":50,"
        + "\"x-unit\":\"points\",\"description\":\"How far\",\"x-max-change\":\"25%\"}");
    assertThat(schema.at("/properties/step/x-max-change")).hasToString("0.5");
    assertThat(schema.at("/properties/side/enum")).hasToString("[\"buy-only\",\"sell-only\"]");
    assertThat(schema.at("/required")).hasToString(
        "[\"trigger-points\",\"risk\",\"side\",\"symbols\",\"lots\",\"limits\",\"sides\",\"api-key\",\"step\",\"exit\"]");
  }

  @Test
  void aValidDocumentIsValidForBoth() {
    assertThat(SCHEMA.check(Trees.document(VALID))).isEmpty();
    assertThat(Binding.record(Bot.class).bind(Trees.document(VALID)).exit())
        .isEqualTo(new Exit.TrailingStop(BigDecimal.valueOf(2)));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "trigger-points | 0 | /trigger-points: must be in (0, 50] points, was 0 [range]",
    "trigger-points | 1.5 | /trigger-points: must be a whole number, was 1.5 [type]",
    "risk | {'share': 1.5} | /risk/share: must be in (0, 1], was 1.5 [range]; write 0.015 if 1.5 % is meant",
    "risk | {'share': 1, 'cap': 'x'} | /risk/cap: must be a whole number or nothing, was \"x\" [type]",
    "side | 'hold' | /side: must be one of buy-only, sell-only, was \"hold\" [choice]",
    "symbols | ['A', 'b'] | /symbols/1: must match ^(?:[A-Z]+)$, was \"b\" [pattern]",
    "lots | [] | /lots: must have 1 to 3 items, has 0 [size]",
    "lots | [1, 1] | /lots: must not hold the same item twice, was a list of 2 [repeated]",
    "limits | {'a': 5.5} | /limits/a: must be below 5.5, was 5.5 [range]",
    "sides | {'hold': true} | /sides/hold: is not a known key [unknown-key]; known here: buy-only, sell-only",
    "api-key | 5 | /api-key: must be a text [type]",
    "since | '2026-02-30' | /since: must be a date such as 2026-01-31, was \"2026-02-30\" [format]",
    "every | '11m' | /every: must be in [0, 600] seconds, was \"11m\" [range]",
    "every | -1 | /every: must be in [0, 600] seconds, was -1 [range]",
    "exit | {'type': 'trailing'} | /exit/type: must be one of trailing-stop, time-stop, was \"trailing\" [choice]",
    "exit | {'type': 'time-stop', 'after': 59} | /exit/after: must be at least 60 seconds, was 59 [range]",
    "exit | {'type': 'time-stop', 'after': 60, 'distance': 1} | /exit/distance: does not belong to what is chosen here [unknown-key]; remove it",
    "exit | {'type': 'time-stop'} | /exit/after: is missing [missing]; add after: a length of time such as 300s, 5m, 1h30m or PT5M, or a number of seconds, at least 60 seconds"})
  void whatTheAnnotationsForbidIsRefused(String key, String value, String told) {
    Node.Section valid = Trees.tree(VALID);
    Map<String, Node> entries = new LinkedHashMap<>(valid.entries());
    entries.put(key, Trees.node(value.replace('\'', '"')));

    assertThat(SCHEMA.check(new Document("bot.json", new Node.Section(entries), Map.of(), List.of())))
        .extracting(Problem::toString)
        .containsExactly("bot.json " + told);
  }

  @Test
  void whatAChangeMayDoIsAsAnnotated() {
    assertThat(SCHEMA.modeOf("/risk/share")).isEqualTo(ApplyMode.WHEN_FLAT);
    assertThat(SCHEMA.modeOf("/risk/cap")).isEqualTo(ApplyMode.RESTART);
    assertThat(SCHEMA.modeOf("/trigger-points")).isEqualTo(ApplyMode.HOT);
    assertThat(SCHEMA.isSecret("/API_KEY")).isTrue();
    assertThat(SCHEMA.unitOf("/risk/cap")).contains("USD");
    assertThat(SCHEMA.isTightening(new Change("/risk/share", Trees.node("0.5"), Trees.node("0.4")))).isTrue();
  }

  @Keyed(KeyStyle.UPPER_SNAKE)
  record Python(int vixDeltaThreshold, Inner inner, Side side) {
    record Inner(int maxLoss) {}
  }

  @Test
  void keysAreSpeltInTheRecordsStyle() {
    assertThat(Schema.of(Python.class).check(Trees.document("{}"))).extracting(Problem::pointer)
        .containsExactly("/VIX_DELTA_THRESHOLD", "/INNER", "/SIDE");
    assertThat(Schema.of(Python.class)
        .check(Trees.document("{\"vix-delta-threshold\": 1, \"INNER\": {\"maxLoss\": true}, \"side\": \"buy-only\"}")))
        .extracting(Problem::pointer).containsExactly("/INNER/maxLoss");
  }
}
