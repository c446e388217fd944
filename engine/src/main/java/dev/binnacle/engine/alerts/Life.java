package dev.binnacle.engine.alerts;

import dev.binnacle.engine.alerts.AlertsState.LifeState;
import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One alert from its begin to its end. */
final class Life {
  Alert alert;
  @Nullable Instant firedAt;
  boolean told;
  int steps;

  // What a restart forgets.
  /** Since when only good values were seen; null while the condition holds. */
  @Nullable Instant goodSince;
  /** When the condition last began or ceased to hold. */
  @Nullable Instant turnedAt;
  /** When a fact last spoke of it. */
  Instant recordedAt;
  /** How often it has happened again since people were told. */
  long again;
  /** Whether people are told in this turn. */
  boolean telling;

  Life(Alert alert) {
    this.alert = alert;
    this.recordedAt = alert.since();
  }

  static Life restore(LifeState state) {
    Life life = new Life(state.alert());
    life.firedAt = state.firedAt();
    life.told = state.told();
    life.steps = state.steps();
    return life;
  }

  LifeState state() {
    return new LifeState(alert, firedAt, told, steps);
  }

  boolean isTold() {
    return told || telling;
  }

  /** Whether the condition is known to hold, or was when data ceased. */
  boolean isUrgent() {
    return alert.state() == AlertState.FIRING || alert.state() == AlertState.FLAPPING;
  }
}
