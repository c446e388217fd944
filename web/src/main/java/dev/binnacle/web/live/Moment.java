package dev.binnacle.web.live;

import dev.binnacle.engine.alerts.AlertsSnapshot;
import dev.binnacle.engine.control.ControlSnapshot;
import dev.binnacle.engine.fleet.FleetSnapshot;
import dev.binnacle.web.view.AlertsNow;
import dev.binnacle.web.view.HaltsNow;

/**
 * All that can be followed, at one time. What decides on a change is whether it is the same object, so what is seen of alerts
 * and halts stays the same object until it differs.
 */
record Moment(
    FleetSnapshot fleet, AlertsSnapshot snapshot, AlertsNow alerts, ControlSnapshot control, HaltsNow halts) {
  static Moment of(FleetSnapshot fleet, AlertsSnapshot snapshot, ControlSnapshot control) {
    return new Moment(fleet, snapshot, AlertsNow.of(snapshot), control, HaltsNow.of(control));
  }

  /** The moment after this one; this one where nothing has changed. */
  @SuppressWarnings("ReferenceEquality") // Two snapshots that are alike are two.
  Moment then(FleetSnapshot nextFleet, AlertsSnapshot nextSnapshot, ControlSnapshot nextControl) {
    if (nextFleet == fleet && nextSnapshot == snapshot && nextControl == control) {
      return this;
    }
    return new Moment(
        nextFleet, nextSnapshot, nextSnapshot == snapshot ? alerts : same(alerts, AlertsNow.of(nextSnapshot)), nextControl,
        nextControl == control ? halts : same(halts, HaltsNow.of(nextControl)));
  }

  private static <T> T same(T before, T next) {
    return next.equals(before) ? before : next;
  }
}
