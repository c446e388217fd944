package dev.binnacle.exchange;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes candles of passing trades. A candle is full, and given out, when the first trade after its end passes; a stretch without a
 * trade gives a candle at the close before, with no volume.
 *
 * <p><b>Threads:</b> one thread at a time.
 */
public final class CandleMaker {
  private static final int LONGEST_SILENCE = 10_000;

  private final long widthSeconds;
  private final Consumer<Candle> full;
  private @Nullable Candle open;

  public CandleMaker(Duration width, Consumer<Candle> full) {
    if (width.toSeconds() < 1) {
      throw new IllegalArgumentException("a candle must be at least one second wide, was " + width);
    }
    this.widthSeconds = width.toSeconds();
    this.full = full;
  }

  static List<Candle> over(TradeTape tape, long from, long to, Duration width) {
    List<Candle> candles = new ArrayList<>();
    CandleMaker maker = new CandleMaker(width, candles::add);
    for (long number = from; number < to; number++) {
      maker.add(tape.trade(number));
    }
    return candles;
  }

  public void add(PublicTrade trade) {
    Instant end = endOf(trade.at());
    Candle current = open;
    for (int i = 0; current != null && current.end().isBefore(end) && i < LONGEST_SILENCE; i++) {
      full.accept(current);
      current = silent(current);
    }
    open = current == null || current.end().isBefore(end) ? first(trade, end) : joined(current, trade);
  }

  /** The candle that is not full yet; empty before the first trade. */
  public Optional<Candle> open() {
    return Optional.ofNullable(open);
  }

  private Instant endOf(Instant at) {
    return Instant.ofEpochSecond(at.getEpochSecond() - Math.floorMod(at.getEpochSecond(), widthSeconds) + widthSeconds);
  }

  private Candle silent(Candle before) {
    BigDecimal close = before.close();
    return new Candle(before.end().plusSeconds(widthSeconds), close, close, close, close, BigDecimal.ZERO);
  }

  private static Candle first(PublicTrade trade, Instant end) {
    return new Candle(end, trade.price(), trade.price(), trade.price(), trade.price(), trade.quantity());
  }

  private static Candle joined(Candle candle, PublicTrade trade) {
    boolean begins = candle.volume().signum() == 0;
    return new Candle(
        candle.end(),
        begins ? trade.price() : candle.open(),
        begins ? trade.price() : candle.high().max(trade.price()),
        begins ? trade.price() : candle.low().min(trade.price()),
        trade.price(),
        candle.volume().add(trade.quantity()));
  }
}
