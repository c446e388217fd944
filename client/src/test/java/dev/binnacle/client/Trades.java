package dev.binnacle.client;

import dev.binnacle.model.Currency;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import dev.binnacle.model.TradeId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** Trades for tests, told apart by a number. */
final class Trades {
  static final Symbol SYMBOL = new Symbol("BTC/USD");
  static final Currency CURRENCY = new Currency("USD");

  private Trades() {}

  static Event.TradeOpened opened(int number) {
    return opened(number, Instant.now());
  }

  static Event.TradeOpened opened(int number, Instant at) {
    return Event.TradeOpened.of(
        at, new TradeId("t-" + number), SYMBOL, Side.BUY, new BigDecimal("984.21"), new BigDecimal("0.5"), CURRENCY);
  }

  /** The numbers of the trades among these events, in their order. */
  static List<Integer> numbers(List<Envelope> events) {
    return events.stream()
        .filter(envelope -> envelope.event() instanceof Event.TradeOpened)
        .map(envelope -> Integer.valueOf(((Event.TradeOpened) envelope.event()).tradeId().value().substring(2)))
        .toList();
  }
}
