package dev.binnacle.config;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that changes anything: it takes calls in order, looks at the file when it is time, and asks again for what waits.
 *
 * <p><b>Threads:</b> thread-safe; calls are made on the writer's thread.
 */
final class Writer<C> {
  private static final Logger LOG = LoggerFactory.getLogger("binnacle.config");
  private static final int BOUND = 256;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long AT_LEAST_EVERY = 1_000_000_000;

  private final Keeper<C> keeper;
  final FileLook<C> look;
  final Submitting<C> submitting;
  final Trials<C> trials;
  private final ArrayBlockingQueue<Task<?>> queue = new ArrayBlockingQueue<>(BOUND);
  private final AtomicBoolean hinted = new AtomicBoolean();
  private final Thread thread;
  private volatile boolean closing;
  private long recheckAt;
  private int recorded;

  Writer(Keeper<C> keeper) {
    this.keeper = keeper;
    this.look = new FileLook<>(keeper);
    this.submitting = new Submitting<>(keeper, look);
    this.trials = new Trials<>(keeper, submitting);
    this.recheckAt = nanos();
    this.thread = new Thread(this::loop, "config-writer-" + keeper.setup.name());
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Something may have changed; never waits. */
  void hint() {
    if (!hinted.getAndSet(true)) {
      // A full queue wakes the writer as well.
      boolean woken = queue.offer(new Task<>(() -> true, false));
      assert woken || !queue.isEmpty();
    }
  }

  /**
   * Runs on the writer's thread and waits for the answer.
   *
   * @throws ConfigException if the writer did not come to it, which then never happens
   * @throws IllegalStateException from a check, a gate or the writer itself, which would wait for itself
   */
  <T> T call(Supplier<T> work) {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException("a check or a gate may not call the configuration that asks it");
    }
    Task<T> task = new Task<>(work, false);
    if (closing || !queue.offer(task)) {
      keeper.board.turnedAway.incrementAndGet();
      throw refused(closing ? "closed" : "busy", closing ? "the configuration is closed" : BOUND + " calls wait already", "");
    }
    return task.await();
  }

  private ConfigException refused(String rule, String message, String remedy) {
    return new ConfigException(List.of(keeper.assessor.problem(rule, message, remedy)));
  }

  private void loop() {
    while (!closing || !queue.isEmpty()) {
      try {
        Task<?> task = queue.poll(pause(nanos()), TimeUnit.NANOSECONDS);
        if (task != null && !task.late) {
          task.run();
        }
        tick();
        if (task != null && task.late) {
          task.run();
        }
      } catch (InterruptedException e) {
        closing = true;
      } catch (Throwable e) {
        keeper.board.trouble(Board.Trouble.WRITER, "the writer met an error: " + e);
        LOG.error("the writer of {} met an error and goes on", keeper.setup.file(), e);
      }
    }
    queue.forEach(Task::cancel);
  }

  private void tick() {
    if (keeper.live.committed == null) {
      return;
    }
    if (hinted.getAndSet(false)) {
      look.hint();
    }
    look.tick();
    long now = nanos();
    if (now >= recheckAt) {
      recheck();
    }
    trials.tick();
    if (keeper.store.log.count() != recorded) {
      keeper.retain();
      recorded = keeper.store.log.count();
    }
    keeper.listeners.watch(keeper.setup.limits().slowListener().toNanos());
  }

  void recheck() {
    recheckAt = nanos() + keeper.setup.limits().gatePoll().toNanos();
    Waiting waiting = keeper.waiting();
    // A save that has not been taken yet comes first: firing now would write over it.
    if (waiting != null && (waiting.submission().saved() || look.unsettled().isEmpty())) {
      keeper.recheck();
    }
  }

  private long pause(long now) {
    long due = Math.min(look.dueAt(), keeper.waiting() == null ? Long.MAX_VALUE : recheckAt);
    long left = due == Long.MAX_VALUE ? AT_LEAST_EVERY : Math.max(0, due - now);
    return Math.min(Math.min(left, trials.dueIn()), AT_LEAST_EVERY);
  }

  /** Lets what waits in the queue run, then ends the thread. */
  void close(Duration deadline) throws InterruptedException {
    closing = true;
    boolean woken = queue.offer(new Task<>(() -> true, false));
    assert woken || !queue.isEmpty();
    thread.join(Math.max(1, deadline.toMillis()));
    if (thread.isAlive()) {
      thread.interrupt();
    }
  }

  /** For tests: returns when the writer has seen the present time, and rests. */
  void pump() throws InterruptedException {
    Task<Boolean> task = new Task<>(() -> true, true);
    queue.put(task);
    task.await();
  }

  /** For tests: ends the thread between two steps. */
  void kill() {
    closing = true;
    queue.clear();
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long nanos() {
    return keeper.setup.seams().ticker().nanos();
  }

  /** A call that runs once or, if nobody came to it in time, never. */
  private final class Task<T> {
    private final Supplier<T> work;
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private final AtomicBoolean claimed = new AtomicBoolean();
    private final boolean late;

    private Task(Supplier<T> work, boolean late) {
      this.work = work;
      this.late = late;
    }

    private void run() {
      if (!claimed.getAndSet(true)) {
        try {
          answer.complete(work.get());
        } catch (Throwable e) {
          answer.completeExceptionally(e);
        }
      }
    }

    private void cancel() {
      if (!claimed.getAndSet(true)) {
        answer.completeExceptionally(refused("closed", "the configuration was closed before the writer came to it", ""));
      }
    }

    private T await() {
      try {
        return get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        if (!claimed.getAndSet(true)) {
          throw refused("interrupted", "the caller was interrupted before the writer came to it", "");
        }
        throw refused("interrupted", "the caller was interrupted while the writer was at it; the history says what became of it",
            "");
      } catch (ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof RuntimeException known) {
          throw known;
        }
        throw new IllegalStateException("the writer met an error", cause);
      }
    }

    private T get() throws InterruptedException, ExecutionException {
      try {
        return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        if (!claimed.getAndSet(true)) {
          keeper.board.turnedAway.incrementAndGet();
          throw refused("busy", "the writer did not come to it within " + PATIENCE.toSeconds() + " s", "try again");
        }
        return answer.get();
      }
    }
  }

}
