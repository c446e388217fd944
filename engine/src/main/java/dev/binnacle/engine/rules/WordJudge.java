package dev.binnacle.engine.rules;

import dev.binnacle.engine.fleet.Present;
import dev.binnacle.engine.rules.Judgement.Finding;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Event;
import dev.binnacle.model.Sample;
import dev.binnacle.model.Sample.Reading;
import dev.binnacle.model.Subject;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A state that is one of those that are bad: a metric's, a bot's status, a component's health. */
final class WordJudge extends Judge<WordJudge.State> {
  private final String what;

  /** What is known of one subject. */
  static final class State extends Word {
    private final String what;
    private @Nullable String why;

    State(Subject subject, WordJudge judge) {
      super(subject);
      this.what = judge.what;
    }

    @Override
    @Nullable Double threshold() {
      return null;
    }

    @Override
    String what() {
      return what;
    }

    @Override
    String reason() {
      SampleWindow window = window();
      String counts = window == null ? "" : "; " + window.words("bad", "good");
      return what + " is " + newest() + (why == null ? "" : ": " + why) + counts;
    }
  }

  WordJudge(Rule rule, Desk desk, String what) {
    super(rule, desk);
    this.what = what;
  }

  @Override
  State create(Subject subject) {
    return new State(subject, this);
  }

  @Override
  void sampled(BotId bot, Instant at, Sample sample) {
    if (sample.reading() instanceof Reading.State(String word) && rule().condition() instanceof Condition.StateIs is) {
      State state = of(bot);
      if (state != null) {
        judge(state, at, word, null, is.words().contains(word));
      }
    }
  }

  /** About the server: the part is the subject. */
  void observed(String part, String word) {
    State state = of(new Subject(null, part));
    if (state != null && rule().condition() instanceof Condition.StateIs is) {
      judge(state, desk.now, word, null, is.words().contains(word));
    }
  }

  @Override
  void happened(BotId bot, Event event) {
    if (event instanceof Event.ComponentHealth health
        && rule().condition() instanceof Condition.Unhealthy unhealthy
        && (unhealthy.component() == null || unhealthy.component().equals(health.component()))) {
      State state = of(bot, health.component().value());
      if (state != null) {
        String word = health.health().name().toLowerCase(Locale.ROOT);
        judge(state, desk.now, word, health.message(), health.health().compareTo(unhealthy.least()) >= 0);
      }
    }
  }

  @Override
  void taken(Present bot, boolean moved) {
    ticked(bot);
  }

  @Override
  void ticked(Present bot) {
    if (rule().condition() instanceof Condition.StatusIs is) {
      State state = of(bot.id());
      if (state != null) {
        String word = bot.status().name().toLowerCase(Locale.ROOT);
        judge(state, desk.now, word, bot.reason(), is.statuses().contains(bot.status()));
      }
    }
  }

  private void judge(State state, Instant at, String word, @Nullable String why, boolean bad) {
    if (!word.equals(state.newest())) {
      state.saw(at, word);
    }
    state.why = why;
    counted(state, bad ? Finding.HOLDS : Finding.FAILS);
  }
}
