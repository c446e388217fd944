package dev.binnacle.server;

import dev.binnacle.model.Health;
import dev.binnacle.model.Sample;
import java.util.List;

/** Looks at one part of the server. */
interface HealthProbe {
  String name();

  /** Need not be quick, but must end by itself. */
  Finding look();

  /**
   * @param message in words for a person
   * @param readings by which rules about the server judge
   */
  record Finding(Health health, String message, List<Sample> readings) {}
}
