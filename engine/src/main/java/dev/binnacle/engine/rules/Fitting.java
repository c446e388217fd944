package dev.binnacle.engine.rules;

import dev.binnacle.model.RuleName;
import org.jspecify.annotations.Nullable;

/** Which conditions can be asked of whom. */
final class Fitting {
  private Fitting() {}

  static void check(RuleName rule, Condition condition, Scope scope) {
    boolean fits =
        switch (scope.over()) {
          case EACH_BOT -> true;
          case FLEET -> fitsFleet(condition);
          case SERVER -> condition instanceof Condition.Threshold || condition instanceof Condition.StateIs;
        };
    if (!fits) {
      throw new IllegalArgumentException(
          "rule %s: a condition of type %s cannot be asked of %s: %s"
              .formatted(
                  rule,
                  condition.getClass().getSimpleName(),
                  scope.over() == Scope.Over.FLEET ? "the fleet" : "the server",
                  scope.over() == Scope.Over.FLEET
                      ? "use a figure that the fleet derives, a rate or share of events, a drawdown, a trend or an expression"
                      : "use a threshold or a state of what is observed of it"));
    }
  }

  static void check(RuleName rule, Condition condition, @Nullable Breaches breaches) {
    if (breaches != null && !Breaches.fits(condition)) {
      throw new IllegalArgumentException(
          "rule %s: breaches (%s) cannot be asked of a condition of type %s: only a metric and a response time have samples to count"
              .formatted(rule, breaches, condition.getClass().getSimpleName()));
    }
  }

  private static boolean fitsFleet(Condition condition) {
    return switch (condition) {
      case Condition.Threshold threshold -> Derived.isOfFleet(threshold.metric());
      case Condition.Trend trend -> Derived.isOfFleet(trend.metric());
      case Condition.Rate rate -> rate.counted() instanceof Condition.Counted.Events;
      case Condition.Share share -> true;
      case Condition.Drawdown drawdown -> true;
      case Condition.Expression expression -> true;
      case Condition.StateIs c -> false;
      case Condition.Absence c -> false;
      case Condition.BalanceChange c -> false;
      case Condition.ResponseTime c -> false;
      case Condition.Unhealthy c -> false;
      case Condition.Happened c -> false;
      case Condition.Gap c -> false;
      case Condition.Repeated c -> false;
      case Condition.StatusIs c -> false;
      case Condition.ClockSkew c -> false;
      case Condition.Anomaly c -> false;
    };
  }
}
