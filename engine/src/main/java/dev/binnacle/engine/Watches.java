package dev.binnacle.engine;

import dev.binnacle.engine.fleet.FleetPresent;
import dev.binnacle.engine.fleet.Present;
import dev.binnacle.engine.fleet.Watch;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Sample;
import java.time.Instant;

/** Two that hear the same, one after the other. */
record Watches(Watch first, Watch second) implements Watch {
  @Override
  public void sampled(BotId bot, Instant at, Sample sample) {
    first.sampled(bot, at, sample);
    second.sampled(bot, at, sample);
  }

  @Override
  public void happened(BotId bot, Event event) {
    first.happened(bot, event);
    second.happened(bot, event);
  }

  @Override
  public void missed(Fact.GapFound gap) {
    first.missed(gap);
    second.missed(gap);
  }

  @Override
  public void taken(Present bot) {
    first.taken(bot);
    second.taken(bot);
  }

  @Override
  public void ticked(Present bot) {
    first.ticked(bot);
    second.ticked(bot);
  }

  @Override
  public void ticked(FleetPresent fleet) {
    first.ticked(fleet);
    second.ticked(fleet);
  }

  @Override
  public void forgotten(BotId bot) {
    first.forgotten(bot);
    second.forgotten(bot);
  }
}
