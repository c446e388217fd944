package dev.binnacle.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a terminal and a system do to processes. */
final class Signals {
  private static final long SIGINT = 1 << 1;

  private Signals() {}

  /** Sends Ctrl-C to all of them at once, as a terminal does. */
  static void interrupt(List<ProcessHandle> processes) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("kill", isInterruptIgnored() ? "-TERM" : "-INT"));
    processes.forEach(process -> words.add(String.valueOf(process.pid())));
    Ended.of(new ProcessBuilder(words));
  }

  /** A shell's job in the background ignores Ctrl-C, and so does all that it starts; there the wish to end goes by the other signal. */
  private static boolean isInterruptIgnored() throws IOException {
    return field("status", "SigIgn:").map(mask -> (Long.parseUnsignedLong(mask, 16) & SIGINT) != 0).orElse(false);
  }

  private static Optional<String> field(String file, String name) throws IOException {
    Path path = Path.of("/proc/self", file);
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    return Files.readAllLines(path).stream().filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip()).findFirst();
  }

  /** Whether it runs. One that has ended and that nobody has waited for yet is not told from a running one by its handle. */
  static boolean isRunning(ProcessHandle process) {
    if (!process.isAlive()) {
      return false;
    }
    try {
      Path stat = Path.of("/proc", String.valueOf(process.pid()), "stat");
      String words = Files.exists(stat) ? Files.readString(stat) : "";
      return !words.substring(words.lastIndexOf(')') + 1).startsWith(" Z");
    } catch (IOException e) {
      return false; // It has ended meanwhile.
    }
  }
}
