package dev.binnacle.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The demo's processes come and go together, and what it has seen outlives them. */
@Tag("slow")
final class DemoLifeTest {
  private static final String FAST = "600";

  @TempDir
  private Path folder;

  @Test
  void endsWithCtrlCAndRemembers() throws Exception {
    Set<String> before;
    try (DemoRun demo = DemoRun.start(folder, "--speed", FAST)) {
      Await.that("five trades", () -> trades(demo).size() >= 5);
      List<ProcessHandle> processes = demo.processes();
      assertThat(processes).as("the demo, its server, its exchange and three bots").hasSizeGreaterThanOrEqualTo(6);
      before = trades(demo);

      Signals.interrupt(processes);

      assertThat(demo.process().waitFor(60, TimeUnit.SECONDS)).as("the demo ends; it said:%n%s", demo.said()).isTrue();
      assertThat(demo.process().exitValue()).as("130 and 143 say that a signal ended it").isIn(0, 130, 143);
      assertNoneRuns(processes);
      assertThat(demo.said()).doesNotContain("Exception").doesNotContain("started again");
    }

    try (DemoRun again = DemoRun.start(folder, "--speed", FAST)) {
      assertThat(trades(again)).as("what was known before").containsAll(before);
      Await.that("a new trade", () -> trades(again).size() > before.size());
    }
  }

  @Test
  void leavesNoOrphanWhenItIsKilled() throws Exception {
    try (DemoRun demo = DemoRun.start(folder)) {
      List<ProcessHandle> processes = demo.processes();

      demo.process().destroyForcibly();

      Await.that("the end of all its processes", () -> processes.stream().noneMatch(Signals::isRunning));
    }
  }

  @Test
  void startsAKilledBotAgain() throws Exception {
    try (DemoRun demo = DemoRun.start(folder, "--speed", FAST, "--scenario", "calm")) {
      Await.that("a trade of btc-grid", () -> closedTrades(demo, "btc-grid") > 0);
      ProcessHandle bot = demo.process("grid");
      int before = closedTrades(demo, "btc-grid");

      bot.destroyForcibly();

      Await.that("the word that it is started again",
          () -> demo.said().contains("btc-grid ended with exit code 137 and is started again"));
      Await.that("more trades of it", () -> closedTrades(demo, "btc-grid") > before);
      Await.that("another process of it", () -> demo.find("grid").filter(next -> next.pid() != bot.pid()).isPresent());
      assertThat(demo.api().get("/api/v1/bots/btc-grid").path("gaps")).as("what was said and never arrived").isEmpty();
    }
  }

  private static void assertNoneRuns(List<ProcessHandle> processes) {
    assertThat(processes.stream().filter(Signals::isRunning).map(process -> process.info().commandLine()))
        .as("processes that go on after the demo's end")
        .isEmpty();
  }

  private static int closedTrades(DemoRun demo, String bot) throws Exception {
    return demo.api().get("/api/v1/bots/" + bot + "/performance").path("total_trades").asInt(0);
  }

  /** All trades, closed or open, as bot and number. */
  private static Set<String> trades(DemoRun demo) throws Exception {
    Set<String> ids = new HashSet<>();
    String cursor = "";
    do {
      JsonNode page = demo.api().get("/api/v1/trades?limit=500" + cursor);
      page.path("trades").forEach(trade -> ids.add(trade.path("bot").asString() + " " + trade.path("trade_id").asString()));
      cursor = page.path("next").isNull() ? "" : "&cursor=" + page.path("next").asString();
    } while (!cursor.isEmpty());
    return ids;
  }
}
