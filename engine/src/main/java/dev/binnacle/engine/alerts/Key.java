package dev.binnacle.engine.alerts;

import dev.binnacle.model.Alert;
import dev.binnacle.model.RuleName;
import dev.binnacle.model.Subject;

/** Of a rule and a subject there is at most one alert at a time. */
record Key(RuleName rule, Subject subject) {
  static Key of(Alert alert) {
    return new Key(alert.rule(), alert.subject());
  }
}
