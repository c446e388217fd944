package dev.binnacle.engine;

import dev.binnacle.engine.rules.AlertSettings;
import dev.binnacle.engine.rules.Bearing;
import dev.binnacle.engine.rules.Breaches;
import dev.binnacle.engine.rules.Condition;
import dev.binnacle.engine.rules.Condition.Awaited;
import dev.binnacle.engine.rules.Condition.Counted;
import dev.binnacle.engine.rules.Derived;
import dev.binnacle.engine.rules.Escalation;
import dev.binnacle.engine.rules.Formula;
import dev.binnacle.engine.rules.Happening;
import dev.binnacle.engine.rules.NoDataPolicy;
import dev.binnacle.engine.rules.Rule;
import dev.binnacle.engine.rules.Scope;
import dev.binnacle.model.BotId;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.ChannelName;
import dev.binnacle.model.ComponentName;
import dev.binnacle.model.EventType;
import dev.binnacle.model.Health;
import dev.binnacle.model.Level;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.Severity;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The rules of the corpus, by the names that its stories call them by. */
final class CorpusRules {
  private static final MetricName LATENCY = new MetricName("latency");
  private static final Condition SLOW = new Condition.Threshold(LATENCY, Bearing.ABOVE, 1000, 800.0);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Map<String, Rule> ALL = new TreeMap<>();

  private CorpusRules() {}

  static {
    add(Rule.of("slow", SLOW, Level.WARNING));
    add(Rule.of("slow-info", SLOW, Level.INFO));
    add(Rule.of("slow-group", SLOW, Level.WARNING)
        .over(new Scope(Scope.Over.EACH_BOT, List.of(), List.of("crypto"), List.of())));
    add(Rule.of("slow-some", SLOW, Level.WARNING).over(Scope.bots("a*").without(List.of("ab"))));
    add(Rule.of("slow-for", SLOW, Level.WARNING).holding(Duration.ofSeconds(10)));
    add(Rule.of("slow-keep", SLOW, Level.WARNING).keeping(Duration.ofSeconds(20)));
    add(Rule.of("slow-stay", SLOW, Level.WARNING).missing(new NoDataPolicy(MINUTE, NoDataPolicy.Act.KEEP)));
    add(Rule.of("slow-tell", SLOW, Level.WARNING).missing(new NoDataPolicy(MINUTE, NoDataPolicy.Act.TELL)));
    add(Rule.of("slow-climb", SLOW, Level.CRITICAL).escalating(
        new Escalation(
            List.of(
                new Escalation.Step(Duration.ofSeconds(30), List.of(new ChannelName("pager"))),
                new Escalation.Step(MINUTE, List.of(new ChannelName("boss")))))));
    add(Rule.of("slow-often", SLOW, Level.WARNING).breaching(new Breaches(3, 5)));
    add(Rule.of("slow-often-for", SLOW, Level.WARNING).breaching(new Breaches(2, 3)).holding(Duration.ofSeconds(5)));
    add(Rule.of("socket-often",
        new Condition.StateIs(new MetricName("websocket_status"), Set.of("disconnected")), Level.WARNING)
        .breaching(new Breaches(2, 3)));
    add(Rule.of("answers-often",
        new Condition.ResponseTime(null, Duration.ofSeconds(2), Duration.ofSeconds(1)), Level.WARNING)
        .breaching(new Breaches(2, 3)));
    add(Rule.of("losses-often",
        new Condition.Threshold(Derived.CONSECUTIVE_LOSSES.metric(), Bearing.ABOVE, 2, null), Level.WARNING)
        .breaching(new Breaches(3, 3)));
    add(Rule.of("low", new Condition.Threshold(new MetricName("nonce_rate"), Bearing.BELOW, 1000, null), Level.CRITICAL));
    add(Rule.of("socket", new Condition.StateIs(new MetricName("websocket_status"), Set.of("disconnected")), Level.WARNING));
    add(Rule.of("reconnects",
        new Condition.Rate(new Counted.Growth(new MetricName("websocket_reconnects")), Duration.ofHours(1), 5), Level.WARNING));
    add(Rule.of("rejects",
        new Condition.Share(
            Happening.order(OrderStatus.REJECTED), Happening.any(EventType.ORDER), MINUTE, 0.5, 4),
        Level.CRITICAL));
    add(Rule.of("cancels",
        new Condition.Rate(new Counted.Events(Happening.order(OrderStatus.CANCELLED), true), MINUTE, 3), Level.WARNING));
    add(Rule.of("fleet-errors",
        new Condition.Rate(new Counted.Events(Happening.error(Severity.ERROR), false), MINUTE, 2), Level.CRITICAL)
        .over(Scope.FLEET));
    add(Rule.of("quiet", new Condition.Absence(new Awaited.Heartbeat(), MINUTE), Level.CRITICAL));
    add(Rule.of("stale-feed", new Condition.Absence(new Awaited.Metric(new MetricName("price")), MINUTE), Level.WARNING));
    add(Rule.of("no-trades",
        new Condition.Absence(new Awaited.Events(Happening.any(EventType.TRADE_OPENED)), MINUTE), Level.INFO));
    add(Rule.of("sunk", new Condition.Drawdown(Condition.Since.PEAK, 0.1, 0.05), Level.CRITICAL));
    add(Rule.of("drop",
        new Condition.BalanceChange(Condition.Worth.BALANCE, Condition.Direction.FALL, 0.1, MINUTE), Level.CRITICAL));
    add(Rule.of("unwell", new Condition.Unhealthy(null, Health.DEGRADED), Level.WARNING));
    add(Rule.of("slow-answer",
        new Condition.ResponseTime(null, Duration.ofSeconds(2), Duration.ofSeconds(1)), Level.WARNING));
    add(Rule.of("slow-wallet",
        new Condition.ResponseTime(new ComponentName("wallet"), Duration.ofSeconds(2), null), Level.WARNING)
        .holding(Duration.ofSeconds(10)));
    add(Rule.of("errors", new Condition.Happened(Happening.error(Severity.WARNING), MINUTE, true), Level.WARNING));
    add(Rule.of("gap", new Condition.Gap(MINUTE), Level.WARNING));
    add(Rule.of("again", new Condition.Repeated(Happening.any(EventType.TRADE_OPENED), 2, MINUTE), Level.CRITICAL));
    add(Rule.of("gone", new Condition.StatusIs(EnumSet.of(BotStatus.OFFLINE)), Level.CRITICAL));
    add(Rule.of("losses",
        new Condition.Threshold(Derived.CONSECUTIVE_LOSSES.metric(), Bearing.ABOVE, 2, null), Level.WARNING));
    add(Rule.of("refusals", new Condition.Threshold(Derived.CONFIG_REFUSED.metric(), Bearing.ABOVE, 2, 1.0), Level.WARNING));
    add(Rule.of("day-loss", new Condition.Threshold(Derived.DAILY_PNL.metric(), Bearing.BELOW, -50, null), Level.CRITICAL));
    add(Rule.of("api", new Condition.Threshold(Derived.API_ERROR_RATE_PERCENT.metric(), Bearing.ABOVE, 10, null),
        Level.CRITICAL));
    add(Rule.of("odd", new Condition.Anomaly(LATENCY, 3, 0.5, MINUTE, 4), Level.WARNING));
    add(Rule.of("fleet-down", new Condition.Threshold(Derived.BOTS_OFFLINE.metric(), Bearing.ABOVE, 1, null), Level.CRITICAL)
        .over(Scope.FLEET));
    add(Rule.of("channel", new Condition.Threshold(new MetricName("channel_broken"), Bearing.ABOVE, 0, null), Level.CRITICAL)
        .over(Scope.SERVER));
    add(Rule.of("filling",
        new Condition.Trend(
            new MetricName("memory"), Bearing.ABOVE, 500, Duration.ofMinutes(20), Duration.ofMinutes(10), 10),
        Level.WARNING));
    add(Rule.of("formula", new Condition.Expression("bot.latency > 10 && bot.open_positions > 0", new Busy()), Level.WARNING));
  }

  private static void add(Rule rule) {
    ALL.put(rule.name().value(), rule);
  }

  /** As an expression would be compiled. */
  private record Busy() implements Formula {
    @Override
    public Verdict test(View view) {
      Double latency = view.bot() == null ? null : view.bot().number("latency");
      Double positions = view.bot() == null ? null : view.bot().number("open_positions");
      if (latency == null || positions == null) {
        return new Verdict.Unknown("latency is not known");
      }
      return latency > 10 && positions > 0 ? new Verdict.Holds("latency is " + latency, latency) : new Verdict.Fails();
    }

    @Override
    public Set<String> reads() {
      return Set.of("latency", "open_positions");
    }
  }

  /** {@code name@critical} is the rule at another level, {@code name@other} the one of that name with another limit. */
  static Rule rule(String name) {
    String[] parts = name.split("@");
    Rule rule = ALL.get(parts[0]);
    if (rule == null) {
      throw new IllegalArgumentException("the corpus has no rule " + name);
    }
    if (parts.length < 2) {
      return rule;
    }
    return parts[1].equals("other")
        ? Rule.hashed(
            rule.name(), new Condition.Threshold(LATENCY, Bearing.ABOVE, 500, null), null, rule.level(), rule.holdFor(),
            rule.keepFiringFor(), rule.scope(), rule.labels(), null, null, List.of(), rule.missing(), null)
        : rule.at(Level.valueOf(parts[1].toUpperCase(Locale.ROOT)));
  }

  static AlertSettings settings(List<String> names) {
    AlertSettings settings = AlertSettings.DEFAULT
        .withGroups(Map.of(new BotId("a"), "crypto"))
        .withRules(names.stream().filter(name -> !name.startsWith("inhibit")).map(CorpusRules::rule).toList());
    return names.contains("inhibit")
        ? settings.withInhibitions(
            List.of(new AlertSettings.Inhibition(Map.of("rule", "socket"), Map.of("rule", "slow*"), List.of("bot"))))
        : settings;
  }
}
