package dev.binnacle.web.live;

import dev.binnacle.engine.alerts.AlertsSnapshot;
import dev.binnacle.engine.fleet.FleetSnapshot;
import dev.binnacle.web.view.AlertsNow;

/**
 * All that can be followed, at one time. What decides on a change is whether it is the same object, so what is seen of alerts stays the
 * same object until it differs.
 */
record Moment(FleetSnapshot fleet, AlertsSnapshot snapshot, AlertsNow alerts) {
  static Moment of(FleetSnapshot fleet, AlertsSnapshot snapshot) {
    return new Moment(fleet, snapshot, AlertsNow.of(snapshot));
  }

  /** The moment after this one; this one where nothing has changed. */
  @SuppressWarnings("ReferenceEquality") // Two snapshots that are alike are two.
  Moment then(FleetSnapshot nextFleet, AlertsSnapshot nextSnapshot) {
    if (nextSnapshot == snapshot) {
      return nextFleet == fleet ? this : new Moment(nextFleet, snapshot, alerts);
    }
    AlertsNow next = AlertsNow.of(nextSnapshot);
    return new Moment(nextFleet, nextSnapshot, next.equals(alerts) ? alerts : next);
  }
}
