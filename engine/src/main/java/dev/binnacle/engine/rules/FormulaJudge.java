package dev.binnacle.engine.rules;

import dev.binnacle.engine.fleet.FleetPresent;
import dev.binnacle.engine.fleet.Present;
import dev.binnacle.engine.rules.Judgement.Finding;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Sample;
import dev.binnacle.model.Subject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An expression that somebody compiled. */
final class FormulaJudge extends Judge<FormulaJudge.Answer> {
  private final Condition.Expression condition;
  private final Sight sight;
  private boolean touched;
  private @Nullable String unknown;

  /** What is known of one subject. */
  static final class Answer extends Word {
    private final String text;
    private @Nullable Double value;
    private String why = "";

    Answer(Subject subject, FormulaJudge judge) {
      super(subject);
      this.text = judge.condition.text();
    }

    @Override
    @Nullable Double value() {
      return value;
    }

    @Override
    @Nullable Double threshold() {
      return null;
    }

    @Override
    String what() {
      return "expression";
    }

    @Override
    String reason() {
      return finding() == Finding.HOLDS ? why : brief(text, 500) + " does not hold any more";
    }
  }

  FormulaJudge(Rule rule, Desk desk, Condition.Expression condition, Sight sight) {
    super(rule, desk);
    this.condition = condition;
    this.sight = sight;
  }

  @Override
  Answer create(Subject subject) {
    return new Answer(subject, this);
  }

  @Override
  void sampled(BotId bot, Instant at, Sample sample) {
    touched = true;
  }

  @Override
  void taken(Present bot, boolean moved) {
    if (moved || touched) {
      touched = false;
      ticked(bot);
    }
  }

  @Override
  void ticked(Present bot) {
    Answer answer = isOverFleet() || !bot.isHeard() ? null : of(bot.id());
    if (answer != null) {
      judge(answer, sight.of(bot));
    }
  }

  @Override
  void ticked(FleetPresent present) {
    if (isOverFleet()) {
      judge(fleet(), sight.of(null));
    }
  }

  private void judge(Answer answer, Formula.View view) {
    switch (test(view)) {
      case Formula.Verdict.Holds(String reason, Double value) -> {
        answer.value = value != null && Double.isFinite(value) ? value : null;
        answer.why = reason;
        if (answer.finding() != Finding.HOLDS) {
          answer.saw(desk.now, reason);
        }
        found(answer, Finding.HOLDS);
      }
      case Formula.Verdict.Fails() -> found(answer, Finding.FAILS);
      // Nothing was told: it is what it was until its data are missed.
      case Formula.Verdict.Unknown(String why) -> unknown = why;
    }
  }

  private Formula.Verdict test(Formula.View view) {
    try {
      return condition.formula().test(view);
    } catch (RuntimeException e) {
      desk.dropped("failed expressions");
      return new Formula.Verdict.Unknown(String.valueOf(e.getMessage()));
    }
  }

  @Override
  @Nullable String matchesNothing() {
    return evaluated > 0 ? null : unknown == null ? super.matchesNothing() : unknown;
  }
}
