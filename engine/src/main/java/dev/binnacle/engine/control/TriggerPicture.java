package dev.binnacle.engine.control;

import dev.binnacle.engine.control.ControlSnapshot.TriggerView;
import dev.binnacle.engine.control.ControlSnapshot.TriggersView;
import dev.binnacle.engine.fleet.Fleet;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Trigger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Shows triggers. Of a bot of which nothing was looked at since, the list is the same as before. */
final class TriggerPicture {
  private final Trips trips;
  private final Gauges gauges;
  private final Fleet fleet;
  private Map<BotId, List<TriggerView>> views = new TreeMap<>();
  private Set<BotId> counting = Set.of();

  TriggerPicture(Trips trips, Gauges gauges, Fleet fleet) {
    this.trips = trips;
    this.gauges = gauges;
    this.fleet = fleet;
  }

  TriggersView at(ControlSettings settings) {
    Set<BotId> anew = gauges.moved();
    Set<BotId> now = new HashSet<>();
    trips.all().forEach(trigger -> now.add(trigger.bot()));
    anew.addAll(counting);
    anew.addAll(now);
    counting = now;
    Map<BotId, List<TriggerView>> next = new TreeMap<>();
    for (BotId bot : fleet.ids()) {
      List<TriggerView> known = views.get(bot);
      next.put(bot, known == null || anew.contains(bot) ? of(bot) : known);
    }
    views = next;
    return new TriggersView(settings.triggers(), next);
  }

  private List<TriggerView> of(BotId bot) {
    Map<TriggerKey, Gauges.Gauge> looked = gauges.of(bot);
    Map<TriggerKey, Trigger> counted = new TreeMap<>();
    trips.of(bot).forEach(trigger -> counted.put(TriggerKey.of(trigger), trigger));
    Set<TriggerKey> keys = new TreeSet<>(looked.keySet());
    keys.addAll(counted.keySet());
    List<TriggerView> of = new ArrayList<>();
    keys.forEach(key -> of.add(view(key, looked.get(key), counted.get(key))));
    return List.copyOf(of);
  }

  private static TriggerView view(
      TriggerKey key, Gauges.@Nullable Gauge gauge,
      @Nullable Trigger trigger) {
    Trigger.Stage stage = trigger == null ? Trigger.Stage.ARMED : trigger.stage();
    int bad = trigger == null ? 0 : trigger.bad();
    return gauge == null
        ? new TriggerView(key.kind(), key.part(), null, trigger == null ? null : trigger.limit(), null, null, stage, bad, trigger)
        : new TriggerView(
            key.kind(), key.part(), gauge.value(), gauge.limit(), gauge.share(), gauge.at(), stage, bad, trigger);
  }
}
