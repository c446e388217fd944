package dev.binnacle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;

/** Commands about halts, asked of a server that runs. */
@Isolated("it moves the home folder")
@Tag("slow")
final class HaltsOverServerTest extends OvenServer {
  @Test
  void haltIsBegunListedShownAndReleasedByName() {
    JsonNode begun = json("halt", "oven", "--reason", "smoke", "--wait", "0");
    String id = begun.path("id").asString();
    assertThat(begun.path("scope").path("words").asString()).isEqualTo("bot oven");
    assertThat(begun.path("mode").asString()).isEqualTo("cancel");

    assertThat(run("halts")).isZero();
    assertThat(out.toString()).containsPattern(id + " +\\S+ +cancel +bot oven").contains("smoke");
    assertThat(run("halts", id)).isZero();
    assertThat(out.toString()).contains("It lasts until: binnacle resume " + id);

    assertThat(run("resume", id, "--reason", "aired", "--force")).as(err.toString()).isZero();
    assertThat(json("halts").path("halts")).isEmpty();
    assertThat(json("halts", "--released").path("halts").get(0).path("released").path("reason").asString()).isEqualTo("aired");
  }

  @Test
  void haltThatIsNotProvedSaysSoByItsExitCode() {
    ApiClient.find().post(
        "/api/v1/bots/oven/events",
        ApiClient.JSON.readTree("""
            {"type": "order", "at": "%s", "instance": "i1", "seq": 1, "order_id": "o-1", "symbol": "BTC/USD", "side": "buy",
             "kind": "limit", "status": "open", "quantity": "1", "price": "900", "currency": "USD"}
            """.formatted(Instant.now())));

    assertThat(run("halt", "oven", "--reason", "smoke", "--wait", "60")).isEqualTo(1);
    assertThat(out.toString()).contains("is failed", "LEFT: ");
  }

  @Test
  void incidentIsShownOrWrittenAsItsFileIsNamed() throws Exception {
    String id = json("halt", "oven", "--reason", "smoke", "--wait", "0").path("id").asString();
    assertThat(run("resume", id, "--reason", "aired", "--force")).as(err.toString()).isZero();

    // The log of halts follows the journal.
    await().atMost(PATIENCE).until(() -> run("halts", "incident", id) == 0 && out.toString().contains("releases the halt"));
    assertThat(out.toString()).containsPattern("command +- +command line asks to cancel: bot oven +smoke")
        .containsPattern("release +- +command line releases the halt +aired");
    Path file = folder.resolve("report.md");
    assertThat(run("halts", "incident", id, "--before", "1h", "--export", file.toString())).as(err.toString()).isZero();
    assertThat(file).content().startsWith("# Halt " + id + "\n").contains("aired");
    assertThat(run("halts", "incident", id, "--export", folder.resolve("report.csv").toString())).isZero();
    assertThat(folder.resolve("report.csv")).content().startsWith("at,kind,bot,what,detail,id,link\r\n");
    assertThat(json("halts", "incident", id).path("halt").path("id").asString()).isEqualTo(id);
  }

  @Test
  void incidentThatIsAskedForAmissIsNone() {
    assertThat(run("halts", "incident", "h1", "--export", "report.pdf")).isEqualTo(1);
    assertThat(err.toString()).contains("must end with .md, .csv or .json");
    assertThat(run("halts", "incident", "h1")).isNotZero();
    assertThat(run("halts", "incident", "h1", "--before", "soon")).isNotZero();
  }

  @Test
  void botsWithoutAnExchangeHaveNothingToBeComparedWith() {
    assertThat(run("reconcile")).isZero();
    assertThat(out.toString()).contains("bots.NAME.exchange names one");
    assertThat(run("reconcile", "oven")).isEqualTo(1);
    assertThat(err.toString()).contains("set bots.oven.exchange");
  }

  @Test
  void triggersAreListedAndOnlyThrottlesThatHaveHaltedAreArmedAgain() {
    assertThat(run("triggers")).isZero();
    assertThat(out.toString()).containsPattern("memory +yes +cancel +3 +bot +2 times 500").contains("order-storm",
        "25 %: cancel");
    assertThat(run("triggers", "oven")).isZero();
    assertThat(json("triggers").path("triggers")).hasSize(8);

    assertThat(run("triggers", "rearm", "order-storm", "oven", "--reason", "fixed")).isEqualTo(1);
    assertThat(err.toString()).contains("trigger order-storm of oven is not off");
    assertThat(run("triggers", "rearm", "memory", "oven", "--reason", "fixed")).isEqualTo(1);
    assertThat(err.toString()).contains("trigger memory arms itself");
    assertThat(run("triggers", "rearm", "order-storm", "oven")).isEqualTo(2);
  }

  @Test
  void pauseIsTheMildestHalt() {
    assertThat(json("pause", "--all", "--reason", "news", "--wait", "0").path("mode").asString()).isEqualTo("pause");
  }

  @Test
  void whatIsNotMeantStopsNothing() {
    assertThat(run("halt")).isEqualTo(1);
    assertThat(err.toString()).contains("say which to stop");
    assertThat(run("halt", "oven", "--all")).isEqualTo(1);
    assertThat(run("halt", "nobody")).isEqualTo(1);
    assertThat(err.toString()).contains("there is no bot \"nobody\"");
    assertThat(run("halt", "oven", "--collar-pct", "1")).isEqualTo(1);
    assertThat(run("resume", "h1", "--reason", "x")).isEqualTo(1);
    assertThat(json("halts").path("halts")).isEmpty();
  }
}
