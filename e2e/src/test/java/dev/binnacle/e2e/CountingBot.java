package dev.binnacle.e2e;

import dev.binnacle.client.FlushResult;
import dev.binnacle.client.Monitor;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Event;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import dev.binnacle.model.TradeId;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A bot that numbers its trades and writes down up to which number the client has said that they are safe. Made to be killed: {@code
 * CountingBot URL TOKEN BOT SPOOL REPORT RUN}. Ends in order when its standard input does.
 */
final class CountingBot {
  private static final int BETWEEN_REPORTS = 5;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(60);

  private static volatile boolean ended;

  private CountingBot() {}

  public static void main(String[] args) throws IOException {
    Path report = Path.of(args[4]);
    String run = args[5];
    Monitor monitor = Monitor.builder(args[2], URI.create(args[0]), args[1]).spoolDirectory(Path.of(args[3])).connect();
    Thread.ofPlatform().daemon().name("end").start(CountingBot::awaitEnd);
    for (int number = 1; !ended; number++) {
      monitor.tradeClosed(Event.TradeClosed.of(
          Instant.now(),
          new TradeId(run + "-" + number),
          new Symbol("BTC/USD"),
          Side.BUY,
          BigDecimal.TEN,
          BigDecimal.ONE,
          Currency.USD,
          BigDecimal.ONE));
      if (number % BETWEEN_REPORTS == 0) {
        FlushResult result = monitor.flush(Duration.ofMillis(3));
        if (result == FlushResult.SPOOLED || result == FlushResult.ACKNOWLEDGED) {
          Files.writeString(report, run + " " + number + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    // What runs that were killed have left goes first, so that nothing waits any more when the last of this run is acknowledged.
    System.out.println(run + " ends with " + monitor.flush(LONGEST_GOODBYE));
    monitor.close(Duration.ofSeconds(5));
  }

  /** The harness closes the pipe when the bot is to end in order; so does its own end. */
  private static void awaitEnd() {
    try {
      while (System.in.read() >= 0) {
        // Whatever is written to us is of no interest.
      }
    } catch (IOException e) {
      // A broken pipe is an end as well.
    }
    ended = true;
  }
}
