package dev.binnacle.config;

import static dev.binnacle.config.FormatLaws.bytes;
import static dev.binnacle.config.FormatLaws.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonFormatTest {
  private static final String TREND = """
      {
        "fast": 8,
        "risk": {"stop": 0.125, "symbols": ["BTC", "ETH"]},
        "note": "é🚀", "on": true
      }
      """;

  private final JsonFormat format = new JsonFormat();

  @Test
  void valuesAreExactAndHaveTheirPlaces() {
    Document document = format.parse("trend.json", bytes(TREND));

    assertThat(document.root().entries())
        .containsEntry("fast", new Node.Numeral(new BigDecimal("8"))).containsEntry("note", new Node.Text("é🚀"))
        .containsEntry("on", new Node.Flag(true));
    assertThat(document.positions())
        .containsEntry("/fast", new Position(2, 11)).containsEntry("/risk", new Position(3, 3))
        .containsEntry("/risk/stop", new Position(3, 20)).containsEntry("/risk/symbols/1", new Position(3, 46))
        .containsEntry("/on", new Position(4, 23)).hasSize(9);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|', quoteCharacter = '`',
      value = {
        "{\"a\":1,\"a\":2}|1:8 /a|duplicate-key", "{\"a\":{\"b\":1,\"b\":1}}|1:13 /a/b|duplicate-key",
        "{\"a\":1} {}|1:9|trailing", "{\"a\":1}x|1:8|syntax",
        "{\"a\":NaN}|1:|syntax", "{\"a\":1e999}|1:6 /a|finite", "{\"a\":-1e400}|1:6 /a|finite", "{\"a\":1e-999}|1:6 /a|finite",
        "{\"a\":1e99999999999}|1:6 /a|finite", "{\"a\":01}|1:|syntax", "{\"a\":1,}|1:|syntax", "[1]|1:1|root", "7|1:1|root",
        "{\"a\":\"\\ud800\"}|1:6 /a|encoding",
        "{'a':1}|1:|syntax", "{\"a\":1 // b|1:|syntax", "{\"a\":+1}|1:|syntax", "{\"a\":.5}|1:|syntax", "{\"a\":tru}|1:|syntax",
        "{\"a\" 1}|1:|syntax", "{\"a\":\"|1:|syntax"
      })
  void whatIsNotStrictJsonIsRefusedWithItsPlace(String json, String place, String rule) {
    Problem problem = refusal(bytes(json));

    assertThat(problem.toString()).startsWith("x.json:" + place).contains("[" + rule + "]; ");
    assertThat(problem.message()).doesNotContain("JsonReadFeature");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n\t", "\ufeff", "\ufeff \n"})
  void aFileWithNothingInItIsRefused(String empty) {
    assertThat(refusal(bytes(empty)).rule()).isEqualTo("empty");
  }

  @Test
  void onlyUtf8IsRead() {
    assertThat(refusal("{\"a\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1)).toString()).startsWith("x.json:1:7: ")
        .contains("[encoding]");
    for (String name : List.of("UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32")) {
      assertThat(refusal("{\"a\":1}".getBytes(Charset.forName(name))).rule()).as(name).isEqualTo("encoding");
    }
    assertThat(format.parse("x.json", bytes("\ufeff{\"a\":1}")).positions()).containsEntry("/a", new Position(1, 6));
    assertThat(refusal(bytes("\ufeff\ufeff{\"a\":1}")).rule()).isEqualTo("syntax");
  }

  @Test
  void sizeDepthNumberOfValuesAndDigitsAreBounded() {
    assertThat(refusal(bytes("{\"a\":\"" + "x".repeat(1 << 20) + "\"}")).rule()).isEqualTo("size");
    assertThat(format.parse("x.json", bytes("{\"a\":" + "[".repeat(64) + "]".repeat(64) + "}")).positions()).hasSize(65);
    assertThat(refusal(bytes("{\"a\":" + "[".repeat(65) + "]".repeat(65) + "}")).rule()).isEqualTo("depth");
    assertThat(refusal(bytes("{\"a\":" + "[".repeat(400_000))).rule()).isEqualTo("depth");
    assertThat(refusal(bytes("{\"a\":[" + "1,".repeat(50_000) + "1]}")).rule()).isEqualTo("values");
    assertThat(refusal(bytes("{\"a\":" + "9".repeat(101) + "}")).rule()).isEqualTo("digits");
    assertThat(refusal(bytes("{\"a\":" + "9".repeat(1_000_000) + "}")).rule()).isEqualTo("digits");
    assertThat(refusal(bytes("{\"" + "k".repeat(1_001) + "\":1}")).rule()).isEqualTo("depth");
  }

  @Test
  void aScalarChangesInPlace() {
    assertThat(edited(TREND, new Edit("/fast", number("10")))).isEqualTo(TREND.replace("8", "10"));
    assertThat(edited(TREND, new Edit("/fast", number("10.0")))).isEqualTo(TREND.replace("8", "10.0"));
    assertThat(edited(TREND, new Edit("/note", new Node.Text("a\"b")))).isEqualTo(TREND.replace("é🚀", "a\\\"b"));
    assertThat(edited(TREND, new Edit("/fast", new Node.Nothing()))).isEqualTo(TREND.replace("8", "null"));
  }

  @Test
  void anEditThatChangesNothingLeavesEveryByte() {
    String odd = "\ufeff{ \"a\" :\t1.50 ,\r\n\"b\":[ ] }";

    assertThat(edited(odd, new Edit("/a", number("1.50")), new Edit("/b", new Node.Items(List.of())))).isEqualTo(odd);
    assertThat(edited(odd, new Edit("/a", number("2")))).isEqualTo(odd.replace("1.50", "2"));
  }

  @Test
  void aListThatIsReplacedKeepsWhatItKeeps() {
    String tall = "{\r\n  \"symbols\": [\r\n    \"BTC\",\r\n    \"ETH\"\r\n  ]\r\n}";

    assertThat(edited(tall, new Edit("/symbols", texts("BTC", "SOL", "ETH"))))
        .isEqualTo(tall.replace("    \"ETH\"", "    \"SOL\",\r\n    \"ETH\""));
    assertThat(edited(tall, new Edit("/symbols", texts("ETH")))).isEqualTo(tall.replace("    \"BTC\",\r\n", ""));
    assertThat(edited(tall, new Edit("/symbols", texts("BTC")))).isEqualTo(tall.replace(",\r\n    \"ETH\"", ""));
    assertThat(edited(tall, new Edit("/symbols/-", new Node.Text("SOL"))))
        .isEqualTo(tall.replace("\"ETH\"", "\"ETH\",\r\n    \"SOL\""));
    assertThat(edited(tall, new Edit("/symbols", texts()))).isEqualTo("{\r\n  \"symbols\": []\r\n}");
  }

  @Test
  void keysAreAddedAndRemovedInTheStyleAround() {
    assertThat(edited(TREND, new Edit("/risk/max", number("3")))).isEqualTo(TREND.replace("\"ETH\"]", "\"ETH\"], \"max\": 3"));
    assertThat(edited(TREND, new Edit("/fast", null))).isEqualTo(TREND.replace("  \"fast\": 8,\n", ""));
    assertThat(edited(TREND, new Edit("/risk/stop", null))).isEqualTo(TREND.replace("\"stop\": 0.125, ", ""));
    assertThat(edited(TREND, new Edit("/on", null))).isEqualTo(TREND.replace(", \"on\": true", ""));
    assertThat(edited("{\"a\":1,\"b\":2}", new Edit("/c", number("3")))).isEqualTo("{\"a\":1,\"b\":2,\"c\":3}");
    assertThat(edited("{\n\t\"a\": 1\n}\n", new Edit("/b", new Node.Section(Map.of("c", number("3"))))))
        .isEqualTo("{\n\t\"a\": 1,\n\t\"b\": {\n\t\t\"c\": 3\n\t}\n}\n");
    assertThat(edited("{}", new Edit("/b", number("3")))).isEqualTo("{\"b\": 3}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"risk", "/none/a", "/fast/a", "/risk/symbols/2", "/risk/symbols/01", "/risk/symbols/x", ""})
  void anEditOfWhatIsNotThereIsRefusedAndSaysWhy(String pointer) {
    List<Edit> edits = List.of(new Edit("/fast", number("9")), new Edit(pointer, number("1")));

    RefusedConfigException refusal =
        catchThrowableOfType(RefusedConfigException.class, () -> format.edit("x.json", bytes(TREND), edits));

    assertThat(refusal.problems()).singleElement().satisfies(problem -> assertThat(problem.rule()).isEqualTo("edit"));
  }

  @Test
  void aFileIsWrittenAsAPersonWould() {
    assertThat(
        text(format.write(format.parse("x.json", bytes("{\"a\":[1,2],\"b\":{\"c\":[{\"d\":null}]},\"e\":{},\"f\":[]}")).root())))
        .isEqualTo("""
        {
          "a": [1, 2],
          "b": {
            "c": [
              {
                "d": null
              }
            ]
          },
          "e": {},
          "f": []
        }
        """);
  }

  private String edited(String text, Edit... edits) {
    return text(format.edit("x.json", bytes(text), List.of(edits)));
  }

  private Problem refusal(byte[] content) {
    return catchThrowableOfType(RefusedConfigException.class, () -> format.parse("x.json", content)).problems().get(0);
  }

  private static Node number(String digits) {
    return new Node.Numeral(new BigDecimal(digits));
  }

  private static Node texts(String... texts) {
    return new Node.Items(List.of(texts).stream().<Node>map(Node.Text::new).toList());
  }
}
