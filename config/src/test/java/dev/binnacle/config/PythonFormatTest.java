package dev.binnacle.config;

import static dev.binnacle.config.FormatLaws.bytes;
import static dev.binnacle.config.FormatLaws.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PythonFormatTest {
  /** In the shape of the seed's file. */
  private static final String CONFIG = """
      \"""Parameters of the straddle.\"""
      import os

      # Calendar hedge trigger points
      VIX_HEDGE_POINTS_CANDR = 8  # 0 to 50
      TARGET_DELTA_LOW: float = 0.29
      STOP_LOSS_CONFIG = {
          'Monday': 25.0,  # calm
          'Tuesday': 30,
      }
      EXPIRIES = ('near', 'far')
      API_KEY = os.environ["KEY"]

      def reload():
          VIX_HEDGE_POINTS_CANDR = 9
          return VIX_HEDGE_POINTS_CANDR
      """;

  private final PythonFormat format = new PythonFormat();

  @Test
  void plainAssignmentsAreReadAndTheRestIsTold() {
    Document document = format.parse("config.py", bytes(CONFIG));

    assertThat(document.root().entries().keySet()).containsExactly("VIX_HEDGE_POINTS_CANDR", "TARGET_DELTA_LOW",
        "STOP_LOSS_CONFIG", "EXPIRIES");
    assertThat(document.positions())
        .containsEntry("/VIX_HEDGE_POINTS_CANDR", new Position(5, 26)).containsEntry("/STOP_LOSS_CONFIG", new Position(7, 1))
        .containsEntry("/STOP_LOSS_CONFIG/Tuesday", new Position(9, 16));
    assertThat(document.notices()).extracting(notice -> notice.toString().replaceFirst(" \\[.*", "")).containsExactly(
        "config.py:2:1: this is left as it is: only NAME = value at the top level is read, and nothing is run",
        "config.py:12:1: this is left as it is: the value is an expression, and nothing here is run",
        "config.py:14:1: this is left as it is: only NAME = value at the top level is read, and nothing is run");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A = 1\nA += 1", "A = 1\nif B:\n    A = 2", "A = 1\nA = B = 2", "for A in []: pass\nA = 1", "A = 1\ndel A",
        "import A\nA = 1", "from x import y as A\nA = 1",
        "A = 1\nA, B = 1, 2", "A = 1\ndef A(): pass", "A = 1\nA = f()", "A = 1\nwith x as A: pass", "A = 1\nprint(A := 2)",
        "A = 1\ntry:\n  A = 3\nexcept: pass",
        "A = 1\nif B: A = 2", "A = 1\nfor i in A:\n  while 1:\n    (A) = 2"
      })
  void aNameThatOtherCodeChangesIsNoValue(String code) {
    Document document = format.parse("config.py", bytes(code + "\nREST = 1\n"));

    assertThat(document.root().entries()).containsOnlyKeys("REST");
    assertThat(document.notices()).anySatisfy(notice -> {
      assertThat(notice.pointer()).isEqualTo("/A");
      assertThat(notice.message()).contains("also changed in line");
    });
  }

  @Test
  void aNameThatCodeOnlyReadsIsAValue() {
    String code = "A = 1\nprint(A)\nB = A + 1\nif A == 1:\n    x.A = 2\n\ndef f(a=A):\n    A = 3\n";

    assertThat(format.parse("config.py", bytes(code)).root().entries()).containsOnlyKeys("A");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|', quoteCharacter = '`',
      value = {
        "A = 1\\nB = 2\\nA = 3|3:1 /A|duplicate-key", "A = {'x': 1, 'x': 2}|1:14 /A/x|duplicate-key", "A = 1e999|1:5 /A|finite",
        "A = [|1:5|syntax", "A = (]|1:6|syntax", "A = 'x|1:5|syntax", "A = '''x\\n|1:5|syntax",
        "A = 1\\n  B = 2|2:3|indentation", "if x:\\nA = 2|2:1|indentation", "A = 1 $|1:7|syntax", "A = \\\\ 1|1:5|syntax",
        "A = 012|1:5 /A|syntax", "A =|1:3|syntax", "# coding: latin-1\\nA = 1|1:1|encoding"
      })
  void whatIsNotWellFormedIsRefusedWithItsPlace(String code, String place, String rule) {
    Problem problem = refusal(bytes(code.replace("\\n", "\n").replace("\\\\", "\\")));

    assertThat(problem.toString()).startsWith("config.py:" + place).contains("[" + rule + "]; ");
  }

  @Test
  void sizeDepthEncodingAndNumberOfValuesAreBounded() {
    assertThat(refusal(bytes("A = '" + "x".repeat(1 << 20) + "'")).rule()).isEqualTo("size");
    assertThat(refusal(bytes(" \n")).rule()).isEqualTo("empty");
    assertThat(refusal("A = 'é'".getBytes(StandardCharsets.ISO_8859_1)).rule()).isEqualTo("encoding");
    assertThat(refusal(bytes("A = " + "[".repeat(65) + "]".repeat(65))).rule()).isEqualTo("depth");
    assertThat(format.parse("config.py", bytes("A = " + "[".repeat(64) + "]".repeat(64))).positions()).hasSize(65);
    assertThat(refusal(bytes("A = " + "(".repeat(500_000))).rule()).isEqualTo("depth");
    assertThat(refusal(bytes("A = [" + "1,".repeat(50_001) + "]")).rule()).isEqualTo("values");
    assertThat(refusal(bytes("A = 0x" + "f".repeat(100_000))).rule()).isEqualTo("digits");
    assertThat(format.parse("config.py", bytes("x()\n".repeat(1_000))).notices()).hasSize(100);
  }

  @Test
  void aValueChangesInPlaceAndKeepsItsCommentAndQuotes() {
    assertThat(edited(CONFIG, new Edit("/VIX_HEDGE_POINTS_CANDR", number("10"))))
        .isEqualTo(CONFIG.replace("CANDR = 8 ", "CANDR = 10 "));
    assertThat(edited(CONFIG, new Edit("/STOP_LOSS_CONFIG/Monday", number("20.5")))).isEqualTo(CONFIG.replace("25.0", "20.5"));
    assertThat(edited(CONFIG, new Edit("/EXPIRIES/1", new Node.Text("it's")))).isEqualTo(CONFIG.replace("'far'", "'it\\'s'"));
    assertThat(edited("A = \"x\"", new Edit("/A", new Node.Text("it's")))).isEqualTo("A = \"it's\"");
  }

  @Test
  void keysComeAndGoWithTheirLines() {
    assertThat(edited(CONFIG, new Edit("/STOP_LOSS_CONFIG/Monday", null)))
        .isEqualTo(CONFIG.replace("    'Monday': 25.0,  # calm\n", ""));
    assertThat(edited(CONFIG, new Edit("/STOP_LOSS_CONFIG/Friday", number("5"))))
        .isEqualTo(CONFIG.replace("'Tuesday': 30,\n", "'Tuesday': 30,\n    \"Friday\": 5,\n"));
    assertThat(edited(CONFIG, new Edit("/STOP_LOSS_CONFIG", null)))
        .isEqualTo(CONFIG.replace("STOP_LOSS_CONFIG = {\n    'Monday': 25.0,  # calm\n    'Tuesday': 30,\n}\n", ""));
    assertThat(edited(CONFIG, new Edit("/NEW", new Node.Flag(true))))
        .isEqualTo(CONFIG.replace("'far')\n", "'far')\nNEW = True\n"));
    assertThat(edited(CONFIG, new Edit("/EXPIRIES", new Node.Items(List.of(new Node.Text("near"))))))
        .isEqualTo(CONFIG.replace("('near', 'far')", "('near',)"));
    assertThat(edited("A = 1\r\nB = 2", new Edit("/B", null))).isEqualTo("A = 1");
    assertThat(edited("A = 1", new Edit("/B", new Node.Section(Map.of("c", new Node.Nothing())))))
        .isEqualTo("A = 1\nB = {\n    \"c\": None\n}");
  }

  @ParameterizedTest
  @CsvSource({"/B-C,name", "/class,name", "/API_KEY,read"})
  void whatPythonCouldNotAssignIsRefused(String pointer, String why) {
    RefusedConfigException refusal =
        catchThrowableOfType(RefusedConfigException.class,
            () -> format.edit("config.py", bytes(CONFIG), List.of(new Edit(pointer, number("1")))));

    assertThat(refusal.problems()).singleElement().satisfies(problem -> {
      assertThat(problem.rule()).isEqualTo("edit");
      assertThat(problem.message()).contains(why.equals("name") ? "no name" : "more than was asked");
    });
  }

  @Test
  void aKeyThatIsNoNameIsNotWritten() {
    Node.Section root = new Node.Section(Map.of("no-name", number("1")));

    assertThat(catchThrowableOfType(RefusedConfigException.class, () -> format.write(root)).problems().get(0).rule())
        .isEqualTo("name");
    assertThat(text(format.write(new Node.Section(Map.of("A", new Node.Items(List.of(number("-1"), new Node.Flag(false))))))))
        .isEqualTo("A = [-1, False]\n");
  }

  private String edited(String text, Edit... edits) {
    return text(format.edit("config.py", bytes(text), List.of(edits)));
  }

  private Problem refusal(byte[] content) {
    return catchThrowableOfType(RefusedConfigException.class, () -> format.parse("config.py", content)).problems().get(0);
  }

  private static Node number(String digits) {
    return new Node.Numeral(new BigDecimal(digits));
  }
}
