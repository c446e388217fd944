package dev.binnacle.demo;

import dev.binnacle.client.Notifications;
import dev.binnacle.model.Severity;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** What a bot can tell people beside its trades, each kind once, with the figures of its own run. */
final class Showcase {
  private Showcase() {}

  static List<Script.Step> steps(Notifications people, Books books) {
    return List.of(
        Script.Step.at(20, () -> people.notifyError("SlowAnswer", "an order took 1.8 s to be acknowledged", Severity.WARNING)),
        Script.Step.at(25,
            () -> people.notifyError("ApiError", "the venue answered 502 to a request for balances", Severity.ERROR)),
        Script.Step.at(30, () -> people.sendPortfolioUpdate(books.portfolio())),
        Script.Step.at(35, () -> people.sendPerformanceMetrics(books.performance())),
        Script.Step.at(40, () -> people.sendDailySummary(LocalDate.now(ZoneOffset.UTC), books.performance())));
  }
}
