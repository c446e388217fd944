package dev.binnacle.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.model.Money;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Every expected figure is worked by hand beside its assertion. */
final class PaperExchangeTest {
  private static final Symbol BTC = new Symbol("BTC/USD");
  private static final PaperExchange.Terms TERMS = new PaperExchange.Terms(
      Money.of("10000", "USD"), new BigDecimal("0.001"), new BigDecimal("0.0005"), new BigDecimal("2"));

  private final PaperExchange exchange = new PaperExchange(BTC, TERMS, new BigDecimal("1000"));
  private final AtomicLong numbers = new AtomicLong();

  private void pass(String price, String quantity) {
    exchange.pass(new PublicTrade(
        numbers.getAndIncrement(), Instant.EPOCH, new BigDecimal(price), new BigDecimal(quantity)));
  }

  private static OrderRequest market(String id, Side side, String quantity) {
    return OrderRequest.market(id, BTC, side, new BigDecimal(quantity));
  }

  @Test
  void marketOrderFillsInPartsAtThePricesThatPass() {
    OrderState order = exchange.place("a", market("c1", Side.BUY, "2"));

    pass("1000", "0.5");
    assertThat(exchange.order("a", order.id()).orElseThrow().status()).isEqualTo(OrderStatus.PARTIALLY_FILLED);
    pass("1010", "5");

    OrderState filled = exchange.order("a", order.id()).orElseThrow();
    assertThat(filled.status()).isEqualTo(OrderStatus.FILLED);
    // (0.5 x 1000 + 1.5 x 1010) / 2
    assertThat(filled.averagePrice()).isEqualByComparingTo("1007.5");
    // fees: 0.5 x 1000 x 0.001 + 1.5 x 1010 x 0.001 = 0.5 + 1.515
    assertThat(exchange.balance("a").total()).isEqualTo(Money.of("9997.985", "USD"));
    // entry 1007.5, last price 1010, quantity 2: 5 open profit; margin 2 x 1010 / 2 = 1010
    assertThat(exchange.positions("a").get(0).unrealized()).isEqualByComparingTo("5");
    assertThat(exchange.balance("a").available()).isEqualTo(Money.of("8992.985", "USD"));
  }

  @Test
  void limitOrderWaitsUntilItsPriceIsReachedAndFillsThere() {
    OrderState order = exchange.place("a", OrderRequest.limit("c1", BTC, Side.BUY, BigDecimal.ONE, new BigDecimal("990")));

    pass("991", "9");
    assertThat(exchange.order("a", order.id()).orElseThrow().status()).isEqualTo(OrderStatus.OPEN);
    pass("980", "9");

    assertThat(exchange.fills("a", 0)).singleElement().satisfies(fill -> {
      assertThat(fill.price()).isEqualByComparingTo("990");
      // 990 x 0.0005
      assertThat(fill.fee()).isEqualTo(Money.of("0.495", "USD"));
    });
  }

  @Test
  void turningAPositionRealisesWhatWasClosed() {
    exchange.place("a", market("c1", Side.BUY, "1"));
    pass("1000", "9");
    exchange.place("a", market("c2", Side.SELL, "3"));
    pass("1100", "9");

    // 1 closed with 100 profit; fees 1 and 3.3; 2 short remain at 1100
    assertThat(exchange.balance("a").total()).isEqualTo(Money.of("10095.7", "USD"));
    assertThat(exchange.positions("a")).singleElement().satisfies(position -> {
      assertThat(position.quantity()).isEqualByComparingTo("-2");
      assertThat(position.entryPrice()).isEqualByComparingTo("1100");
    });
  }

  @Test
  void reduceOnlyOrderStopsAtFlat() {
    exchange.place("a", market("c1", Side.BUY, "1"));
    pass("1000", "9");
    OrderState reduce = exchange.place("a", market("c2", Side.SELL, "5").reducing());
    pass("1000", "9");
    pass("1000", "9");

    assertThat(exchange.positions("a")).isEmpty();
    assertThat(exchange.order("a", reduce.id()).orElseThrow().status()).isEqualTo(OrderStatus.CANCELLED);
    assertThat(exchange.order("a", reduce.id()).orElseThrow().filled()).isEqualByComparingTo("1");
  }

  @Test
  void refusesWhatTheMarginDoesNotAllowAndSaysWhy() {
    // 10,000 at leverage 2 holds 20 coins at 1,000
    assertThatThrownBy(() -> exchange.place("a", market("c1", Side.BUY, "20.1")))
        .isInstanceOf(ExchangeException.class)
        .hasMessageContaining("needs a margin of 10050 USD")
        .hasMessageContaining("10000 USD is available");
    assertThat(exchange.openOrders("a")).isEmpty();
  }

  @Test
  void sameClientIdIsTheSameOrder() {
    OrderState first = exchange.place("a", market("c1", Side.BUY, "1"));
    OrderState second = exchange.place("a", market("c1", Side.BUY, "1"));

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(exchange.openOrders("a")).hasSize(1);
  }

  @Test
  void lyingCancelSaysItIsDoneAndLeavesTheOrderOpen() {
    exchange.inject(new Faults(0, 0, 0, 0, true));
    OrderState order = exchange.place("a", market("c1", Side.BUY, "1"));

    assertThat(exchange.cancel("a", order.id()).status()).isEqualTo(OrderStatus.CANCELLED);
    assertThat(exchange.openOrders("a")).hasSize(1);
  }

  @Test
  void accountsAreApart() {
    OrderState order = exchange.place("a", market("c1", Side.BUY, "1"));

    assertThat(exchange.openOrders("b")).isEmpty();
    assertThatThrownBy(() -> exchange.cancel("b", order.id())).hasMessageContaining("no order " + order.id());
  }

  @Test
  void savedExchangeGoesOnWhereItWas() {
    exchange.place("a", market("c1", Side.BUY, "1"));
    pass("1000", "0.25");

    PaperExchange again = new PaperExchange(BTC, TERMS, exchange.save());

    assertThat(again.balance("a")).isEqualTo(exchange.balance("a"));
    assertThat(again.openOrders("a")).isEqualTo(exchange.openOrders("a"));
    assertThat(again.place("b", market("x", Side.BUY, "1")).id()).isNotEqualTo(exchange.openOrders("a").get(0).id());
  }
}
