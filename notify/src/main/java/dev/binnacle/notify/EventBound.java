package dev.binnacle.notify;

import dev.binnacle.model.ChannelName;
import dev.binnacle.model.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many events one channel is told one by one: a sixth of a minute's share at once, and then as many as come back with time. What is
 * beyond is counted, and told as one message when a minute is over. Reports have a share of their own, and so have errors and whatever else
 * is a warning or worse: no flood of trades pushes them out.
 *
 * <p>Time is that of the journal's entries, never a clock's: the same entries are told the same way.
 *
 * <p><b>Threads:</b> confined to who has {@link Routing}'s lock.
 */
final class EventBound {
  private static final Duration PERIOD = Duration.ofMinutes(1);
  private static final double AT_ONCE = 1 / 6.0;

  private final ChannelName channel;
  private final Map<Share, Bucket> buckets = new EnumMap<>(Share.class);
  private @Nullable Untold untold;
  private long total;

  /** What is counted together. */
  private enum Share {
    EVENTS,
    /** Of level warning and above. */
    TROUBLE,
    REPORTS
  }

  /** How much of a share was left, and when. */
  private record Bucket(double left, Instant at) {}

  EventBound(ChannelName channel) {
    this.channel = channel;
  }

  ChannelName channel() {
    return channel;
  }

  /** Begins to decide about the events of one entry. Until {@link Turn#keep} nothing of that counts. */
  Turn turn(int mostPerMinute, Instant now, long index) {
    return new Turn(mostPerMinute, now, index);
  }

  /** What one entry takes from the bound. */
  final class Turn {
    private final int mostPerMinute;
    private final Instant now;
    private final long index;
    private final Map<Share, Bucket> taken = new EnumMap<>(buckets);
    private final List<Heading> left = new ArrayList<>();

    private Turn(int mostPerMinute, Instant now, long index) {
      this.mostPerMinute = mostPerMinute;
      this.now = now;
      this.index = index;
    }

    /** Whether it is told by itself; if not, it is counted. */
    boolean takes(Heading heading) {
      if (mostPerMinute == 0) {
        return true;
      }
      double most = Math.max(1, mostPerMinute * AT_ONCE);
      Share share = share(heading);
      Bucket before = taken.getOrDefault(share, new Bucket(most, now));
      double passed = Math.max(0, Duration.between(before.at, now).toMillis() / (double) PERIOD.toMillis());
      double full = Math.min(most, before.left + passed * mostPerMinute);
      boolean takes = full >= 1;
      taken.put(share, new Bucket(takes ? full - 1 : full, now));
      if (!takes) {
        left.add(heading);
      }
      return takes;
    }

    void keep() {
      buckets.putAll(taken);
      for (Heading each : left) {
        Untold present = untold == null ? new Untold(each.id(), now) : untold;
        untold = present;
        present.count(each, index);
      }
      total += left.size();
    }
  }

  private static Share share(Heading heading) {
    return switch (heading.kind()) {
      case DAILY_SUMMARY, WEEKLY_REPORT, PORTFOLIO_UPDATE, PERFORMANCE_REPORT, BACKTEST_RESULT -> Share.REPORTS;
      case ALERT, SILENCE_ENDED, HALT, TRADE_OPENED, TRADE_CLOSED, ERROR, RISK_VIOLATION, CONFIG_CHANGE, STARTED, STOPPED,
          ALL_CLEAR, ORDER,
          BALANCE, HEALTH, CUSTOM, NOT_TOLD, TEST ->
          heading.level() == Level.INFO ? Share.EVENTS : Share.TROUBLE;
    };
  }

  /** What was not told, when its minute is over at this time; null else. */
  @Nullable Untold due(Instant now) {
    Untold present = untold;
    // Where the clock was set back, at once too.
    boolean due = present != null && (!now.isBefore(present.since().plus(PERIOD)) || now.isBefore(present.since().minus(PERIOD)));
    return due ? present : null;
  }

  /** What is not told yet. */
  @Nullable Untold untold() {
    return untold;
  }

  /** It is told. */
  void forget() {
    untold = null;
  }

  /** How many were ever left out. */
  long total() {
    return total;
  }
}
