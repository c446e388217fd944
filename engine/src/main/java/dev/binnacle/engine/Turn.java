package dev.binnacle.engine;

import dev.binnacle.engine.fleet.Findings;
import dev.binnacle.engine.fleet.Moment;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.model.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns what is found while one input is applied into effects: what is to be recorded first, the reply last. */
final class Turn implements Findings {
  private final Moment moment;
  private final List<Fact> facts = new ArrayList<>();
  private final List<Effect> effects = new ArrayList<>();

  Turn(Moment moment) {
    this.moment = moment;
  }

  Moment moment() {
    return moment;
  }

  @Override
  public void decided(Fact fact) {
    facts.add(fact);
  }

  @Override
  public void keep(@Nullable BotId bot, Instant at, List<Sample> samples) {
    effects.add(new Effect.Keep(bot, at, samples));
  }

  @Override
  public void announce(BotId bot, Event event) {
    effects.add(new Effect.Announce(bot, event));
  }

  boolean hasDecided() {
    return !facts.isEmpty();
  }

  void then(Effect effect) {
    effects.add(effect);
  }

  Outcome outcome() {
    if (facts.isEmpty()) {
      return new Outcome(moment.index(), effects);
    }
    List<Effect> all = new ArrayList<>(effects.size() + 1);
    all.add(new Effect.Record(new JournalEntry(moment.index(), moment.time(), facts)));
    all.addAll(effects);
    return new Outcome(moment.index(), all);
  }
}
