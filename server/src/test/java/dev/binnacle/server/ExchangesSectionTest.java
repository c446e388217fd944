package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.model.BotId;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExchangesSectionTest {
  private static Settings read(String yaml) {
    return SettingsFile.parse(yaml, "binnacle.yaml", name -> name.equals("KEY") ? "k-1" : name.equals("SECRET") ? "s-1" : null);
  }

  private static Settings.@Nullable Account account(Settings settings, String bot) {
    return settings.bots().getOrDefault(new BotId(bot), Settings.Bot.UNSAID).account();
  }

  @Test
  void exchangesAndWhoTradesThereAreRead() {
    Settings settings = read("""
        exchanges:
          main: { type: kraken, key: "${KEY}", secret: "${SECRET}", currency: USD, symbols: [BTC/USD, ETH/USD] }
          practice: { type: paper, url: "http://127.0.0.1:9", key: trend }
        bots:
          btc-trend: { exchange: { name: main, symbols: [BTC/USD], order-prefix: t- } }
          btc-grid: { exchange: practice }
        """);

    assertThat(settings.exchanges()).containsEntry(
        "practice", new Settings.Exchange.Paper(URI.create("http://127.0.0.1:9"), new Secret("trend")))
        .containsEntry(
            "main",
            new Settings.Exchange.Venue(
                "kraken", new Settings.VenueKey.Said(new Secret("k-1"), new Secret("s-1")),
                Set.of(new Symbol("BTC/USD"), new Symbol("ETH/USD")), Currency.USD, null, false));
    assertThat(account(settings, "btc-trend"))
        .isEqualTo(new Settings.Account("main", Set.of(new Symbol("BTC/USD")), "t-", true));
    assertThat(account(settings, "btc-grid")).isEqualTo(new Settings.Account("practice", Set.of(), null, true));
    assertThat(settings.exchanges().toString()).doesNotContain("k-1", "s-1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exchanges: { x: { type: mtgox, key: k } }|exchanges.x.type|must be one of paper, kraken, binance",
        "exchanges: { x: { type: paper, key: k } }|exchanges.x.url|is missing",
        "exchanges: { x: { type: paper, url: \"http://a\" } }|exchanges.x.key|is missing",
        "exchanges: { x: { type: binance, key: k, secret: s, currency: USDT } }|exchanges.x.symbols|is missing",
        "exchanges: { x: { type: binance, key: k, secret: s, currency: USDT, symbols: [BTC] } }|exchanges.x.symbols|pairs such as BTC/USD",
        "bots: { a: { exchange: nowhere } }|bots.a|which the section exchanges does not name",
        "bots: { a: { exchange: { symbols: [BTC/USD] } } }|bots.a.exchange.name|is missing",
        "exchanges: { x: { type: paper, key: k, url: \"http://a\", colour: red } }|exchanges.x.colour|"
      })
  void whatCannotBeUsedIsRefusedWithItsPlace(String yaml, String place, String why) {
    assertThatThrownBy(() -> read(yaml)).isInstanceOf(SettingsException.class).hasMessageContaining(place)
        .hasMessageContaining(why == null ? "" : why);
  }

  @Test
  void reconciliationIsEveryMinuteUnlessToldOtherwise() {
    assertThat(read("").reconciling())
        .isEqualTo(new Settings.Reconciling(Duration.ofSeconds(60), new BigDecimal("0.00000001"), new BigDecimal("0.01")));
    assertThat(read("reconciliation: { every: 30s, quantity: 0.001, balance: 5 }").reconciling())
        .isEqualTo(new Settings.Reconciling(Duration.ofSeconds(30), new BigDecimal("0.001"), new BigDecimal("5")));
    assertThat(read("reconciliation: { every: off }").reconciling().every()).isNull();
    assertThatThrownBy(() -> read("reconciliation: { every: 1s, quantity: -1, colour: red }"))
        .hasMessageContaining("reconciliation.every").hasMessageContaining("reconciliation.quantity")
        .hasMessageContaining("reconciliation.colour");
    Settings left = read(
        "exchanges: { x: { type: paper, key: k, url: \"http://a\" } }\nbots: { a: { exchange: { name: x, reconcile: false } } }");
    assertThat(account(left, "a")).isEqualTo(new Settings.Account("x", Set.of(), null, false));
  }

  @Test
  void botsThatCannotBeToldApartMayNotShareAnAccount() {
    String shared = """
        exchanges: { x: { type: paper, key: k, url: "http://a" } }
        bots:
          a: { exchange: %s }
          b: { exchange: %s }
        """;
    String part = "{ name: x, symbols: [BTC/USD] }";

    assertThatThrownBy(() -> read(shared.formatted("x", part))).hasMessageContaining("shares the account");
    assertThatThrownBy(() -> read(shared.formatted(part, "x"))).hasMessageContaining("shares the account");
    assertThat(read(shared.formatted(part, "{ name: x, order-prefix: b- }")).bots()).hasSize(2);
  }
}
