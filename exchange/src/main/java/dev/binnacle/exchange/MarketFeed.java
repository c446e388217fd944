package dev.binnacle.exchange;

import dev.binnacle.model.Symbol;
import java.time.Duration;
import java.util.List;

/**
 * What everybody may know of a market: for a bot, not for whoever stops one.
 *
 * <p><b>Threads:</b> thread-safe; methods block for the venue's answer.
 */
public interface MarketFeed {
  /** Public trades with a number above {@code after}, the oldest first, at most 1,000; waits up to {@code patience} for the first. */
  List<PublicTrade> trades(Symbol symbol, long after, Duration patience);

  /** The newest {@code limit} full candles of this width, the oldest first. */
  List<Candle> candles(Symbol symbol, Duration width, int limit);
}
