package dev.binnacle.engine;

import dev.binnacle.engine.control.ControlSettings;
import dev.binnacle.engine.fleet.FleetSettings;
import dev.binnacle.engine.rules.AlertSettings;

/**
 * By what the engine judges.
 *
 * @param fleet when a bot is stale or offline, how much is held of each, and the conventions of its figures
 * @param alerts what is looked for, and how people are told
 * @param control how halts are carried out
 */
public record EngineSettings(FleetSettings fleet, AlertSettings alerts, ControlSettings control) {
  public static final EngineSettings DEFAULT = new EngineSettings(FleetSettings.DEFAULT);

  /** Without any rule. */
  public EngineSettings(FleetSettings fleet) {
    this(fleet, AlertSettings.DEFAULT);
  }

  public EngineSettings(FleetSettings fleet, AlertSettings alerts) {
    this(fleet, alerts, ControlSettings.DEFAULT);
  }
}
