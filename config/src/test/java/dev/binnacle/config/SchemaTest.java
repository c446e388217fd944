package dev.binnacle.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SchemaTest {
  private static final Schema SCHEMA = parse("""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "required": ["trigger-points"],
        "properties": {
          "trigger-points": {"type": "number", "exclusiveMinimum": 0, "maximum": 50, "x-unit": "points", "x-max-change": "25%"},
          "share": {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
          "least": {"type": "integer", "minimum": 1, "x-max-change": 10},
          "mode": {"enum": ["paper", "live"], "x-apply": "restart"},
          "since": {"type": "string", "format": "date"},
          "symbol": {"type": "string", "pattern": "^[A-Z]+$", "maxLength": 5},
          "every": {"type": ["number", "string"], "minimum": 1, "maximum": 600, "pattern": "^(([0-9]+(ms|s|m|h|d))+)$", "x-type": "duration",
                    "x-tighter": "lower", "x-max-change": "50%"},
          "lots": {"type": "integer", "multipleOf": 5},
          "legs": {"type": "array", "minItems": 1, "maxItems": 2, "uniqueItems": true, "items": {"type": "string"}},
          "api-key": {"type": "string", "minLength": 8, "x-secret": true},
          "either": {"anyOf": [{"type": "integer", "minimum": 10}, {"const": "auto"}]},
          "risk": {
            "type": "object", "x-apply": "when_flat",
            "properties": {
              "stop": {"type": "number", "x-tighter": "lower"},
              "reserve": {"type": "number", "x-tighter": "higher", "x-apply": "hot"},
              "paused": {"type": "boolean", "x-tighter": "higher"}
            }
          },
          "rules": {"type": "array", "items": {"type": "object", "properties": {"above": {"type": "number", "x-apply": "next_trade"},
                                                                            "token": {"x-secret": true}}}},
          "limits": {"type": "object", "additionalProperties": {"type": "number", "x-unit": "USD"}},
          "open": {"type": "object", "properties": {"known": {"type": "number"}}, "additionalProperties": true}
        }
      }
      """);

  private static Schema parse(String json) {
    return Schema.parse("bot.schema.json", json.getBytes(StandardCharsets.UTF_8));
  }

  private static String told(String json) {
    return String.join("\n", SCHEMA.check(Trees.document(json)).stream().map(Problem::toString).toList());
  }

  @Test
  void aValidDocumentHasNoProblems() {
    String json = """
        {"trigger-points": 50, "share": 1, "least": 1, "mode": "live", "since": "2026-02-28", "symbol": "NIFTY", "every": "10m", "lots": 15,
         "legs": ["call", "put"], "api-key": "12345678", "either": "auto", "risk": {"stop": 1, "paused": false}, "rules": [{"above": 1}],
         "limits": {"a": 1}, "open": {"anything": [1]}, "x-note": "mine"}
        """;

    assertThat(told(json)).isEmpty();
  }

  /** One bad value for each rule, and what is said of it. */
  private static Stream<Arguments> badValues() {
    return Stream.of(
        Arguments.of("'share': 0", "/share: must be in (0, 1], was 0 [range]"),
        Arguments.of("'share': 12.5", "/share: must be in (0, 1], was 12.5 [range]; write 0.125 if 12.5 % is meant"),
        Arguments.of("'least': 0", "/least: must be at least 1, was 0 [range]"),
        Arguments.of("'least': 1.5", "/least: must be a whole number, was 1.5 [type]"),
        Arguments.of("'least': '8'", "/least: must be a whole number, was \"8\" [type]; write 8 without quotes"),
        Arguments.of("'least': null", "/least: must be a whole number, was nothing [type]"),
        Arguments.of("'mode': 'papper'", "/mode: must be one of paper, live, was \"papper\" [choice]; did you mean paper?"),
        Arguments.of("'since': '2026-02-30'", "/since: must be a date such as 2026-01-31, was \"2026-02-30\" [format]"),
        Arguments.of("'symbol': 'nifty'", "/symbol: must match ^[A-Z]+$, was \"nifty\" [pattern]"),
        Arguments.of("'symbol': 'BANKNIFTY'", "/symbol: must be at most 5 characters long, was \"BANKNIFTY\" [length]"),
        Arguments.of("'every': '11m'", "/every: must be in [1, 600] seconds, was \"11m\" [range]"),
        Arguments.of("'every': 601", "/every: must be in [1, 600] seconds, was 601 [range]"),
        Arguments.of("'every': 'soon'",
            "/every: must be a length of time such as 300s, 5m, 1h30m or PT5M, or a number of seconds, was \"soon\" [pattern]"),
        Arguments.of("'lots': 7", "/lots: must be a multiple of 5, was 7 [step]"),
        Arguments.of("'legs': []", "/legs: must have 1 to 2 items, has 0 [size]"),
        Arguments.of("'legs': ['a', 'b', 'c']", "/legs: must have 1 to 2 items, has 3 [size]"),
        Arguments.of("'legs': ['a', 'a']", "/legs: must not hold the same item twice, was a list of 2 [repeated]"),
        Arguments.of("'api-key': 'hunter2'", "/api-key: must be at least 8 characters long [length]"),
        Arguments.of("'api-key': 12345678", "/api-key: must be a text [type]"),
        Arguments.of("'either': 9",
            "/either: fits none of the alternatives: must be at least 10, was 9, or must be auto, was 9 [alternatives]"),
        Arguments.of("'risk': 3", "/risk: must be a section, was 3 [type]"),
        Arguments.of("'risk': {'stpo': 3}", "/risk/stpo: is not a known key [unknown-key]; did you mean stop?"),
        Arguments.of("'rules': [{'above': 1}, {'above': 'x'}]", "/rules/1/above: must be a number, was \"x\" [type]"),
        Arguments.of("'limits': {'a/b': true}", "/limits/a~1b: must be a number, was true [type]"),
        Arguments.of("'triger_points': 8", "/triger_points: is not a known key [unknown-key]; did you mean trigger-points?"),
        Arguments.of("'trigger_points': 8",
            "/trigger_points: is the same key as trigger-points, and both are given [duplicate-key]; keep one of them"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badValues")
  void aBadValueIsToldWithItsPlaceTheRuleAndTheRemedy(String member, String told) {
    String json = "{\"trigger-points\": 8,\n" + member.replace('\'', '"') + "}";

    List<Problem> problems = SCHEMA.check(Trees.document(json));

    assertThat(problems).singleElement().satisfies(problem -> {
      assertThat(problem.toString().replaceFirst("^bot.json:2:[0-9]+ ", "")).isEqualTo(told);
      assertThat(problem.position()).isNotNull();
    });
  }

  @Test
  void everyProblemIsToldAtOnceInTheFilesOrder() {
    String told = told("""
        {
          "share": 2,
          "mode": "demo",
          "every": 0
        }
        """);

    assertThat(told).isEqualTo("""
        bot.json:1:1 /trigger-points: is missing [missing]; add trigger-points: a number in (0, 50] points
        bot.json:2:12 /share: must be in (0, 1], was 2 [range]; write 0.02 if 2 % is meant
        bot.json:3:11 /mode: must be one of paper, live, was "demo" [choice]
        bot.json:4:12 /every: must be in [1, 600] seconds, was 0 [range]""");
  }

  @ParameterizedTest
  @ValueSource(strings = {"trigger-points", "trigger_points", "TRIGGER_POINTS", "triggerPoints"})
  void aKeyIsTheSameInEverySpelling(String key) {
    assertThat(told("{\"" + key + "\": 50}")).isEmpty();
    assertThat(told("{\"" + key + "\": 51}"))
        .isEqualTo("bot.json:1:" + (key.length() + 6) + " /" + key + ": must be in (0, 50] points, was 51 [range]");
  }

  @Test
  void theModeIsThatOfTheNearestPlaceAroundAValue() {
    assertThat(SCHEMA.modeOf("/trigger-points")).isEqualTo(ApplyMode.HOT);
    assertThat(SCHEMA.modeOf("/mode")).isEqualTo(ApplyMode.RESTART);
    assertThat(SCHEMA.modeOf("/risk/stop")).isEqualTo(ApplyMode.WHEN_FLAT);
    assertThat(SCHEMA.modeOf("/RISK/STOP")).isEqualTo(ApplyMode.WHEN_FLAT);
    assertThat(SCHEMA.modeOf("/risk/reserve")).isEqualTo(ApplyMode.HOT);
    assertThat(SCHEMA.modeOf("/rules/3/above")).isEqualTo(ApplyMode.NEXT_TRADE);
    assertThat(SCHEMA.modeOf("/unheard-of")).isEqualTo(ApplyMode.HOT);
  }

  @Test
  void severalChangesWaitForTheStrictestOfThem() {
    assertThat(SCHEMA.strictest(List.of())).isEqualTo(ApplyMode.HOT);
    assertThat(SCHEMA.strictest(List.of(change("/trigger-points", "8", "9"), change("/risk/stop", "1", "2"))))
        .isEqualTo(ApplyMode.WHEN_FLAT);
    assertThat(SCHEMA.strictest(List.of(change("/rules", "[]", "[{'above': 1}]")))).isEqualTo(ApplyMode.NEXT_TRADE);
    assertThat(SCHEMA.strictest(List.of(change("/rules", "[{'above': 1}]", "[]")))).isEqualTo(ApplyMode.NEXT_TRADE);
  }

  @Test
  void secretsAreMaskedWhereverTheyLie() {
    assertThat(SCHEMA.isSecret("/api-key")).isTrue();
    assertThat(SCHEMA.isSecret("/API_KEY")).isTrue();
    assertThat(SCHEMA.isSecret("/rules/0/token/inner")).isTrue();
    assertThat(SCHEMA.isSecret("/rules/0/above")).isFalse();
    assertThat(SCHEMA.mask(change("/rules", "[]", "[{'above': 1, 'token': 'abc'}]")))
        .isEqualTo(new Change("/rules", new Node.Items(List.of()), Trees.node("[{\"above\": 1, \"token\": \"•••\"}]")));
    assertThat(SCHEMA.mask(change("/api-key", "'a'", "'b'"))).isEqualTo(new Change("/api-key", Schema.MASK, Schema.MASK));
  }

  @Test
  void unitsAreThoseOfThePlace() {
    assertThat(SCHEMA.unitOf("/trigger_points")).contains("points");
    assertThat(SCHEMA.unitOf("/limits/any")).contains("USD");
    assertThat(SCHEMA.unitOf("/mode")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"/risk/stop, 2, 1, true", "/risk/stop, 1, 2, false", "/risk/stop, 1, 1.0, false", "/risk/reserve, 1, 2, true",
    "/risk/reserve, 2, 1, false",
    "/risk/paused, false, true, true", "/risk/paused, true, false, false", "/every, '\"5m\"', 200, true",
    "/every, 200, '\"5m\"', false",
    "/trigger-points, 1, 2, false", "/unheard-of, 1, 2, false"})
  void onlyAChangeThatSurelyMakesTradingSaferIsTightening(String pointer, String before, String after, boolean isTightening) {
    assertThat(SCHEMA.isTightening(change(pointer, before, after))).isEqualTo(isTightening);
  }

  @Test
  void aValueThatAppearsOrGoesIsNotTightening() {
    assertThat(SCHEMA.isTightening(new Change("/risk/stop", null, Trees.node("1")))).isFalse();
    assertThat(SCHEMA.isTightening(new Change("/risk/stop", Trees.node("1"), null))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"/trigger-points, 8, 10", "/trigger-points, 8, 6", "/trigger-points, -8, -10", "/least, 5, 15", "/least, 15, 5",
    "/every, '\"200s\"', 300",
    "/mode, 1, 999"})
  void aChangeWithinItsLimitIsLetThrough(String pointer, String before, String after) {
    assertThat(SCHEMA.checkChanges(Trees.document("{}"), List.of(change(pointer, before, after)))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "/trigger-points | 8 | 10.01 | may change by at most 25% at once, from 8 to between 6 and 10; was 10.01 | change it in steps, first to 10",
    "/trigger-points | 8 | 5.99 | may change by at most 25% at once, from 8 to between 6 and 10; was 5.99 | change it in steps, first to 6",
    "/trigger-points | 0 | 1 | may change by at most 25% at once, from 0 to between 0 and 0; was 1 | a percentage of 0 is 0: restart with the new value, or give x-max-change as an amount",
    "/least | 5 | 16 | may change by at most 10 at once, from 5 to between -5 and 15; was 16 | change it in steps, first to 15",
    "/every | \"200s\" | \"301s\" | may change by at most 50% at once, from 200 to between 100 and 300; was 301 | change it in steps, first to 300"})
  void aChangeBeyondItsLimitIsRefused(String pointer, String before, String after, String message, String remedy) {
    List<Problem> problems = SCHEMA.checkChanges(Trees.document("{}"), List.of(change(pointer, before, after)));

    assertThat(problems).containsExactly(new Problem("bot.json", new Position(1, 1), pointer, "max-change", message, remedy));
  }

  private static Change change(String pointer, String before, String after) {
    return new Change(pointer, Trees.node(before.replace('\'', '"')), Trees.node(after.replace('\'', '"')));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "nothing | the schema is not JSON",
    "{'a': 1, 'a': 2} | the schema is not JSON",
    "{} {} | the schema is not JSON",
    "[] | a schema is an object in braces",
    "{'type': 'sting'} | /type",
    "{'minimum': 'low'} | /minimum",
    "{'required': 'a'} | /required",
    "{'properties': {'a': {'pattern': '('}}} | /properties/a/pattern",
    "{'properties': {'a': {'$ref': 'http://localhost:1/other'}}} | a schema refers to itself only",
    "{'properties': {'a': {'$ref': 'file:///etc/passwd'}}} | a schema refers to itself only",
    "{'properties': {'a': {'$ref': '#/$defs/none'}}} | the schema is not valid",
    "{'$schema': 'https://example.org/other'} | the schema is not valid",
    "{'x-apply': 'later'} | /x-apply: must be hot, next_trade, when_flat, market_closed or restart",
    "{'items': {'x-max-change': 'lots'}} | /items/x-max-change",
    "{'x-max-change': -1} | /x-max-change",
    "{'x-tighter': 'up'} | /x-tighter",
    "{'x-secret': 'yes'} | /x-secret",
    "{'x-unit': 5} | /x-unit",
    "{'x-type': 'time'} | /x-type"})
  void aBadSchemaIsRefusedAndSaysWhere(String json, String told) {
    assertThatThrownBy(() -> parse(json.replace('\'', '"'))).isInstanceOf(ConfigException.class).hasMessageContaining(told)
        .hasMessageStartingWith("bot.schema.json");
  }

  @Test
  void aSchemaThatRefersToItselfIsFollowed() {
    Schema tree = parse("""
        {"$defs": {"branch": {"type": "object", "properties": {"size": {"type": "number", "x-unit": "lots"},
                                                             "sub": {"$ref": "#/$defs/branch"}}}}, "$ref": "#/$defs/branch"}
        """);

    assertThat(tree.unitOf("/sub/sub/sub/size")).contains("lots");
    assertThat(tree.check(Trees.document("{\"sub\": {\"sub\": {\"size\": 1, \"sise\": 2}}}"))).extracting(Problem::pointer)
        .containsExactly("/sub/sub/sise");
  }

  @Test
  void keysOfAllBranchesAreKnown() {
    Schema branches = parse("""
        {"properties": {"kind": {"enum": ["a", "b"]}}, "allOf": [
          {"if": {"properties": {"kind": {"const": "a"}}}, "then": {"properties": {"first": {"type": "number"}}, "required": ["first"]}},
          {"if": {"properties": {"kind": {"const": "b"}}}, "then": {"properties": {"second": {"type": "number"}}}}]}
        """);

    assertThat(branches.check(Trees.document("{\"kind\": \"a\", \"FIRST\": 1}"))).isEmpty();
    assertThat(branches.check(Trees.document("{\"kind\": \"a\"}"))).extracting(Problem::rule).containsExactly("missing");
    assertThat(branches.check(Trees.document("{\"kind\": \"b\", \"third\": 1}"))).extracting(Problem::rule)
        .containsExactly("unknown-key");
  }

  @Test
  void theHashIsThatOfTheText() {
    assertThat(parse("{}").hash()).isEqualTo("sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
    assertThat(parse("{}").json()).isEqualTo("{}");
  }
}
