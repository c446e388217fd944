package dev.binnacle.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class OverridesTest {
  private static final String FILE = """
      {
        "parameters": {"risk": {"share": 1, "stop": 2}, "pause": "5m", "symbols": ["A"]},
        "regimes": {"calm": {}, "volatile": {"since": 1, "parameters": {"risk": {"share": 0.5}, "symbols": ["B", "C"]}}},
        "strategies": {"follow": null, "breakout": {"parameters": {"risk": {"share": 0.7, "stop": 3}}}},
        "overrides": [
          {"name": "storm", "regime": "volatile", "set": {"PAUSE": 60}},
          {"name": "storm-breakout", "regime": "volatile", "strategy": "breakout", "set": {"risk": {"share": 0.25}, "pause": 90}},
          {"name": "always", "set": {"risk": {"stop": 2.5}}}
        ]
      }
      """;

  /** The order is: parameters, regime, strategy, overrides as the file has them; worked out by hand. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', nullValues = "none", value = {
    "none | none | {'risk': {'share': 1, 'stop': 2.5}, 'pause': '5m', 'symbols': ['A']}",
    "calm | follow | {'risk': {'share': 1, 'stop': 2.5}, 'pause': '5m', 'symbols': ['A']}",
    "volatile | none | {'risk': {'share': 0.5, 'stop': 2.5}, 'pause': 60, 'symbols': ['B', 'C']}",
    "calm | breakout | {'risk': {'share': 0.7, 'stop': 2.5}, 'pause': '5m', 'symbols': ['A']}",
    "VOLATILE | breakout | {'risk': {'share': 0.25, 'stop': 2.5}, 'pause': 90, 'symbols': ['B', 'C']}"})
  void theLaterLayerWins(@Nullable String regime, @Nullable String strategy, String expected) {
    Merged merged = Overrides.of(Trees.document(FILE)).inForce(regime, strategy);

    assertThat(merged.root()).isEqualTo(Trees.tree(expected.replace('\'', '"')));
  }

  @Test
  void everyValueTellsItsLayerAndItsPlaceInTheFile() {
    Merged merged = Overrides.of(Trees.document(FILE)).inForce("volatile", "follow");

    assertThat(merged.origins()).containsOnly(Map.entry("/risk/share", "regimes/volatile"),
        Map.entry("/risk/stop", "overrides/always"),
        Map.entry("/pause", "overrides/storm"), Map.entry("/symbols", "regimes/volatile"));
    assertThat(merged.document().positionOf("/pause")).extracting(Position::line).isEqualTo(6);
    assertThat(merged.document().positionOf("/symbols/1")).extracting(Position::line).isEqualTo(3);
  }

  @Test
  void aRegimeOrStrategyThatIsNotInTheFileIsTheProgramsMistake() {
    Overrides overrides = Overrides.of(Trees.document(FILE));

    assertThat(overrides.regimes()).containsExactly("calm", "volatile");
    assertThat(overrides.strategies()).containsExactly("follow", "breakout");
    assertThatThrownBy(() -> overrides.inForce("stormy", null)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no regime named stormy; there are calm, volatile");
  }

  private static Stream<Arguments> badFiles() {
    return Stream.of(
        Arguments.of("{}",
            "/parameters: the section of parameters is missing [missing]; add parameters: and in it all that may be overridden"),
        Arguments.of("{'parameters': {'a': 1}, 'regimes': {'r': {'parameters': {'aa': 2}}}}",
            "/regimes/r/parameters/aa: overrides /aa, which does not exist [unknown-override]; did you mean a?"),
        Arguments.of("{'parameters': {'a': 1}, 'regimes': {'r': {'parameters': 5}}}",
            "/regimes/r/parameters: must be a section, was 5 [type]"),
        Arguments.of("{'parameters': {'a': {'b': 1}}, 'strategies': {'s': {'parameters': {'a': 5}}}}",
            "/strategies/s/parameters/a: overrides a section with 5 [kind]; an override keeps the form of its target"),
        Arguments.of("{'parameters': {'a': [1]}, 'strategies': {'s': {'parameters': {'a': 1}}}}",
            "/strategies/s/parameters/a: overrides a list of 1 with 1 [kind]; an override keeps the form of its target"),
        Arguments.of("{'parameters': {'a-b': 1}, 'strategies': {'s': {'parameters': {'a_b': 1, 'A_B': 2}}}}",
            "/strategies/s/parameters/A_B: is given twice, spelt differently [duplicate-key]; keep one of them"),
        Arguments.of("{'parameters': {}, 'regimes': [1]}", "/regimes: must be a section, was a list of 1 [type]"),
        Arguments.of("{'parameters': {}, 'regimes': {'a-b': {}, 'a_b': {}}}",
            "/regimes/a_b: is the same name as a-b, and both are given [duplicate-key]; keep one of them"),
        Arguments.of("{'parameters': {}, 'overrides': {}}", "/overrides: must be a list, was a section [type]"),
        Arguments.of("{'parameters': {}, 'overrides': [{'set': {}}]}",
            "/overrides/0/name: an override needs a name, to be told by [missing]; add name: and what it is for"),
        Arguments.of("{'parameters': {}, 'overrides': [{'name': 'n'}]}",
            "/overrides/0/set: is missing [missing]; add set: and in it the values that the override gives"),
        Arguments.of("{'parameters': {}, 'overrides': [{'name': 'n', 'set': {}}, {'name': 'N', 'set': {}}]}",
            "/overrides/1/name: another override is named N [duplicate-key]; give it another name"),
        Arguments.of("{'parameters': {}, 'regimes': {'calm': {}}, 'overrides': [{'name': 'n', 'set': {}, 'regime': 'clam'}]}",
            "/overrides/0/regime: there is no regime named \"clam\" [unknown-regime]; did you mean calm?"),
        Arguments.of("{'parameters': {}, 'overrides': [{'name': 'n', 'set': {}, 'strategy': 'x'}]}",
            "/overrides/0/strategy: there is no strategy named \"x\" [unknown-strategy]"),
        Arguments.of("{'parameters': {}, 'overrides': [{'name': 'n', 'set': {}, 'regmie': 'x'}]}",
            "/overrides/0/regmie: is not a known key [unknown-key]; did you mean regime?"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("badFiles")
  void aBadFileIsRefusedWithItsPlaceTheRuleAndTheRemedy(String json, String told) {
    RefusedConfigException refused =
        catchThrowableOfType(RefusedConfigException.class, () -> Overrides.of(Trees.document(json.replace('\'', '"'))));

    assertThat(refused).isNotNull();
    assertThat(refused.problems()).extracting(problem -> problem.toString().replaceFirst("^bot.json:1:[0-9]+ ", ""))
        .containsExactly(told);
  }

  @Test
  void whatTheSchemaKnowsMayBeOverriddenThoughTheParametersLeaveItOut() {
    Schema schema = Schema.parse("s",
        "{\"properties\": {\"a\": {\"type\": \"number\"}, \"b\": {\"type\": \"number\"}}}".getBytes(StandardCharsets.UTF_8));
    Document file = Trees.document("{\"parameters\": {\"a\": 1}, \"regimes\": {\"r\": {\"parameters\": {\"b\": 2}}}}");

    assertThat(Overrides.of(file, schema).inForce("r", null).root()).isEqualTo(Trees.tree("{\"a\": 1, \"b\": 2}"));
    assertThatThrownBy(() -> Overrides.of(file)).isInstanceOf(RefusedConfigException.class);
  }

  @Test
  void layersOfSeveralFilesKeepTheirPlaces() {
    Document base = new Document("base.json", Trees.tree("{\"a\": 1, \"b\": 1}"),
        Map.of("/a", new Position(1, 1), "/b", new Position(2, 1)), List.of());
    Document live = new Document("live.json", Trees.tree("{\"b\": 2}"), Map.of("/b", new Position(9, 4)), List.of());

    Merged merged = Overrides.merge(List.of(new Layer("base", base), new Layer("live", live)));

    assertThat(merged.origins()).containsExactly(Map.entry("/a", "base"), Map.entry("/b", "live"));
    assertThat(merged.document().positions()).containsEntry("/a", new Position(1, 1)).containsEntry("/b", new Position(9, 4));
  }

  /** Layers are drawn from the base, so that each is a valid one: some of its values, changed or not. */
  @Property(tries = 200)
  void itDoesNotMatterHowLayersAreGrouped(@ForAll Random random) {
    Node.Section base = Trees.section(random, 3);
    Layer first = new Layer("base", document(base));
    Layer second = new Layer("second", document(part(base, random)));
    Layer third = new Layer("third", document(part(base, random)));

    Merged atOnce = Overrides.merge(List.of(first, second, third));
    Merged inTwoSteps = Overrides.merge(List.of(new Layer("merged", Overrides.merge(List.of(first, second)).document()), third));
    Merged twice = Overrides.merge(List.of(first, second, third, third));

    assertThat(inTwoSteps.root()).isEqualTo(atOnce.root());
    assertThat(twice.root()).isEqualTo(atOnce.root());
    assertThat(Overrides.merge(List.of(first)).root()).isEqualTo(base);
  }

  private static Document document(Node.Section root) {
    return new Document("l", root, Map.of(), List.of());
  }

  private static Node.Section part(Node.Section base, Random random) {
    Map<String, Node> entries = new LinkedHashMap<>();
    base.entries().forEach((key, node) -> {
      if (random.nextBoolean()) {
        entries.put(key, node instanceof Node.Section section
            ? part(section, random)
            : node instanceof Node.Numeral ? Trees.node(Integer.toString(random.nextInt(100))) : node);
      }
    });
    return new Node.Section(entries);
  }
}
