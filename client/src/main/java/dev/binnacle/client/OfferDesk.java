package dev.binnacle.client;

import dev.binnacle.model.ComponentName;
import dev.binnacle.model.Event;
import dev.binnacle.model.Health;
import dev.binnacle.protocol.Limits;
import dev.binnacle.protocol.LinkWriter;
import dev.binnacle.protocol.OutputBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the server of the configuration that the bot offers, and answers what the server asks of it, on a thread that exists only when
 * one is offered. A call may take as long as the configuration's checks do; meanwhile a bounded number of others wait.
 *
 * <p><b>Threads:</b> thread-safe; {@code welcomed} and {@code called} never wait.
 */
final class OfferDesk {
  static final int MOST_CALLS = 32;

  private static final Logger LOG = LoggerFactory.getLogger(OfferDesk.class);
  private static final long LOOK_EVERY_MILLIS = 1_000;
  private static final ComponentName COMPONENT = new ComponentName("config");

  /** What the desk needs of the client around it. */
  interface Surroundings {
    void publish(Event event);

    /** Waits until what was published before lies in the spool; says whether it does. */
    boolean awaitSpooled();

    /** Hands a frame to the link; one that cannot go out is dropped. */
    void send(String frame);
  }

  private record Call(long id, String text) {}

  /** Only wakes the thread. */
  private static final Call NUDGE = new Call(0, "");

  private final Options options;
  private final Surroundings around;
  private final BlockingQueue<Call> calls = new ArrayBlockingQueue<>(MOST_CALLS);
  private final AtomicBoolean isTellingDue = new AtomicBoolean();
  private final AtomicBoolean isOfferDue = new AtomicBoolean();
  private final AtomicLong turnedAway = new AtomicLong();
  private volatile @Nullable Offer offer;
  private @Nullable Thread thread;
  private volatile boolean closing;

  // Of the thread alone.
  private String figure = "";
  private @Nullable String trouble;
  private boolean isFailureTold;

  OfferDesk(Options options, Surroundings around) {
    this.options = options;
    this.around = around;
  }

  /** Offers this from now on, in the place of what was offered before. */
  synchronized void offer(Offer next) {
    if (closing) {
      return;
    }
    Offer before = offer;
    if (before != null) {
      before.close();
    }
    offer = next;
    next.onChange(this::changed);
    isOfferDue.set(true);
    isTellingDue.set(true);
    if (thread == null) {
      thread = Threads.daemon("binnacle-config", this::run);
      thread.start();
    }
  }

  private void changed() {
    isTellingDue.set(true);
    isOfferDue.set(true);
    nudge();
  }

  /** The link is open, and the server knows nothing of what is offered. */
  void welcomed() {
    if (offer != null) {
      isOfferDue.set(true);
      nudge();
    }
  }

  /** When the queue is full, the thread is awake. */
  private void nudge() {
    boolean ignored = calls.offer(NUDGE);
  }

  void called(long id, String call) {
    if (offer == null || closing) {
      reply(id, refusal(404, "no-config", "this run of the bot offers no configuration"));
    } else if (!calls.offer(new Call(id, call))) {
      turnedAway.incrementAndGet();
      reply(id, refusal(503, "busy", "too many calls wait for this bot's answer; try again in a moment"));
    }
  }

  /** Calls that found the queue full. */
  long turnedAway() {
    return turnedAway.get();
  }

  /** Tells what is left to tell, and ends; at the latest by the deadline. */
  void close(long deadlineNanos) {
    Thread running;
    Offer held;
    synchronized (this) {
      closing = true;
      running = thread;
      held = offer;
    }
    if (running != null) {
      nudge();
      boolean ended = Threads.await(() -> !running.isAlive(), deadlineNanos);
      if (!ended) {
        LOG.warn("the configuration that bot {} offers did not answer in time", options.bot());
      }
    }
    if (held != null) {
      held.close();
    }
  }

  private void run() {
    while (!closing) {
      Call call = next();
      Offer now = offer;
      if (now != null) {
        guarded(() -> turn(now, call));
      }
    }
    Offer last = offer;
    if (last != null) {
      guarded(() -> tellHistory(last));
    }
  }

  private @Nullable Call next() {
    try {
      boolean isDue = isTellingDue.get() || isOfferDue.get();
      return isDue ? calls.poll() : calls.poll(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // Nobody in here interrupts it: somebody else's interrupt must not end it.
      return null;
    }
  }

  private void turn(Offer now, @Nullable Call call) {
    if (call != null && call != NUDGE) {
      reply(call.id(), answer(now, call.text()));
    }
    if (isTellingDue.getAndSet(false)) {
      tellHistory(now);
    }
    look(now);
    if (isOfferDue.getAndSet(false)) {
      send(now);
    }
  }

  private static String answer(Offer now, String call) {
    try {
      return now.answer(call);
    } catch (RuntimeException | LinkageError e) {
      return refusal(500, "failed", "the call could not be answered: " + e);
    }
  }

  private void tellHistory(Offer now) {
    for (List<Event> untold = now.untold(); !untold.isEmpty(); untold = now.untold()) {
      untold.forEach(around::publish);
      now.told(around.awaitSpooled());
    }
  }

  /** Parts that lag make no record: they are looked for. */
  private void look(Offer now) {
    String present = now.figure();
    if (!present.equals(figure)) {
      figure = present;
      isOfferDue.set(true);
    }
    String found = now.trouble();
    if (!Objects.equals(found, trouble)) {
      trouble = found;
      Health health = found == null ? Health.HEALTHY : Health.DEGRADED;
      String message = found == null ? null : Texts.text(found, 1_000);
      around.publish(new Event.ComponentHealth(options.clock().instant(), COMPONENT, health, false, null, message));
    }
  }

  private void send(Offer now) {
    String frame = text(new LinkWriter().configOffer(now.state(false)));
    around.send(fits(frame) ? frame : text(new LinkWriter().configOffer(now.state(true))));
  }

  private void reply(long id, String reply) {
    String frame = text(new LinkWriter().configReply(id, reply));
    around.send(fits(frame)
        ? frame
        : text(new LinkWriter().configReply(id,
            refusal(413, "too-big", "the answer is too long for the link; ask for less, or on the bot's machine"))));
  }

  private static boolean fits(String frame) {
    return frame.length() <= Limits.DEFAULT.frameBytes() / 3
        || frame.getBytes(StandardCharsets.UTF_8).length <= Limits.DEFAULT.frameBytes();
  }

  /** As the desk of a configuration refuses; what is said in here needs no escapes. */
  private static String refusal(int status, String rule, String detail) {
    String plain = Texts.text(detail, 500).replace('"', '\'').replace('\\', '/').replace('\n', ' ').replace('\t', ' ');
    return "{\"status\":" + status + ",\"rule\":\"" + rule + "\",\"detail\":\"" + plain + "\",\"errors\":[]}";
  }

  private static String text(OutputBuffer frame) {
    return new String(frame.array(), 0, frame.length(), StandardCharsets.UTF_8);
  }

  /** A configuration that was closed before the monitor fails each time: that is told once. */
  private void guarded(Runnable work) {
    try {
      work.run();
      isFailureTold = false;
    } catch (RuntimeException | Error e) {
      if (!isFailureTold) {
        isFailureTold = true;
        LOG.warn("the configuration that bot {} offers could not be told of", options.bot(), e);
      }
    }
  }
}
