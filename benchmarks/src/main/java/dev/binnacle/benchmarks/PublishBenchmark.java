package dev.binnacle.benchmarks;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.helpers.NOPAppender;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.SleepingWaitStrategy;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import com.lmax.disruptor.util.DaemonThreadFactory;
import dev.binnacle.client.Monitor;
import dev.binnacle.model.Event;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Handing a trade over, on the trading thread. Every way has a live consumer and a queue of 16,384; between two operations, outside the
 * measurement, the consumer empties the queue, so that nobody measures how fast a full queue refuses. An operation is {@link #BATCH}
 * calls.
 */
public class PublishBenchmark {
  static final int BATCH = 200;
  private static final int CAPACITY = 16_384;
  private static final long LOOK_NANOS = 20_000;

  private static void await(BooleanSupplier empty) {
    while (!empty.getAsBoolean()) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** The same trades again and again; the client numbers them anew. */
  @State(Scope.Thread)
  public static class Trades {
    private final TradeStream stream = new TradeStream("i1");
    private final Instant at = Instant.now();
    final Event.TradeOpened[] opened = new Event.TradeOpened[BATCH];
    final Event.TradeClosed[] closed = new Event.TradeClosed[BATCH];

    public Trades() {
      for (int i = 0; i < BATCH; i++) {
        opened[i] = stream.opened(at, i);
        closed[i] = stream.closed(at, i);
      }
    }

    Event.TradeOpened made(int i) {
      Event.TradeOpened like = opened[i];
      return new Event.TradeOpened(
          at, like.tradeId(), like.symbol(), like.side(), like.entryPrice(), like.quantity(), like.currency(), "rsi_macd",
          like.stopLoss(), like.takeProfit());
    }
  }

  /** A monitor as a bot has it: the events go to a spool on disk and from there over a link. */
  @State(Scope.Thread)
  public static class Binnacle {
    private final Path spool = Folders.temporary();
    final Monitor monitor = Monitors.spooling(spool);

    @Setup(org.openjdk.jmh.annotations.Level.Invocation)
    public void drain() {
      await(() -> monitor.statistics().queued() == 0);
    }

    @TearDown
    public void close() {
      long refused = monitor.statistics().dropped().queueFull();
      monitor.close();
      Folders.delete(spool);
      if (refused > 0) {
        throw new IllegalStateException(refused + " events found the queue full: what was measured is not publishing");
      }
    }
  }

  @State(Scope.Thread)
  public static class Ring {
    /** A slot of the ring. */
    public static final class Slot {
      @Nullable Event event;
    }

    private final Disruptor<Slot> disruptor =
        new Disruptor<>(Slot::new, CAPACITY, DaemonThreadFactory.INSTANCE, ProducerType.MULTI, new SleepingWaitStrategy());
    volatile @Nullable Event taken;
    final RingBuffer<Slot> ring;

    public Ring() {
      disruptor.handleEventsWith((slot, sequence, endOfBatch) -> taken = slot.event);
      ring = disruptor.start();
    }

    @Setup(org.openjdk.jmh.annotations.Level.Invocation)
    public void drain() {
      await(() -> ring.remainingCapacity() == CAPACITY);
    }

    @TearDown
    public void close() {
      disruptor.shutdown();
    }
  }

  @State(Scope.Thread)
  public static class AsyncLog {
    private final LoggerContext context = new LoggerContext();
    private final AsyncAppender appender = new AsyncAppender();
    final Logger logger = context.getLogger("trades");

    public AsyncLog() {
      NOPAppender<ILoggingEvent> sink = new NOPAppender<>();
      sink.setContext(context);
      sink.start();
      appender.setContext(context);
      appender.setQueueSize(CAPACITY);
      appender.setDiscardingThreshold(0);
      appender.addAppender(sink);
      appender.start();
      logger.setLevel(Level.INFO);
      logger.addAppender(appender);
    }

    @Setup(org.openjdk.jmh.annotations.Level.Invocation)
    public void drain() {
      await(() -> appender.getNumberOfElementsInQueue() == 0);
    }

    @TearDown
    public void close() {
      context.stop();
    }
  }

  @Benchmark
  public void binnacleOpened(Binnacle binnacle, Trades trades) {
    for (Event.TradeOpened trade : trades.opened) {
      binnacle.monitor.tradeOpened(trade);
    }
  }

  @Benchmark
  public void binnacleClosed(Binnacle binnacle, Trades trades) {
    for (Event.TradeClosed trade : trades.closed) {
      binnacle.monitor.tradeClosed(trade);
    }
  }

  /** The event is made in the measurement, too: checked and copied into a record. */
  @Benchmark
  public void binnacleMadeAndOpened(Binnacle binnacle, Trades trades) {
    for (int i = 0; i < BATCH; i++) {
      binnacle.monitor.tradeOpened(trades.made(i));
    }
  }

  @Benchmark
  public void disruptor(Ring ring, Trades trades) {
    for (Event.TradeOpened trade : trades.opened) {
      long sequence = ring.ring.next();
      ring.ring.get(sequence).event = trade;
      ring.ring.publish(sequence);
    }
  }

  @Benchmark
  public void logback(AsyncLog log, Trades trades) {
    for (Event.TradeOpened trade : trades.opened) {
      log.logger.info("opened {} {} {} at {}", trade.tradeId(), trade.symbol(), trade.quantity(), trade.entryPrice());
    }
  }
}
