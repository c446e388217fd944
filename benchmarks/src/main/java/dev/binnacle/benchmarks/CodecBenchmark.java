package dev.binnacle.benchmarks;

import dev.binnacle.model.BotId;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Fact;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.protocol.EventWriter;
import dev.binnacle.protocol.JournalCodec;
import dev.binnacle.protocol.LinkMessage;
import dev.binnacle.protocol.LinkReader;
import dev.binnacle.protocol.LinkWriter;
import dev.binnacle.protocol.OutputBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What the way of an event through the codecs costs. An operation is a frame of {@link #BATCH} trades, half of them closed. */
@State(Scope.Thread)
public class CodecBenchmark {
  static final int BATCH = 100;

  private final List<Envelope> envelopes = new ArrayList<>();
  private final byte[] frame;
  private final JournalEntry entry;
  private final LinkReader reader = new LinkReader();
  private final EventWriter writer = new EventWriter();
  private final JournalCodec codec = new JournalCodec();
  private final OutputBuffer paper = new OutputBuffer();

  public CodecBenchmark() {
    TradeStream stream = new TradeStream("i1");
    Instant at = Instant.now();
    LinkWriter link = new LinkWriter();
    link.beginEvents(1, stream.instance(), true);
    List<Fact> facts = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      Envelope envelope = stream.nextEnvelope(at);
      envelopes.add(envelope);
      link.add(envelope);
      facts.add(new Fact.Accepted(new BotId("bench"), envelope, EventWriter.contentHash(envelope.event())));
    }
    frame = link.endEvents().toByteArray();
    entry = new JournalEntry(1, at, facts);
  }

  /** Bytes of a frame into events that hold to every rule, with the hash of each. */
  @Benchmark
  public LinkMessage decode() {
    return reader.readFromClient(frame);
  }

  @Benchmark
  public long hash() {
    long sum = 0;
    for (Envelope envelope : envelopes) {
      sum += EventWriter.contentHash(envelope.event());
    }
    return sum;
  }

  @Benchmark
  public int encode() {
    OutputBuffer out = writer.buffer();
    out.clear();
    for (Envelope envelope : envelopes) {
      writer.write(envelope);
    }
    return out.length();
  }

  @Benchmark
  public int encodeForJournal() {
    paper.clear();
    codec.encode(entry, paper);
    return paper.length();
  }
}
