package dev.binnacle.client;

import dev.binnacle.model.Event;
import dev.binnacle.model.RunState;
import dev.binnacle.model.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the events that describe the present: samples at every metrics interval, heartbeats, the newest marks and uses of APIs. Samples
 * wait in a buffer for the link; of the rest only the newest is of use, so it is made when there is a link to send it.
 *
 * <p><b>Threads:</b> {@code runState} and adding samples by any thread; the rest by the link thread.
 */
final class Reporter {
  private static final int BUFFERED = 512;
  private static final long MARKS_EVERY_NANOS = 250_000_000L;

  private final Options options;
  private final Instruments instruments;
  private final ApiUsageTable apiUsage;
  private final Marks marks;
  private final LogRelay logs;
  private final ProcessFigures process;
  private final RecentBuffer<Event> buffer = new RecentBuffer<>(BUFFERED);

  private volatile RunState runState = RunState.RUNNING;
  private @Nullable RunState sentState;
  private long samplesDueAt;
  private long heartbeatDueAt;
  private long marksDueAt;
  private boolean isUsageDue;

  Reporter(Options options, Instruments instruments, ApiUsageTable apiUsage, Marks marks, LogRelay logs) {
    this.options = options;
    this.instruments = instruments;
    this.apiUsage = apiUsage;
    this.marks = marks;
    this.logs = logs;
    this.process = new ProcessFigures(options.logFile(), options.nanoTime());
    long now = options.nanoTime().getAsLong();
    this.samplesDueAt = now + options.metricsInterval().toNanos();
    this.heartbeatDueAt = now;
    this.marksDueAt = now;
  }

  RecentBuffer<Event> buffer() {
    return buffer;
  }

  void runState(RunState state) {
    runState = state;
  }

  /** Puts samples into as few events as hold them. */
  static void addMetrics(List<Sample> samples, Instant at, RecentBuffer<Event> into) {
    for (int from = 0; from < samples.size(); from += Event.Metrics.LARGEST) {
      into.add(new Event.Metrics(at, samples.subList(from, Math.min(samples.size(), from + Event.Metrics.LARGEST))));
    }
  }

  /** Takes samples if it is time. */
  void sampleIfDue(long nowNanos) {
    if (nowNanos - samplesDueAt < 0) {
      return;
    }
    samplesDueAt = nowNanos + options.metricsInterval().toNanos();
    sample();
    isUsageDue = true;
  }

  void sample() {
    List<Sample> samples = new ArrayList<>(64);
    process.sample(samples);
    instruments.sample(samples);
    if (!apiUsage.isEmpty()) {
      addTotal("api_calls", apiUsage.totalCalls(), samples);
      addTotal("api_errors", apiUsage.totalErrors(), samples);
    }
    addMetrics(samples, options.clock().instant(), buffer);
  }

  /** The bot's own metric of that name goes first. */
  private void addTotal(String name, long count, List<Sample> samples) {
    if (!instruments.has(name)) {
      samples.add(Sample.of(name, count));
    }
  }

  /** A link is there: all that it should know at once is due. */
  void linked(long nowNanos) {
    heartbeatDueAt = nowNanos;
    apiUsage.forgetReported();
    isUsageDue = true;
  }

  /** Whether anything waits to be sent now. */
  boolean isDue(long nowNanos) {
    return !buffer.isEmpty()
        || !logs.isEmpty()
        || isHeartbeatDue(nowNanos)
        || isUsageDue
        || (marks.isChanged() && nowNanos - marksDueAt >= 0);
  }

  /** What is due now, in the order in which it should be sent; at most about {@code most}. */
  List<Event> take(long nowNanos, int most) {
    Instant now = options.clock().instant();
    List<Event> events = new ArrayList<>();
    if (isHeartbeatDue(nowNanos)) {
      heartbeatDueAt = nowNanos + options.heartbeatInterval().toNanos();
      sentState = runState;
      events.add(new Event.Heartbeat(now, sentState));
    }
    if (marks.isChanged() && nowNanos - marksDueAt >= 0) {
      marksDueAt = nowNanos + MARKS_EVERY_NANOS;
      marks.takeChanged(events, most);
    }
    if (isUsageDue) {
      isUsageDue = false;
      apiUsage.takeChanged(now, events);
    }
    fill(events, most, now);
    return events;
  }

  private void fill(List<Event> events, int most, Instant now) {
    while (events.size() < most) {
      Event sample = buffer.poll();
      if (sample == null) {
        break;
      }
      events.add(sample);
    }
    while (events.size() < most) {
      Event line = logs.poll(now.toEpochMilli());
      if (line == null) {
        break;
      }
      events.add(line);
    }
  }

  private boolean isHeartbeatDue(long nowNanos) {
    return nowNanos - heartbeatDueAt >= 0 || sentState != runState;
  }
}
