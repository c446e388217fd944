package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.config.Candidate;
import dev.binnacle.config.Document;
import dev.binnacle.config.Node;
import dev.binnacle.config.Position;
import dev.binnacle.config.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CelRulesTest {
  private static final Node.Section CONFIG =
      section(
          "low", number("8"), "high", number("10.5"), "name", new Node.Text("calm"), "on", new Node.Flag(true), "none",
          new Node.Nothing(), "weights", new Node.Items(List.of(number("0.25"), number("0.75"))), "risk",
          section("stop", number("2")));

  private static Node number(String text) {
    return new Node.Numeral(new BigDecimal(text));
  }

  private static Node.Section section(Object... entries) {
    Map<String, Node> all = new LinkedHashMap<>();
    for (int i = 0; i < entries.length; i += 2) {
      all.put((String) entries[i], (Node) entries[i + 1]);
    }
    return new Node.Section(all);
  }

  private static List<Problem> check(String assertion, Node.Section config, Node.@Nullable Section before) {
    CelRules rules = new CelRules(List.of(new Settings.Rule(assertion, "it is wrong", 14)), "binnacle.yaml");
    return rules.check(new Candidate<>(new Document("trend.yaml", config, Map.of(), List.of()), config, before, List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "low < high", "low < 9 && high > 9", "risk.stop == 2", "config.risk.stop <= 2.0", "name == 'calm' && on",
        "weights.all(w, w > 0)", "weights[0] + weights[1] == 1.0", "!has(config.none)", "size(weights) == 2",
        "before.low > 100"
      })
  void whatHoldsPasses(String assertion) {
    assertThat(check(assertion, CONFIG, null)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"low > high", "risk.stop > 2", "name.startsWith('x')", "weights.exists(w, w > 1)"})
  void whatDoesNotHoldIsToldInTheRulesOwnWords(String assertion) {
    assertThat(check(assertion, CONFIG, null))
        .containsExactly(new Problem("trend.yaml", null, "", "rule", "it is wrong", "it must hold that " + assertion));
  }

  @Test
  void anEditIsJudgedByWhatWasBefore() {
    Node.Section before = section("low", number("4"));

    assertThat(check("low <= before.low * 1.5", section("low", number("6")), before)).isEmpty();
    assertThat(check("low <= before.low * 1.5", section("low", number("6.01")), before)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"low <| cannot be used", "lwo < high | undeclared reference to 'lwo'", "low | neither true nor false",
        "low * 2 < high | cannot be computed",
        "risk.stopp < 2.0 | cannot be computed"})
  void aRuleThatCannotBeUsedNamesItsPlaceInTheSettings(String assertion, String why) {
    List<Problem> problems = check(assertion, CONFIG, null);

    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst().file()).isEqualTo("binnacle.yaml");
    assertThat(problems.getFirst().position()).isEqualTo(new Position(14, 1));
    assertThat(problems.getFirst().toString()).contains("binnacle.yaml:14").contains(why);
  }

  @Test
  void aLoopWithoutAnEndInSightIsCutOff() {
    List<Node> many = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      many.add(number("1"));
    }

    List<Problem> problems = check("l.all(a, l.all(b, l.all(c, a == b)))", section("l", new Node.Items(many)), null);

    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst().message()).contains("cannot be computed").containsIgnoringCase("iteration");
  }
}
