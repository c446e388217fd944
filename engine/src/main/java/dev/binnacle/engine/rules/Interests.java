package dev.binnacle.engine.rules;

import dev.binnacle.model.EventType;
import dev.binnacle.model.MetricName;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which judge wants to hear of what, so that nobody is asked who has nothing to say. */
final class Interests {
  private static final EventType[] HEALTH = {EventType.HEALTH};

  final Map<MetricName, List<Judge<?>>> byMetric = new HashMap<>();
  final Map<EventType, List<Judge<?>>> byEvent = new EnumMap<>(EventType.class);
  final Map<MetricName, List<Judge<?>>> byScore = new HashMap<>();
  final List<Judge<?>> gaps = new ArrayList<>();
  final List<Judge<?>> batches = new ArrayList<>();
  final List<Judge<?>> ticks = new ArrayList<>();
  final List<Judge<?>> fleetTicks = new ArrayList<>();
  final List<Judge<?>> server = new ArrayList<>();

  void add(Judge<?> judge) {
    Rule rule = judge.rule();
    if (rule.scope().over() == Scope.Over.SERVER) {
      server.add(judge);
      return;
    }
    boolean overFleet = judge.isOverFleet();
    switch (rule.condition()) {
      case Condition.Threshold threshold -> {
        boolean derived = Derived.named(threshold.metric()) != null;
        samples(judge, threshold.metric(), !overFleet);
        figures(judge, derived, overFleet);
      }
      case Condition.StateIs is -> samples(judge, is.metric(), true);
      case Condition.Rate rate -> {
        switch (rate.counted()) {
          case Condition.Counted.Events events -> events(judge, events.happening().type());
          case Condition.Counted.Growth growth -> samples(judge, growth.metric(), true);
        }
        ticks(judge, overFleet);
        fleetTicks.add(judge);
      }
      case Condition.Share share -> {
        events(judge, share.part().type());
        if (share.of().type() != share.part().type()) {
          events(judge, share.of().type());
        }
        ticks(judge, overFleet);
        fleetTicks.add(judge);
      }
      case Condition.Absence absence -> {
        switch (absence.awaited()) {
          case Condition.Awaited.Heartbeat heartbeat -> batches.add(judge);
          // They are looked at when time passes.
          case Condition.Awaited.Marks marks -> {}
          case Condition.Awaited.Metric metric -> samples(judge, metric.metric(), true);
          case Condition.Awaited.Events events -> events(judge, events.happening().type());
        }
        ticks.add(judge);
      }
      case Condition.Drawdown drawdown -> figures(judge, true, overFleet);
      case Condition.BalanceChange change -> {
        events(judge, EventType.BALANCE);
        figures(judge, true, false);
      }
      case Condition.ResponseTime time -> events(judge, HEALTH);
      case Condition.Unhealthy unhealthy -> events(judge, HEALTH);
      case Condition.Happened happened -> occurrences(judge, happened.happening().type());
      case Condition.Repeated repeated -> occurrences(judge, repeated.happening().type());
      case Condition.Gap gap -> {
        gaps.add(judge);
        fleetTicks.add(judge);
      }
      case Condition.StatusIs is -> figures(judge, true, false);
      case Condition.ClockSkew skew -> figures(judge, true, false);
      case Condition.Expression expression -> expression(judge, expression, overFleet);
      case Condition.Anomaly anomaly -> {
        byScore.computeIfAbsent(anomaly.metric(), each -> new ArrayList<>()).add(judge);
        if (Derived.named(anomaly.metric()) == null) {
          samples(judge, anomaly.metric(), true);
        } else {
          ticks.add(judge);
        }
      }
      case Condition.Trend trend -> {
        samples(judge, trend.metric(), !overFleet);
        if (Derived.named(trend.metric()) != null) {
          ticks(judge, overFleet);
          fleetTicks.add(judge);
        }
      }
    }
  }

  private void expression(Judge<?> judge, Condition.Expression expression, boolean overFleet) {
    for (String name : expression.formula().reads()) {
      if (name.matches("[A-Za-z0-9._-]{1,64}")) {
        samples(judge, new MetricName(name), !overFleet);
      }
    }
    figures(judge, true, overFleet);
  }

  private void samples(Judge<?> judge, MetricName metric, boolean wanted) {
    if (wanted) {
      byMetric.computeIfAbsent(metric, each -> new ArrayList<>()).add(judge);
    }
  }

  private void events(Judge<?> judge, EventType... types) {
    for (EventType type : types) {
      byEvent.computeIfAbsent(type, each -> new ArrayList<>()).add(judge);
    }
  }

  private void occurrences(Judge<?> judge, EventType type) {
    events(judge, type);
    fleetTicks.add(judge);
  }

  private void ticks(Judge<?> judge, boolean overFleet) {
    if (!overFleet) {
      ticks.add(judge);
    }
  }

  private void figures(Judge<?> judge, boolean wanted, boolean overFleet) {
    if (!wanted) {
      return;
    }
    if (overFleet) {
      fleetTicks.add(judge);
    } else {
      ticks.add(judge);
      batches.add(judge);
    }
  }
}
