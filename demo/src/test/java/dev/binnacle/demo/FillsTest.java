package dev.binnacle.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.exchange.Fill;
import dev.binnacle.model.Money;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Side;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FillsTest {
  private static Fill fill(long number, String order, String price, String quantity, String fee) {
    return new Fill(
        number, new OrderId(order), ExchangeMain.SYMBOL, Side.BUY, new BigDecimal(price), new BigDecimal(quantity),
        Money.of(fee, "USD"));
  }

  @Test
  void partsOfAnOrderBecomeOneFillAtTheirMeanPrice() {
    List<Fill> joined = Fills.byOrder(List.of(
        fill(1, "a", "100", "1", "0.1"), fill(2, "b", "50", "1", "0.05"), fill(3, "a", "110", "3", "0.3")));

    assertThat(joined).hasSize(2);
    Fill first = joined.get(0);
    assertThat(first.number()).isEqualTo(3);
    assertThat(first.quantity()).isEqualByComparingTo("4");
    // (100 x 1 + 110 x 3) / 4
    assertThat(first.price()).isEqualByComparingTo("107.5");
    assertThat(first.fee()).isEqualTo(Money.of("0.4", "USD"));
    assertThat(joined.get(1).order()).isEqualTo(new OrderId("b"));
  }
}
