package dev.binnacle.e2e;

import dev.binnacle.client.Guard;
import dev.binnacle.client.Monitor;
import dev.binnacle.client.Order;
import dev.binnacle.client.OrderRefusedException;
import dev.binnacle.client.Pass;
import dev.binnacle.exchange.ExchangeException;
import dev.binnacle.exchange.OrderRequest;
import dev.binnacle.exchange.OrderState;
import dev.binnacle.exchange.PaperGateway;
import dev.binnacle.model.Currency;
import dev.binnacle.model.GuardLevel;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A bot that sends an order again and again while its guard lets it, and writes down what passed and how its guard is. Made to be killed
 * and stopped: {@code TradingBot URL TOKEN BOT SPOOL REPORT RUN EXCHANGE}.
 */
final class TradingBot {
  private static final Symbol BTC = new Symbol("BTC/USD");
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private TradingBot() {}

  public static void main(String[] args) throws IOException {
    Path report = Path.of(args[4]);
    String run = args[5];
    PaperGateway exchange = new PaperGateway(URI.create(args[6]), args[2], (endpoint, status, took, remaining, limit) -> {});
    Monitor monitor =
        Monitor.builder(args[2], URI.create(args[0]), args[1]).spoolDirectory(Path.of(args[3])).instance(run)
            .heartbeatInterval(Duration.ofSeconds(1)).connect();
    Guard guard = monitor.guard();
    monitor.onHalt(halt -> {});
    String before = "";
    for (int number = 1;; number++) {
      trade(guard, exchange, report, run + "-" + number);
      String now = run + " guard " + guard.level() + (guard.isSafe() ? " safe" : "");
      if (!now.equals(before)) {
        write(report, now);
        before = now;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static void trade(Guard guard, PaperGateway exchange, Path report, String id) throws IOException {
    Order order = Order.limit(BTC, Side.BUY, new BigDecimal("0.01"), new BigDecimal("900"), Currency.USD).withId(id);
    GuardLevel before = guard.level();
    try (Pass pass = guard.enter(order)) {
      boolean isBreach = before == GuardLevel.CLOSED && guard.level() == GuardLevel.CLOSED;
      write(report, (isBreach ? "breach " : "passed ") + id);
      OrderState ignored = exchange.place(
          OrderRequest.limit(id, BTC, Side.BUY, new BigDecimal("0.01"), new BigDecimal("900")));
      pass.sent();
    } catch (OrderRefusedException e) {
      // As it must be while it is halted.
    } catch (ExchangeException e) {
      // Its pass was closed without a word: the guard names it as unknown.
    }
  }

  private static void write(Path report, String line) throws IOException {
    Files.writeString(report, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
