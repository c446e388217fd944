package dev.binnacle.client;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What is counted beside the {@link Losses}, for {@link Statistics}. */
final class Tally {
  /** Calls with something that no event can be made of, or that failed in here: swallowed. */
  final LongAdder refusedCalls = new LongAdder();

  final LongAdder suppressedLogLines = new LongAdder();
  final LongAdder droppedMarks = new LongAdder();

  // Written by the link thread alone.
  final AtomicLong rejectedByServer = new AtomicLong();
  final AtomicLong duplicates = new AtomicLong();
  final AtomicLong gaps = new AtomicLong();
  final AtomicLong connections = new AtomicLong();
  final AtomicLong failedConnections = new AtomicLong();
  final AtomicLong framesSent = new AtomicLong();
  final AtomicLong busyAnswers = new AtomicLong();
  final AtomicLong unknownMessages = new AtomicLong();
  final AtomicLong unsentOfferFrames = new AtomicLong();
  final AtomicLong recovered = new AtomicLong();
}
