package dev.binnacle.engine.fleet;

import java.util.Locale;

/** What is limited in number, and counted when the limit made the fleet let something go. */
enum Bound {
  INSTANCES,
  RETIRED_INSTANCES,
  LINKS,
  GAPS,
  METRICS,
  MARKS,
  COMPONENTS,
  POSITIONS,
  ORDERS,
  OPEN_TRADES,
  ENDPOINTS,
  CURRENCIES,
  FORGOTTEN_BOTS;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
