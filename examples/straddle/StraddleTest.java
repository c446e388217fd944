package straddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.config.ApplyMode;
import dev.binnacle.config.Binding;
import dev.binnacle.config.Document;
import dev.binnacle.config.Node;
import dev.binnacle.config.Problem;
import dev.binnacle.config.RefusedConfigException;
import dev.binnacle.config.Schema;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each parameter at, inside and outside its bounds. */
final class StraddleTest {
  private static final Schema SCHEMA = Schema.of(Straddle.class);
  private static final Binding<Straddle> BINDING = Binding.record(Straddle.class);

  private static Document with(String name, Node value) {
    Map<String, Node> all = new LinkedHashMap<>();
    Map.of("VIX_HEDGE_POINTS_CANDR", "8", "HEDGE_TRIGGER_POINTS_STRANGLE", "12", "TARGET_DELTA_LOW", "0.4", "TARGET_DELTA_HIGH",
        "0.6",
        "VIX_DELTA_LOW", "0.4", "VIX_DELTA_HIGH", "0.6", "VIX_DELTA_THRESHOLD", "13", "DELTA_MONITORING_THRESHOLD", "0.225",
        "INITIAL_PROFIT_BOOKING", "12",
        "SECOND_PROFIT_BOOKING", "28").forEach((key, number) -> all.put(key, number(number)));
    all.put("STOP_LOSS_CONFIG", new Node.Section(Map.of("default", number("30"))));
    all.put(name, value);
    return new Document("config.py", new Node.Section(all), Map.of(), List.of());
  }

  private static Node number(String number) {
    return new Node.Numeral(new BigDecimal(number));
  }

  @ParameterizedTest
  @CsvSource({"VIX_HEDGE_POINTS_CANDR, 0.01, 50, 50.01", "HEDGE_TRIGGER_POINTS_STRANGLE, 0.01, 50, 50.01",
    "VIX_DELTA_THRESHOLD, 0.01, 50, 50.01",
    "INITIAL_PROFIT_BOOKING, 0.01, 100, 100.01", "SECOND_PROFIT_BOOKING, 0.01, 100, 100.01", "TARGET_DELTA_LOW, 0.01, 0.59, 1",
    "TARGET_DELTA_HIGH, 0.41, 0.99, 1", "VIX_DELTA_LOW, 0.01, 0.59, 1", "VIX_DELTA_HIGH, 0.41, 0.99, 1",
    "DELTA_MONITORING_THRESHOLD, 0.01, 0.99, 1"})
  void aNumberIsTakenWithinItsBoundsAndRefusedBeyond(String name, String least, String most, String beyond) {
    for (String allowed : List.of(least, most)) {
      assertThat(SCHEMA.check(with(name, number(allowed)))).isEmpty();
      assertThat(BINDING.bind(with(name, number(allowed)))).isNotNull();
    }
    for (String refused : List.of("0", "-1", beyond)) {
      assertThat(SCHEMA.check(with(name, number(refused)))).singleElement().satisfies(problem -> {
        assertThat(problem.pointer()).isEqualTo("/" + name);
        assertThat(problem.rule()).isEqualTo("range");
        assertThat(problem.message()).endsWith("was " + refused);
      });
    }
    assertThat(SCHEMA.check(with(name, new Node.Text("8")))).extracting(Problem::rule).containsExactly("type");
  }

  @Test
  void theAllowedRangeIsSaid() {
    assertThat(SCHEMA.check(with("VIX_HEDGE_POINTS_CANDR", number("51")))).extracting(Problem::toString)
        .containsExactly("config.py /VIX_HEDGE_POINTS_CANDR: must be in (0, 50] points, was 51 [range]");
    assertThat(SCHEMA.check(with("TARGET_DELTA_LOW", number("29")))).extracting(Problem::toString)
        .containsExactly("config.py /TARGET_DELTA_LOW: must be in (0, 1), was 29 [range]; write 0.29 if 29 % is meant");
  }

  @ParameterizedTest
  @CsvSource({"TARGET_DELTA_LOW, 0.6, TARGET_DELTA_LOW must be below TARGET_DELTA_HIGH",
    "TARGET_DELTA_HIGH, 0.3, TARGET_DELTA_LOW must be below TARGET_DELTA_HIGH",
    "VIX_DELTA_LOW, 0.7, VIX_DELTA_LOW must be below VIX_DELTA_HIGH",
    "VIX_DELTA_HIGH, 0.4, VIX_DELTA_LOW must be below VIX_DELTA_HIGH"})
  void theLowerDeltaMustBeBelowTheHigher(String name, String value, String told) {
    assertThat(SCHEMA.check(with(name, number(value)))).isEmpty();
    assertThatThrownBy(() -> BINDING.bind(with(name, number(value)))).isInstanceOf(RefusedConfigException.class)
        .hasMessageContaining(told);
  }

  @Test
  void theStopLossesAreADictionaryOfPositiveNumbers() {
    assertThat(SCHEMA.check(with("STOP_LOSS_CONFIG", number("30")))).extracting(Problem::rule).containsExactly("type");
    assertThat(SCHEMA.check(with("STOP_LOSS_CONFIG", Node.Section.EMPTY))).extracting(Problem::rule).containsExactly("size");
    assertThat(SCHEMA.check(with("STOP_LOSS_CONFIG", new Node.Section(Map.of("Tuesday", number("0"))))))
        .extracting(Problem::toString)
        .containsExactly("config.py /STOP_LOSS_CONFIG/Tuesday: must be above 0 %, was 0 [range]");
    assertThat(BINDING.bind(with("STOP_LOSS_CONFIG", new Node.Section(Map.of("Tuesday", number("25"))))).stopLossConfig())
        .containsExactly(Map.entry("Tuesday", BigDecimal.valueOf(25)));
  }

  @Test
  void deltasWaitForTheNextTradeAndHedgesDoNot() {
    assertThat(SCHEMA.modeOf("/TARGET_DELTA_LOW")).isEqualTo(ApplyMode.NEXT_TRADE);
    assertThat(SCHEMA.modeOf("/STOP_LOSS_CONFIG/Tuesday")).isEqualTo(ApplyMode.NEXT_TRADE);
    assertThat(SCHEMA.modeOf("/VIX_HEDGE_POINTS_CANDR")).isEqualTo(ApplyMode.HOT);
  }
}
