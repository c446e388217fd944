package dev.binnacle.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.Latch;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes killed with SIGKILL while they latch and release: what was said to be held is held by the next run. */
class KilledGuardTest {
  private static final int RUNS = 8;

  @TempDir
  Path spools;

  /** What the disk may hold after a run was killed: all of {@code sure}, and of {@code unsure} what came that far. */
  private record Ledger(Set<String> sure, Set<String> unsure) {
    static Ledger empty() {
      return new Ledger(new LinkedHashSet<>(), new LinkedHashSet<>());
    }

    void hear(String line) {
      String[] words = line.split(" ", -1);
      if (words.length != 2) {
        return;
      }
      switch (words[0]) {
        case "begun", "letting" -> {
          sure.remove(words[1]);
          unsure.add(words[1]);
        }
        case "held", "found" -> {
          unsure.remove(words[1]);
          sure.add(words[1]);
        }
        case "released" -> {
          sure.remove(words[1]);
          unsure.remove(words[1]);
        }
        default -> {}
      }
    }
  }

  @Test
  @Tag("slow")
  void whatWasSaidToBeLatchedIsLatchedInTheNextRunWheneverTheProcessIsKilled() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Ledger ledger = Ledger.empty();

    for (int run = 0; run < RUNS; run++) {
      ledger = runAndKill("run-" + run, random, ledger);
      try (Monitor survivor =
          Monitor.builder("doomed", URI.create("http://127.0.0.1:1"), "token").spoolDirectory(spools).instance("check-" + run)
              .connect()) {
        Set<String> held =
            survivor.guard().latches().stream().map(Latch::id).map(String::valueOf).collect(Collectors.toSet());
        assertThat(held).as("run %d, seed %d", run, seed).containsAll(ledger.sure);
        Set<String> possible = new LinkedHashSet<>(ledger.sure);
        possible.addAll(ledger.unsure);
        assertThat(possible).as("run %d, seed %d", run, seed).containsAll(held);
        assertThat(survivor.guard().latches()).noneMatch(latch -> latch.reason().contains("damaged"));
        ledger = Ledger.empty();
        ledger.sure.addAll(held);
      }
    }
  }

  private Ledger runAndKill(String instance, Random random, Ledger before) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            KilledGuard.class.getName(),
            spools.toString(),
            instance)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Set<String> found = new LinkedHashSet<>();
    Ledger ledger = new Ledger(new LinkedHashSet<>(before.sure), new LinkedHashSet<>());
    try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = said.readLine(); line != null && !line.equals("open"); line = said.readLine()) {
        found.add(line.substring("found ".length()));
      }
      assertThat(found).isEqualTo(before.sure);
      for (int lines = random.nextInt(120); lines > 0; lines--) {
        ledger.hear(said.readLine());
      }
      process.destroyForcibly();
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        ledger.hear(line);
      }
    } catch (IOException e) {
      // The pipe broke with the process.
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    return ledger;
  }
}
