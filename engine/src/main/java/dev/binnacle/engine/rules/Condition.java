package dev.binnacle.engine.rules;

import dev.binnacle.model.BotStatus;
import dev.binnacle.model.ComponentName;
import dev.binnacle.model.Health;
import dev.binnacle.model.MetricName;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a rule looks for. Two conditions that are equal are the same condition: what is pending or fires by the one goes on by the other.
 *
 * <p>Metrics are what bots send, what the fleet derives (see {@link Derived}), and, for rules about the server, what is observed of
 * it. Where the fleet derives a figure, the bot's own of the same name is not judged.
 */
public sealed interface Condition {
  /**
   * A metric lies beyond a limit. It is good again at {@code clear}, and between the two it is what it was.
   *
   * @param clear null for the limit itself; on the good side of it
   */
  record Threshold(MetricName metric, Bearing bearing, double limit, @Nullable Double clear) implements Condition {
    public Threshold {
      Amounts.finite("limit", limit);
      checkClear(bearing, limit, clear);
    }

    static void checkClear(Bearing bearing, double limit, @Nullable Double clear) {
      if (clear != null && (!Double.isFinite(clear) || bearing.isBeyond(clear, limit))) {
        throw new IllegalArgumentException(
            "clear must lie on the good side of the limit %s (not %s it), was %s".formatted(limit, bearing.word(), clear));
      }
    }
  }

  /** A metric that is a word, such as {@code websocket_status}, is one of these. */
  record StateIs(MetricName metric, Set<String> words) implements Condition {
    public StateIs {
      words = Collections.unmodifiableSet(new TreeSet<>(words));
    }
  }

  /** More than {@code above} within {@code window}. */
  record Rate(Counted counted, Duration window, double above) implements Condition {
    public Rate {
      Amounts.positive("window", window);
      Amounts.notNegative("above", above);
    }
  }

  /** Of the events {@code of}, more than this fraction are {@code part} within {@code window}, if there were at least {@code least}. */
  record Share(Happening part, Happening of, Duration window, double above, int least) implements Condition {
    public Share {
      Amounts.positive("window", window);
      Amounts.fraction("above", above, 1);
      Amounts.atLeast("least", 1, least);
    }
  }

  /** Nothing of this was heard for so long, of bots that were heard at all or that the settings name. */
  record Absence(Awaited awaited, Duration after) implements Condition {
    public Absence {
      Amounts.positive("after", after);
    }
  }

  /**
   * The equity lies this fraction below its peak, or below where it was when the day began. Deposits count for nothing.
   *
   * @param clear the fraction at which it is good again; null for the same
   */
  record Drawdown(Since since, double fraction, @Nullable Double clear) implements Condition {
    public Drawdown {
      Amounts.fraction("fraction", fraction, 1);
      Threshold.checkClear(Bearing.ABOVE, fraction, clear);
    }
  }

  /** The balance or the equity changed by this fraction within {@code window}. Deposits are no change. */
  record BalanceChange(Worth worth, Direction direction, double fraction, Duration window) implements Condition {
    public BalanceChange {
      Amounts.fraction("fraction", fraction, 100);
      Amounts.positive("window", window);
    }
  }

  /**
   * A component took longer to answer. Each component is a subject of its own.
   *
   * @param component null for any
   * @param clear null for the same
   */
  record ResponseTime(@Nullable ComponentName component, Duration above, @Nullable Duration clear) implements Condition {
    public ResponseTime {
      Amounts.notNegative("above", above);
      if (clear != null && clear.compareTo(above) > 0) {
        throw new IllegalArgumentException("clear must not be above " + above + ", was " + clear);
      }
    }
  }

  /** A component is this bad or worse. Each component is a subject of its own. {@code component} is null for any. */
  record Unhealthy(@Nullable ComponentName component, Health least) implements Condition {}

  /**
   * Something happened. Each kind of it is a subject of its own; it ends by itself when it has not happened again for {@code lasts}.
   *
   * @param bySeverity whether an error's severity makes the level: from ERROR on it is critical
   */
  record Happened(Happening happening, Duration lasts, boolean bySeverity) implements Condition {
    public Happened {
      Amounts.positive("lasts", lasts);
    }
  }

  /** Numbers are missing in the sequence of an instance. Ends by itself after {@code lasts}. */
  record Gap(Duration lasts) implements Condition {
    public Gap {
      Amounts.positive("lasts", lasts);
    }
  }

  /** The same fill or order, by symbol, side, quantity and price, came more than {@code most} times within {@code window}. */
  record Repeated(Happening happening, int most, Duration window) implements Condition {
    public Repeated {
      Amounts.atLeast("most", 1, most);
      Amounts.positive("window", window);
    }
  }

  /** The bot has one of these statuses. */
  record StatusIs(Set<BotStatus> statuses) implements Condition {
    public StatusIs {
      statuses = Collections.unmodifiableSet(statuses.isEmpty() ? EnumSet.noneOf(BotStatus.class) : EnumSet.copyOf(statuses));
    }
  }

  /** The bot's clock is off by more than this, either way. */
  record ClockSkew(Duration above) implements Condition {
    public ClockSkew {
      Amounts.notNegative("above", above);
    }
  }

  /** An expression over a bot or the fleet. Equal when the text is. */
  record Expression(String text, Formula formula) implements Condition {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Expression that && that.text.equals(text);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }

    @Override
    public String toString() {
      return "Expression[" + text + "]";
    }
  }

  /**
   * More than this share of the metric's scores of the last {@code window} are anomalous. A single one says nothing.
   *
   * @param score from which on a value is anomalous, in the unit of the model
   * @param least scores in the window
   */
  record Anomaly(MetricName metric, double score, double share, Duration window, int least, Model model)
      implements Condition {
    /** So many values of a series a model must have seen before it scores one. */
    public static final int LEARNS = 64;

    public Anomaly(MetricName metric, double score, double share, Duration window, int least) {
      this(metric, score, share, window, least, Model.ROBUST);
    }

    public Anomaly {
      Amounts.finite("score", score);
      Amounts.fraction("share", share, 1);
      Amounts.positive("window", window);
      Amounts.atLeast("least", 2, least);
    }
  }

  /**
   * A metric will reach a limit within a time, if it goes on as it went in the last {@code window}.
   *
   * @param least values in the window
   */
  record Trend(MetricName metric, Bearing bearing, double limit, Duration within, Duration window, int least)
      implements Condition {
    public Trend {
      Amounts.finite("limit", limit);
      Amounts.positive("within", within);
      Amounts.positive("window", window);
      Amounts.atLeast("least", 3, least);
    }
  }

  /** What a rate counts. */
  sealed interface Counted {
    /** Events, for each bot or, where {@code bySymbol}, for each of its symbols. */
    record Events(Happening happening, boolean bySymbol) implements Counted {}

    /** How much a metric has grown that counts up. That it begins anew, as after a restart of the bot, is no growth. */
    record Growth(MetricName metric) implements Counted {}
  }

  /** What is awaited. */
  sealed interface Awaited {
    /** Any sign of life. */
    record Heartbeat() implements Awaited {}

    /**
     * A price of each instrument of which one was told before, and of any. Each instrument is a subject of its own, and the bot is one when
     * no instrument is heard at all. One that is marked seldom has three times as long as its longest pause of late.
     */
    record Marks() implements Awaited {}

    /** A value of a metric that was told before. */
    record Metric(MetricName metric) implements Awaited {}

    /** An event. */
    record Events(Happening happening) implements Awaited {}
  }

  /** From where a drawdown is measured. */
  enum Since {
    PEAK,
    DAY
  }

  /** What finds how odd a value is. */
  enum Model {
    /** How far it is from where the series was of late, in deviations of it. Cheap. */
    ROBUST,
    /** A random cut forest: a grade from 0 to 1, by the course of the last few values. Costs memory and time for each series. */
    FOREST
  }

  /** What is looked at. */
  enum Worth {
    BALANCE,
    EQUITY
  }

  /** Which way it may not go. */
  enum Direction {
    FALL,
    RISE,
    EITHER
  }
}
