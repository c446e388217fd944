package dev.binnacle.client;

import dev.binnacle.model.ComponentName;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.EventType;
import dev.binnacle.model.Health;
import dev.binnacle.model.Severity;
import dev.binnacle.protocol.EventWriter;
import dev.binnacle.protocol.OutputBuffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The spool thread's work: takes what was published, gives it its number, encodes it and commits it to the spool. It does nothing else
 * and knows no network, so that an event is safe within the spool interval of the call.
 *
 * <p><b>Threads:</b> {@code run} is the spool thread; the rest by any thread.
 */
final class Spooler implements Runnable {
  /** So long after the last event the thread looks for the next by itself; then it sleeps and must be called. */
  private static final long AWAKE_NANOS = 50_000_000L;

  private static final int MOST_IN_A_TURN = 1_000;
  private static final ComponentName COMPONENT = new ComponentName("binnacle_client");

  private final Options options;
  private final PublishQueue queue;
  private final Losses losses;
  private final Redaction redaction;
  private final long pollNanos;
  private final EventWriter writer = new EventWriter(new OutputBuffer(4 << 10));
  private final List<Marker> markers = new ArrayList<>();

  private volatile @Nullable Spool spool;
  private SpoolHome.@Nullable Claim claim;
  private volatile Listener listener = isUrgent -> {};
  private volatile long urgent;
  private long urgentTold;
  private volatile @Nullable String stopReason;
  private volatile boolean ending;
  private volatile boolean ended;
  private boolean wasOnDisk = true;

  /** A place in the queue. When the spool thread comes by, everything before it is spooled. */
  static final class Marker {
    private static final long NOT_REACHED = -1;
    private volatile long seq = NOT_REACHED;

    boolean isReached() {
      return seq != NOT_REACHED;
    }

    /** The newest number then spooled. */
    long seq() {
      return seq;
    }
  }

  Spooler(Options options, PublishQueue queue, Losses losses, Redaction redaction) {
    this.options = options;
    this.queue = queue;
    this.losses = losses;
    this.redaction = redaction;
    // A park takes somewhat longer than it is asked to.
    this.pollNanos = options.spoolInterval().toNanos() / 5 * 4;
  }

  /** The spool, once the thread has opened it. */
  @Nullable Spool spool() {
    return spool;
  }

  /** The number of the newest event that a person may be waiting for: a bad error, or a component that failed. */
  long urgent() {
    return urgent;
  }

  /** Hears from the spool thread each time events have been spooled, and must be quick. */
  void listener(Listener newListener) {
    listener = newListener;
  }

  interface Listener {
    void spooled(boolean isUrgent);
  }

  /** Spools what is queued, says good-bye and ends. */
  void end(String reason) {
    stopReason = reason;
    ending = true;
    queue.wake();
  }

  boolean hasEnded() {
    return ended;
  }

  /** Gives the run's directory back; only after the end. */
  void release(boolean delete) {
    Spool done = spool;
    SpoolHome.Claim held = claim;
    if (done != null && delete) {
      done.delete();
    } else if (done != null) {
      done.leave();
    }
    if (held != null && delete) {
      held.releaseEmpty();
    } else if (held != null) {
      held.release();
    }
  }

  @Override
  public void run() {
    Spool open = open();
    spool = open;
    try {
      loop(open);
    } finally {
      open.endWriting();
      ended = true;
    }
  }

  private void loop(Spool open) {
    long lastEventAt = options.nanoTime().getAsLong();
    while (true) {
      boolean isLast = ending;
      if (!queue.isEmpty() || losses.isDue(options.nanoTime().getAsLong())) {
        lastEventAt = options.nanoTime().getAsLong();
        guardedTurn(open);
        tellListener();
      } else if (isLast) {
        sayGoodBye(open);
        return;
      } else if (options.nanoTime().getAsLong() - lastEventAt < AWAKE_NANOS) {
        LockSupport.parkNanos(this, pollNanos);
      } else {
        queue.sleep();
      }
      // Somebody else's interrupt must not make every park return at once.
      boolean ignored = Thread.interrupted();
    }
  }

  private Spool open() {
    Spool.Bounds bounds = Spool.Bounds.of(options.spoolBytes());
    if (options.spoolDirectory() == null) {
      wasOnDisk = false;
      return Spool.create(options.instance(), null, bounds, options.nanoTime());
    }
    try {
      SpoolHome.Claim made = new SpoolHome(options.spoolDirectory(), options.bot()).begin(options.instance());
      claim = made;
      return Spool.create(options.instance(), made.directory(), bounds, options.nanoTime());
    } catch (IOException | RuntimeException e) {
      losses.add(Loss.NOT_ON_DISK);
      wasOnDisk = false;
      return Spool.create(options.instance(), null, bounds, options.nanoTime());
    }
  }

  /** Nothing that goes wrong with one event may end the thread. */
  private void guardedTurn(Spool open) {
    try {
      turn(open);
    } catch (RuntimeException | Error e) {
      losses.add(Loss.NOT_ENCODABLE);
    }
  }

  /** Spools what is queued, up to a bound. */
  private void turn(Spool open) {
    int taken = 0;
    for (Object item = queue.poll(); item != null; item = taken < MOST_IN_A_TURN ? queue.poll() : null) {
      taken++;
      if (item instanceof Marker marker) {
        markers.add(marker);
      } else {
        add(open, (Event) item);
      }
    }
    if (losses.isDue(options.nanoTime().getAsLong())) {
      losses.tell(options.nanoTime().getAsLong(), (loss, count) -> tell(open, loss, count));
    }
    commit(open);
    for (Marker marker : markers) {
      marker.seq = open.spooled();
    }
    markers.clear();
  }

  private void tell(Spool open, Loss loss, long count) {
    Event.ErrorRaised error =
        new Event.ErrorRaised(options.clock().instant(), loss.error(), loss.describe(count), loss.severity(), COMPONENT);
    if (append(open, error) == null) {
      losses.told(loss, count);
    }
  }

  private void add(Spool open, Event event) {
    Loss loss;
    try {
      loss = append(open, redacted(event));
    } catch (RuntimeException e) {
      loss = Loss.NOT_ENCODABLE;
    }
    if (loss != null) {
      losses.add(loss);
    }
  }

  /** Takes an event into the batch; gives why not, or null. */
  private @Nullable Loss append(Spool open, Event event) {
    OutputBuffer out = writer.buffer();
    out.clear();
    writer.write(Envelope.sequenced(event, options.instance(), open.nextSeq()));
    if (out.length() > SpoolRecord.LARGEST_PAYLOAD) {
      return Loss.NOT_ENCODABLE;
    }
    if (!open.hasRoom(out.length(), mayUseReserve(event))) {
      return Loss.SPOOL_FULL;
    }
    if (isUrgent(event)) {
      urgent = open.nextSeq();
    }
    open.append(out.array(), out.length(), options.clock().millis());
    if (open.isBatchFull()) {
      commit(open);
    }
    return null;
  }

  private void commit(Spool open) {
    losses.add(Loss.DISK_FULL, open.commit());
    if (wasOnDisk && !open.isOnDisk()) {
      losses.add(Loss.NOT_ON_DISK);
    }
    wasOnDisk = open.isOnDisk();
  }

  /** A storm of errors or of somebody's custom events must leave room for what moved money. */
  private static boolean mayUseReserve(Event event) {
    return switch (EventType.of(event)) {
      case STARTED, STOPPED, TRADE_OPENED, TRADE_CLOSED, ORDER, POSITION, BALANCE -> true;
      default -> false;
    };
  }

  private Event redacted(Event event) {
    if (event instanceof Event.ErrorRaised error) {
      String clean = redaction.redact(error.message());
      return clean.equals(error.message())
          ? error
          : new Event.ErrorRaised(error.at(), error.error(), Texts.text(clean, Texts.LONGEST), error.severity(),
              error.component());
    }
    return event;
  }

  private void sayGoodBye(Spool open) {
    add(open, new Event.Stopped(options.clock().instant(), null, stopReason));
    commit(open);
    tellListener();
  }

  private void tellListener() {
    boolean isUrgent = urgent > urgentTold;
    urgentTold = urgent;
    listener.spooled(isUrgent);
  }

  private static boolean isUrgent(Event event) {
    if (event instanceof Event.ErrorRaised error) {
      return error.severity().compareTo(Severity.HIGH) >= 0;
    }
    return event instanceof Event.ComponentHealth component && component.health() == Health.FAILED;
  }
}
