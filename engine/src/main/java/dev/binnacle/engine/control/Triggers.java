package dev.binnacle.engine.control;

import dev.binnacle.engine.fleet.Fleet;
import dev.binnacle.engine.fleet.FleetPresent;
import dev.binnacle.engine.fleet.Present;
import dev.binnacle.engine.fleet.Watch;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hears what is said of now, and has each bot's triggers judge it. */
final class Triggers implements Watch {
  /** If nothing was done here for so long, the silence was not the bots'. */
  private static final Duration AWAY = Duration.ofSeconds(10);
  /** And so long is waited then until they are blamed for it. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final Fleet fleet;
  private final Turn turn;
  private final Trips trips;
  private final Gauges gauges;
  private final Map<BotId, BotTriggers> bots = new HashMap<>();
  private TriggerSettings settings;
  private @Nullable Instant ticked;
  private Instant awake = Instant.MIN;
  private boolean listening;

  Triggers(Fleet fleet, Turn turn, Trips trips, Gauges gauges, TriggerSettings settings) {
    this.fleet = fleet;
    this.turn = turn;
    this.trips = trips;
    this.gauges = gauges;
    this.settings = settings;
  }

  void resettle(TriggerSettings next) {
    settings = next;
  }

  private BotTriggers of(BotId bot) {
    return bots.computeIfAbsent(bot, each -> new BotTriggers(each, gauges, trips));
  }

  @Override
  public void sampled(BotId bot, Instant at, Sample sample) {
    if (settings.enabled() && sample.reading() instanceof Sample.Reading.Number(double number)) {
      of(bot).sampled(sample.metric().value(), at, number, turn.now(), settings);
    }
  }

  @Override
  public void happened(BotId bot, Event event) {
    if (!settings.enabled()) {
      return;
    }
    Present present = fleet.present(bot, turn.now());
    of(bot).happened(event, turn.now(), present == null ? null : present.clockSkew(), settings);
  }

  @Override
  public void ticked(Present bot) {
    if (!settings.enabled()) {
      return;
    }
    Instant now = bot.now();
    if (!now.equals(ticked)) {
      // At the first tick silence counts from now by itself.
      if (ticked != null && Duration.between(ticked, now).compareTo(AWAY) > 0) {
        awake = now;
      }
      ticked = now;
      listening = Duration.between(awake, now).compareTo(GRACE) >= 0;
    }
    of(bot.id()).ticked(bot, listening, settings);
  }

  @Override
  public void forgotten(BotId bot) {
    bots.remove(bot);
    gauges.forget(bot);
  }

  @Override
  public void missed(Fact.GapFound gap) {}

  @Override
  public void taken(Present bot) {}

  @Override
  public void ticked(FleetPresent fleet) {}
}
