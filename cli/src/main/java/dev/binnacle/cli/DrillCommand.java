package dev.binnacle.cli;

import dev.binnacle.server.Drill;
import dev.binnacle.server.DrillReport;
import dev.binnacle.server.HaltSettings;
import dev.binnacle.server.ServerPointer;
import dev.binnacle.server.StartException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Rehearses a halt. */
@Command(
    name = "drill",
    description = {
      "Rehearse a halt: on a paper exchange with bots, guards and a server that exist for it alone, then without that server.",
      "With --shadow, read the exchanges of binnacle.yaml and say what a halt of every bot would do; nothing is sent.",
      "Example: binnacle drill",
      "Example: binnacle drill --shadow --config binnacle.yaml",
      "The report is kept below the server's folder, in drills. Exit code 1 says that something would keep a halt from its proof."
    })
final class DrillCommand implements Callable<Integer> {
  @Spec
  CommandSpec spec;

  @Option(names = "--shadow", description = "Against the real settings, by reading alone.")
  boolean shadow;

  @Option(names = "--bots", paramLabel = "N", defaultValue = "5",
      description = "On paper: how many bots (default: ${DEFAULT-VALUE}).")
  int bots;

  @Option(names = "--orders", paramLabel = "N", defaultValue = "20",
      description = "On paper: how many resting orders of each (default: ${DEFAULT-VALUE}).")
  int orders;

  @Option(names = "--config", paramLabel = "FILE",
      description = "With --shadow: the settings file (default: binnacle.yaml in this folder).")
  @Nullable Path config;

  @Option(names = "--data", paramLabel = "DIR",
      description = "The server's folder, where the report is kept (default: as for run).")
  @Nullable Path data;

  @Option(names = "--halt-dir", paramLabel = "DIR",
      description = "With --shadow: where bots look for halt files; may be given again (default: ~/.binnacle/spool).")
  List<Path> haltDirectories = new ArrayList<>();

  @Option(names = "--json", description = "Print the report as JSON.")
  boolean json;

  @SuppressWarnings("NullAway.Init")
  DrillCommand() {}

  @Override
  public Integer call() {
    Logging.level("error");
    PrintWriter out = spec.commandLine().getOut();
    Consumer<String> progress = words -> {
      if (!json) {
        out.println(words);
        out.flush();
      }
    };
    DirectOptions options = options();
    HaltSettings settings = shadow ? options.settings() : null;
    DrillReport report = settings == null ? onPaper(progress) : Drill.inTheShadow(settings, options.haltDirectories(), progress);
    Path kept = keep(report, settings != null ? settings.data() : data != null ? data : ServerPointer.home().resolve("data"));
    print(report, kept, out);
    return report.isPassed() ? 0 : CommandFailedException.FAILED;
  }

  private DirectOptions options() {
    DirectOptions options = new DirectOptions();
    options.config = config;
    options.data = data;
    options.haltDirectories = haltDirectories;
    return options;
  }

  private DrillReport onPaper(Consumer<String> progress) {
    Path folder = null;
    try {
      folder = Files.createTempDirectory("binnacle-drill-");
      return Drill.onPaper(bots, orders, folder, progress);
    } catch (IllegalArgumentException | StartException e) {
      throw CommandFailedException.failed(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw CommandFailedException.failed("the rehearsal has no room for its files: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailedException.failed("interrupted");
    } finally {
      if (folder != null) {
        delete(folder);
      }
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      // What is left lies in the system's folder for such things.
    }
  }

  private static Path keep(DrillReport report, Path data) {
    try {
      return report.keep(data);
    } catch (IOException e) {
      throw CommandFailedException.failed("the report cannot be kept below " + data + ": " + e.getMessage());
    }
  }

  private void print(DrillReport report, Path kept, PrintWriter out) {
    if (json) {
      out.println(report.toJson());
    } else {
      out.println();
      Table steps = new Table("step", "took");
      report.steps().forEach(step -> steps.row(step.name(), String.format(Locale.ROOT, "%.1f ms", step.took().toNanos() / 1e6)));
      if (!steps.isEmpty()) {
        steps.print(out);
      }
      report.problems().forEach(problem -> out.println("PROBLEM: " + problem));
      out.println((report.isPassed() ? "Passed" : "NOT PASSED") + ". The report is " + kept);
    }
    out.flush();
  }
}
