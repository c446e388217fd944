package dev.binnacle.e2e;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The rooms of Binnacle: which there are, which each may use, and their compiled classes. */
final class Rooms {
  static final String ROOT = "dev.binnacle";

  /** For each room the others that it may use. The table of ARCHITECTURE.md. */
  static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
      Map.entry("model", Set.of()),
      Map.entry("config", Set.of()),
      Map.entry("protocol", Set.of("model")),
      Map.entry("client", Set.of("model", "protocol", "config")),
      Map.entry("testkit", Set.of("model", "protocol")),
      Map.entry("engine", Set.of("model")),
      Map.entry("storage", Set.of("model", "protocol")),
      Map.entry("exchange", Set.of("model")),
      Map.entry("exchange-xchange", Set.of("model", "exchange")),
      Map.entry("notify", Set.of("model")),
      Map.entry("ingest", Set.of("model", "protocol")),
      Map.entry("web", Set.of("model", "protocol", "engine")),
      Map.entry("server", Set.of("model", "config", "protocol", "engine", "storage", "exchange", "ingest", "notify", "web")),
      Map.entry("cli", Set.of("model", "config", "protocol", "engine", "server")),
      Map.entry("demo", Set.of("model", "config", "client", "exchange")));

  /** They may use any room, and no room may use them. */
  private static final Set<String> OUTSIDE = Set.of("e2e", "benchmarks");

  private Rooms() {}

  static JavaClasses classes() {
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .withImportOption(location -> !location.contains("/e2e/"))
        .importPackages(ROOT);
  }

  /** A room's packages, as ArchUnit writes them: {@code a-b} lives below {@code a}, whose own package is then that one alone. */
  static String packageOf(String room) {
    boolean holdsAnother = ALLOWED.keySet().stream().anyMatch(other -> other.startsWith(room + "-"));
    return ROOT + "." + room.replace('-', '.') + (holdsAnother ? "" : "..");
  }

  static String roomOf(String packageName) {
    String[] names = packageName.substring(ROOT.length() + 1).split("\\.", -1);
    return names.length > 1 && ALLOWED.containsKey(names[0] + "-" + names[1]) ? names[0] + "-" + names[1] : names[0];
  }

  /** How many source files each room has; each holds at least one class. */
  static Map<String, Long> sourceFiles() {
    Map<String, Long> files = new TreeMap<>();
    for (Path folder : list(repository())) {
      String room = folder.getFileName().toString();
      Path sources = folder.resolve("src/main/java");
      if (!OUTSIDE.contains(room) && Files.exists(folder.resolve("pom.xml")) && Files.isDirectory(sources)) {
        files.put(room, count(sources));
      }
    }
    return files;
  }

  private static long count(Path sources) {
    try (Stream<Path> files = Files.walk(sources)) {
      return files.map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java") && !name.equals("package-info.java"))
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path repository() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("binnacle"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("no folder above " + Path.of("").toAbsolutePath() + " holds the launcher");
      }
    }
    return folder;
  }
}
