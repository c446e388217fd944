package dev.binnacle.server;

import dev.binnacle.engine.rules.Bearing;
import dev.binnacle.engine.rules.Condition;
import dev.binnacle.engine.rules.Happening;
import dev.binnacle.engine.rules.Rule;
import dev.binnacle.model.ComponentName;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says what a rule looks for: {@code memory_usage_mb above 500 (clears at 450) for 1 min}. */
final class RuleSentence {
  private RuleSentence() {}

  static String of(Rule rule) {
    String held = rule.holdFor().isZero() ? "" : " for " + words(rule.holdFor());
    return of(rule.condition()) + held;
  }

  private static String of(Condition condition) {
    return switch (condition) {
      case Condition.Threshold c -> c.metric() + " " + side(c.bearing(), c.limit()) + clears(c.clear());
      case Condition.StateIs c -> c.metric() + " is " + String.join(" or ", c.words());
      case Condition.Rate c -> rate(c);
      case Condition.Share c ->
          "more than " + percent(c.above()) + " of " + name(c.of()) + " events within " + words(c.window()) + " are "
              + told(c.part()) + ", of at least " + c.least();
      case Condition.Absence c -> "no " + awaited(c.awaited()) + " for " + words(c.after());
      case Condition.Drawdown c ->
          "equity " + percent(c.fraction()) + " below " + (c.since() == Condition.Since.DAY ? "the day's begin" : "its peak")
              + (c.clear() == null ? "" : " (clears at " + percent(c.clear()) + ")");
      case Condition.BalanceChange c ->
          word(c.worth()) + " " + way(c.direction()) + " by " + percent(c.fraction()) + " or more within " + words(c.window());
      case Condition.ResponseTime c ->
          component(c.component()) + " takes longer than " + words(c.above()) + " to answer"
              + (c.clear() == null ? "" : " (clears at " + words(c.clear()) + ")");
      case Condition.Unhealthy c -> component(c.component()) + " is " + word(c.least()) + " or worse";
      case Condition.Happened c -> told(c.happening()) + ", each time; over after " + words(c.lasts()) + " without another";
      case Condition.Gap c -> "events are missing in a bot's sequence; told for " + words(c.lasts());
      case Condition.Repeated c ->
          "the same " + told(c.happening()) + " more than " + c.most() + " times within " + words(c.window());
      case Condition.StatusIs c ->
          "the bot is " + c.statuses().stream().map(RuleSentence::word).collect(Collectors.joining(" or "));
      case Condition.ClockSkew c -> "the bot's clock is off by more than " + words(c.above());
      case Condition.Expression c -> c.text();
      case Condition.Anomaly c ->
          "more than " + percent(c.share()) + " of the values of " + c.metric() + " within " + words(c.window())
              + " are odd (score " + number(c.score()) + " or more), of at least " + c.least();
      case Condition.Trend c ->
          c.metric() + " on its way to be " + side(c.bearing(), c.limit()) + " within " + words(c.within()) + ", as it went in the last "
              + words(c.window());
    };
  }

  private static String rate(Condition.Rate rate) {
    String above = " more than " + number(rate.above());
    String window = " within " + words(rate.window());
    return switch (rate.counted()) {
      case Condition.Counted.Growth(var metric) -> metric + " grows by" + above + window;
      case Condition.Counted.Events(Happening happening, boolean bySymbol) ->
          above.strip() + " × " + told(happening) + window + (bySymbol ? ", of one symbol" : "");
    };
  }

  private static String awaited(Condition.Awaited awaited) {
    return switch (awaited) {
      case Condition.Awaited.Heartbeat h -> "sign of life";
      case Condition.Awaited.Metric(var metric) -> "value of " + metric;
      case Condition.Awaited.Events(Happening happening) -> told(happening);
    };
  }

  private static String told(Happening happening) {
    return (happening.status() == null ? "" : word(happening.status()) + " ")
        + name(happening)
        + (happening.named() == null ? "" : " " + happening.named())
        + (happening.least() == null ? "" : " of severity " + word(happening.least()) + " or worse");
  }

  private static String name(Happening happening) {
    return happening.type().wireName().replace('_', ' ');
  }

  private static String way(Condition.Direction direction) {
    return switch (direction) {
      case FALL -> "falls";
      case RISE -> "rises";
      case EITHER -> "moves";
    };
  }

  private static String component(@Nullable ComponentName component) {
    return component == null ? "any component" : "component " + component;
  }

  private static String side(Bearing bearing, double limit) {
    return (bearing == Bearing.ABOVE ? "above " : "below ") + number(limit);
  }

  private static String clears(@Nullable Double clear) {
    return clear == null ? "" : " (clears at " + number(clear) + ")";
  }

  static String number(double number) {
    return exact(number).toPlainString();
  }

  /** As people write it: 500 and not 500.0. */
  static BigDecimal exact(double number) {
    BigDecimal exact = BigDecimal.valueOf(number).stripTrailingZeros();
    return exact.scale() < 0 ? exact.setScale(0) : exact;
  }

  private static String percent(double fraction) {
    return exact(fraction).movePointRight(2).stripTrailingZeros().toPlainString() + " %";
  }

  private static String word(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }

  static String words(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1_000 != 0 || millis == 0) {
      return millis + " ms";
    }
    long seconds = millis / 1_000;
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + " d";
    }
    return seconds % 3_600 == 0 ? seconds / 3_600 + " h" : seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
  }
}
