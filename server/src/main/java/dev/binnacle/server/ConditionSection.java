package dev.binnacle.server;

import dev.binnacle.engine.rules.Bearing;
import dev.binnacle.engine.rules.Condition;
import dev.binnacle.engine.rules.Happening;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.ComponentName;
import dev.binnacle.model.EventType;
import dev.binnacle.model.Health;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.Severity;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what one rule looks for: exactly one of its forms, and the keys of that form. */
final class ConditionSection {
  private static final Duration LEAST = Duration.ofMillis(1);
  private static final Duration USUAL_LASTING = Duration.ofMinutes(5);
  private static final String METRIC = "the name of a metric, such as memory_usage_mb";
  private static final String EVENT = "the type of a durable event, such as error or trade-closed";
  private static final String FRACTION = "a fraction such as 0.1 or 10%";
  private static final String COMPONENT = "the name of a component, or any";

  private static final Map<String, Function<SettingsSection, @Nullable Condition>> FORMS = new LinkedHashMap<>();

  static {
    FORMS.put("metric", ConditionSection::metric);
    FORMS.put("absent", ConditionSection::absent);
    FORMS.put("absent-event", ConditionSection::absentEvent);
    FORMS.put("when", ConditionSection::expression);
    FORMS.put("happened", ConditionSection::happened);
    FORMS.put("count", ConditionSection::count);
    FORMS.put("increase", ConditionSection::increase);
    FORMS.put("share", ConditionSection::share);
    FORMS.put("repeated", ConditionSection::repeated);
    FORMS.put("status", ConditionSection::status);
    FORMS.put("unhealthy", ConditionSection::unhealthy);
    FORMS.put("response-time", ConditionSection::responseTime);
    FORMS.put("drawdown", ConditionSection::drawdown);
    FORMS.put("change", ConditionSection::change);
    FORMS.put("trend", ConditionSection::trend);
    FORMS.put("anomaly", ConditionSection::anomaly);
    FORMS.put("clock-skew", ConditionSection::clockSkew);
    FORMS.put("gap", ConditionSection::gap);
  }

  private ConditionSection() {}

  /** Whether {@code for} says how long nothing was heard, rather than how long something held. */
  static boolean isAbsence(SettingsSection rule) {
    return rule.has("absent") || rule.has("absent-event");
  }

  /** Null when it cannot be used, which then is a problem. */
  static @Nullable Condition read(SettingsSection rule) {
    List<String> forms = FORMS.keySet().stream().filter(rule::has).toList();
    if (forms.size() != 1) {
      rule.problem(
          forms.isEmpty() ? "name" : forms.get(1),
          forms.isEmpty()
              ? "says of nothing to look for; add one of " + String.join(", ", FORMS.keySet())
              : "cannot stand beside " + forms.getFirst() + "; make two rules of it");
      return null;
    }
    return FORMS.getOrDefault(forms.getFirst(), section -> null).apply(rule);
  }

  private static @Nullable Condition metric(SettingsSection rule) {
    MetricName metric = rule.required("metric", METRIC, MetricName::new);
    if (rule.has("is")) {
      return metric == null ? null : new Condition.StateIs(metric, Set.copyOf(rule.oneOrMore("is")));
    }
    Side side = side(rule);
    if (side == null || metric == null) {
      return null;
    }
    String clearKey = side.bearing == Bearing.ABOVE ? "clear-below" : "clear-above";
    Double clear = rule.optional(clearKey, "a number", RuleWords::number);
    return new Condition.Threshold(metric, side.bearing, side.limit, clear);
  }

  private record Side(Bearing bearing, double limit) {}

  private static @Nullable Side side(SettingsSection rule) {
    if (rule.has("above") == rule.has("below")) {
      rule.problem("above",
          rule.has("above") ? "cannot stand beside below; make two rules of it" : "or below is missing: a number");
      return null;
    }
    Bearing bearing = rule.has("above") ? Bearing.ABOVE : Bearing.BELOW;
    Double limit = rule.required(rule.has("above") ? "above" : "below", "a number", RuleWords::number);
    return limit == null ? null : new Side(bearing, limit);
  }

  private static @Nullable Condition absent(SettingsSection rule) {
    Duration after = awaited(rule);
    if ("heartbeat".equals(rule.optionalText("absent"))) {
      return after == null ? null : new Condition.Absence(new Condition.Awaited.Heartbeat(), after);
    }
    if ("mark".equals(rule.optionalText("absent"))) {
      return after == null ? null : new Condition.Absence(new Condition.Awaited.Marks(), after);
    }
    MetricName metric = rule.required("absent", "heartbeat, mark, or " + METRIC, MetricName::new);
    return after == null || metric == null ? null : new Condition.Absence(new Condition.Awaited.Metric(metric), after);
  }

  private static @Nullable Condition absentEvent(SettingsSection rule) {
    Duration after = awaited(rule);
    Happening happening = happening(rule, "absent-event");
    return after == null || happening == null
        ? null
        : new Condition.Absence(new Condition.Awaited.Events(happening), after);
  }

  private static @Nullable Duration awaited(SettingsSection rule) {
    return duration(rule, "for", "how long nothing may be heard, such as 60s");
  }

  private static @Nullable Condition expression(SettingsSection rule) {
    String text = rule.optionalText("when");
    if (text == null) {
      return null;
    }
    try {
      return new Condition.Expression(text, Formulas.compile(text));
    } catch (Formulas.FormulaException e) {
      rule.problem("when", "cannot be used: " + e.getMessage());
      return null;
    }
  }

  private static @Nullable Condition happened(SettingsSection rule) {
    Happening happening = happening(rule, "happened");
    Duration lasts = rule.duration("lasts", USUAL_LASTING, LEAST);
    boolean isError = happening != null && happening.type() == EventType.ERROR;
    boolean bySeverity = rule.flag("by-severity", isError && !rule.has("level"));
    return happening == null ? null : new Condition.Happened(happening, lasts, bySeverity);
  }

  private static @Nullable Condition count(SettingsSection rule) {
    Happening happening = happening(rule, "count");
    Double above = rule.required("above", "a number", RuleWords::number);
    Duration window = window(rule);
    String by = rule.parsed("by", "bot", "bot or symbol", text -> Set.of("bot", "symbol").contains(text) ? text : null);
    return happening == null || above == null || window == null
        ? null
        : new Condition.Rate(new Condition.Counted.Events(happening, by.equals("symbol")), window, above);
  }

  private static @Nullable Condition increase(SettingsSection rule) {
    MetricName metric = rule.required("increase", METRIC, MetricName::new);
    Double above = rule.required("above", "a number", RuleWords::number);
    Duration window = window(rule);
    return metric == null || above == null || window == null
        ? null
        : new Condition.Rate(new Condition.Counted.Growth(metric), window, above);
  }

  private static @Nullable Condition share(SettingsSection rule) {
    Happening part = happening(rule, "share");
    EventType whole = rule.optional("of", EVENT, RuleWords::event);
    Double above = rule.required("above", FRACTION, RuleWords::fraction);
    Duration window = window(rule);
    int least = rule.integer("least", 10, 1, 1_000_000);
    return part == null || above == null || window == null
        ? null
        : new Condition.Share(part, Happening.any(whole == null ? part.type() : whole), window, above, least);
  }

  private static @Nullable Condition repeated(SettingsSection rule) {
    Happening happening = happening(rule, "repeated");
    int most = rule.integer("more-than", 1, 1, 1_000_000);
    Duration window = window(rule);
    return happening == null || window == null ? null : new Condition.Repeated(happening, most, window);
  }

  private static @Nullable Happening happening(SettingsSection rule, String key) {
    EventType type = rule.required(key, EVENT, RuleWords::event);
    Severity least = RuleWords.optional(rule, "severity", Severity.class);
    OrderStatus status = RuleWords.optional(rule, "order-status", OrderStatus.class);
    String named = rule.optionalText("named");
    return type == null ? null : new Happening(type, least, status, named);
  }

  private static Condition status(SettingsSection rule) {
    EnumSet<BotStatus> statuses = EnumSet.noneOf(BotStatus.class);
    for (String word : rule.oneOrMore("status")) {
      BotStatus status = RuleWords.word(word, BotStatus.class);
      if (status == null) {
        rule.problem("status", "must list " + RuleWords.all(BotStatus.class) + ", was \"" + word + "\"");
      } else {
        statuses.add(status);
      }
    }
    return new Condition.StatusIs(statuses);
  }

  private static @Nullable Condition unhealthy(SettingsSection rule) {
    Component component = component(rule, "unhealthy");
    Health least = RuleWords.optional(rule, "least", Health.class);
    return component == null ? null : new Condition.Unhealthy(component.name, least == null ? Health.FAILED : least);
  }

  private static @Nullable Condition responseTime(SettingsSection rule) {
    Component component = component(rule, "response-time");
    Duration above = duration(rule, "above", "a duration such as 2s");
    Duration clear = rule.optionalDuration("clear-below", Duration.ZERO);
    return component == null || above == null ? null : new Condition.ResponseTime(component.name, above, clear);
  }

  /** @param name null for any */
  private record Component(@Nullable ComponentName name) {}

  private static @Nullable Component component(SettingsSection rule, String key) {
    return rule.required(
        key, COMPONENT, text -> new Component(text.equals("any") ? null : new ComponentName(text)));
  }

  private static @Nullable Condition drawdown(SettingsSection rule) {
    Double fraction = rule.required("drawdown", FRACTION, RuleWords::fraction);
    Double clear = rule.optional("clear-below", FRACTION, RuleWords::fraction);
    Condition.Since since = RuleWords.optional(rule, "since", Condition.Since.class);
    return fraction == null
        ? null
        : new Condition.Drawdown(since == null ? Condition.Since.PEAK : since, fraction, clear);
  }

  private static @Nullable Condition change(SettingsSection rule) {
    Condition.Worth worth = RuleWords.optional(rule, "change", Condition.Worth.class);
    Map<String, Condition.Direction> ways =
        Map.of("falls", Condition.Direction.FALL, "rises", Condition.Direction.RISE, "moves", Condition.Direction.EITHER);
    List<String> said = ways.keySet().stream().filter(rule::has).sorted().toList();
    if (said.size() != 1) {
      rule.problem("change", "needs one of falls, rises, moves with " + FRACTION);
      return null;
    }
    String way = said.getFirst();
    Double fraction = rule.required(way, FRACTION, RuleWords::fraction);
    Duration window = window(rule);
    return worth == null || fraction == null || window == null
        ? null
        : new Condition.BalanceChange(worth, ways.getOrDefault(way, Condition.Direction.EITHER), fraction, window);
  }

  private static @Nullable Condition trend(SettingsSection rule) {
    MetricName metric = rule.required("trend", METRIC, MetricName::new);
    Side side = side(rule);
    Duration within = window(rule);
    Duration window = rule.duration("window", Duration.ofMinutes(30), LEAST);
    int least = rule.integer("least", 10, 3, 1_000_000);
    return metric == null || side == null || within == null
        ? null
        : new Condition.Trend(metric, side.bearing, side.limit, within, window, least);
  }

  private static @Nullable Condition anomaly(SettingsSection rule) {
    MetricName metric = rule.required("anomaly", METRIC, MetricName::new);
    Double score = rule.required("score", "a number such as 3.5", RuleWords::number);
    Double share = rule.required("share-above", FRACTION, RuleWords::fraction);
    Duration window = window(rule);
    int least = rule.integer("least", 20, 2, 1_000_000);
    Condition.Model model = RuleWords.optional(rule, "model", Condition.Model.class);
    return metric == null || score == null || share == null || window == null
        ? null
        : new Condition.Anomaly(metric, score, share, window, least, model == null ? Condition.Model.ROBUST : model);
  }

  private static @Nullable Condition clockSkew(SettingsSection rule) {
    Duration above = duration(rule, "clock-skew", "a duration such as 1s");
    return above == null ? null : new Condition.ClockSkew(above);
  }

  private static @Nullable Condition gap(SettingsSection rule) {
    Duration lasts = duration(rule, "gap", "how long it is told, such as 10m");
    return lasts == null ? null : new Condition.Gap(lasts);
  }

  private static @Nullable Duration window(SettingsSection rule) {
    return duration(rule, "within", "a duration such as 5m");
  }

  private static @Nullable Duration duration(SettingsSection rule, String key, String wanted) {
    return rule.required(key, wanted, text -> {
      Duration found = SettingsSection.duration(text);
      return found == null || found.isZero() ? null : found;
    });
  }
}
