package dev.binnacle.server;

import dev.binnacle.engine.control.ExchangeReport;
import dev.binnacle.exchange.SweepStep;
import dev.binnacle.exchange.SweptOrder;
import dev.binnacle.exchange.Timepiece;
import dev.binnacle.model.HaltedOrder;
import dev.binnacle.model.OrderId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** What a sweep has settled so far, told in parts, so that people see it come. Threads: confined to the sweep's. */
final class Progress implements Consumer<SweepStep> {
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final Timepiece time;
  private final Consumer<ExchangeReport> report;
  private final Function<List<SweptOrder>, List<HaltedOrder>> words;
  private final Consumer<OrderId> asked;
  private final List<SweptOrder> settled = new ArrayList<>();
  private Instant told;
  private boolean listed;

  /** @param asked hears of every order that a cancel was asked for */
  Progress(
      Timepiece time, Consumer<ExchangeReport> report, Function<List<SweptOrder>, List<HaltedOrder>> words,
      Consumer<OrderId> asked) {
    this.time = time;
    this.report = report;
    this.words = words;
    this.asked = asked;
    this.told = time.instant();
  }

  @Override
  public void accept(SweepStep step) {
    if (step instanceof SweepStep.Settled one) {
      settled.add(one.order());
    } else if (step instanceof SweepStep.Asked one) {
      asked.accept(one.order());
    } else if (step instanceof SweepStep.Listed) {
      listed = true;
    }
    Instant now = time.instant();
    if (!settled.isEmpty() && Duration.between(told, now).compareTo(PAUSE) >= 0) {
      report.accept(new ExchangeReport.Cancelled(words.apply(List.copyOf(settled)), listed, false, "orders are being cancelled"));
      settled.clear();
      told = now;
    }
  }
}
