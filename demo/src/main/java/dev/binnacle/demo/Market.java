package dev.binnacle.demo;

import dev.binnacle.exchange.Candle;
import dev.binnacle.exchange.CandleMaker;
import dev.binnacle.exchange.PublicTrade;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ta4j.core.BarSeries;
import org.ta4j.core.BaseBarSeriesBuilder;

/** What a bot sees of the market: bars of one minute, and the last price. Confined to the bot's thread. */
final class Market {
  static final Duration BAR = Duration.ofMinutes(1);
  private static final int KEPT = 500;

  private final BarSeries bars = new BaseBarSeriesBuilder().withName(ExchangeMain.SYMBOL.value()).build();
  private final CandleMaker maker = new CandleMaker(BAR, this::add);
  private @Nullable BigDecimal lastPrice;
  private int barsAdded;

  Market(List<Candle> past) {
    bars.setMaximumBarCount(KEPT);
    past.forEach(this::add);
  }

  BarSeries bars() {
    return bars;
  }

  /** Takes a trade and says how many bars became full by it. */
  int see(PublicTrade trade) {
    int before = barsAdded;
    maker.add(trade);
    lastPrice = trade.price();
    return barsAdded - before;
  }

  /** Empty before the first trade or bar. */
  Optional<BigDecimal> lastPrice() {
    return Optional.ofNullable(lastPrice);
  }

  private void add(Candle candle) {
    if (bars.getBarCount() > 0 && !candle.end().isAfter(bars.getLastBar().getEndTime())) {
      return;
    }
    bars.barBuilder()
        .timePeriod(BAR)
        .endTime(candle.end())
        .openPrice(candle.open())
        .highPrice(candle.high())
        .lowPrice(candle.low())
        .closePrice(candle.close())
        .volume(candle.volume())
        .add();
    barsAdded++;
    lastPrice = candle.close();
  }
}
