package dev.binnacle.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real process is killed at every step, again and again on one and the same state directory: a hundred times, or as often as {@code
 * -Dbinnacle.kills=1000} asks for.
 */
@Tag("slow")
final class KillTest {
  private static final Map<String, List<Steps.Step>> STEPS = Map.of(
      "proposal", Arrays.stream(Steps.Step.values()).filter(step -> step != Steps.Step.READ).toList(),
      "save",
      List.of(Steps.Step.READ, Steps.Step.CHECKED, Steps.Step.CONTENT_STORED, Steps.Step.RECORD_APPENDED, Steps.Step.SWAPPED,
          Steps.Step.TOLD),
      "start",
      List.of(Steps.Step.CHECKED, Steps.Step.CONTENT_STORED, Steps.Step.RECORD_APPENDED, Steps.Step.SWAPPED, Steps.Step.TOLD));

  private static final List<String> NEEDED = List.of("jackson", "snakeyaml", "json-schema", "itu", "slf4j-api", "jspecify");

  @TempDir
  Path folder;
  @TempDir
  Path jars;

  private final Map<Long, String> committed = new HashMap<>();
  private int n;

  private record Death(String way, Steps.Step step) {}

  @Test
  void afterEachDeathTheLastCommittedVersionIsInForceAndTheHistoryIsWhole() throws Exception {
    Path file = folder.resolve("n.json");
    Files.writeString(file, KilledProgram.content(0));
    checkStart(file, 1, 0);
    // The first run goes to its end, and leaves its classes ready for the others.
    run(List.of("-XX:ArchiveClassesAtExit=" + jars.resolve("classes.jsa")), file.toString(), "proposal", "" + ++n);
    checkStart(file, 2, n);
    List<Death> deaths = deaths();
    int kills = Integer.getInteger("binnacle.kills", 100);
    for (int i = 0; i < kills; i++) {
      Death death = deaths.get(i % deaths.size());
      long before = committed.size();
      int inForce = n;
      String last = run(List.of("-XX:SharedArchiveFile=" + jars.resolve("classes.jsa")), file.toString(), death.way, "" + ++n,
          death.step.name());
      assertThat(last).as("%s", death).isEqualTo("at " + death.step);

      // A save stays in the file, so that the next start takes it if the dead process had not.
      boolean taken = !death.way.equals("proposal") || death.step.compareTo(Steps.Step.RECORD_APPENDED) >= 0;
      checkStart(file, taken ? before + 1 : before, taken ? n : inForce);
      n = taken ? n : inForce;
    }
    assertThat(folder.toFile().list()).as("nothing is left lying about")
        .containsExactlyInAnyOrder("n.json", ".n.json.history");
  }

  private static List<Death> deaths() {
    List<Death> deaths = new ArrayList<>();
    STEPS.forEach((way, steps) -> steps.forEach(step -> deaths.add(new Death(way, step))));
    return deaths;
  }

  private void checkStart(Path file, long version, int inForce) throws IOException {
    try (LiveConfig<Node.Section> live = KilledProgram.builder(file).open()) {
      committed.put(live.version(), live.snapshot().content());
      assertThat(live.version()).isEqualTo(version);
      assertThat(live.snapshot().content()).isEqualTo(KilledProgram.content(inForce)).isEqualTo(Files.readString(file));
      assertThat(live.history().verifyChain().intact()).isTrue();
      committed.forEach((known, text) -> assertThat(live.history().get(known))
          .hasValueSatisfying(stored -> assertThat(stored.content()).isEqualTo(text)));
    }
  }

  /** Until it says where it is, where it is killed if it has not ended. */
  private String run(List<String> options, String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx64m"));
    command.addAll(options);
    command.addAll(List.of("-cp", classPath(), KilledProgram.class.getName()));
    command.addAll(List.of(args));
    Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
      String line = said.readLine();
      if (line != null && line.startsWith("done")) {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      }
      return String.valueOf(line);
    } finally {
      // SIGKILL, of which a process learns nothing.
      process.destroyForcibly();
      process.waitFor();
    }
  }

  /** Without a logger, which would take longer to start than everything else; and of jars alone, since only their classes can be shared. */
  private String classPath() {
    List<String> jars = new ArrayList<>();
    for (String part : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (NEEDED.stream().anyMatch(part::contains)) {
        jars.add(part);
      } else if (Files.isDirectory(Path.of(part)) && Files.isDirectory(Path.of(part, "dev"))) {
        jars.add(jarred(part));
      }
    }
    return String.join(File.pathSeparator, jars);
  }

  private String jarred(String classes) {
    Path jar = jars.resolve(Hashes.of(classes.getBytes(StandardCharsets.UTF_8)).substring(7) + ".jar");
    if (!Files.exists(jar)) {
      int failed =
          ToolProvider.findFirst("jar").orElseThrow().run(System.out, System.err, "-cf", jar.toString(), "-C", classes, ".");
      assertThat(failed).isZero();
    }
    return jar.toString();
  }
}
