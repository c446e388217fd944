package dev.binnacle.demo;

import dev.binnacle.config.Check;
import dev.binnacle.config.LiveConfig;
import dev.binnacle.config.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** Opens the bots' parameter files, and writes them at the first start. */
final class Settings {
  private Settings() {}

  static LiveConfig<TrendSettings> trend(Path folder, FlatGate gate) throws IOException {
    return LiveConfig.builder(file(folder, "trend.yaml", TrendSettings.FILE), TrendSettings.class).gate(gate)
        .check(rule("/slow", "slow must be above fast", settings -> settings.slow() > settings.fast())).open();
  }

  static LiveConfig<MeanReversionSettings> meanReversion(Path folder, FlatGate gate) throws IOException {
    return LiveConfig.builder(file(folder, "meanrev.yaml", MeanReversionSettings.FILE), MeanReversionSettings.class).gate(gate)
        .check(rule("/stop-deviations", "stop-deviations must be above entry-deviations",
            settings -> settings.stopDeviations() > settings.entryDeviations()))
        .open();
  }

  static LiveConfig<GridSettings> grid(Path folder, FlatGate gate) throws IOException {
    return LiveConfig.builder(file(folder, "grid.yaml", GridSettings.FILE), GridSettings.class).gate(gate).open();
  }

  private static Path file(Path folder, String name, String content) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      Files.writeString(file, content);
    }
    return file;
  }

  private static <C> Check<C> rule(String pointer, String message, Predicate<C> holds) {
    return candidate -> holds.test(candidate.config())
        ? List.of()
        : List.of(
            new Problem(candidate.document().file(), candidate.document().positionOf(pointer), pointer, "order", message, ""));
  }
}
