package dev.binnacle.demo;

import dev.binnacle.client.Notifications;
import dev.binnacle.model.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** What a bot can tell people beside its trades, each kind once, with the figures of its own run. */
final class Showcase {
  private Showcase() {}

  static List<Script.Step> steps(Notifications people, Books books, TrendSettings settings) {
    return List.of(
        Script.Step.at(20, () -> people.notifyError("SlowAnswer", "an order took 1.8 s to be acknowledged", Severity.WARNING)),
        Script.Step.at(25,
            () -> people.notifyError("ApiError", "the venue answered 502 to a request for balances", Severity.ERROR)),
        Script.Step.at(30, () -> people.sendPortfolioUpdate(books.portfolio())),
        Script.Step.at(35, () -> people.sendPerformanceMetrics(books.performance())),
        Script.Step.at(40, () -> people.sendDailySummary(LocalDate.now(ZoneOffset.UTC), books.performance())),
        Script.Step.at(45, () -> people.sendBacktestResult(backtest(settings).figures())));
  }

  /** A day of the tape that the venue replays, with the settings that the bot has now. */
  private static Backtest backtest(TrendSettings settings) {
    try {
      return Backtest.play(new TrendStrategy(Playbook.of(settings)), Duration.ofHours(24));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
