package dev.binnacle.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a rehearsal of a halt came to.
 *
 * @param steps how long each took
 * @param found what was seen, in words for a person
 * @param problems what would have kept a halt from its proof; empty when nothing would
 */
public record DrillReport(
    Kind kind, Instant at, List<Step> steps, List<String> found, List<String> problems) {
  private static final String FOLDER = "drills";
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

  public DrillReport {
    steps = List.copyOf(steps);
    found = List.copyOf(found);
    problems = List.copyOf(problems);
  }

  /** Against what it was held. */
  public enum Kind {
    /** A paper exchange of its own. */
    PAPER,
    /** The exchanges of the settings, of which nothing but reading was asked. */
    SHADOW
  }

  /** One step and how long it took. */
  public record Step(String name, Duration took) {}

  public boolean isPassed() {
    return problems.isEmpty();
  }

  /** The report as a JSON document. */
  public String toJson() {
    ObjectNode json =
        ConfigCalls.JSON.createObjectNode().put("kind", kind.name().toLowerCase(Locale.ROOT)).put("at", at.toString())
            .put("passed", isPassed());
    ArrayNode all = json.putArray("steps");
    steps.forEach(step -> all.addObject().put("name", step.name()).put("took_ms", step.took().toNanos() / 1e6));
    ArrayNode seen = json.putArray("found");
    found.forEach(seen::add);
    ArrayNode wrong = json.putArray("problems");
    problems.forEach(wrong::add);
    return ConfigCalls.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json);
  }

  /** Keeps it below the server's folder, and gives the file. */
  public Path keep(Path data) throws IOException {
    Path file = data.resolve(FOLDER).resolve(STAMP.format(at) + "-" + kind.name().toLowerCase(Locale.ROOT) + ".json");
    ServerPointer.writeForOwner(file, toJson() + "\n");
    return file;
  }

  /** When the last one was held, by the name of its report; empty if none is kept. */
  static Optional<Instant> last(Path data) {
    Path folder = data.resolve(FOLDER);
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".json")).max(String::compareTo)
          .flatMap(DrillReport::time);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> time(String name) {
    try {
      int end = name.lastIndexOf('-');
      return end < 0 ? Optional.empty() : Optional.of(STAMP.parse(name.substring(0, end), Instant::from));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
