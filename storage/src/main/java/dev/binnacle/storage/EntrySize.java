package dev.binnacle.storage;

import dev.binnacle.model.ConfigChange;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.model.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** About how many bytes an entry takes, without encoding it: the engine's thread must not pay for that. */
final class EntrySize {
  private static final int ENTRY = 64;
  private static final int FACT = 300;
  private static final int FIELD = 40;
  private static final int ALERT = 700;
  private static final int ORDER = 120;

  private EntrySize() {}

  static long of(JournalEntry entry) {
    long bytes = ENTRY;
    for (Fact fact : entry.facts()) {
      bytes += FACT;
      if (fact instanceof Fact.Accepted accepted) {
        bytes += longTexts(accepted.envelope().event());
      } else if (fact instanceof Fact.NoticeIssued issued) {
        bytes += (long) ALERT * issued.notice().alerts().size();
      } else if (fact instanceof Fact.AlertChanged) {
        bytes += ALERT;
      } else if (fact instanceof Fact.HaltBegun begun) {
        bytes += (long) FACT * begun.halt().bots().size();
      } else if (fact instanceof Fact.BotHaltMoved moved) {
        bytes += (long) ORDER * (moved.bot().orders().size() + moved.bot().residue().size());
      }
    }
    return bytes;
  }

  /** Texts that may be far longer than the rest of their event. */
  private static long longTexts(Event event) {
    return switch (event) {
      case Event.ErrorRaised raised -> raised.message().length();
      case Event.LogLine line -> line.message().length();
      case Event.Stopped stopped -> length(stopped.reason());
      case Event.ComponentHealth health -> length(health.message());
      case Event.Report report -> length(report.figures());
      case Event.Custom custom -> length(custom.fields());
      case Event.ConfigUpdate update -> length(update);
      case Event.Metrics metrics -> (long) FIELD * metrics.samples().size();
      case Event.Started _,Event.TradeOpened _,Event.TradeClosed _,Event.OrderUpdate _,Event.PositionUpdate _ -> 0;
      case Event.BalanceUpdate _,Event.Heartbeat _,Event.Mark _,Event.ApiUsage _ -> 0;
    };
  }

  private static long length(Event.ConfigUpdate update) {
    long bytes = length(update.reason());
    for (ConfigChange change : update.changes()) {
      bytes += FIELD + change.pointer().length() + length(change.before()) + length(change.after());
    }
    for (String problem : update.problems()) {
      bytes += problem.length();
    }
    return bytes;
  }

  private static long length(@Nullable Value value) {
    return value instanceof Value.Text text ? text.text().length() : FIELD;
  }

  private static long length(Map<String, Value> fields) {
    long bytes = (long) FIELD * fields.size();
    for (Value value : fields.values()) {
      if (value instanceof Value.Text text) {
        bytes += text.text().length();
      }
    }
    return bytes;
  }

  private static long length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }
}
