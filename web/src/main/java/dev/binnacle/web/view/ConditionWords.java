package dev.binnacle.web.view;

import dev.binnacle.engine.rules.Bearing;
import dev.binnacle.engine.rules.Condition;
import dev.binnacle.engine.rules.Condition.Awaited;
import dev.binnacle.engine.rules.Condition.Counted;
import dev.binnacle.engine.rules.Condition.Direction;
import dev.binnacle.engine.rules.Condition.Since;
import dev.binnacle.engine.rules.Happening;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a rule looks for, as a person reads it: {@code memory_usage_mb above 500}. */
public final class ConditionWords {
  private ConditionWords() {}

  public static String of(Condition condition) {
    return switch (condition) {
      case Condition.Threshold is ->
          "%s %s %s%s".formatted(is.metric(), word(is.bearing()), number(is.limit()), clear(is.clear()));
      case Condition.StateIs is -> is.metric() + " is " + words(is.words());
      case Condition.Rate is ->
          "more than %s %s within %s".formatted(number(is.above()), counted(is.counted()), span(is.window()));
      case Condition.Share is ->
          "%s make more than %s of at least %d %s within %s"
              .formatted(events(is.part()), percent(is.above()), is.least(), events(is.of()), span(is.window()));
      case Condition.Absence is -> "no %s for %s".formatted(awaited(is.awaited()), span(is.after()));
      case Condition.Drawdown is ->
          "equity %s below %s%s".formatted(
              percent(is.fraction()), is.since() == Since.PEAK ? "its peak" : "where the day began",
              is.clear() == null ? "" : ", over at " + percent(is.clear()));
      case Condition.BalanceChange is ->
          "%s %s by %s within %s".formatted(lower(is.worth()), way(is.direction()), percent(is.fraction()), span(is.window()));
      case Condition.ResponseTime is ->
          "%s takes longer than %s to answer%s".formatted(
              component(is.component()), span(is.above()), is.clear() == null ? "" : ", over at " + span(is.clear()));
      case Condition.Unhealthy is -> component(is.component()) + " is " + lower(is.least()) + " or worse";
      case Condition.Happened is -> events(is.happening());
      case Condition.Gap gap -> "events are missing in a sequence";
      case Condition.Repeated is ->
          "the same %s more than %d times within %s".formatted(events(is.happening()), is.most(), span(is.window()));
      case Condition.StatusIs is -> "the bot is " + words(is.statuses().stream().map(ConditionWords::lower).toList());
      case Condition.ClockSkew is -> "the bot's clock is off by more than " + span(is.above());
      case Condition.Expression is -> is.text();
      case Condition.Anomaly is ->
          "%s is odd in more than %s of the last %s".formatted(is.metric(), percent(is.share()), span(is.window()));
      case Condition.Trend is ->
          "%s on its way %s %s within %s".formatted(is.metric(), word(is.bearing()), number(is.limit()), span(is.within()));
    };
  }

  private static String counted(Counted counted) {
    return switch (counted) {
      case Counted.Events(Happening happening, boolean bySymbol) -> events(happening) + (bySymbol ? " of one symbol" : "");
      case Counted.Growth(var metric) -> "of " + metric;
    };
  }

  private static String awaited(Awaited awaited) {
    return switch (awaited) {
      case Awaited.Heartbeat() -> "sign of life";
      case Awaited.Marks() -> "price of an instrument";
      case Awaited.Metric(var metric) -> metric.value();
      case Awaited.Events(Happening happening) -> events(happening);
    };
  }

  private static String events(Happening happening) {
    StringBuilder words = new StringBuilder(happening.type().wireName());
    if (happening.named() != null) {
      words.append(' ').append(happening.named());
    }
    if (happening.status() != null) {
      words.append(' ').append(lower(happening.status()));
    }
    if (happening.least() != null) {
      words.append(" from ").append(lower(happening.least()));
    }
    return words.toString();
  }

  private static String component(@Nullable Object component) {
    return component == null ? "a component" : component.toString();
  }

  private static String way(Direction direction) {
    return switch (direction) {
      case FALL -> "falls";
      case RISE -> "rises";
      case EITHER -> "changes";
    };
  }

  private static String word(Bearing bearing) {
    return bearing == Bearing.ABOVE ? "above" : "below";
  }

  private static String clear(@Nullable Double clear) {
    return clear == null ? "" : ", over at " + number(clear);
  }

  private static String words(Collection<String> words) {
    return words.stream().sorted().collect(Collectors.joining(" or "));
  }

  private static String percent(double fraction) {
    return number(BigDecimal.valueOf(fraction).movePointRight(2).doubleValue()) + " %";
  }

  private static String number(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** {@code 90s} as {@code 1 min 30 s}. */
  private static String span(Duration span) {
    StringBuilder words = new StringBuilder();
    append(words, span.toDays(), "d");
    append(words, span.toHoursPart(), "h");
    append(words, span.toMinutesPart(), "min");
    append(words, span.toSecondsPart(), "s");
    append(words, span.toMillisPart(), "ms");
    return words.isEmpty() ? "0 s" : words.toString();
  }

  private static void append(StringBuilder words, long count, String unit) {
    if (count > 0) {
      words.append(words.isEmpty() ? "" : " ").append(count).append(' ').append(unit);
    }
  }
}
