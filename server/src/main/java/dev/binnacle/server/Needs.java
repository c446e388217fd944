package dev.binnacle.server;

import dev.binnacle.engine.rules.Condition;
import dev.binnacle.engine.rules.Derived;
import dev.binnacle.engine.rules.Rule;
import dev.binnacle.engine.rules.Scope;
import dev.binnacle.model.MetricName;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What of the past a rule must be shown to be tried over it.
 *
 * @param metrics whose samples it looks at
 * @param life whether it matters that a bot was heard without saying anything that is kept
 * @param before how long before the stretch it must be shown what was
 * @param unkept why it cannot be tried: what it looks at is not kept; null when it can
 */
record Needs(Set<MetricName> metrics, boolean life, Duration before, @Nullable String unkept) {
  private static final Duration LONGEST = Duration.ofHours(6);
  private static final Duration SLACK = Duration.ofMinutes(2);
  /** What is stored for longest has one a minute; those that come more often need less. */
  private static final Duration SAMPLE = Duration.ofMinutes(1);
  private static final Set<Derived> UNKEPT =
      Set.of(Derived.CLOCK_SKEW_MS, Derived.API_ERROR_RATE_PERCENT, Derived.API_THROTTLED, Derived.ORPHAN_ORDERS);

  static Needs of(Rule rule) {
    Set<MetricName> metrics = new TreeSet<>((one, other) -> one.value().compareTo(other.value()));
    boolean life = false;
    Duration window = Duration.ZERO;
    String unkept = rule.scope().over() == Scope.Over.SERVER ? "what is seen of Binnacle itself" : null;
    switch (rule.condition()) {
      case Condition.Threshold c -> metrics.add(c.metric());
      case Condition.StateIs c -> {
        metrics.add(c.metric());
        life = true;
      }
      case Condition.Rate c -> {
        window = c.window();
        life = true;
        if (c.counted() instanceof Condition.Counted.Growth(MetricName metric)) {
          metrics.add(metric);
        }
      }
      case Condition.Share c -> {
        window = c.window();
        life = true;
      }
      case Condition.Absence c -> {
        window = c.after();
        life = true;
        if (c.awaited() instanceof Condition.Awaited.Metric(MetricName metric)) {
          metrics.add(metric);
        } else if (c.awaited() instanceof Condition.Awaited.Marks) {
          unkept = "when prices came";
        }
      }
      case Condition.Drawdown c -> life = true;
      case Condition.BalanceChange c -> {
        window = c.window();
        life = true;
      }
      case Condition.ResponseTime c -> life = true;
      case Condition.Unhealthy c -> life = true;
      case Condition.Happened c -> window = c.lasts();
      case Condition.Gap c -> window = c.lasts();
      case Condition.Repeated c -> window = c.window();
      case Condition.StatusIs c -> life = true;
      case Condition.ClockSkew c -> unkept = "what a bot's clock showed";
      case Condition.Expression c -> {
        c.formula().reads().stream().filter(Needs::isMetric).map(MetricName::new).forEach(metrics::add);
        life = true;
      }
      case Condition.Anomaly c -> unkept = "how odd values were found to be";
      case Condition.Trend c -> {
        metrics.add(c.metric());
        window = c.window();
      }
    }
    for (MetricName metric : metrics) {
      Derived derived = Derived.named(metric);
      life |= derived != null;
      if (derived != null && UNKEPT.contains(derived)) {
        unkept = "what " + metric + " is reckoned from";
      }
    }
    metrics.removeIf(metric -> Derived.named(metric) != null);
    if (rule.breaches() != null) {
      window = window.plus(SAMPLE.multipliedBy(rule.breaches().of()));
    }
    Duration before = window.plus(rule.holdFor()).plus(rule.keepFiringFor()).plus(SLACK);
    return new Needs(metrics, life, before.compareTo(LONGEST) > 0 ? LONGEST : before, unkept);
  }

  private static boolean isMetric(String figure) {
    return !figure.equals("name") && !figure.equals("group") && !figure.equals("status");
  }

  Needs and(Needs other) {
    Set<MetricName> all = new TreeSet<>((one, another) -> one.value().compareTo(another.value()));
    all.addAll(metrics);
    all.addAll(other.metrics);
    return new Needs(
        all, life || other.life, before.compareTo(other.before) > 0 ? before : other.before,
        unkept == null ? other.unkept : unkept);
  }
}
