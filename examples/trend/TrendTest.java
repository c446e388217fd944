package trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.config.Document;
import dev.binnacle.config.Node;
import dev.binnacle.config.RefusedConfigException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TrendTest {
  private static Node.Section section(Object... keysAndValues) {
    Map<String, Node> entries = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      entries.put((String) keysAndValues[i], node(keysAndValues[i + 1]));
    }
    return new Node.Section(entries);
  }

  private static Node node(Object value) {
    if (value instanceof Node node) {
      return node;
    }
    if (value instanceof Number number) {
      return new Node.Numeral(new BigDecimal(number.toString()));
    }
    if (value instanceof List<?> list) {
      return new Node.Items(list.stream().map(TrendTest::node).toList());
    }
    return value instanceof Boolean flag ? new Node.Flag(flag) : new Node.Text((String) value);
  }

  /** What {@code trend.yaml} says. */
  private static Document document(Node.Section stormOverride) {
    return new Document("trend.yaml", section(
        "parameters", section("fast-average", 20, "slow-average", 50, "stop-loss", 2.0, "risk-per-trade", 1.0, "pause", "5m"),
        "regimes", section("calm", section("volatility-from", 0),
            "volatile", section("volatility-from", 0.6, "parameters", section("risk-per-trade", 0.5, "stop-loss", 3.0))),
        "strategies", section("follow", section("enabled", true, "regimes", List.of("calm", "volatile")),
            "breakout",
            section("enabled", true, "regimes", List.of("volatile"), "parameters", section("fast-average", 5, "stop-loss", 4.0))),
        "overrides",
        List.of(stormOverride,
            section("name", "longer pauses in a storm", "regime", "volatile", "set", section("pause", "15m")))),
        Map.of(), List.of());
  }

  private static final Node.Section SMALL_BREAKOUTS =
      section("name", "small breakouts in a storm", "regime", "volatile", "strategy", "breakout", "set",
          section("risk-per-trade", 0.25));

  @Test
  void theFileIsValid() {
    assertThat(Trend.SCHEMA.check(document(SMALL_BREAKOUTS))).isEmpty();
  }

  @Test
  void eachStrategyHasItsParametersInEachRegime() {
    Trend trend = Trend.read(document(SMALL_BREAKOUTS));

    assertThat(trend.inForce("calm", "follow")).isEqualTo(new Parameters(20, 50, 2.0, 1.0, Duration.ofMinutes(5)));
    assertThat(trend.inForce("volatile", "follow")).isEqualTo(new Parameters(20, 50, 3.0, 0.5, Duration.ofMinutes(15)));
    assertThat(trend.inForce("calm", "breakout")).isEqualTo(new Parameters(5, 50, 4.0, 1.0, Duration.ofMinutes(5)));
    assertThat(trend.inForce("volatile", "breakout")).isEqualTo(new Parameters(5, 50, 4.0, 0.25, Duration.ofMinutes(15)));
    assertThat(trend.strategiesIn("calm")).containsExactly("follow");
    assertThat(trend.strategiesIn("volatile")).containsExactly("follow", "breakout");
  }

  @Test
  void anOverrideThatWouldBeWrongInItsRegimeIsRefusedAtOnce() {
    Node.Section crossed = section("name", "crossed", "regime", "volatile", "set", section("fast-average", 60));
    Node.Section tooRisky = section("name", "risky", "set", section("risk-per-trade", 5));
    Node.Section misspelt = section("name", "misspelt", "set", section("stop-los", 5));

    assertThatThrownBy(() -> Trend.read(document(crossed))).isInstanceOf(RefusedConfigException.class)
        .hasMessageContaining("fast-average must be below slow-average, was 60 and 50");
    assertThatThrownBy(() -> Trend.read(document(tooRisky))).isInstanceOf(RefusedConfigException.class)
        .hasMessageContaining("must be in [0, 2] %, was 5");
    assertThatThrownBy(() -> Trend.read(document(misspelt))).isInstanceOf(RefusedConfigException.class)
        .hasMessageContaining("overrides /stop-los, which does not exist [unknown-override]; did you mean stop-loss?");
  }
}
