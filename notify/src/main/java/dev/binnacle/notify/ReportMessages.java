package dev.binnacle.notify;

import dev.binnacle.model.BotId;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Event;
import dev.binnacle.model.Level;
import dev.binnacle.model.Value;
import dev.binnacle.notify.Message.Tone;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is said in summaries: figures by name, each shown as its name tells. */
final class ReportMessages {
  private static final Set<String> NOT_SHOWN = Set.of("currency");
  /** What tells in one word how it went; the first that is there does. */
  private static final List<String> RESULTS = List.of("daily_pnl", "weekly_pnl", "pnl", "total_pnl", "total_return");

  private ReportMessages() {}

  static Message ofBot(String id, BotId bot, Event.Report report) {
    String of = report.date() == null ? "" : report.date().toString();
    return of(id, kind(report.kind()), bot, report.at(), of, report.figures());
  }

  static EventKind kind(Event.Report.Kind of) {
    return switch (of) {
      case DAILY_SUMMARY -> EventKind.DAILY_SUMMARY;
      case PORTFOLIO_UPDATE -> EventKind.PORTFOLIO_UPDATE;
      case PERFORMANCE_REPORT -> EventKind.PERFORMANCE_REPORT;
      case BACKTEST_RESULT -> EventKind.BACKTEST_RESULT;
    };
  }

  /**
   * @param of which time it speaks of, such as {@code 2026-01-05}; may be empty
   */
  static Message of(String id, EventKind kind, @Nullable BotId bot, Instant at, String of, Map<String, Value> figures) {
    Currency currency = Figures.currency(figures);
    FieldList fields = new FieldList().bot(bot);
    figures.forEach(
        (key, value) -> {
          if (!NOT_SHOWN.contains(key)) {
            fields.add(key, Figures.shown(key, value, currency), Figures.raw(value));
          }
        });
    String title = title(kind) + (of.isEmpty() ? "" : " for " + of);
    return Message.of(id, kind, Level.INFO, bot, at, title)
        .withTone(tone(figures))
        .withSummary((bot == null ? "" : bot + ": ") + title + headline(figures, currency))
        .withFields(fields.list())
        .withChart(chart(kind, bot, at));
  }

  private static String title(EventKind kind) {
    return switch (kind) {
      case DAILY_SUMMARY -> "Daily summary";
      case WEEKLY_REPORT -> "Weekly report";
      case PORTFOLIO_UPDATE -> "Portfolio";
      case PERFORMANCE_REPORT -> "Performance";
      case BACKTEST_RESULT -> "Backtest result";
      case ALERT, SILENCE_ENDED, HALT, TRADE_OPENED, TRADE_CLOSED, ERROR, RISK_VIOLATION, CONFIG_CHANGE, STARTED, STOPPED,
          ALL_CLEAR, ORDER,
          BALANCE,
          HEALTH, CUSTOM, NOT_TOLD, TEST ->
          Figures.label(kind.word());
    };
  }

  private static Charts.@Nullable Wanted chart(EventKind kind, @Nullable BotId bot, Instant at) {
    if (kind == EventKind.BACKTEST_RESULT) {
      return null; // of no time that a ledger knows
    }
    return new Charts.Wanted(bot, at.minus(Duration.ofDays(kind == EventKind.DAILY_SUMMARY ? 1 : 7)), at);
  }

  private static String headline(Map<String, Value> figures, @Nullable Currency currency) {
    for (String key : RESULTS) {
      Value value = figures.get(key);
      if (value != null) {
        return ", " + Figures.label(key) + " " + Figures.shown(key, value, currency);
      }
    }
    return "";
  }

  private static Tone tone(Map<String, Value> figures) {
    for (String key : RESULTS) {
      if (figures.get(key) instanceof Value.Decimal(var number)) {
        return number.signum() > 0 ? Tone.GOOD : number.signum() < 0 ? Tone.BAD : Tone.NEUTRAL;
      }
    }
    return Tone.NEUTRAL;
  }
}
