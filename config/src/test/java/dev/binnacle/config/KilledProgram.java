package dev.binnacle.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A program with a configuration that says where it is and then waits to be killed there. Arguments: the file, how the change comes in
 * (proposal, save or start), the number in the new content, and the step; without a step it goes on to its end.
 */
final class KilledProgram {
  private static final Author ANNA = new Author("anna", Source.API, true);

  private KilledProgram() {}

  static LiveConfigBuilder<Node.Section> builder(Path file) {
    Schema schema = Schema.parse("n.schema.json",
        "{\"type\": \"object\", \"properties\": {\"n\": {\"type\": \"integer\"}}}".getBytes(StandardCharsets.UTF_8));
    return LiveConfig.tree(file, schema).watching(false).quietTime(Duration.ofMillis(10));
  }

  static String content(int n) {
    return "{\"n\": " + n + "}\n";
  }

  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    String text = content(Integer.parseInt(args[2]));
    boolean[] armed = new boolean[1];
    Steps steps = step -> {
      if (armed[0] && args.length > 3 && step == Steps.Step.valueOf(args[3])) {
        say("at " + step);
        while (true) {
          LockSupport.park();
        }
      }
    };
    if (args[1].equals("start")) {
      rename(file, text);
      armed[0] = true;
    }
    try (LiveConfig<Node.Section> live = builder(file).seams(new Setup.Seams(Ticker.SYSTEM, steps, null, null)).open()) {
      armed[0] = true;
      if (args[1].equals("save")) {
        rename(file, text);
        live.reload();
      } else if (args[1].equals("proposal")) {
        live.submit(Proposal.content(live.version(), text, ANNA, "a reason"));
      }
      say("done " + live.version());
    }
  }

  private static void rename(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling("fresh~");
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
