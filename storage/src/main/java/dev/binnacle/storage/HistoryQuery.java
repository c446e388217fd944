package dev.binnacle.storage;

import dev.binnacle.model.BotId;
import dev.binnacle.model.Symbol;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which part of the past. What is null does not restrict.
 *
 * @param symbol passed over by lists whose rows have no symbol
 * @param from the first time that is in
 * @param to the first time that is out
 * @param limit rows on a page, 1 to {@value #LARGEST}
 * @param cursor {@link Page#next()} of the page before; null for the first page
 */
public record HistoryQuery(
    @Nullable BotId bot, @Nullable Symbol symbol, @Nullable Instant from, @Nullable Instant to, int limit,
    @Nullable String cursor) {
  public static final int LARGEST = 1_000;

  public HistoryQuery {
    checkLimit(limit);
  }

  static void checkLimit(int limit) {
    if (limit < 1 || limit > LARGEST) {
      throw new IllegalArgumentException("limit must be 1 to " + LARGEST + ", was " + limit);
    }
  }

  public static HistoryQuery newest(int limit) {
    return new HistoryQuery(null, null, null, null, limit, null);
  }

  public HistoryQuery of(BotId name) {
    return new HistoryQuery(name, symbol, from, to, limit, cursor);
  }

  public HistoryQuery in(Symbol name) {
    return new HistoryQuery(bot, name, from, to, limit, cursor);
  }

  public HistoryQuery between(@Nullable Instant first, @Nullable Instant end) {
    return new HistoryQuery(bot, symbol, first, end, limit, cursor);
  }

  public HistoryQuery after(@Nullable String place) {
    return new HistoryQuery(bot, symbol, from, to, limit, place);
  }
}
