package dev.binnacle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class CellsTest {
  private static JsonNode json(String text) {
    return ApiClient.JSON.readTree(text);
  }

  @Test
  void whatIsMissingIsADash() {
    JsonNode nothing = json("{\"a\": null}");

    assertThat(Cells.amount(nothing.path("a"))).isEqualTo("-");
    assertThat(Cells.percent(nothing.path("b"))).isEqualTo("-");
    assertThat(Cells.time(nothing.path("a"))).isEqualTo("-");
    assertThat(Cells.seconds(nothing.path("a"))).isEqualTo("-");
    assertThat(Cells.exact(nothing.path("a"))).isEqualTo("-");
  }

  @Test
  void amountsHaveTwoDecimalsAndQuantitiesAllTheirs() {
    assertThat(Cells.amount(json("\"9930.85844\""))).isEqualTo("9930.86");
    assertThat(Cells.exact(json("\"0.50000000\""))).isEqualTo("0.5");
    assertThat(Cells.exact(json("\"100\""))).isEqualTo("100");
  }

  @Test
  void fractionsAreShownInPercent() {
    assertThat(Cells.percent(json("-0.0231"))).isEqualTo("-2.31 %");
  }

  @Test
  void durationsTakeTheUnitThatFits() {
    assertThat(Cells.seconds(json("0.44"))).isEqualTo("0.4s");
    assertThat(Cells.seconds(json("812"))).isEqualTo("13m 32s");
    assertThat(Cells.seconds(json("7265"))).isEqualTo("2h 1m");
    assertThat(Cells.seconds(json("180000"))).isEqualTo("2d 2h");
    assertThat(Cells.millis(json("5800"))).isEqualTo("5.8s");
    assertThat(Cells.took(json("4.27"))).isEqualTo("4.3ms");
    assertThat(Cells.took(json("412.6"))).isEqualTo("413ms");
    assertThat(Cells.took(json("5800"))).isEqualTo("5.8s");
    assertThat(Cells.took(json("812000"))).isEqualTo("13m 32s");
    assertThat(Cells.took(json("null"))).isEqualTo("-");
  }
}
