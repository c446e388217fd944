package dev.binnacle.protocol;

import dev.binnacle.model.Arrival;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.model.Money;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import dev.binnacle.model.TradeId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How long an event takes through each codec, in nanoseconds of this thread's CPU. Not a test and no benchmark to quote: run by
 * hand to see whether a change made something twice as slow.
 */
final class CodecSpeed {
  private static final int BATCH = 100;
  private static final int ROUNDS = 2_000;

  private static long sink;

  private CodecSpeed() {}

  public static void main(String[] args) {
    InstanceId instance = new InstanceId("i1");
    LinkWriter writer = new LinkWriter();
    List<Envelope> batch = new ArrayList<>();
    writer.beginEvents(1, instance, true);
    for (int i = 1; i <= BATCH; i++) {
      Envelope envelope = Envelope.sequenced(i % 2 == 0 ? opened(i) : closed(i), instance, i);
      batch.add(envelope);
      writer.add(envelope);
    }
    byte[] frame = writer.endEvents().toByteArray();
    List<Fact> facts = new ArrayList<>();
    for (Envelope envelope : batch) {
      facts.add(new Fact.Accepted(new BotId("btc-trend"), envelope, EventWriter.contentHash(envelope.event())));
    }
    JournalEntry entry = new JournalEntry(1, Instant.now(), facts);
    JournalCodec codec = new JournalCodec();
    LinkReader reader = new LinkReader();
    byte[] journal = codec.encode(entry);
    OutputBuffer out = new OutputBuffer();
    System.out.printf("%d bytes an event on the wire, %d in the journal%n", frame.length / BATCH, journal.length / BATCH);

    for (int round = 0; round < 5; round++) {
      long decode = time(() -> sink += ((LinkMessage.Events) reader.readFromClient(frame)).arrivals().size());
      long write =
          time(
              () -> {
                writer.beginEvents(1, instance, true);
                for (Envelope envelope : batch) {
                  writer.add(envelope);
                }
                sink += writer.endEvents().length();
              });
      EventWriter hasher = new EventWriter();
      long hash =
          time(
              () -> {
                for (Envelope envelope : batch) {
                  sink += hasher.hash(envelope.event());
                }
              });
      long encode =
          time(
              () -> {
                out.clear();
                codec.encode(entry, out);
                sink += out.length();
              });
      long load = time(() -> sink += codec.decode(journal).facts().size());
      System.out.printf(
          "ns an event: write %d, decode with hash %d (hash alone %d), journal encode %d, journal decode %d%n",
          write, decode, hash, encode, load);
    }
    if (((Arrival.Decoded) ((LinkMessage.Events) reader.readFromClient(frame)).arrivals().get(0)).index() + sink == 0) {
      throw new AssertionError();
    }
  }

  private static long time(Runnable batch) {
    java.lang.management.ThreadMXBean threads = java.lang.management.ManagementFactory.getThreadMXBean();
    long from = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < ROUNDS; i++) {
      batch.run();
    }
    return (threads.getCurrentThreadCpuTime() - from) / ((long) ROUNDS * BATCH);
  }

  private static Event opened(int i) {
    return new Event.TradeOpened(
        Instant.ofEpochSecond(1_767_607_200 + i, 250_000_000),
        new TradeId("t-" + i),
        new Symbol("BTC/USDT"),
        Side.BUY,
        new BigDecimal("45123.25"),
        new BigDecimal("0.5"),
        new Currency("USDT"),
        "rsi_macd",
        new BigDecimal("44000"),
        new BigDecimal("47000.5"));
  }

  private static Event closed(int i) {
    return Event.TradeClosed.of(
        Instant.ofEpochSecond(1_767_607_200 + i, 250_000_000),
        new TradeId("t-" + i),
        new Symbol("BTC/USDT"),
        Side.BUY,
        new BigDecimal("46123.25"),
        new BigDecimal("0.5"),
        new Currency("USDT"),
        new BigDecimal("500"))
        .withEntryPrice(new BigDecimal("45123.25"))
        .withPnlPct(new BigDecimal("2.22"))
        .withFees(Money.of("1.2", "BNB"))
        .withReason("take_profit")
        .withDuration(Duration.ofHours(1));
  }
}
