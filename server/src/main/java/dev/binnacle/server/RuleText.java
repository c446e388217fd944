package dev.binnacle.server;

import dev.binnacle.engine.rules.Bearing;
import dev.binnacle.engine.rules.Condition;
import dev.binnacle.engine.rules.Happening;
import dev.binnacle.engine.rules.NoDataPolicy;
import dev.binnacle.engine.rules.Rule;
import dev.binnacle.engine.rules.Scope;
import dev.binnacle.model.ChannelName;
import dev.binnacle.model.ComponentName;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes a rule as an item of the list {@code rules} of a settings file; {@link RuleSection} reads the same rule from it, with the same hash.
 *
 * <p><b>Threads:</b> confined to one text.
 */
final class RuleText {
  /** What every reader of YAML takes for a text without quotes. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_.*/-]*");
  private static final Pattern WORD_OF_YAML = Pattern.compile("(?i)y|n|yes|no|on|off|true|false|null");

  private final List<String> lines = new ArrayList<>();

  private RuleText() {}

  /** Lines, the last one with its end. */
  static String of(Rule rule) {
    RuleText text = new RuleText();
    text.rule(rule);
    return "- " + String.join("\n  ", text.lines) + "\n";
  }

  private void rule(Rule rule) {
    text("name", rule.name().value());
    condition(rule.condition());
    if (rule.breaches() != null) {
      line("breaches", rule.breaches().toString());
    }
    if (!rule.holdFor().isZero()) {
      duration("for", rule.holdFor());
    }
    if (!rule.keepFiringFor().isZero()) {
      duration("keep-firing-for", rule.keepFiringFor());
    }
    word("level", rule.level());
    scope(rule);
    if (!rule.labels().isEmpty()) {
      line("labels", pairs(rule.labels()));
    }
    optional("message", rule.message());
    optional("runbook", rule.runbook());
    if (!rule.channels().isEmpty()) {
      list("notify", rule.channels().stream().map(ChannelName::value).toList());
    }
    noData(rule.missing());
    if (rule.escalation() != null) {
      line("escalate", rule.escalation().steps().stream()
          .map(step -> "{ after: " + duration(step.after()) + ", notify: "
              + listed(step.channels().stream().map(ChannelName::value).toList()) + " }")
          .collect(Collectors.joining(", ", "[", "]")));
    }
  }

  private void scope(Rule rule) {
    Scope scope = rule.scope();
    boolean isOfFleet =
        rule.condition() instanceof Condition.Expression expression
            && expression.formula() instanceof CelFormula formula
            && !formula.isOfBot();
    if (scope.over() != (isOfFleet ? Scope.Over.FLEET : Scope.Over.EACH_BOT)) {
      word("over", scope.over());
    }
    listUnlessEmpty("bots", scope.bots());
    listUnlessEmpty("groups", scope.groups());
    listUnlessEmpty("except", scope.except());
  }

  private void noData(NoDataPolicy missing) {
    if (!missing.after().equals(NoDataPolicy.DEFAULT.after())) {
      duration("no-data-after", missing.after());
    }
    if (missing.act() != NoDataPolicy.DEFAULT.act()) {
      word("no-data", missing.act());
    }
  }

  private void condition(Condition condition) {
    switch (condition) {
      case Condition.Threshold c -> threshold(c);
      case Condition.StateIs c -> {
        text("metric", c.metric().value());
        list("is", c.words());
      }
      case Condition.Rate c -> rate(c);
      case Condition.Share c -> {
        happening("share", c.part());
        if (c.of().type() != c.part().type()) {
          line("of", event(c.of()));
        }
        number("above", c.above());
        duration("within", c.window());
        line("least", String.valueOf(c.least()));
      }
      case Condition.Absence c -> absence(c);
      case Condition.Drawdown c -> {
        number("drawdown", c.fraction());
        optional("clear-below", c.clear());
        word("since", c.since());
      }
      case Condition.BalanceChange c -> {
        word("change", c.worth());
        number(
            switch (c.direction()) {
              case FALL -> "falls";
              case RISE -> "rises";
              case EITHER -> "moves";
            },
            c.fraction());
        duration("within", c.window());
      }
      case Condition.ResponseTime c -> {
        component("response-time", c.component());
        duration("above", c.above());
        if (c.clear() != null) {
          duration("clear-below", c.clear());
        }
      }
      case Condition.Unhealthy c -> {
        component("unhealthy", c.component());
        word("least", c.least());
      }
      case Condition.Happened c -> {
        happening("happened", c.happening());
        duration("lasts", c.lasts());
        if (c.bySeverity()) {
          line("by-severity", "true");
        }
      }
      case Condition.Gap c -> duration("gap", c.lasts());
      case Condition.Repeated c -> {
        happening("repeated", c.happening());
        line("more-than", String.valueOf(c.most()));
        duration("within", c.window());
      }
      case Condition.StatusIs c -> list("status", c.statuses().stream().map(RuleText::word).toList());
      case Condition.ClockSkew c -> duration("clock-skew", c.above());
      case Condition.Expression c -> text("when", c.text());
      case Condition.Anomaly c -> {
        text("anomaly", c.metric().value());
        number("score", c.score());
        number("share-above", c.share());
        duration("within", c.window());
        line("least", String.valueOf(c.least()));
        if (c.model() != Condition.Model.ROBUST) {
          line("model", c.model().name().toLowerCase(Locale.ROOT));
        }
      }
      case Condition.Trend c -> {
        text("trend", c.metric().value());
        side(c.bearing(), c.limit());
        duration("within", c.within());
        duration("window", c.window());
        line("least", String.valueOf(c.least()));
      }
    }
  }

  private void threshold(Condition.Threshold threshold) {
    text("metric", threshold.metric().value());
    side(threshold.bearing(), threshold.limit());
    optional(threshold.bearing() == Bearing.ABOVE ? "clear-below" : "clear-above", threshold.clear());
  }

  private void rate(Condition.Rate rate) {
    switch (rate.counted()) {
      case Condition.Counted.Events(Happening happening, boolean bySymbol) -> {
        happening("count", happening);
        if (bySymbol) {
          line("by", "symbol");
        }
      }
      case Condition.Counted.Growth(var metric) -> text("increase", metric.value());
    }
    number("above", rate.above());
    duration("within", rate.window());
  }

  private void absence(Condition.Absence absence) {
    switch (absence.awaited()) {
      case Condition.Awaited.Heartbeat h -> line("absent", "heartbeat");
      case Condition.Awaited.Marks m -> line("absent", "mark");
      case Condition.Awaited.Metric(var metric) -> text("absent", metric.value());
      case Condition.Awaited.Events(Happening happening) -> happening("absent-event", happening);
    }
    duration("for", absence.after());
  }

  private void happening(String key, Happening happening) {
    line(key, event(happening));
    if (happening.least() != null) {
      word("severity", happening.least());
    }
    if (happening.status() != null) {
      word("order-status", happening.status());
    }
    optional("named", happening.named());
  }

  private static String event(Happening happening) {
    return happening.type().wireName().replace('_', '-');
  }

  private void component(String key, @Nullable ComponentName component) {
    text(key, component == null ? "any" : component.value());
  }

  private void side(Bearing bearing, double limit) {
    number(bearing == Bearing.ABOVE ? "above" : "below", limit);
  }

  private void number(String key, double number) {
    line(key, exact(number).toPlainString());
  }

  /** As people write it: 500 and not 500.0. */
  static BigDecimal exact(double number) {
    BigDecimal exact = BigDecimal.valueOf(number).stripTrailingZeros();
    return exact.scale() < 0 ? exact.setScale(0) : exact;
  }

  private void optional(String key, @Nullable Double number) {
    if (number != null) {
      number(key, number);
    }
  }

  private void optional(String key, @Nullable String text) {
    if (text != null) {
      text(key, text);
    }
  }

  private void word(String key, Enum<?> word) {
    line(key, word(word));
  }

  private static String word(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private void duration(String key, Duration duration) {
    line(key, duration(duration));
  }

  /** In the largest unit that says it exactly. */
  static String duration(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1_000 != 0
        ? millis + "ms"
        : millis % 60_000 != 0 || millis == 0
            ? millis / 1_000 + "s"
            : millis % 3_600_000 != 0
                ? millis / 60_000 + "m"
                : millis % 86_400_000 != 0
                    ? millis / 3_600_000 + "h"
                    : millis / 86_400_000 + "d";
  }

  private void listUnlessEmpty(String key, Collection<String> texts) {
    if (!texts.isEmpty()) {
      list(key, texts);
    }
  }

  private void list(String key, Collection<String> texts) {
    line(key, listed(texts));
  }

  private static String listed(Collection<String> texts) {
    return texts.stream().map(RuleText::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String pairs(Map<String, String> texts) {
    return texts.entrySet().stream()
        .map(entry -> quoted(entry.getKey()) + ": " + quoted(entry.getValue()))
        .collect(Collectors.joining(", ", "{ ", " }"));
  }

  private void text(String key, String text) {
    line(key, quoted(text));
  }

  private void line(String key, String value) {
    lines.add(key + ": " + value);
  }

  /** In double quotes where YAML, of whatever age, could take it for something else. */
  private static String quoted(String text) {
    if (PLAIN.matcher(text).matches() && !WORD_OF_YAML.matcher(text).matches()) {
      return text;
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c < ' ' || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029 || c == 0xfeff) {
            quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
