package dev.binnacle.config;

import static dev.binnacle.config.FormatLaws.bytes;
import static dev.binnacle.config.FormatLaws.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class YamlFormatTest {
  private static final String TREND = """
      # The trend bot.
      fast: 8        # bars
      slow: 21

      risk:          # read twice
        # of the balance
        stop: 0.125
        note: 'it''s "fine"'
        label: "🚀 up"

        symbols:
          - BTC      # first
          - ETH
      last: plain text
      """;

  private final YamlFormat format = new YamlFormat();

  @Test
  void valuesAreExactAndHaveTheirPlaces() {
    Document document = format.parse("trend.yaml", bytes(TREND));

    Node.Section risk = (Node.Section) Objects.requireNonNull(document.root().entries().get("risk"));
    assertThat(risk.entries()).containsEntry("stop", number("0.125")).containsEntry("label", new Node.Text("🚀 up"))
        .containsEntry("note", new Node.Text("it's \"fine\""));
    assertThat(document.positions())
        .containsEntry("/fast", new Position(2, 7)).containsEntry("/risk", new Position(5, 1))
        .containsEntry("/risk/stop", new Position(7, 9))
        .containsEntry("/risk/symbols", new Position(11, 3)).containsEntry("/risk/symbols/1", new Position(13, 7)).hasSize(11);
    assertThat(format.parse("x.yaml", bytes("{\"🚀🚀\": 1, b: 2}")).positions()).containsEntry("/b", new Position(1, 14));
    assertThat(document.notices()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"no", "yes", "On", "012", "1:30", "1_000", "0x1F", "2026-11-27", "0o17"})
  void whatOlderReadersTakeOtherwiseIsATextWithANotice(String value) {
    Document document = format.parse("x.yaml", bytes("a:\n  b: " + value));

    assertThat(document.root().entries()).containsEntry("a", new Node.Section(Map.of("b", new Node.Text(value))));
    assertThat(document.notices()).singleElement().satisfies(notice -> {
      assertThat(notice.toString()).startsWith("x.yaml:2:6 /a/b: " + value + " is read as a text");
      assertThat(notice.rule()).isEqualTo("read-as-text");
    });
  }

  @Test
  void onlyWhatEveryVersionOfYamlAgreesOnIsANumberBooleanOrNull() {
    Map<String, Node> expected = new LinkedHashMap<>();
    expected.put("+1", number("1"));
    expected.put("-0.50", number("-0.50"));
    expected.put(".5", number("0.5"));
    expected.put("1e3", number("1e3"));
    expected.put("True", new Node.Flag(true));
    expected.put("false", new Node.Flag(false));
    expected.put("~", new Node.Nothing());
    expected.put("Null", new Node.Nothing());
    expected.put("'1'", new Node.Text("1"));
    expected.put("!!str 1", new Node.Text("1"));
    expected.put("tRUE", new Node.Text("tRUE"));
    expected.put("0x52908400098527886E0F7030069857D2E4169EE7", new Node.Text("0x52908400098527886E0F7030069857D2E4169EE7"));

    expected.forEach((written, node) -> {
      Document document = format.parse("x.yaml", bytes("a: " + written));
      assertThat(document.root().entries()).containsEntry("a", node);
      assertThat(document.notices()).isEmpty();
    });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|', quoteCharacter = '`',
      value = {
        "a: 1\\nb: 2\\na: 3|3:1 /a|duplicate-key", "{a: {b: 1, 'b': 2}}|1:12 /a/b|duplicate-key", "a: .inf|1:4 /a|finite",
        "a: -.INF|1:4 /a|finite", "a: .NaN|1:4 /a|finite",
        "a: 1e999|1:4 /a|finite", "a: 1\\n---\\nb: 2|2:1|one-document", "a: 1\\n...\\n---\\nb: 2|3:1|one-document",
        "- 1|1:1|root", "text|1:1|root", "a: *x|1:4 /a|alias", "a: &x [*x]|1:8 /a/0|alias",
        "b: &x {c: 1}\\na:\\n  <<: *x|3:3 /a|merge-key", "a: !!binary aGk=|1:4 /a|tag", "a: !x {}|1:4 /a|tag",
        "%YAML 1.1\\n---\\na: 1|1:1|version", "[a]: 1|1:1|key", "{[a]: 1}|1:2|key", ": 1|1:1|syntax",
        "a: 'x|1:6|syntax", "a: {b|1:6|syntax", "a:\\n\\tb: 1|2:1|syntax", "a: \"\\\\ud800\"|1:4 /a|encoding",
        "a: b: c|1:5|syntax", "a: @x|1:4|syntax"
      })
  void whatIsNotSafeIsRefusedWithItsPlace(String yaml, String place, String rule) {
    Problem problem = refusal(bytes(yaml.replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\")));

    assertThat(problem.toString()).startsWith("x.yaml:" + place).contains("[" + rule + "]; ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n \n", "\ufeff", "# nothing\n"})
  void aFileWithNothingInItIsRefused(String empty) {
    assertThat(refusal(bytes(empty)).rule()).isEqualTo("empty");
  }

  @Test
  void onlyUtf8IsRead() {
    assertThat(refusal("a: é".getBytes(StandardCharsets.ISO_8859_1)).rule()).isEqualTo("encoding");
    assertThat(refusal("a: 1".getBytes(StandardCharsets.UTF_16)).rule()).isEqualTo("encoding");
    assertThat(refusal("a: 1".getBytes(StandardCharsets.UTF_16LE)).rule()).isEqualTo("encoding");
    assertThat(format.parse("x.yaml", bytes("\ufeffa: 1")).positions()).containsEntry("/a", new Position(1, 4));
  }

  @Test
  void sizeDepthAliasesAndNumberOfValuesAreBounded() {
    assertThat(refusal(bytes("a: " + "x".repeat(1 << 20))).rule()).isEqualTo("size");
    assertThat(format.parse("x.yaml", bytes("a: " + "[".repeat(64) + "]".repeat(64))).positions()).hasSize(65);
    assertThat(refusal(bytes("a: " + "[".repeat(65) + "]".repeat(65))).rule()).isEqualTo("depth");
    assertThat(refusal(bytes("a: " + "[".repeat(500_000))).rule()).isIn("depth", "syntax");
    assertThat(refusal(bytes("- ".repeat(500_000))).rule()).isEqualTo("depth");
    assertThat(refusal(bytes("a: [" + "1,".repeat(50_000) + "1]")).rule()).isEqualTo("values");
    assertThat(refusal(bytes("a: &a 1\nb: [" + "*a,".repeat(51) + "]")).rule()).isEqualTo("alias");
    StringBuilder laughs = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 6; i++) {
      laughs.append("a").append(i).append(": &a").append(i).append(" [").append(("*a" + (i - 1) + ",").repeat(9)).append("]\n");
    }
    assertThat(refusal(bytes(laughs.toString())).rule()).isEqualTo("values");
  }

  @Test
  void aliasesAreReadAndNotEdited() {
    String shared = "base: &b {stop: 1}\nown: *b\nfree: 1\n";

    assertThat(format.parse("x.yaml", bytes(shared)).root().entries().get("own"))
        .isEqualTo(new Node.Section(Map.of("stop", number("1"))));
    assertThat(edited(shared, new Edit("/free", number("2")))).isEqualTo(shared.replace("free: 1", "free: 2"));
    for (String pointer : List.of("/base/stop", "/own/stop", "/own", "/base", "/base/new")) {
      RefusedConfigException refusal =
          catchThrowableOfType(RefusedConfigException.class,
              () -> format.edit("x.yaml", bytes(shared), List.of(new Edit(pointer, number("2")))));
      assertThat(refusal.problems()).singleElement().satisfies(problem -> assertThat(problem.rule()).isEqualTo("anchor"));
    }
  }

  @Test
  void aScalarChangesInPlaceAndKeepsItsQuotes() {
    assertThat(edited(TREND, new Edit("/fast", number("10")))).isEqualTo(TREND.replace("fast: 8 ", "fast: 10 "));
    assertThat(edited(TREND, new Edit("/risk/note", new Node.Text("isn't"))))
        .isEqualTo(TREND.replace("'it''s \"fine\"'", "'isn''t'"));
    assertThat(edited(TREND, new Edit("/risk/label", new Node.Text("down")))).isEqualTo(TREND.replace("\"🚀 up\"", "\"down\""));
    assertThat(edited(TREND, new Edit("/last", new Node.Text("no")))).isEqualTo(TREND.replace("plain text", "\"no\""));
    assertThat(edited(TREND, new Edit("/last", new Node.Text("other words"))))
        .isEqualTo(TREND.replace("plain text", "other words"));
    assertThat(edited("a:\nb: |\n  x\n  y\n\n# end\nc: 1", new Edit("/b", number("2")), new Edit("/a", number("3"))))
        .isEqualTo("a: 3\nb: 2\n\n# end\nc: 1");
  }

  @Test
  void keysAndItemsComeAndGoByLines() {
    assertThat(edited(TREND, new Edit("/slow", null))).isEqualTo(TREND.replace("slow: 21\n", ""));
    assertThat(edited(TREND, new Edit("/risk/max", number("3")))).isEqualTo(TREND.replace("- ETH\n", "- ETH\n  max: 3\n"));
    assertThat(edited(TREND, new Edit("/risk/symbols/-", new Node.Text("SOL"))))
        .isEqualTo(TREND.replace("- ETH\n", "- ETH\n    - SOL\n"));
    assertThat(edited(TREND, new Edit("/risk/symbols/0", null))).isEqualTo(TREND.replace("    - BTC      # first\n", ""));
    assertThat(edited(TREND, new Edit("/risk/symbols", new Node.Items(List.of())))).isEqualTo(
        TREND.replace("symbols:\n    - BTC      # first\n    - ETH\n", "symbols: []\n"));
    assertThat(
        edited("a: 1\r\nb: {c: 1}", new Edit("/d", new Node.Section(Map.of("e", number("1")))), new Edit("/b/f", number("2"))))
        .isEqualTo("a: 1\r\nb: {c: 1, f: 2}\r\nd:\r\n  e: 1");
    assertThat(edited("a: 1\nb: 2", new Edit("/b", null))).isEqualTo("a: 1");
    assertThat(edited("a:\n- b: 1\n  c: 2\n", new Edit("/a/0/b", null))).isEqualTo("a:\n- c: 2\n");
  }

  @Test
  void anEditThatChangesNothingLeavesEveryByte() {
    String odd = "\ufeff---\r\na :   1.50   # x\r\nb: [ ]\r\n...";

    assertThat(edited(odd, new Edit("/a", number("1.50")))).isEqualTo(odd);
    assertThat(edited(odd, new Edit("/a", number("2")))).isEqualTo(odd.replace("1.50", "2"));
  }

  @Test
  void aFileIsWrittenAsAPersonWould() {
    String json = "{\"a\":[1,2],\"b\":{\"c\":[{\"d\":null,\"e\":\"no\"}]},\"f\":{},\"g\":[\"two words\"]}";

    assertThat(text(format.write(new JsonFormat().parse("x.json", bytes(json)).root()))).isEqualTo("""
        a: [1, 2]
        b:
          c:
            - d: null
              e: "no"
        f: {}
        g: [two words]
        """);
  }

  private String edited(String text, Edit... edits) {
    return text(format.edit("x.yaml", bytes(text), List.of(edits)));
  }

  private Problem refusal(byte[] content) {
    return catchThrowableOfType(RefusedConfigException.class, () -> format.parse("x.yaml", content)).problems().get(0);
  }

  private static Node number(String digits) {
    return new Node.Numeral(new BigDecimal(digits));
  }
}
