package dev.binnacle.benchmarks;

import dev.binnacle.benchmarks.Report.Figure;
import dev.binnacle.benchmarks.Report.Goal;
import dev.binnacle.exchange.OrderRequest;
import dev.binnacle.exchange.OrderScope;
import dev.binnacle.exchange.PacedGateway;
import dev.binnacle.exchange.Pacing;
import dev.binnacle.exchange.PaperExchange;
import dev.binnacle.exchange.PaperGateway;
import dev.binnacle.exchange.PaperServer;
import dev.binnacle.exchange.Sweep;
import dev.binnacle.exchange.SweepReport;
import dev.binnacle.exchange.Timepiece;
import dev.binnacle.exchange.TradeTape;
import dev.binnacle.model.Money;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/**
 * How long it takes from the request until every one of many orders is cancelled, and until that is proved, at a paper exchange over
 * HTTP on loopback.
 */
final class SweepSuite {
  private static final Symbol SYMBOL = new Symbol("BTC/USD");
  /** An account has 6,000 calls a minute there; a round of 1,000 orders takes 3,000 of them. */
  private static final int MOST_ORDERS = 1_500;

  private final int orders;
  private final int runs;

  SweepSuite(int orders, int runs) {
    if (orders < 1 || orders > MOST_ORDERS) {
      throw new IllegalArgumentException("--orders must be 1 to " + MOST_ORDERS + ", was " + orders);
    }
    this.orders = orders;
    this.runs = runs;
  }

  Report run() throws IOException {
    Histogram each = new Histogram(3);
    Histogram last = new Histogram(3);
    Histogram proved = new Histogram(3);
    for (int run = 0; run < runs; run++) {
      sweep(each, last, proved);
    }
    Report report = new Report("A sweep of %,d orders at the paper exchange over HTTP, %d runs".formatted(orders, runs));
    report.row("request to an order's cancel answered, p50", millis(each, 50), null);
    report.row("request to an order's cancel answered, p99", millis(each, 99), null);
    report.row("request to the last cancel answered, median of the runs", millis(last, 50), new Goal.AtMost(5_000, "5 s"));
    report.row("request to all proved, each read by its id, median of the runs", millis(proved, 50), null);
    return report;
  }

  private void sweep(Histogram each, Histogram last, Histogram proved) throws IOException {
    PaperExchange.Terms terms =
        new PaperExchange.Terms(Money.of("100000000", "USD"), BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.TWO);
    // The tape hardly moves, and never down to where the orders rest.
    PaperServer.Options options = new PaperServer.Options(0, 0.001, 0, null, SYMBOL, terms);
    Timepiece time = Timepiece.system();
    AtomicLong began = new AtomicLong();
    AtomicLong lastAnswer = new AtomicLong();
    PaperGateway.CallListener listener = (endpoint, status, took, remaining, limit) -> {
      if (endpoint.equals("DELETE-orders") && status == 200) {
        long since = System.nanoTime() - began.get();
        lastAnswer.accumulateAndGet(since, Math::max);
        synchronized (each) {
          each.recordValue(since);
        }
      }
    };
    try (PaperServer server = PaperServer.start(tape(), options);
        PaperGateway account = new PaperGateway(server.address(), "bot", listener)) {
      for (int i = 0; i < orders; i++) {
        server.exchange().place("bot", OrderRequest.limit("c" + i, SYMBOL, Side.BUY, BigDecimal.ONE, BigDecimal.TEN));
      }
      PacedGateway paced = new PacedGateway(account, new Pacing(time, new Pacing.Rate(100_000, 10_000)));
      began.set(System.nanoTime());
      SweepReport report = new Sweep(paced, time, Sweep.Terms.STANDARD).run(OrderScope.ALL);
      if (!report.clean()) {
        throw new IllegalStateException("the sweep is not clean: " + report.reason() + " " + report.troubles());
      }
      proved.recordValue(System.nanoTime() - began.get());
      last.recordValue(lastAnswer.get());
    }
  }

  private static TradeTape tape() throws IOException {
    String csv = "timestamp,price,amount\n1385337600,1000,1\n1385341200,1000,1\n";
    return TradeTape.read(new ByteArrayInputStream(csv.getBytes(StandardCharsets.US_ASCII)));
  }

  private static Figure millis(Histogram histogram, double percentile) {
    return new Figure(histogram.getValueAtPercentile(percentile) / 1e6, "ms");
  }
}
