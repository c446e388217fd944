package dev.binnacle.engine.rules;

import dev.binnacle.engine.fleet.Present;
import dev.binnacle.engine.rules.Judgement.Finding;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Event;
import dev.binnacle.model.Sample;
import dev.binnacle.model.Subject;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Silence: of a bot, of one of its metrics, of a kind of event. */
final class AbsenceJudge extends Judge<AbsenceJudge.Silent> {
  private final Condition.Absence condition;
  private final String what;
  private boolean heard;

  /** What is known of one subject. */
  static final class Silent extends Word {
    private final AbsenceJudge judge;
    private @Nullable Instant lastTold;
    private Duration silence = Duration.ZERO;

    Silent(Subject subject, AbsenceJudge judge) {
      super(subject);
      this.judge = judge;
    }

    @Override
    Double value() {
      return (double) silence.toSeconds();
    }

    @Override
    Double threshold() {
      return (double) judge.condition.after().toSeconds();
    }

    @Override
    String what() {
      return judge.what;
    }

    @Override
    String reason() {
      return finding() == Finding.HOLDS
          ? "no %s for %s, longer than %s"
              .formatted(judge.what, words(Duration.ofSeconds(silence.toSeconds())), words(judge.condition.after()))
          : judge.what + " was heard again";
    }
  }

  AbsenceJudge(Rule rule, Desk desk, Condition.Absence condition, String what) {
    super(rule, desk);
    this.condition = condition;
    this.what = what;
  }

  @Override
  Silent create(Subject subject) {
    return new Silent(subject, this);
  }

  @Override
  void sampled(BotId bot, Instant at, Sample sample) {
    heard(of(bot));
  }

  @Override
  void happened(BotId bot, Event event) {
    if (condition.awaited() instanceof Condition.Awaited.Events events && events.happening().matches(event)) {
      heard(of(bot));
    }
  }

  private void heard(@Nullable Silent silent) {
    if (silent != null) {
      silent.lastTold = desk.now;
      heard = true;
      if (silent.finding() != Finding.FAILS) {
        silent.saw(desk.now, "heard");
        silent.silence = Duration.ZERO;
        found(silent, Finding.FAILS);
      }
    }
  }

  @Override
  void taken(Present bot, boolean moved) {
    if (condition.awaited() instanceof Condition.Awaited.Heartbeat) {
      Silent silent = of(bot.id());
      if (silent != null && (silent.finding() == Finding.HOLDS) && bot.silence().compareTo(condition.after()) < 0) {
        judge(silent, bot.silence());
      }
    }
  }

  @Override
  void ticked(Present bot) {
    Silent silent = of(bot.id());
    if (silent == null) {
      return;
    }
    switch (condition.awaited()) {
      case Condition.Awaited.Heartbeat heartbeat -> {
        if (bot.hasEnded()) {
          silent.silence = Duration.ZERO;
          found(silent, Finding.FAILS);
        } else {
          judge(silent, bot.silence());
        }
      }
      case Condition.Awaited.Marks marks -> throw new IllegalStateException("a judge of its own hears marks");
      // Of a bot that is not there, nothing else can be awaited: that it is not there is another rule's word.
      case Condition.Awaited.Metric metric -> await(silent, bot, false);
      case Condition.Awaited.Events events -> await(silent, bot, true);
    }
  }

  /** @param fromTheBeginning whether it is awaited even before it came once */
  private void await(Silent silent, Present bot, boolean fromTheBeginning) {
    if (!bot.isHeard()) {
      silent.lastTold = silent.lastTold == null ? null : desk.now;
      return;
    }
    if (silent.lastTold == null && fromTheBeginning) {
      silent.lastTold = desk.now;
    }
    if (silent.lastTold != null) {
      judge(silent, Duration.between(silent.lastTold, desk.now));
    }
  }

  private void judge(Silent silent, Duration silence) {
    silent.silence = silence;
    boolean absent = silence.compareTo(condition.after()) >= 0;
    if (absent && silent.finding() != Finding.HOLDS) {
      silent.saw(desk.now, "silent for " + Word.words(Duration.ofSeconds(silence.toSeconds())));
    }
    found(silent, absent ? Finding.HOLDS : Finding.FAILS);
  }

  @Override
  @Nullable String matchesNothing() {
    boolean never = condition.awaited() instanceof Condition.Awaited.Metric && !heard;
    return never ? "no bot that it speaks of ever sent " + what : super.matchesNothing();
  }
}
