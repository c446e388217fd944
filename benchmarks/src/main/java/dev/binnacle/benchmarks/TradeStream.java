package dev.binnacle.benchmarks;

import dev.binnacle.model.Arrival;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.Money;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import dev.binnacle.model.TradeId;
import dev.binnacle.protocol.EventWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The trades of one run of a bot: each is opened and then closed, with every field that a careful bot fills. About 300 bytes an event on
 * the wire.
 *
 * <p><b>Threads:</b> one thread at a time.
 */
final class TradeStream {
  private static final Symbol SYMBOL = new Symbol("BTC/USDT");
  private static final Currency USDT = new Currency("USDT");
  private static final BigDecimal QUANTITY = new BigDecimal("0.5");
  private static final BigDecimal STOP = new BigDecimal("44000");
  private static final BigDecimal TARGET = new BigDecimal("47000");
  private static final Duration HELD = Duration.ofSeconds(90);

  private final InstanceId instance;
  private final Money fees = Money.of("1.2", "USDT");
  private long seq;

  TradeStream(String instance) {
    this.instance = new InstanceId(instance);
  }

  InstanceId instance() {
    return instance;
  }

  /** The number of the newest event. */
  long seq() {
    return seq;
  }

  Event.TradeOpened opened(Instant at, long trade) {
    BigDecimal price = BigDecimal.valueOf(4_500_000 + trade % 1_000, 2);
    return new Event.TradeOpened(at, id(trade), SYMBOL, Side.BUY, price, QUANTITY, USDT, "rsi_macd", STOP, TARGET);
  }

  Event.TradeClosed closed(Instant at, long trade) {
    BigDecimal entry = BigDecimal.valueOf(4_500_000 + trade % 1_000, 2);
    BigDecimal gain = BigDecimal.valueOf(trade % 41 - 20, 0);
    return new Event.TradeClosed(
        at, id(trade), SYMBOL, Side.BUY, entry, entry.add(gain), QUANTITY, USDT, gain.multiply(QUANTITY), null, fees,
        "take_profit", HELD, "rsi_macd");
  }

  private static TradeId id(long trade) {
    return new TradeId("t-" + trade);
  }

  /** Now an opening, now the closing of what was opened before. */
  Event next(Instant at) {
    seq++;
    long trade = (seq + 1) / 2;
    return seq % 2 == 1 ? opened(at, trade) : closed(at, trade);
  }

  Envelope nextEnvelope(Instant at) {
    Event event = next(at);
    return Envelope.sequenced(event, instance, seq);
  }

  /** As ingest hands them to the engine. */
  List<Arrival> arrivals(Instant at, int count) {
    List<Arrival> arrivals = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Envelope envelope = nextEnvelope(at);
      arrivals.add(new Arrival.Decoded(i, envelope, EventWriter.contentHash(envelope.event())));
    }
    return arrivals;
  }
}
