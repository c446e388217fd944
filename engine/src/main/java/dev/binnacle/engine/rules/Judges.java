package dev.binnacle.engine.rules;

import dev.binnacle.engine.fleet.FleetPresent;
import dev.binnacle.engine.fleet.Present;
import dev.binnacle.engine.rules.LimitJudge.Limit;
import dev.binnacle.engine.rules.LimitJudge.Source;
import dev.binnacle.model.BotId;
import dev.binnacle.model.ComponentName;
import dev.binnacle.model.MetricName;
import java.time.Duration;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Finds the judge for each kind of condition. */
final class Judges {
  private final Desk desk;
  private final Derivations derivations;
  private final Sight sight;

  Judges(Desk desk, Derivations derivations, Sight sight) {
    this.desk = desk;
    this.derivations = derivations;
    this.sight = sight;
  }

  Judge<?> of(Rule rule) {
    return switch (rule.condition()) {
      case Condition.Threshold(MetricName metric, Bearing bearing, double limit, Double clear) ->
          new LimitJudge(rule, desk, Limit.of(metric.value(), bearing, limit, clear), source(metric));
      case Condition.StateIs is -> new WordJudge(rule, desk, is.metric().value());
      case Condition.Rate rate -> rate(rule, rate);
      case Condition.Share share ->
          new RateJudge(
              rule, desk,
              new RateJudge.Terms(
                  said(share.part()), share.part(), share.of(), false, share.window(), share.above(), share.least()));
      case Condition.Absence absence ->
          absence.awaited() instanceof Condition.Awaited.Marks
              ? new FeedJudge(rule, desk, absence.after())
              : new AbsenceJudge(rule, desk, absence, said(absence.awaited()));
      case Condition.Drawdown drawdown -> drawdown(rule, drawdown);
      case Condition.BalanceChange change -> new BalanceJudge(rule, desk, change);
      case Condition.ResponseTime time -> responseTime(rule, time);
      case Condition.Unhealthy unhealthy -> new WordJudge(rule, desk, "health");
      case Condition.Happened happened -> new OccurrenceJudge(rule, desk, happened.lasts());
      case Condition.Gap gap -> new OccurrenceJudge(rule, desk, gap.lasts());
      case Condition.Repeated repeated -> new OccurrenceJudge(rule, desk, repeated.window());
      case Condition.StatusIs is -> new WordJudge(rule, desk, "status");
      case Condition.ClockSkew skew ->
          new LimitJudge(
              rule, desk, Limit.of("clock skew in ms", Bearing.ABOVE, skew.above().toMillis(), null),
              new Reckoned(Derived.CLOCK_SKEW_MS, Math::abs));
      case Condition.Expression expression -> new FormulaJudge(rule, desk, expression, sight);
      case Condition.Anomaly anomaly -> new AnomalyJudge(rule, desk, anomaly, source(anomaly.metric()));
      case Condition.Trend trend -> new TrendJudge(rule, desk, trend, source(trend.metric()));
    };
  }

  private Judge<?> rate(Rule rule, Condition.Rate rate) {
    RateJudge.Terms terms =
        switch (rate.counted()) {
          case Condition.Counted.Events(Happening happening, boolean bySymbol) ->
              new RateJudge.Terms(said(happening), happening, null, bySymbol, rate.window(), rate.above(), 0);
          case Condition.Counted.Growth(MetricName metric) ->
              new RateJudge.Terms(metric.value(), null, null, false, rate.window(), rate.above(), 0);
        };
    return rate.counted() instanceof Condition.Counted.Growth(MetricName metric)
        ? new RateJudge(rule, desk, terms, source(metric))
        : new RateJudge(rule, desk, terms);
  }

  private Judge<?> drawdown(Rule rule, Condition.Drawdown drawdown) {
    boolean ofPeak = drawdown.since() == Condition.Since.PEAK;
    Limit limit =
        Limit.of(
            ofPeak ? "fall from the peak" : "fall since the day began", Bearing.ABOVE, drawdown.fraction(), drawdown.clear());
    return new LimitJudge(
        rule, desk, limit, new Reckoned(ofPeak ? Derived.CURRENT_DRAWDOWN : Derived.DAILY_RETURN, each -> -each));
  }

  private Judge<?> responseTime(Rule rule, Condition.ResponseTime time) {
    Duration clear = time.clear();
    ComponentName component = time.component();
    Limit limit =
        Limit.of("response time in seconds", Bearing.ABOVE, seconds(time.above()), clear == null ? null : seconds(clear));
    return new LimitJudge(
        rule, desk, limit,
        new Source() {
          @Override
          public String component() {
            return component == null ? "*" : component.value();
          }
        });
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private Source source(MetricName metric) {
    Derived derived = Derived.named(metric);
    return derived == null ? Source.SAMPLES : new Reckoned(derived, each -> each);
  }

  private static String said(Happening happening) {
    String type = happening.type().wireName();
    String named = happening.named() == null ? type : type + " " + happening.named();
    String status = happening.status() == null ? "" : " " + happening.status().name().toLowerCase(Locale.ROOT);
    String least = happening.least() == null ? "" : " (" + happening.least().name().toLowerCase(Locale.ROOT) + " or worse)";
    return named + status + least;
  }

  private static String said(Condition.Awaited awaited) {
    return switch (awaited) {
      case Condition.Awaited.Heartbeat h -> "sign of life";
      case Condition.Awaited.Marks m -> "price";
      case Condition.Awaited.Metric(MetricName metric) -> metric.value();
      case Condition.Awaited.Events(Happening happening) -> said(happening);
    };
  }

  /** A figure that the fleet derives. */
  private final class Reckoned implements Source {
    private final Derived derived;
    private final DoubleUnaryOperator turned;

    Reckoned(Derived derived, DoubleUnaryOperator turned) {
      this.derived = derived;
      this.turned = turned;
    }

    @Override
    public @Nullable Double of(Present bot) {
      Double value = derivations.of(derived, bot);
      return value == null ? null : (Double) turned.applyAsDouble(value);
    }

    @Override
    public @Nullable Double of(FleetPresent fleet) {
      Double value = derivations.of(derived, fleet);
      return value == null ? null : (Double) turned.applyAsDouble(value);
    }

    @Override
    public boolean isKnownOfSilentBots() {
      return derived.isKnownOfSilentBots();
    }

    @Override
    public void forget(BotId bot) {
      derivations.forget(bot);
    }
  }
}
