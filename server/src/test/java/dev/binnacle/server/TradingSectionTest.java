package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.model.Money;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether people may place orders, and within which limits. */
final class TradingSectionTest {
  private static Settings parse(String yaml) {
    return SettingsFile.parse(yaml, "binnacle.yaml", name -> "value-of-" + name);
  }

  @Test
  void nobodyMayByDefault() {
    Settings.Trading trading = parse("").trading();

    assertThat(trading.manualOrders()).isFalse();
    assertThat(trading.messages()).isEqualTo(10);
    assertThat(trading.within()).isEqualTo(Duration.ofSeconds(60));
    assertThat(trading.duplicates()).isEqualTo(Duration.ofSeconds(30));
    assertThat(trading.priceDistancePct()).isEqualByComparingTo("5");
  }

  @Test
  void everyLimitCanBeSet() {
    Settings settings = parse("""
        trading:
          manual-orders: true
          max-order-value: 5000 USD
          max-quantity: { BTC/USD: "0.5" }
          max-exposure: "20000.50 USD"
          max-messages: 4
          within: 2m
          duplicates-within: 5m
          max-price-distance-pct: 2.5
        """);

    assertThat(settings.trading()).isEqualTo(
        new Settings.Trading(
            true, Money.of("5000", "USD"), Map.of(new Symbol("BTC/USD"), new BigDecimal("0.5")), Money.of("20000.50", "USD"), 4,
            Duration.ofMinutes(2), Duration.ofMinutes(5), new BigDecimal("2.5")));
  }

  @Test
  void realExchangesAreOffOneByOne() {
    String venue = "exchanges: { main: { type: kraken, key: k, secret: s, currency: USD, symbols: [BTC/USD]%s } }";

    assertThat(parse(venue.formatted("")).exchanges().get("main"))
        .isInstanceOfSatisfying(Settings.Exchange.Venue.class, main -> assertThat(main.manualOrders()).isFalse());
    assertThat(parse(venue.formatted(", manual-orders: true")).exchanges().get("main"))
        .isInstanceOfSatisfying(Settings.Exchange.Venue.class, main -> assertThat(main.manualOrders()).isTrue());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "trading: { manual-orders: true, max-exposure: 1 USD } | trading.max-order-value | is missing",
        "trading: { manual-orders: true, max-order-value: 1 USD } | trading.max-exposure | is missing",
        "trading: { max-order-value: 5000 } | trading.max-order-value | must be an amount and its currency",
        "trading: { max-order-value: -1 USD } | trading.max-order-value | must be",
        "trading: { max-messages: 0 } | trading.max-messages | must be",
        "trading: { max-quantity: { BTC/USD: 0 } } | trading.max-quantity.BTC/USD | must be",
        "trading: { within: 0s } | trading.within | must be",
        "trading: { max-price-distance-pct: 101 } | trading.max-price-distance-pct | must be",
        "trading: { order-value: 1 USD } | trading.order-value | is not a key here"
      })
  void badLimitRefusesTheFile(String yaml, String place, String why) {
    assertThatThrownBy(() -> parse(yaml)).isInstanceOf(SettingsException.class).hasMessageContaining(place)
        .hasMessageContaining(why);
  }
}
