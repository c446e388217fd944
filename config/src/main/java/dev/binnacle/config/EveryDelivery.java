package dev.binnacle.config;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Brings a listener every value, in order, as long as it keeps up; what finds the queue full is dropped and counted. */
final class EveryDelivery<T> extends Delivery {
  private static final int BOUND = 1024;

  private final ArrayBlockingQueue<T> waiting = new ArrayBlockingQueue<>(BOUND);
  private final Consumer<T> listener;
  private final AtomicLong dropped;

  EveryDelivery(String name, Executor threads, Ticker ticker, Consumer<T> listener, AtomicLong dropped) {
    super(name, threads, ticker);
    this.listener = listener;
    this.dropped = dropped;
  }

  void offer(T value) {
    if (!waiting.offer(value)) {
      dropped.incrementAndGet();
    }
    wake();
  }

  @Override
  boolean hasNext() {
    return !waiting.isEmpty();
  }

  @Override
  @Nullable Runnable next() {
    T value = waiting.poll();
    return value == null ? null : () -> listener.accept(value);
  }
}
