package dev.binnacle.web.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.binnacle.engine.performance.Figures;
import dev.binnacle.web.Site;
import dev.binnacle.web.Worlds;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class FigureShapesTest {
  private static JsonNode written(Figures figures) {
    return Site.json(new String(FigureShapes.PERFORMANCE.bytes(figures), StandardCharsets.UTF_8));
  }

  @Test
  void everyFigureIsWrittenUnderTheNameThatTheEngineGivesIt() {
    Figures figures = Worlds.figures();
    Map<String, @Nullable Object> byName = figures.byName();
    JsonNode json = written(figures);

    assertThat(json.propertyNames()).containsAll(byName.keySet()).contains("undefined").hasSize(byName.size() + 1);
    byName.forEach(
        (name, value) -> assertThat(same(json.path(name), value)).as("%s: %s, %s", name, json.path(name), value).isTrue());
  }

  @Test
  void conventionsAreWrittenAsTheEngineNamesThem() {
    Figures figures = Worlds.figures();

    JsonNode json = written(figures).path("conventions");

    figures.conventions().byName().forEach((name, value) -> assertThat(same(json.path(name), value)).as(name).isTrue());
    assertThat(json.size()).isEqualTo(figures.conventions().byName().size());
  }

  @Test
  void figuresOfAHandWorkedLedgerAreRight() {
    JsonNode json = written(Worlds.figures());

    // 500 won and 210 lost of 10,000: 290 in all, 2.9 %; from the peak of 10,500 down to 10,290 is -2 %.
    assertThat(json.path("total_pnl").asString()).isEqualTo("290");
    assertThat(json.path("total_return").doubleValue()).isCloseTo(0.029, within(1e-12));
    assertThat(json.path("win_rate").doubleValue()).isEqualTo(0.5);
    assertThat(json.path("max_drawdown").doubleValue()).isCloseTo(-0.02, within(1e-12));
    assertThat(json.path("average_duration_seconds").doubleValue()).isEqualTo(7_200);
  }

  @Test
  void undefinedFigureIsNullWithItsReason() {
    JsonNode json = written(Worlds.silent().figures());

    assertThat(json.path("sharpe_ratio").isNull()).isTrue();
    assertThat(json.path("undefined").path("sharpe_ratio").asString()).isNotBlank();
  }

  private static boolean same(JsonNode json, @Nullable Object value) {
    return switch (value) {
      case null -> json.isNull();
      case BigDecimal decimal -> json.isString() && new BigDecimal(json.asString()).compareTo(decimal) == 0;
      case Double number -> json.isNumber() && json.doubleValue() == number;
      case Number number -> json.isIntegralNumber() && json.longValue() == number.longValue();
      case Map<?, ?> map -> json.isObject();
      default -> json.isString() && json.asString().equals(value.toString());
    };
  }
}
