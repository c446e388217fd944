package dev.binnacle.engine.fleet;

import dev.binnacle.model.BotId;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Sample;
import java.time.Instant;

/** A watch that is not kept. */
final class Nobody implements Watch {
  @Override
  public void sampled(BotId bot, Instant at, Sample sample) {}

  @Override
  public void happened(BotId bot, Event event) {}

  @Override
  public void missed(Fact.GapFound gap) {}

  @Override
  public void taken(Present bot) {}

  @Override
  public void ticked(Present bot) {}

  @Override
  public void ticked(FleetPresent fleet) {}

  @Override
  public void forgotten(BotId bot) {}
}
