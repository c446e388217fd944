package dev.binnacle.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.exchange.Fill;
import dev.binnacle.model.Money;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Side;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LotsTest {
  private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");

  @TempDir
  private Path folder;
  private Lots lots;
  private int numbers;

  @BeforeEach
  void begin() {
    lots = new Lots(folder.resolve("lots.json"));
  }

  private Lots.Result take(Side side, String quantity, String price, String fee) {
    Fill fill = new Fill(
        ++numbers, new OrderId("o"), ExchangeMain.SYMBOL, side, new BigDecimal(price), new BigDecimal(quantity),
        Money.of(fee, "USD"));
    return lots.take(fill, "t" + numbers, NOW);
  }

  @Test
  void oldestLotIsClosedFirstAndFeesAreShared() {
    take(Side.BUY, "1", "100", "0.10");
    take(Side.BUY, "1", "110", "0.20");

    Lots.Result result = take(Side.SELL, "1.5", "120", "0.30");

    assertThat(result.opened()).isEmpty();
    assertThat(result.closed()).hasSize(2);
    Lots.Closed first = result.closed().get(0);
    assertThat(first.lot().tradeId()).isEqualTo("t1");
    // (120 - 100) x 1; 0.10 of opening and two thirds of 0.30
    assertThat(first.pnl()).isEqualByComparingTo("20");
    assertThat(first.fees()).isEqualByComparingTo("0.30");
    Lots.Closed second = result.closed().get(1);
    // (120 - 110) x 0.5; half of 0.20 and a third of 0.30
    assertThat(second.pnl()).isEqualByComparingTo("5");
    assertThat(second.fees()).isEqualByComparingTo("0.20");
    assertThat(lots.net()).isEqualByComparingTo("0.5");
  }

  @Test
  void fillThatTurnsThePositionClosesAndOpens() {
    take(Side.BUY, "1", "100", "0");

    Lots.Result result = take(Side.SELL, "3", "90", "0.3");

    assertThat(result.closed()).singleElement().satisfies(closed -> assertThat(closed.pnl()).isEqualByComparingTo("-10"));
    assertThat(result.opened()).singleElement().satisfies(lot -> {
      assertThat(lot.side()).isEqualTo(Side.SELL);
      assertThat(lot.quantity()).isEqualByComparingTo("2");
      assertThat(lot.fee()).isEqualByComparingTo("0.2");
    });
  }

  @Test
  void profitOfAShortIsTheFallOfThePrice() {
    take(Side.SELL, "2", "100", "0");

    assertThat(take(Side.BUY, "2", "95", "0").closed().get(0).pnl()).isEqualByComparingTo("10");
  }

  @Test
  void lotsOutliveTheProcessAndADamagedFileCountsAsNone() throws Exception {
    take(Side.BUY, "1", "100", "0.1");

    assertThat(new Lots(folder.resolve("lots.json")).net()).isEqualByComparingTo("1");
    Files.writeString(folder.resolve("lots.json"), "[{");
    assertThat(new Lots(folder.resolve("lots.json")).net()).isEqualByComparingTo("0");
  }
}
