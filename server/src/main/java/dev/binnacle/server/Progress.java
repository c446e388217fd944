package dev.binnacle.server;

import dev.binnacle.engine.control.ExchangeReport;
import dev.binnacle.exchange.SweepStep;
import dev.binnacle.exchange.SweptOrder;
import dev.binnacle.exchange.Timepiece;
import dev.binnacle.model.OrderId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a sweep has settled so far, told in parts, so that people see it come. Threads: confined to the sweep's. */
final class Progress implements Consumer<SweepStep> {
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final Timepiece time;
  private final Consumer<ExchangeReport> report;
  private final List<OrderId> named;
  private final List<SweptOrder> settled = new ArrayList<>();
  private Instant told;

  Progress(Timepiece time, Consumer<ExchangeReport> report, List<OrderId> named) {
    this.time = time;
    this.report = report;
    this.named = named;
    this.told = time.instant();
  }

  @Override
  public void accept(SweepStep step) {
    if (step instanceof SweepStep.Settled one) {
      settled.add(one.order());
    }
    Instant now = time.instant();
    if (!settled.isEmpty() && Duration.between(told, now).compareTo(PAUSE) >= 0) {
      report.accept(new ExchangeReport.Cancelled(ExchangeWords.orders(settled, named), false, "orders are being cancelled"));
      settled.clear();
      told = now;
    }
  }
}
