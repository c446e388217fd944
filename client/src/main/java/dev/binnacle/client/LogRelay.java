package dev.binnacle.client;

import dev.binnacle.model.Event;
import dev.binnacle.model.Severity;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Lines of the bot's log on their way to the server: so many a second and no more, cut to length, and redacted before they leave.
 *
 * <p><b>Threads:</b> {@code add} by any thread, which never waits; {@code poll} by the link thread, which does the redacting.
 */
final class LogRelay {
  private static final int PER_SECOND = 50;
  private static final int BURST = 200;
  private static final int CAPACITY = 512;
  private static final int LONGEST_LOGGER = 200;
  private static final String OWN_LOGGER = "dev.binnacle.client";

  private final RecentBuffer<Line> lines = new RecentBuffer<>(CAPACITY);
  private final LongAdder suppressed = new LongAdder();
  private final RateLimit limit;
  private final Redaction redaction;
  private long suppressedTold;

  private record Line(long atMillis, Severity level, String logger, String message) {}

  LogRelay(Redaction redaction, long nowNanos) {
    this.redaction = redaction;
    this.limit = new RateLimit(PER_SECOND, BURST, nowNanos);
  }

  void add(long nowMillis, long nowNanos, Severity level, String logger, String message) {
    if (!limit.allows(nowNanos)) {
      suppressed.increment();
      return;
    }
    // A longer text is cut here already, so that the buffer has a bound in bytes; somewhat later than it is sent, so that a secret
    // is not cut in two and then no longer known as one.
    String kept = message.length() <= 2 * Texts.LONGEST ? message : message.substring(0, 2 * Texts.LONGEST);
    lines.add(new Line(nowMillis, level, logger, kept));
  }

  /** The next line to send, or null. */
  Event.@Nullable LogLine poll(long nowMillis) {
    Line line = lines.poll();
    if (line != null) {
      return event(line.atMillis, line.level, line.logger, redaction.redact(line.message));
    }
    long untold = suppressed.sum() - suppressedTold;
    if (untold == 0) {
      return null;
    }
    suppressedTold += untold;
    return event(nowMillis, Severity.INFO, OWN_LOGGER,
        untold + " log lines were left out: more than " + PER_SECOND + " a second");
  }

  boolean isEmpty() {
    return lines.isEmpty() && suppressed.sum() == suppressedTold;
  }

  long dropped() {
    return lines.dropped();
  }

  void addDropped(long count) {
    lines.addDropped(count);
  }

  long suppressed() {
    return suppressed.sum();
  }

  private static Event.LogLine event(long atMillis, Severity level, String logger, String message) {
    return new Event.LogLine(
        Instant.ofEpochMilli(atMillis), level, Texts.text(logger, LONGEST_LOGGER), Texts.text(message, Texts.LONGEST));
  }
}
