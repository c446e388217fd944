package dev.binnacle.ingest;

import dev.binnacle.model.Arrival;
import dev.binnacle.protocol.MalformedBatchException;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Counts for {@link IngestCounts}. Thread-safe. */
final class Tally {
  private final LongAdder batches = new LongAdder();
  private final LongAdder events = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder malformed = new LongAdder();
  private final LongAdder tooLarge = new LongAdder();
  private final LongAdder busy = new LongAdder();
  private final LongAdder unknownFrames = new LongAdder();
  private final LongAdder refusedFrames = new LongAdder();
  private final LongAdder openLinks = new LongAdder();

  void read(List<Arrival> arrivals) {
    int wrong = 0;
    for (Arrival arrival : arrivals) {
      if (arrival instanceof Arrival.Refused) {
        wrong++;
      }
    }
    batches.increment();
    events.add(arrivals.size() - wrong);
    refused.add(wrong);
  }

  void malformed(MalformedBatchException e) {
    (e.isTooLarge() ? tooLarge : malformed).increment();
  }

  void malformed() {
    malformed.increment();
  }

  void tooLarge() {
    tooLarge.increment();
  }

  void busy() {
    busy.increment();
  }

  void unknownFrame() {
    unknownFrames.increment();
  }

  void refusedFrame() {
    refusedFrames.increment();
  }

  void linkOpened() {
    openLinks.increment();
  }

  void linkClosed() {
    openLinks.decrement();
  }

  IngestCounts counts() {
    return new IngestCounts(
        batches.sum(),
        events.sum(),
        refused.sum(),
        malformed.sum(),
        tooLarge.sum(),
        busy.sum(),
        unknownFrames.sum(),
        refusedFrames.sum(),
        openLinks.sum());
  }
}
