package dev.binnacle.engine.rules;

import dev.binnacle.engine.fleet.Present;
import dev.binnacle.engine.rules.Judgement.Finding;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Sample;
import dev.binnacle.model.Sample.Reading;
import dev.binnacle.model.Subject;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How many of a metric's values of late a model finds odd. */
final class AnomalyJudge extends Judge<AnomalyJudge.Scores> {
  private static final Duration EVERY = Duration.ofSeconds(10);

  private final Condition.Anomaly condition;
  private final LimitJudge.Source source;
  private long weighed;

  /** What is known of one subject. */
  static final class Scores extends Word {
    private final Condition.Anomaly condition;
    private final RollingSum odd;
    private final RollingSum all;
    private double share;
    private Instant nextWeighing = Instant.MIN;

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

  AnomalyJudge(Rule rule, Desk desk, Condition.Anomaly condition, LimitJudge.Source source) {
    super(rule, desk);
    this.condition = condition;
    this.source = source;
  }

  @Override
  Scores create(Subject subject) {
    return new Scores(subject, this);
  }

  @Override
  void sampled(BotId bot, Instant at, Sample sample) {
    if (sample.reading() instanceof Reading.Number(double number)) {
      weigh(bot, at, number);
    }
  }

  /** A figure that the fleet derives is known at any time: it is weighed now and then. */
  @Override
  void ticked(Present bot) {
    Double number = bot.isHeard() && covers(bot.id()) ? source.of(bot) : null;
    Scores scores = number == null ? null : of(bot.id());
    if (number != null && scores != null && !desk.now.isBefore(scores.nextWeighing)) {
      scores.nextWeighing = desk.now.plus(EVERY);
      weigh(bot.id(), desk.now, number);
    }
  }

  private void weigh(BotId bot, Instant at, double value) {
    if (!Double.isFinite(value)) {
      desk.odd++;
    } else if (of(bot) != null) {
      weighed++;
      desk.weigh(new Weighing(bot, condition.metric(), condition.model(), at, value));
    }
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
    if (evaluated > 0) {
      return null;
    }
    return weighed == 0
        ? "nothing that it looks at was told yet"
        : "learning: a model scores %s of a bot after %d values, and %d were told in all"
            .formatted(condition.metric(), Condition.Anomaly.LEARNS, weighed);
  }
}
