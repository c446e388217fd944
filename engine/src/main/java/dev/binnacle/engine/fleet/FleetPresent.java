package dev.binnacle.engine.fleet;

import dev.binnacle.engine.fleet.FleetSnapshot.FleetTotals;
import dev.binnacle.engine.performance.Figures;
import dev.binnacle.engine.performance.Glance;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is so of the whole fleet on a tick.
 *
 * <p><b>Threads:</b> confined to the engine's thread, and valid only during the call that it is given to.
 */
public final class FleetPresent {
  private final Instant now;
  private final @Nullable Glance glance;
  private final Supplier<FleetTotals> supplier;
  private @Nullable FleetTotals totals;

  FleetPresent(Instant now, @Nullable Glance glance, Supplier<FleetTotals> supplier) {
    this.now = now;
    this.glance = glance;
    this.supplier = supplier;
  }

  public Instant now() {
    return now;
  }

  /** Null while bots of the settings may still be on their way, when the currencies differ, and before any balance or trade. */
  public @Nullable Glance glance() {
    return glance;
  }

  public FleetTotals totals() {
    if (totals == null) {
      totals = supplier.get();
    }
    return totals;
  }

  /** At most a second old; null as {@link #glance} is. */
  public @Nullable Figures figures() {
    return glance == null ? null : totals().figures();
  }
}
