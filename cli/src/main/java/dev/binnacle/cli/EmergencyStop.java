package dev.binnacle.cli;

import dev.binnacle.model.Plural;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The scenario that stops everything: it waits until orders rest and a position is open, presses the stop as a person would, says what
 * became of each order, and how trading goes on. It stops once; trading goes on only when somebody resumes it.
 *
 * <p><b>Threads:</b> confined to the thread that looks.
 */
final class EmergencyStop {
  /** So that there is something to see before. */
  static final Duration EARLIEST = Duration.ofSeconds(20);

  /** Whatever is open then. */
  static final Duration LATEST = Duration.ofSeconds(45);

  private static final String REASON = "demo: fills that nobody can explain";

  private final ApiClient api;
  private final Consumer<String> say;
  private @Nullable String halt;
  private boolean told;

  EmergencyStop(ApiClient api, Consumer<String> say) {
    this.api = api;
    this.say = say;
  }

  /** One step, if it is time for one. A server that does not answer now is asked again the next time. */
  void look(Duration elapsed) {
    if (told || elapsed.compareTo(EARLIEST) < 0) {
      return;
    }
    try {
      if (halt == null) {
        begin(elapsed);
      } else {
        follow(halt);
      }
    } catch (CommandFailedException e) {
      say.accept("  The server was asked in vain: " + e.getMessage());
    }
  }

  private void begin(Duration elapsed) {
    JsonNode before = api.get("/api/v1/halts").path("halts");
    if (!before.isEmpty()) {
      String id = before.get(0).path("id").asString();
      told = true;
      say.accept("");
      say.accept("  Halt " + id + " of an earlier time is in force still: nothing trades. " + resume(id));
      return;
    }
    int orders = api.get("/api/v1/orders").path("orders").size();
    int positions = api.get("/api/v1/positions").path("positions").size();
    if ((orders == 0 || positions == 0) && elapsed.compareTo(LATEST) < 0) {
      return;
    }
    String id = api.post("/api/v1/halts", Map.of("mode", "liquidate", "reason", REASON)).path("id").asString();
    halt = id;
    say.accept("");
    say.accept(
        "  EMERGENCY STOP: " + Plural.of(orders, "order rests", "orders rest") + " and "
            + Plural.of(positions, "position is open", "positions are open") + ". Every guard closes, every order");
    say.accept(
        "  is cancelled, every position is closed, and all of it is read again at the exchange. Follow it at " + page(id, ""));
  }

  private void follow(String id) {
    JsonNode now = api.get(HaltCommands.path(id, ""));
    String state = now.path("state").asString();
    if (!state.equals("halted") && !state.equals("failed") && !state.equals("released")) {
      return;
    }
    told = true;
    say.accept("");
    StringWriter lines = new StringWriter();
    HaltLines.one(now, new PrintWriter(lines));
    lines.toString().lines().map(line -> "  " + line).forEach(say);
    say.accept("");
    say.accept("  What happened around it, on one axis: " + page(id, "/incident"));
    say.accept("  For a report: binnacle halts incident " + id + " --export incident.md");
    say.accept("  " + resume(id));
  }

  private static String resume(String id) {
    return "Trading goes on after: binnacle resume " + id + " --reason \"looked at it\"   (or Resume on the dashboard)";
  }

  private String page(String id, String rest) {
    return api.server().resolve("/halts/" + ApiClient.encoded(id) + rest).toString();
  }
}
