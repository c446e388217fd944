package dev.binnacle.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The demo's emergency stop, with all its processes: what a person is told is what the server has proved. */
@Tag("slow")
final class HaltScenarioTest {
  private static final Pattern STOPPED =
      Pattern.compile("EMERGENCY STOP: (\\d+) orders? rests? and (\\d+) positions? (?:is|are) open");
  private static final Pattern ID = Pattern.compile("Follow it at \\S+/halts/(\\S+)\\R");

  @TempDir
  private Path folder;

  @Test
  void everyOrderIsCancelledEveryPositionFlatAndTheWayBackIsTold() throws Exception {
    try (DemoRun demo = DemoRun.start(folder, "--scenario", "halt")) {
      Await.that("the stop and its name", () -> STOPPED.matcher(demo.said()).find() && ID.matcher(demo.said()).find());
      Matcher stopped = STOPPED.matcher(demo.said());
      assertThat(stopped.find()).isTrue();
      assertThat(Integer.parseInt(stopped.group(1))).as("orders that rested").isPositive();
      assertThat(Integer.parseInt(stopped.group(2))).as("positions that were open").isPositive();
      Matcher name = ID.matcher(demo.said());
      assertThat(name.find()).isTrue();
      String id = name.group(1);

      Await.that("the word how trading goes on", () -> demo.said().contains("Trading goes on after: binnacle resume " + id));

      JsonNode halt = demo.api().get("/api/v1/halts/" + id);
      assertThat(halt.path("state").asString()).as(demo.said()).isEqualTo("halted");
      assertThat(halt.path("bots")).hasSize(3).allMatch(bot -> bot.path("proof").asString().equals("exchange"));
      List<JsonNode> orders = halt.path("bots").valueStream().flatMap(bot -> bot.path("orders").valueStream()).toList();
      assertThat(orders).isNotEmpty().allMatch(order -> order.path("proved").asBoolean());
      assertThat(halt.path("bots").valueStream().flatMap(bot -> bot.path("positions").valueStream()))
          .isNotEmpty().allMatch(position -> position.path("outcome").asString().equals("flat"));

      // The histories that it is made from follow the journal.
      Await.that("an incident with all that happened", () -> demo.api().get("/api/v1/halts/" + id + "/incident").path("lines")
          .valueStream().map(line -> line.path("kind").asString()).toList()
          .containsAll(List.of("command", "guard", "halt", "order", "position", "trade")));
    }
  }

  @Test
  void aPartThatFailsHaltsEachBotWithoutAPerson() throws Exception {
    try (DemoRun demo = DemoRun.start(folder, "--scenario", "errors")) {
      Await.that("all bots halted", () -> halted(demo).size() == 3);

      assertThat(halted(demo)).allSatisfy(halt -> {
        assertThat(halt.path("requests").get(0).path("origin").asString()).isEqualTo("trigger");
        assertThat(halt.path("requests").get(0).path("reason").asString()).contains("risk_check", "failed");
      });
    }
  }

  private static List<JsonNode> halted(DemoRun demo) throws Exception {
    return demo.api().get("/api/v1/halts").path("halts").valueStream()
        .filter(halt -> halt.path("state").asString().equals("halted")).toList();
  }
}
