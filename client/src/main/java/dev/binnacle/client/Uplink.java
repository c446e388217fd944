package dev.binnacle.client;

import dev.binnacle.protocol.Link;
import dev.binnacle.protocol.LinkMessage;
import dev.binnacle.protocol.LinkReader;
import dev.binnacle.protocol.LinkWriter;
import dev.binnacle.protocol.MalformedBatchException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a link to the server: opens it, greets, listens, gives it up when nothing is heard, and tries again later.
 *
 * <p><b>Threads:</b> confined to the link thread, but for {@code isOpen}. What the link tells comes in through an executor that runs it
 * there.
 */
final class Uplink {
  private static final Logger LOG = LoggerFactory.getLogger(Uplink.class);
  private static final long CONNECT_NANOS = 15_000_000_000L;
  private static final long CLOSE_NANOS = 5_000_000_000L;

  /** A link that held this long was a good one: the next failure is a first failure. */
  private static final long STABLE_NANOS = 5_000_000_000L;

  private static final long LOG_OUTAGE_EVERY_NANOS = 60_000_000_000L;
  private static final long LOG_REFUSAL_EVERY_NANOS = 3_600_000_000_000L;

  private static final int MOST_UNSENT = 64;
  /** How our writer begins a halt. One that begins otherwise is heard a turn later. */
  private static final String HALT = "{\"type\":\"halt\"";
  private static final long TRY_AGAIN_NANOS = 1_000_000L;

  /**
   * A link of this client's own making, or one that was handed in.
   *
   * @param isRefused whether it was refused for a reason that will not pass by itself when it was closed last
   */
  record Linked(Link link, BooleanSupplier isRefused) {}

  private enum Phase {
    /** Not trying until {@code dueAt}. */
    WAITING,
    CONNECTING,
    /** Connected, and waiting for the welcome. */
    GREETING,
    OPEN,
    /** Given up, and waiting for the link to say that it has closed. */
    CLOSING
  }

  private final Options options;
  private final Link link;
  private final Executor thread;
  private final BooleanSupplier isRefused;
  private final Outflow outflow;
  private final Tally tally;
  private final Backoff backoff;
  private final OfferDesk offers;
  private final Consumer<LinkMessage.AlertTold> alerts;
  private final GuardDuties guard;
  private final ArrayDeque<String> unsent = new ArrayDeque<>();
  private @Nullable String urgent;
  private final LinkReader reader = new LinkReader();
  private final LinkWriter writer = new LinkWriter();

  private Phase phase = Phase.WAITING;
  private long dueAt;
  private long openedAt;
  private int attempt;
  private boolean isFailureTold;
  private @Nullable Long failureToldAt;
  private @Nullable Long refusalToldAt;
  private volatile boolean open;
  private volatile boolean promising = true;

  /** {@code alerts} hears of each alert, and must not wait. */
  Uplink(
      Options options,
      Linked linked,
      Executor thread,
      Outflow outflow,
      OfferDesk offers,
      Consumer<LinkMessage.AlertTold> alerts,
      GuardDuties guard,
      Tally tally,
      Backoff backoff) {
    this.options = options;
    this.link = linked.link();
    this.thread = thread;
    this.isRefused = linked.isRefused();
    this.outflow = outflow;
    this.offers = offers;
    this.alerts = alerts;
    this.guard = guard;
    this.tally = tally;
    this.backoff = backoff;
    this.dueAt = options.nanoTime().getAsLong();
  }

  /** Whether the server has welcomed this client and was not lost since. */
  boolean isOpen() {
    return open;
  }

  /** Whether there is a link, or may be one without waiting for another try. */
  boolean isPromising() {
    return promising;
  }

  void step(long nowNanos) {
    switch (phase) {
      case WAITING -> {
        if (nowNanos - dueAt >= 0) {
          connect(nowNanos);
        }
      }
      case CONNECTING, GREETING -> {
        if (nowNanos - dueAt >= 0) {
          giveUp("no welcome within " + CONNECT_NANOS / 1_000_000_000L + " s", nowNanos);
        }
      }
      case OPEN -> {
        if (outflow.isOverdue(nowNanos)) {
          giveUp("no answer for too long", nowNanos);
        } else {
          outflow.send(nowNanos);
          sendUnsent();
        }
      }
      case CLOSING -> {
        if (nowNanos - dueAt >= 0) {
          lost("the link did not close", nowNanos);
        }
      }
    }
  }

  /** What goes out beside the events: now, or as soon as the link takes it. With the link it is gone, and the next one begins anew. */
  void post(String frame) {
    if (phase == Phase.OPEN && unsent.size() < MOST_UNSENT) {
      unsent.add(frame);
      sendUnsent();
    } else {
      tally.unsentOfferFrames.incrementAndGet();
    }
  }

  /** As {@link #post}, before all else and in the place of the one before it, if that waits still; says whether it goes out. */
  boolean urge(String frame) {
    if (phase != Phase.OPEN) {
      return false;
    }
    urgent = frame;
    sendUnsent();
    return true;
  }

  private void sendUnsent() {
    String first = urgent;
    if (first != null) {
      if (!link.send(first)) {
        return;
      }
      urgent = null;
    }
    while (!unsent.isEmpty() && link.send(unsent.peekFirst())) {
      unsent.removeFirst();
    }
  }

  private void connect(long nowNanos) {
    phase = Phase.CONNECTING;
    promising = true;
    dueAt = nowNanos + CONNECT_NANOS;
    attempt++;
    try {
      link.open(receiver(attempt));
    } catch (RuntimeException e) {
      lost(e.toString(), nowNanos);
    }
  }

  /** Brings what the link tells to this thread, and nothing of what a connection says that was given up. */
  private Link.Receiver receiver(int ofAttempt) {
    return new Link.Receiver() {
      @Override
      public void opened() {
        enqueue(() -> greet());
      }

      @Override
      public void received(String frame) {
        if (!frame.startsWith(HALT) || !halt(frame)) {
          enqueue(() -> read(frame));
        }
      }

      @Override
      public void closed(String reason) {
        enqueue(() -> lost(reason, options.nanoTime().getAsLong()));
      }

      private void enqueue(Runnable task) {
        thread.execute(
            () -> {
              if (attempt == ofAttempt) {
                task.run();
              }
            });
      }
    };
  }

  /** A halt waits for no turn of the link thread, which may be held up. One that cannot be read gives the link up in its turn. */
  private boolean halt(String frame) {
    try {
      if (new LinkReader().readFromServer(frame) instanceof LinkMessage.HaltTold halt) {
        guard.heard(halt);
        return true;
      }
    } catch (MalformedBatchException e) {
      LOG.debug("a halt that cannot be read", e);
    }
    return false;
  }

  private void greet() {
    if (phase == Phase.CONNECTING) {
      phase = Phase.GREETING;
      var hello = writer.hello(options.instance());
      send(new String(hello.array(), 0, hello.length(), StandardCharsets.UTF_8));
    }
  }

  private void read(String frame) {
    if (phase != Phase.GREETING && phase != Phase.OPEN) {
      return;
    }
    try {
      hear(reader.readFromServer(frame.getBytes(StandardCharsets.UTF_8)));
    } catch (MalformedBatchException e) {
      giveUp("the server sent what is no frame: " + e.getMessage(), options.nanoTime().getAsLong());
    }
  }

  private void hear(LinkMessage.FromServer message) {
    long now = options.nanoTime().getAsLong();
    if (message instanceof LinkMessage.Welcome welcome) {
      welcomed(welcome, now);
    } else if (message instanceof LinkMessage.Answered answered) {
      if (now - openedAt > STABLE_NANOS) {
        backoff.reset();
      }
      outflow.answered(answered.id(), answered.answer());
    } else if (message instanceof LinkMessage.Busy busy) {
      outflow.busy(busy.id(), busy.retryAfter().toNanos(), now);
    } else if (message instanceof LinkMessage.Refused refused) {
      refused(refused, now);
    } else if (message instanceof LinkMessage.ConfigCall call) {
      offers.called(call.id(), call.call());
    } else if (message instanceof LinkMessage.AlertTold alert) {
      alerts.accept(alert);
    } else if (message instanceof LinkMessage.HaltTold halt) {
      guard.heard(halt);
    } else if (message instanceof LinkMessage.ReleaseTold release) {
      guard.heard(release);
    } else if (message instanceof LinkMessage.Ping) {
      var pong = writer.pong();
      send(new String(pong.array(), 0, pong.length(), StandardCharsets.UTF_8));
    } else {
      tally.unknownMessages.incrementAndGet();
    }
  }

  private void welcomed(LinkMessage.Welcome welcome, long now) {
    if (phase != Phase.GREETING) {
      return;
    }
    phase = Phase.OPEN;
    openedAt = now;
    open = true;
    tally.connections.incrementAndGet();
    if (isFailureTold) {
      LOG.info("connected again to the server of bot {}", options.bot());
    }
    isFailureTold = false;
    refusalToldAt = null;
    outflow.opened(welcome.acknowledged(), now);
    guard.welcomed();
    offers.welcomed();
  }

  private void refused(LinkMessage.Refused refused, long now) {
    Long id = refused.id();
    if (id != null) {
      outflow.refused(id, refused.rule(), refused.message());
    } else {
      giveUp("refused by rule " + refused.rule() + ": " + refused.message(), now);
    }
  }

  private void send(String frame) {
    if (!link.send(frame)) {
      giveUp("the link took no more", options.nanoTime().getAsLong());
    }
  }

  /** Ends what there is of a connection, and waits until the link says that it has ended. */
  private void giveUp(String reason, long nowNanos) {
    Phase was = phase;
    tell(reason, nowNanos, false);
    leave();
    phase = Phase.CLOSING;
    dueAt = nowNanos + CLOSE_NANOS;
    if (was != Phase.CLOSING) {
      link.close();
    }
  }

  private void lost(String reason, long nowNanos) {
    if (phase == Phase.WAITING) {
      return;
    }
    boolean isFinal = isRefused.getAsBoolean();
    if (phase != Phase.CLOSING) {
      tell(reason, nowNanos, isFinal);
    }
    leave();
    attempt++;
    phase = Phase.WAITING;
    tally.failedConnections.incrementAndGet();
    dueAt = nowNanos + (isFinal ? backoff.refusedNanos() : backoff.nextNanos());
  }

  private void leave() {
    open = false;
    promising = false;
    unsent.clear();
    urgent = null;
    outflow.broken();
  }

  /** Says each outage once, but not more than one a minute, and a refusal once an hour: it wants somebody's hand. */
  private void tell(String reason, long nowNanos, boolean isFinal) {
    if (isFinal) {
      if (isDue(refusalToldAt, LOG_REFUSAL_EVERY_NANOS, nowNanos)) {
        refusalToldAt = nowNanos;
        LOG.error("the server refuses bot {}: {}; events are kept, and it is tried again every minute", options.bot(), reason);
      }
    } else if (!isFailureTold && isDue(failureToldAt, LOG_OUTAGE_EVERY_NANOS, nowNanos)) {
      isFailureTold = true;
      failureToldAt = nowNanos;
      LOG.warn("no link to the server of bot {}: {}; events are kept, and it is tried again", options.bot(), reason);
    }
  }

  private static boolean isDue(@Nullable Long toldAt, long everyNanos, long nowNanos) {
    return toldAt == null || nowNanos - toldAt >= everyNanos;
  }

  /** In how many nanoseconds something may be due though nothing is heard. */
  long pauseNanos(long nowNanos) {
    if (phase != Phase.OPEN) {
      return Math.max(0, dueAt - nowNanos);
    }
    return unsent.isEmpty() && urgent == null
        ? outflow.pauseNanos(nowNanos)
        : Math.min(TRY_AGAIN_NANOS, outflow.pauseNanos(nowNanos));
  }

  void close() {
    attempt++;
    open = false;
    phase = Phase.WAITING;
    dueAt = Long.MAX_VALUE;
    link.close();
  }
}
