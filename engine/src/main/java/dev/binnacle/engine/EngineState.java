package dev.binnacle.engine;

import dev.binnacle.engine.alerts.AlertsState;
import dev.binnacle.engine.control.ControlState;
import dev.binnacle.engine.fleet.FleetState;
import java.time.Instant;
import java.util.Objects;

/**
 * Everything that facts have made up to one input: what a restart begins from. Records, lists, decimals, times, texts and finite
 * doubles only, so that any binder of records to JSON writes and reads it without being told how.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param version of this form
 * @param index of the last input that is in it; entries above it are to be replayed
 * @param time the engine's time of that input
 * @param clockStepsBack how often a time was earlier than the one before
 * @param alerts none in a state that was kept before there were any
 * @param control no halt in a state that was kept before there were any
 */
public record EngineState(int version, long index, Instant time, long clockStepsBack, FleetState fleet, AlertsState alerts,
    ControlState control) {
  static final int VERSION = 1;

  // A binder leaves null what an older form has not.
  @SuppressWarnings("ConstantConditions")
  public EngineState {
    alerts = Objects.requireNonNullElse(alerts, AlertsState.EMPTY);
    control = Objects.requireNonNullElse(control, ControlState.EMPTY);
    if (version != VERSION) {
      throw new IllegalArgumentException("state of the engine must have version " + VERSION + ", was " + version);
    }
  }
}
