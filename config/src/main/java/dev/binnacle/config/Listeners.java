package dev.binnacle.config;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** All who listen. Threads: thread-safe; nothing here is called under a lock or waits for a listener. */
final class Listeners<C> {
  private final List<LatestDelivery<C>> changes = new CopyOnWriteArrayList<>();
  private final List<EveryDelivery<Refusal>> refusals = new CopyOnWriteArrayList<>();
  private final List<EveryDelivery<HistoryRecord>> records = new CopyOnWriteArrayList<>();
  private final List<Delivery> others = new CopyOnWriteArrayList<>();
  private final AtomicInteger count = new AtomicInteger();
  private final ThreadPoolExecutor threads;
  private final Ticker ticker;
  private final Board board;

  Listeners(String name, Ticker ticker, Board board) {
    this.ticker = ticker;
    this.board = board;
    AtomicInteger number = new AtomicInteger();
    // No more threads than listeners: each has one call at a time.
    threads = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
      Thread thread = new Thread(work, "config-listener-" + name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    });
  }

  /** Registers first and reads the present turn then, so that none is missed; the order of turns sees to it that none comes twice. */
  Subscription onChange(Consumer<Update<C>> listener, Supplier<Turn<C>> present) {
    LatestDelivery<C> delivery = new LatestDelivery<>(nameOf(listener), threads, ticker, listener);
    changes.add(delivery);
    delivery.offer(present.get());
    return () -> remove(changes, delivery);
  }

  Subscription onRefused(Consumer<Refusal> listener) {
    EveryDelivery<Refusal> delivery = new EveryDelivery<>(nameOf(listener), threads, ticker, listener, board.dropped);
    refusals.add(delivery);
    return () -> remove(refusals, delivery);
  }

  Subscription onRecord(Consumer<HistoryRecord> listener) {
    EveryDelivery<HistoryRecord> delivery = new EveryDelivery<>(nameOf(listener), threads, ticker, listener, board.dropped);
    records.add(delivery);
    return () -> remove(records, delivery);
  }

  void tell(Turn<C> turn) {
    changes.forEach(delivery -> delivery.offer(turn));
  }

  void tell(Refusal refusal) {
    refusals.forEach(delivery -> delivery.offer(refusal));
  }

  void tell(HistoryRecord record) {
    records.forEach(delivery -> delivery.offer(record));
  }

  /** A place for one that is told every value, under a name of its own. */
  <T> EveryDelivery<T> every(String name, Consumer<T> listener) {
    EveryDelivery<T> delivery = new EveryDelivery<>(name, threads, ticker, listener, board.dropped);
    others.add(delivery);
    return delivery;
  }

  void watch(long slowNanos) {
    all().forEach(delivery -> delivery.watch(slowNanos));
  }

  List<ConfigHealth.ListenerState> ill() {
    List<ConfigHealth.ListenerState> ill = new ArrayList<>();
    for (Delivery delivery : all()) {
      String illness = delivery.illness();
      if (illness != null) {
        ill.add(new ConfigHealth.ListenerState(delivery.name(), illness));
      }
    }
    return ill;
  }

  /** Waits until every listener has been told all, or the deadline. */
  void close(long nanos) throws InterruptedException {
    threads.shutdown();
    if (!threads.awaitTermination(nanos, TimeUnit.NANOSECONDS)) {
      threads.shutdownNow();
    }
  }

  boolean isIdle() {
    return all().stream().allMatch(Delivery::isIdle);
  }

  private List<Delivery> all() {
    List<Delivery> all = new ArrayList<>(changes);
    all.addAll(refusals);
    all.addAll(records);
    all.addAll(others);
    return all;
  }

  private static <D extends Delivery> void remove(List<D> from, D delivery) {
    delivery.close();
    from.remove(delivery);
  }

  private String nameOf(Object listener) {
    String type = listener.getClass().getSimpleName();
    int lambda = type.indexOf("$$");
    return (lambda < 0 ? type : type.substring(0, lambda)) + "#" + count.incrementAndGet();
  }
}
