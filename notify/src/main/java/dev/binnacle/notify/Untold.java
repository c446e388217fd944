package dev.binnacle.notify;

import dev.binnacle.model.BotId;
import dev.binnacle.model.Level;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one channel was not told one by one: how many of each kind and bot, and no more of any.
 *
 * <p><b>Threads:</b> confined to who has {@link Routing}'s lock.
 */
final class Untold {
  private static final int MOST_LINES = 50;

  private final String first;
  private final Instant since;
  private final Map<Part, Long> counts = new HashMap<>();
  private Level highest = Level.INFO;
  private long index;
  private long sum;

  /** What is counted together. */
  private record Part(EventKind kind, @Nullable BotId bot) {
    String who() {
      return bot == null ? "the fleet" : bot.value();
    }
  }

  /**
   * @param first id of the first message: no other message is ever made of it, so this one's key is new
   */
  Untold(String first, Instant since) {
    this.first = first;
    this.since = since;
  }

  Instant since() {
    return since;
  }

  /** The newest entry of which something is counted. */
  long index() {
    return index;
  }

  void count(Heading heading, long entry) {
    counts.merge(new Part(heading.kind(), heading.bot()), 1L, Long::sum);
    highest = heading.level().compareTo(highest) > 0 ? heading.level() : highest;
    index = entry;
    sum++;
  }

  Message message(Instant now) {
    Map<EventKind, Long> kinds = new TreeMap<>();
    counts.forEach((part, count) -> kinds.merge(part.kind, count, Long::sum));
    FieldList fields = new FieldList();
    kinds.forEach((kind, count) -> fields.add(kind.word(), count(count), String.valueOf(count)));
    String title = count(sum) + (sum == 1 ? " event was" : " events were") + " not told one by one";
    String summary = title + ": "
        + kinds.entrySet().stream().map(one -> count(one.getValue()) + " " + spoken(one.getKey(), one.getValue()))
            .collect(Collectors.joining(", "));
    return Message.of("u-" + first, EventKind.NOT_TOLD, highest, null, now, title)
        .withTone(highest == Level.INFO ? Message.Tone.NEUTRAL : Message.Tone.CAUTION)
        .withSummary(summary)
        .withFields(fields.list())
        .withText(text());
  }

  private String text() {
    List<String> lines = counts.entrySet().stream()
        .sorted(Map.Entry.<Part, Long>comparingByValue().reversed()
            .thenComparing(one -> one.getKey().who())
            .thenComparing(one -> one.getKey().kind, Comparator.naturalOrder()))
        .map(one -> one.getKey().who() + ": " + count(one.getValue()) + " " + spoken(one.getKey().kind, one.getValue()))
        .toList();
    String shown = lines.stream().limit(MOST_LINES).collect(Collectors.joining("\n"));
    return lines.size() > MOST_LINES ? shown + "\nand " + (lines.size() - MOST_LINES) + " more kinds and bots" : shown;
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String spoken(EventKind kind, long count) {
    boolean one = count == 1;
    return switch (kind) {
      case ALERT -> one ? "alert" : "alerts";
      case SILENCE_ENDED -> one ? "silence ended" : "silences ended";
      case HALT -> one ? "halt" : "halts";
      case TRADE_OPENED -> one ? "trade opened" : "trades opened";
      case TRADE_CLOSED -> one ? "trade closed" : "trades closed";
      case ERROR -> one ? "error" : "errors";
      case RISK_VIOLATION -> one ? "risk violation" : "risk violations";
      case DAILY_SUMMARY -> one ? "daily summary" : "daily summaries";
      case WEEKLY_REPORT -> one ? "weekly report" : "weekly reports";
      case PORTFOLIO_UPDATE -> one ? "portfolio update" : "portfolio updates";
      case PERFORMANCE_REPORT -> one ? "performance report" : "performance reports";
      case BACKTEST_RESULT -> one ? "backtest result" : "backtest results";
      case CONFIG_CHANGE -> one ? "config change" : "config changes";
      case STARTED -> one ? "start" : "starts";
      case STOPPED -> one ? "stop" : "stops";
      case ALL_CLEAR -> one ? "all-clear" : "all-clears";
      case ORDER -> one ? "order update" : "order updates";
      case BALANCE -> one ? "balance" : "balances";
      case HEALTH -> one ? "health report" : "health reports";
      case CUSTOM -> one ? "custom message" : "custom messages";
      case NOT_TOLD -> one ? "count of what was not told" : "counts of what was not told";
      case TEST -> one ? "test" : "tests";
    };
  }
}
