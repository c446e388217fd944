package dev.binnacle.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The command as it is typed, against a server that runs. */
@Tag("quick")
final class CommandTest {
  private static final String BOT = "typed";
  private static final String EVENTS =
      """
      {"type": "started", "instance": "i1", "seq": 1, "at": "%1$s", "mode": "paper", "venue": "kraken", "strategy": "trend"}
      {"type": "balance", "instance": "i1", "seq": 2, "at": "%1$s", "total": "12500", "available": "9000", "currency": "USD"}
      {"type": "trade_closed", "instance": "i1", "seq": 3, "at": "%1$s", "trade_id": "t-1", "symbol": "BTC/USD", "side": "buy",\
       "entry_price": "45000", "exit_price": "46000", "quantity": "0.5", "currency": "USD", "pnl": "500", "fees": "1.2", "reason": "take_profit"}
      {"type": "position", "instance": "i1", "seq": 4, "at": "%1$s", "symbol": "ETH/USD", "side": "buy", "quantity": "2",\
       "entry_price": "2000", "currency": "USD", "current_price": "2010"}
      {"type": "health", "instance": "i1", "seq": 5, "at": "%1$s", "component": "order_gateway", "health": "degraded"}
      {"type": "metrics", "instance": "i1", "at": "%1$s", "values": {"memory_usage_mb": 312.5}}
      """;

  @TempDir
  private static Path folder;
  @TempDir
  private Path elsewhere;
  private static Product product;

  @BeforeAll
  static void start() throws Exception {
    product = new Product(folder);
    product.startServer(0);
    String events = EVENTS.formatted(java.time.Instant.now()).lines().reduce((a, b) -> a + "," + b).orElseThrow();
    JsonNode answer = product.api().sendEvents(BOT, "[" + events + "]");
    assertThat(answer.path("rejected")).as(answer.toString()).isEmpty();
    // It is on disk; the picture of the fleet and the history follow.
    Await.that("the last of it in the picture", () -> product.api().get("/api/v1/bots").toString().contains(BOT)
        && product.api().get("/api/metrics?bot=" + BOT).path("metrics").has("memory_usage_mb"));
    Await.that("the trade in the history",
        () -> !product.api().get("/api/v1/bots/" + BOT + "/trades").path("trades").isEmpty());
  }

  @AfterAll
  static void end() throws InterruptedException {
    product.close();
  }

  @ParameterizedTest
  @Tag("slow")
  @CsvSource({
    "status, online, status",
    "health, order_gateway, components",
    "bots, typed, bots",
    "trades, take_profit, trades",
    "positions, ETH/USD, positions",
    "performance, total_pnl, conventions",
    "metrics, memory_usage_mb, metrics"
  })
  void readsInWordsAndInJson(String command, String word, String member) throws Exception {
    Ended plain = product.run(command);
    Ended json = product.run(command, "--json");

    assertThat(plain.err()).isEmpty();
    assertThat(plain.exitCode()).isZero();
    assertThat(plain.out()).contains(word).doesNotContain("{");
    assertThat(json.exitCode()).isZero();
    assertThat(Api.JSON.readTree(json.out()).findValue(member)).as(json.out()).isNotNull();
  }

  @Test
  void readsOneBot() throws Exception {
    Ended trades = product.run("trades", BOT, "--json", "--limit", "1");
    Ended status = product.run("status", "nobody");

    assertThat(Api.JSON.readTree(trades.out()).path("trades").path(0).path("net").asString()).isEqualTo("498.8");
    assertThat(status.exitCode()).isEqualTo(1);
    assertThat(status.err()).contains("nobody");
  }

  @Test
  void saysWhatIsWrongWithTheWords() throws Exception {
    Ended ended = product.run("trades", "--limit", "many");

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).contains("--limit").contains("many");
  }

  @Test
  void saysWhereNobodyAnswers() throws Exception {
    String nowhere = "http://127.0.0.1:" + Ports.free();
    ProcessBuilder command = product.command(elsewhere, "bots");
    command.environment().put("BINNACLE_URL", nowhere);

    Ended ended = Ended.of(command);

    assertThat(ended.exitCode()).isEqualTo(3);
    assertThat(ended.err()).contains(nowhere).contains("binnacle run");
    assertThat(ended.out()).isEmpty();
  }

  @Test
  @Tag("slow")
  void makesListsAndRevokesTokens() throws Exception {
    Ended made = product.run("user", "token", "--bot", "tokened");
    assertThat(made.exitCode()).as(made.err()).isZero();
    String secret = made.out().strip();
    Api bot = product.api().as(secret);
    String heartbeat = "{\"type\": \"heartbeat\", \"at\": \"%s\"}".formatted(java.time.Instant.now());
    assertThat(bot.post("/api/v1/bots/tokened/events", heartbeat).statusCode()).isEqualTo(200);
    assertThat(bot.post("/api/v1/bots/" + BOT + "/events", heartbeat).statusCode()).isEqualTo(403);
    assertThat(bot.status("/api/v1/bots")).isEqualTo(403);

    Ended list = product.run("user", "list", "--json");
    assertThat(list.out()).doesNotContain(secret);
    String id = "";
    for (JsonNode token : Api.JSON.readTree(list.out()).path("tokens")) {
      id = token.path("bot").asString("").equals("tokened") ? token.path("id").asString() : id;
    }
    Ended revoked = product.run("user", "revoke", id);

    assertThat(revoked.exitCode()).as(revoked.err()).isZero();
    assertThat(bot.post("/api/v1/bots/tokened/events", heartbeat).statusCode()).isEqualTo(401);
    assertThat(product.run("user", "revoke", id).exitCode()).as("a second time there is nothing to revoke").isEqualTo(1);
  }

  @Test
  void printsALoginLink() throws Exception {
    Ended ended = product.run("login");

    URI link = URI.create(ended.out().strip());
    assertThat(ended.exitCode()).isZero();
    assertThat(link.toString()).startsWith(product.url() + "/login#code=");
  }

  @Test
  void namesTheOptionWhenThePortIsTaken() throws Exception {
    String taken = String.valueOf(product.url().getPort());

    Ended ended = Ended.of(product.command(elsewhere, "run", "--port", taken, "--data", elsewhere.resolve("data").toString()));

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err()).contains("--port").contains(taken);
  }

  @Test
  void refusesASecondServerOnTheSameDataAndNamesTheFirst() throws Exception {
    Ended ended = Ended.of(product.command(elsewhere, "run", "--port", "0", "--data", product.data().toString()));

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err()).contains(String.valueOf(product.pid())).contains(product.data().toString());
    assertThat(product.api().status("/health/ready")).isEqualTo(200);
  }

  @Test
  void passesTheExitCodeOfALaunchedProgramOn() throws Exception {
    Ended ended = product.run("launch", "--bot", "seven", "--", "sh", "-c", "echo \"$BINNACLE_BOT at $BINNACLE_URL\"; exit 7");

    assertThat(ended.exitCode()).as(ended.err()).isEqualTo(7);
    assertThat(ended.out()).contains("seven at " + product.url());
    awaitReason("seven", "exit code 7");
    assertThat(product.api().get("/api/v1/bots/seven").path("status").asString()).isEqualTo("offline");
  }

  @Test
  void keepsItsSecretsFromALaunchedProgram() throws Exception {
    Ended ended = product.run("launch", "--bot", "curious", "--", "sh", "-c", "env");

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("BINNACLE_TOKEN=").doesNotContain(Product.ADMIN);
  }

  @Test
  void passesASignalOnToALaunchedProgramAndReportsItsEndOnce() throws Exception {
    Path began = elsewhere.resolve("began");
    Path heard = elsewhere.resolve("heard");
    String program = "trap 'echo heard >%s; exit 9' TERM; echo began >%s; while :; do sleep 0.1; done".formatted(heard, began);
    Process launch =
        product.start("launch.log", product.command(product.state(), "launch", "--bot", "signalled", "--", "sh", "-c", program));
    try {
      Await.that("the program's start", () -> Files.exists(began));
      List<ProcessHandle> all = launch.descendants().toList();

      launch.destroy();

      assertThat(launch.waitFor(60, TimeUnit.SECONDS)).as("launch ends").isTrue();
      assertThat(heard).exists();
      assertThat(all).noneMatch(Signals::isRunning);
      awaitReason("signalled", "exit code 9");
      assertThat(Files.readString(folder.resolve("launch.log"))).doesNotContain("the server answered");
      assertThat(product.run("user", "list").out()).as("its token is revoked").doesNotContain("launch signalled");
    } finally {
      launch.destroyForcibly();
    }
  }

  @Test
  @Tag("slow")
  void knowsTheSeedsSpellingOfRun() throws Exception {
    Path state = elsewhere.resolve("state");
    ProcessBuilder command = product.command(
        state, "dashboards", "run", "monitoring", "--port", "0", "--update-interval", "5", "--data",
        elsewhere.resolve("data").toString());
    Process server = product.start("monitoring.log", command);
    try {
      Await.that("the server's address", () -> Files.exists(state.resolve("server")) || !server.isAlive());
      assertThat(server.isAlive()).as(log("monitoring.log")).isTrue();
      URI url = URI.create(Files.readAllLines(state.resolve("server")).get(0));
      assertThat(new Api(url, Product.ADMIN).get("/api/status").path("message").asString())
          .isEqualTo("no bot has been heard from yet");
    } finally {
      server.destroy();
      assertThat(server.waitFor(30, TimeUnit.SECONDS)).as("the server ends").isTrue();
    }
    assertThat(state.resolve("server")).as("what names a server that has ended").doesNotExist();
  }

  /** What is on disk is a moment later in the picture that is asked for. */
  private static void awaitReason(String bot, String words) {
    Await.that("the word of " + words, () -> product.api().status("/api/v1/bots/" + bot) == 200
        && product.api().get("/api/v1/bots/" + bot).path("reason").asString().contains(words));
  }

  private static String log(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }
}
