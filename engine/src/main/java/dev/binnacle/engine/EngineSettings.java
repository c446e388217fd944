package dev.binnacle.engine;

import dev.binnacle.engine.fleet.FleetSettings;

/**
 * By what the engine judges.
 *
 * @param fleet when a bot is stale or offline, how much is held of each, and the conventions of its figures
 */
public record EngineSettings(FleetSettings fleet) {
  public static final EngineSettings DEFAULT = new EngineSettings(FleetSettings.DEFAULT);
}
