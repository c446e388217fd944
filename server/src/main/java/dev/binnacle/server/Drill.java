package dev.binnacle.server;

import dev.binnacle.exchange.Timepiece;
import dev.binnacle.model.Health;
import dev.binnacle.model.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Rehearsals of a halt.
 *
 * <p><b>Threads:</b> thread-safe; each blocks until it is over.
 */
public final class Drill {
  private static final int MOST = 1_000;

  private Drill() {}

  /**
   * Rehearses a halt with a paper exchange, a server and guards of its own, and then without the server.
   *
   * @param folder empty, for what the rehearsal writes; it may be deleted afterwards
   * @param progress is told each step in words
   * @throws IllegalArgumentException if the numbers are out of range
   * @throws IOException if the folder cannot be written to
   */
  public static DrillReport onPaper(int bots, int orders, Path folder, Consumer<String> progress)
      throws IOException, InterruptedException {
    if (bots < 1 || bots > MOST || orders < 0 || orders > MOST) {
      throw new IllegalArgumentException(
          "a rehearsal takes 1 to 1000 bots and 0 to 1000 orders each, was " + bots + " and " + orders);
    }
    return new PaperDrill(bots, orders, folder, progress).run();
  }

  /** Says what a halt of every bot of the settings would do, by reading alone. */
  public static DrillReport inTheShadow(HaltSettings settings, List<Path> haltDirectories, Consumer<String> progress) {
    return new ShadowDrill(settings, haltDirectories, Timepiece.system(), progress).run();
  }

  /** Says how old the last rehearsal is; a server that can act on no exchange needs none. */
  static HealthProbe probe(Path data, boolean isNeeded, Supplier<Instant> now) {
    return new ServerProbes.Probe("drill", () -> DrillReport.last(data)
        .map(last -> {
          long days = Math.max(0, Duration.between(last, now.get()).toDays());
          return new HealthProbe.Finding(
              Health.HEALTHY, "was held " + days + " days ago", List.of(Sample.of("drill_age_days", days)));
        })
        .orElseGet(() -> new HealthProbe.Finding(
            Health.HEALTHY, isNeeded ? "was never held: binnacle drill rehearses a halt" : "is needed once an exchange is named",
            List.of())));
  }
}
