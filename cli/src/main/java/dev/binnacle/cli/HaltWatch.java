package dev.binnacle.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Follows a halt until it is settled, and says each step as it comes. */
final class HaltWatch {
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Set<String> SETTLED = Set.of("halted", "failed", "released");

  private final ApiClient api;
  private final @Nullable PrintWriter out;
  private final Map<String, String> said = new HashMap<>();

  /** @param out where steps are said; null to say nothing */
  HaltWatch(ApiClient api, @Nullable PrintWriter out) {
    this.api = api;
    this.out = out;
  }

  /** Gives the halt as it was read last: settled, or as far as it had come when the time was over. */
  JsonNode follow(JsonNode begun, int seconds) {
    String path = HaltCommands.path(Cells.text(begun.path("id")), "");
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    JsonNode halt = begun;
    say(halt);
    while (!SETTLED.contains(Cells.text(halt.path("state"))) && System.nanoTime() - end < 0) {
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return halt;
      }
      halt = api.get(path);
      say(halt);
    }
    return halt;
  }

  private void say(JsonNode halt) {
    PrintWriter to = out;
    if (to == null) {
      return;
    }
    for (JsonNode bot : halt.path("bots")) {
      String name = Cells.text(bot.path("bot"));
      String state = Cells.text(bot.path("state"));
      if (!state.equals(said.put(name, state))) {
        to.println(name + ": " + state + ", " + Cells.text(bot.path("reason")));
      }
    }
    to.flush();
  }
}
