package dev.binnacle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class TableTest {
  private static String print(Table table) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    table.print(out);
    out.flush();
    return text.toString().replace(System.lineSeparator(), "\n");
  }

  @Test
  void columnsAreAsWideAsTheirWidestCellAndNumbersStandRight() {
    Table table = new Table("bot", "value").row("btc-trend", "9,930.86").row("x", "-5").row("y", "-");

    assertThat(print(table))
        .isEqualTo(
            """
            bot           value
            btc-trend  9,930.86
            x                -5
            y                 -
            """);
  }

  @Test
  void columnWithAWordStandsLeft() {
    assertThat(print(new Table("a").row("1").row("one"))).isEqualTo("a\n1\none\n");
  }

  @Test
  void rowOfTheWrongLengthIsAMistake() {
    assertThatThrownBy(() -> new Table("a", "b").row("1")).hasMessageContaining("needs 2 cells, had 1");
  }
}
