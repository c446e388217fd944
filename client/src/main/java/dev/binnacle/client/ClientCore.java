package dev.binnacle.client;

import dev.binnacle.model.Event;
import dev.binnacle.model.Sample;
import dev.binnacle.model.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that works behind a {@link Monitor}, put together, started and ended.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class ClientCore {
  private static final Logger LOG = LoggerFactory.getLogger(ClientCore.class);
  private static final long LOG_REFUSED_CALL_EVERY_NANOS = 60_000_000_000L;
  private static final long LONGEST_SPOOLING_NANOS = 5_000_000_000L;
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
  private static final Duration END_OF_THREADS = Duration.ofMillis(500);

  final Options options;
  final Tally tally = new Tally();
  final Losses losses = new Losses();
  final Instruments instruments = new Instruments();
  final ApiUsageTable apiUsage = new ApiUsageTable();
  final Marks marks = new Marks();
  final LogRelay logs;
  final Reporter reporter;
  final Collectors collectors;
  private final PublishQueue queue;
  private final Spooler spooler;
  private final LeftSpools left;
  private final Outflow outflow;
  private final Uplink uplink;
  private final LinkThread linkThread;
  final OfferDesk offers;
  final Notifications notifications;
  final GuardDuties duties;
  private final Guard guard;
  private final AtomicBoolean ending = new AtomicBoolean();
  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile @Nullable Throwable lastRefusedCall;
  private long refusedCallToldAt = Long.MIN_VALUE;

  ClientCore(Options options, Uplink.Linked linked) {
    this.options = options;
    this.queue = new PublishQueue(options.queueCapacity());
    Redaction redaction = new Redaction(options.secrets());
    this.logs = new LogRelay(redaction, options.nanoTime().getAsLong());
    this.reporter = new Reporter(options, instruments, apiUsage, marks, logs);
    this.collectors = new Collectors(options, losses, reporter.buffer());
    this.spooler = new Spooler(options, queue, losses, redaction);
    this.left = new LeftSpools(options, losses, tally);
    this.linkThread = new LinkThread(options);
    this.outflow = new Outflow(options, linked.link(), spooler::spool, spooler::urgent, left, reporter, tally, losses);
    Backoff backoff = new Backoff(() -> ThreadLocalRandom.current().nextDouble());
    this.offers = new OfferDesk(options, new Surroundings());
    this.notifications = new Notifications(options.clock(), new NotificationSurroundings());
    this.duties = new GuardDuties(options, new GuardSurroundings());
    this.guard = new Guard(duties);
    this.uplink = new Uplink(options, linked, linkThread, outflow, offers, notifications::heard, duties, tally, backoff);
  }

  void start() {
    publish(started());
    spooler.listener(linkThread::spooled);
    Threads.daemon("binnacle-spool", spooler).start();
    linkThread.start(new Duties());
  }

  private Event.Started started() {
    return new Event.Started(
        options.clock().instant(),
        options.mode(),
        options.instances(),
        options.venue(),
        options.strategy(),
        options.version(),
        hostName(),
        ProcessHandle.current().pid());
  }

  /** Never by asking a name server, which may take its time. */
  private static @Nullable String hostName() {
    try {
      return Texts.text(Files.readString(HOST_NAME).strip(), 255);
    } catch (IOException | RuntimeException e) {
      String name = System.getenv().getOrDefault("HOSTNAME", System.getenv("COMPUTERNAME"));
      return name == null ? null : Texts.text(name, 255);
    }
  }

  /** What the link thread looks at in every turn. */
  private final class Duties implements LinkThread.Duties {
    @Override
    public void begin() {
      left.keepInBounds();
    }

    @Override
    public void step(long nowNanos) {
      reporter.sampleIfDue(nowNanos);
      collectors.watch(nowNanos);
      notifications.step(nowNanos);
      uplink.step(nowNanos);
      tellRefusedCall(nowNanos);
    }

    @Override
    public long pauseNanos(long nowNanos) {
      return uplink.pauseNanos(nowNanos);
    }

    @Override
    public void end() {
      uplink.close();
      left.close();
    }
  }

  /** What an offered configuration has to say goes the way of all that is said. */
  private final class Surroundings implements OfferDesk.Surroundings {
    @Override
    public void publish(Event event) {
      ClientCore.this.publish(event);
    }

    @Override
    public boolean awaitSpooled() {
      Spooler.Marker marker = new Spooler.Marker();
      long deadline = System.nanoTime() + LONGEST_SPOOLING_NANOS;
      return Threads.await(() -> queue.offer(marker), deadline) && Threads.await(marker::isReached, deadline);
    }

    @Override
    public void send(String frame) {
      linkThread.execute(() -> uplink.post(frame));
    }
  }

  private final class NotificationSurroundings implements Notifications.Surroundings {
    @Override
    public void publish(Event event) {
      ClientCore.this.publish(event);
    }

    @Override
    public void refuseCall(Throwable failure) {
      ClientCore.this.refuseCall(failure);
    }

    @Override
    public Statistics statistics() {
      return ClientCore.this.statistics();
    }
  }

  private final class GuardSurroundings implements GuardDuties.Surroundings {
    @Override
    public void publish(Event event) {
      ClientCore.this.publish(event);
    }

    @Override
    public void error(String error, String message, Severity severity) {
      ClientCore.this.publish(
          new Event.ErrorRaised(options.clock().instant(), error, Texts.text(message, Texts.LONGEST), severity, null));
    }

    @Override
    public boolean isConnected() {
      return uplink.isOpen();
    }

    @Override
    public void send(String frame, Runnable lost) {
      linkThread.execute(
          () -> {
            if (!uplink.urge(frame)) {
              lost.run();
            }
          });
    }

    @Override
    public void count(String metric) {
      instruments.counter(metric).increment();
    }

    @Override
    public void state(String metric, String word) {
      Sample changed = instruments.state(metric, word);
      if (changed != null) {
        ClientCore.this.publish(new Event.Metrics(options.clock().instant(), List.of(changed)));
      }
    }
  }

  /** The guard, which from now on speaks for this bot. The first call waits for the disk. */
  Guard guard() {
    duties.open();
    return guard;
  }

  /** Queues an event; what cannot be queued is counted. */
  void publish(Event event) {
    if (closing.get()) {
      losses.add(Loss.TOO_LATE);
    } else if (!event.isDurable()) {
      reporter.buffer().add(event);
    } else if (!queue.offer(event)) {
      losses.add(Loss.QUEUE_FULL);
    }
    duties.heard(event);
  }

  /** A call failed in here, or made no sense: the caller hears nothing of it. */
  void refuseCall(Throwable failure) {
    tally.refusedCalls.increment();
    lastRefusedCall = failure;
  }

  /** Logging is for this thread: an appender may wait. */
  private void tellRefusedCall(long nowNanos) {
    Throwable failure = lastRefusedCall;
    boolean isDue = refusedCallToldAt == Long.MIN_VALUE || nowNanos - refusedCallToldAt >= LOG_REFUSED_CALL_EVERY_NANOS;
    if (failure != null && isDue) {
      refusedCallToldAt = nowNanos;
      lastRefusedCall = null;
      LOG.warn("a call to the monitor made no sense and was passed over ({} so far)", tally.refusedCalls.sum(), failure);
    }
  }

  FlushResult flush(Duration timeout) {
    long deadline = System.nanoTime() + saturatedNanos(timeout);
    if (closing.get()) {
      return FlushResult.CLOSED;
    }
    Spooler.Marker marker = new Spooler.Marker();
    boolean isMarked = Threads.await(() -> queue.offer(marker), deadline);
    if (!isMarked || !Threads.await(marker::isReached, deadline)) {
      return FlushResult.QUEUED;
    }
    Spool spool = spooler.spool();
    boolean isAcknowledged = spool != null && Threads.await(() -> spool.acknowledged() >= marker.seq(), deadline);
    if (isAcknowledged) {
      return FlushResult.ACKNOWLEDGED;
    }
    return spool != null && spool.isOnDisk() ? FlushResult.SPOOLED : FlushResult.IN_MEMORY;
  }

  /** Spools what is queued, gives an open link until the deadline to take it, and ends. */
  void close(Duration timeout, String reason) {
    if (!ending.compareAndSet(false, true)) {
      return;
    }
    long deadline = System.nanoTime() + saturatedNanos(timeout);
    offers.close(Math.min(deadline, System.nanoTime() + END_OF_THREADS.toNanos()));
    notifications.close();
    duties.end(System.nanoTime() + END_OF_THREADS.toNanos());
    closing.set(true);
    collectors.close();
    spooler.end(reason);
    boolean isSpooled = Threads.await(spooler::hasEnded, deadline);
    if (isSpooled) {
      Threads.await(() -> outflow.isAllAcknowledged() || !uplink.isPromising(), deadline);
    }
    linkThread.end();
    boolean isEnded = Threads.await(linkThread::hasEnded, System.nanoTime() + END_OF_THREADS.toNanos());
    if (isSpooled && isEnded) {
      countLate();
      spooler.release(outflow.isAllAcknowledged());
    }
  }

  private void countLate() {
    for (Object item = queue.poll(); item != null; item = queue.poll()) {
      losses.add(Loss.TOO_LATE);
    }
  }

  Statistics statistics() {
    Spool spool = spooler.spool();
    return new Statistics(
        spool == null ? 0 : spool.spooled(),
        spool == null ? 0 : spool.acknowledged(),
        queue.size(),
        tally.recovered.get(),
        spool == null ? 0 : spool.bytes(),
        spool != null && spool.isOnDisk(),
        uplink.isOpen(),
        tally.connections.get(),
        tally.failedConnections.get(),
        tally.framesSent.get(),
        dropped());
  }

  private Statistics.Dropped dropped() {
    return new Statistics.Dropped(
        losses.count(Loss.QUEUE_FULL),
        losses.count(Loss.SPOOL_FULL) + losses.count(Loss.DISK_FULL) + losses.count(Loss.NOT_ENCODABLE),
        losses.count(Loss.TOO_LATE),
        tally.refusedCalls.sum(),
        tally.rejectedByServer.get(),
        losses.count(Loss.SPOOL_DAMAGED) + losses.count(Loss.SPOOL_DISCARDED),
        reporter.buffer().dropped(),
        logs.dropped() + logs.suppressed(),
        marks.dropped(),
        losses.count(Loss.COLLECTOR_FAILED) + losses.count(Loss.COLLECTOR_STUCK),
        tally.unknownMessages.get());
  }

  private static long saturatedNanos(Duration duration) {
    if (duration.isNegative()) {
      return 0;
    }
    return duration.getSeconds() >= Integer.MAX_VALUE ? Integer.MAX_VALUE * 1_000_000_000L : duration.toNanos();
  }
}
