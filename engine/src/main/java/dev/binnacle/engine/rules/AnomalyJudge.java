package dev.binnacle.engine.rules;

import dev.binnacle.engine.rules.Judgement.Finding;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Subject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How many of a metric's values of late a model finds odd. */
final class AnomalyJudge extends Judge<AnomalyJudge.Scores> {
  private final Condition.Anomaly condition;

  /** What is known of one subject. */
  static final class Scores extends Word {
    private final Condition.Anomaly condition;
    private final RollingSum odd;
    private final RollingSum all;
    private double share;

    Scores(Subject subject, AnomalyJudge judge) {
      super(subject);
      condition = judge.condition;
      odd = new RollingSum(condition.window());
      all = new RollingSum(condition.window());
    }

    @Override
    Double value() {
      return share;
    }

    @Override
    Double threshold() {
      return condition.share();
    }

    @Override
    String what() {
      return "score of " + condition.metric();
    }

    @Override
    String reason() {
      return "%s %% of the values of %s within %s were unusual (a score of %s or more); the limit is %s %%"
          .formatted(
              number(share * 100), condition.metric(), words(condition.window()), number(condition.score()),
              number(condition.share() * 100));
    }
  }

  AnomalyJudge(Rule rule, Desk desk, Condition.Anomaly condition) {
    super(rule, desk);
    this.condition = condition;
  }

  @Override
  Scores create(Subject subject) {
    return new Scores(subject, this);
  }

  @Override
  void scored(BotId bot, Instant at, double score) {
    if (!Double.isFinite(score)) {
      desk.odd++;
      return;
    }
    Scores scores = of(bot);
    if (scores == null) {
      return;
    }
    boolean isOdd = score >= condition.score();
    scores.all.add(desk.now, 1);
    if (isOdd) {
      scores.odd.add(desk.now, 1);
      scores.saw(at, score);
    }
    double all = scores.all.sum(desk.now);
    if (all >= condition.least()) {
      scores.share = scores.odd.sum(desk.now) / all;
      found(scores, scores.share > condition.share() ? Finding.HOLDS : Finding.FAILS);
    } else {
      found(scores, scores.finding());
    }
  }

  @Override
  @Nullable String matchesNothing() {
    return evaluated > 0 ? null : "no model has scored " + condition.metric() + " yet";
  }
}
