package dev.binnacle.demo;

import dev.binnacle.exchange.Candle;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.ta4j.core.BarSeries;

/** A market that falls by a dollar a minute. */
final class Falling {
  private Falling() {}

  static BarSeries bars() {
    List<Candle> candles = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      BigDecimal price = BigDecimal.valueOf(1_000L - i);
      candles.add(new Candle(Instant.parse("2026-01-05T09:00:00Z").plus(Market.BAR.multipliedBy(i)), price, price, price, price,
          BigDecimal.ONE));
    }
    return new Market(candles).bars();
  }
}
