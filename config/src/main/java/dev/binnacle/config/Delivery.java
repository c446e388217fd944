package dev.binnacle.config;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings one listener its calls, one at a time and in order, on a thread that is nobody else's meanwhile. */
abstract class Delivery implements Subscription {
  private static final Logger LOG = LoggerFactory.getLogger("binnacle.config");

  private final String name;
  private final Executor threads;
  private final Ticker ticker;
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private volatile boolean closed;
  private volatile @Nullable Thread busy;
  private volatile long busySince;
  private volatile @Nullable String ill;
  private boolean reported;

  Delivery(String name, Executor threads, Ticker ticker) {
    this.name = name;
    this.threads = threads;
    this.ticker = ticker;
  }

  /** The next call, taken out; null when there is none. */
  abstract @Nullable Runnable next();

  abstract boolean hasNext();

  final String name() {
    return name;
  }

  final void wake() {
    if (!closed && hasNext() && scheduled.compareAndSet(false, true)) {
      try {
        threads.execute(this::drain);
      } catch (RejectedExecutionException e) {
        // Closed between the two; who closes says how long deliveries may take.
        scheduled.set(false);
      }
    }
  }

  final boolean isIdle() {
    return closed || (!scheduled.get() && !hasNext());
  }

  /** Why the listener is stale; null when it is well. */
  final @Nullable String illness() {
    return ill;
  }

  /** Reports, once, a listener that has not come back; called now and then by the writer. */
  final void watch(long slowNanos) {
    Thread thread = busy;
    if (thread == null || ticker.nanos() - busySince < slowNanos) {
      reported = false;
    } else if (!reported) {
      reported = true;
      ill = "has not come back for " + slowNanos / 1_000_000_000 + " s";
      StringBuilder stack = new StringBuilder();
      for (StackTraceElement frame : thread.getStackTrace()) {
        stack.append("\n    at ").append(frame);
      }
      LOG.warn("configuration listener {} {}; the others are not held up. It is at{}", name, ill, stack);
    }
  }

  @Override
  public final void close() {
    closed = true;
  }

  private void drain() {
    try {
      for (Runnable call = next(); call != null && !closed; call = next()) {
        run(call);
      }
    } finally {
      scheduled.set(false);
      wake();
    }
  }

  private void run(Runnable call) {
    busySince = ticker.nanos();
    busy = Thread.currentThread();
    try {
      call.run();
      ill = null;
    } catch (Throwable e) {
      ill = "threw " + e;
      LOG.error("configuration listener {} failed and is stale until it takes the next change", name, e);
    } finally {
      busy = null;
    }
  }
}
