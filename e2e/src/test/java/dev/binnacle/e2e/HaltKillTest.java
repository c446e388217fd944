package dev.binnacle.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.exchange.Faults;
import dev.binnacle.exchange.OrderRequest;
import dev.binnacle.exchange.PaperExchange;
import dev.binnacle.exchange.PaperGateway;
import dev.binnacle.exchange.PaperServer;
import dev.binnacle.exchange.TradeTape;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Some cells of the fault matrix (all of it is in the server's room) with processes of their own: the server killed with SIGKILL, the bot
 * killed, or stopped with SIGSTOP between any two instructions.
 */
@Tag("slow")
final class HaltKillTest {
  private static final String BOT = "btc-trend";
  private static final Symbol BTC = new Symbol("BTC/USD");
  private static final int TAPE = 4_000;

  @TempDir
  private Path folder;

  private PaperServer exchange;
  private PaperGateway account;
  private Product product;
  private @Nullable Process bot;
  private int runs;

  enum Bot {
    ALIVE,
    STOPPED,
    KILLED,
    RESTARTED
  }

  enum Venue {
    FINE(Faults.NONE),
    THROTTLED(Faults.throttling(0.5)),
    LYING(Faults.lying()),
    FILLING(Faults.fillingOnCancel()),
    DOWN(Faults.down(3_600_000));

    private final Faults faults;

    Venue(Faults faults) {
      this.faults = faults;
    }
  }

  /** When the server is killed; it is there again as fast as it starts. */
  enum Kill {
    NEVER,
    ACKNOWLEDGED,
    CANCELLING,
    FLATTENING,
    HALTED,
    RELEASED
  }

  record Cell(Bot bot, Venue exchange, Kill kill, String mode) {
    @Override
    public String toString() {
      return "bot %s, exchange %s, server killed: %s, %s".formatted(bot, exchange, kill, mode).toLowerCase(Locale.ROOT);
    }
  }

  static List<Cell> cells() {
    return List.of(
        new Cell(Bot.ALIVE, Venue.FINE, Kill.ACKNOWLEDGED, "cancel"),
        new Cell(Bot.ALIVE, Venue.FILLING, Kill.FLATTENING, "liquidate"),
        new Cell(Bot.ALIVE, Venue.FINE, Kill.RELEASED, "cancel"),
        new Cell(Bot.STOPPED, Venue.THROTTLED, Kill.CANCELLING, "liquidate"),
        new Cell(Bot.STOPPED, Venue.FINE, Kill.HALTED, "cancel"),
        new Cell(Bot.KILLED, Venue.DOWN, Kill.CANCELLING, "cancel"),
        new Cell(Bot.RESTARTED, Venue.FINE, Kill.NEVER, "liquidate"),
        new Cell(Bot.RESTARTED, Venue.LYING, Kill.ACKNOWLEDGED, "cancel"),
        new Cell(Bot.ALIVE, Venue.FINE, Kill.NEVER, "cancel"),
        new Cell(Bot.ALIVE, Venue.LYING, Kill.CANCELLING, "cancel"),
        new Cell(Bot.STOPPED, Venue.FINE, Kill.NEVER, "cancel"),
        new Cell(Bot.KILLED, Venue.FINE, Kill.ACKNOWLEDGED, "liquidate"),
        new Cell(Bot.KILLED, Venue.FINE, Kill.HALTED, "liquidate"),
        new Cell(Bot.RESTARTED, Venue.THROTTLED, Kill.FLATTENING, "liquidate"));
  }

  @BeforeEach
  void open() throws Exception {
    exchange = PaperServer.start(
        tape(), new PaperServer.Options(0, 10, 0, folder.resolve("paper.json"), BTC, PaperExchange.Terms.STANDARD));
    account = new PaperGateway(exchange.address(), BOT, (endpoint, status, took, remaining, limit) -> {});
    product = new Product(folder);
    Files.writeString(folder.resolve("binnacle.yaml"), """
        exchanges:
          paper: { type: paper, url: "%s", key: %s }
        bots:
          %s: { exchange: paper }
        """.formatted(exchange.address(), BOT, BOT));
    startServer(Ports.free());
  }

  private void startServer(int port) throws IOException {
    product.startServer(port, "--config", folder.resolve("binnacle.yaml").toString());
  }

  @AfterEach
  void close() throws Exception {
    if (bot != null) {
      bot.destroyForcibly().waitFor();
    }
    product.close();
    account.close();
    exchange.close();
  }

  /** Ten trades a second at 1000. */
  private static TradeTape tape() throws IOException {
    StringBuilder csv = new StringBuilder("timestamp,price,amount\n");
    for (int i = 0; i < TAPE; i++) {
      csv.append(1_385_337_600 + i).append(",1000,2.5\n");
    }
    return TradeTape.read(new ByteArrayInputStream(csv.toString().getBytes(StandardCharsets.US_ASCII)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cells")
  void whatMustHoldHolds(Cell cell) throws Exception {
    startBot();
    account.place(OrderRequest.market("buy", BTC, Side.BUY, BigDecimal.ONE));
    Await.that("orders and a position", () -> account.openOrders().size() >= 3 && account.positions().size() == 1);

    befall(cell);
    String halt = halt(cell);
    kill(cell, halt);
    heal(cell);
    Await.that("the halt is done", () -> state(halt).equals("halted") && isClean(cell));
    comeBack();
    Await.that("the halt is done with the bot", () -> state(halt).equals("halted") && isClean(cell));
    assertThat(passed(runs)).as("orders of a run that began under the latch").isEmpty();
    release(cell, halt);
  }

  private void befall(Cell cell) throws Exception {
    exchange.exchange().inject(cell.exchange().faults);
    switch (cell.bot()) {
      case ALIVE -> {}
      case STOPPED -> signal("-STOP");
      case KILLED, RESTARTED -> running().destroyForcibly().waitFor();
    }
  }

  private String halt(Cell cell) throws Exception {
    HttpResponse<String> answer = product.api().post(
        "/api/v1/halts", "{\"bot\": \"%s\", \"mode\": \"%s\", \"reason\": \"odd fills\"}".formatted(BOT, cell.mode()));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    if (cell.bot() == Bot.RESTARTED) {
      startBot();
    }
    return Api.JSON.readTree(answer.body()).path("id").asString();
  }

  private void kill(Cell cell, String halt) throws Exception {
    switch (cell.kill()) {
      case NEVER, RELEASED -> {
        return;
      }
      case ACKNOWLEDGED -> {}
      // What lasts no longer than a look is over: then the server is killed later than that.
      case CANCELLING -> Await.that("cancelling", () -> List.of("cancelling", "failed", "halted").contains(state(halt)));
      case FLATTENING ->
          Await.that("flattening", () -> List.of("flattening", "verifying", "failed", "halted").contains(state(halt)));
      case HALTED -> Await.that("halted", () -> state(halt).equals("halted"));
    }
    restartServer();
    assertThat(state(halt)).as("the halt after the kill").isNotEqualTo("released");
  }

  private void restartServer() throws Exception {
    int port = product.url().getPort();
    product.kill();
    startServer(port);
  }

  private void heal(Cell cell) throws Exception {
    if (cell.exchange() != Venue.FILLING) {
      exchange.exchange().inject(Faults.NONE);
    }
    if (cell.bot() == Bot.STOPPED) {
      signal("-CONT");
    }
  }

  /** The next run of the bot, on the same disk: the latch is there, or the server tells it. */
  private void comeBack() throws Exception {
    if (!running().isAlive()) {
      startBot();
    }
    int run = runs;
    Await.that("its guard is closed and safe", () -> reported("r" + run + " guard CLOSED safe") > 0);
    running().destroyForcibly().waitFor();
    startBot();
    int next = runs;
    Await.that("the next run's guard is closed", () -> reported("r" + next + " guard CLOSED") > 0);
  }

  private void release(Cell cell, String halt) throws Exception {
    // A run that speaks again has the exchange read again, and so long the halt is not done: it is asked again then.
    Await.that("the release", () -> {
      HttpResponse<String> answer = product.api().post("/api/v1/halts/" + halt + "/resume", "{\"reason\": \"looked at it\"}");
      assertThat(answer.statusCode()).as(answer.body()).isIn(204, 409);
      assertThat(answer.statusCode() == 204 || answer.body().contains("is not done")).as(answer.body()).isTrue();
      return answer.statusCode() == 204;
    });
    if (cell.kill() == Kill.RELEASED) {
      restartServer();
    }
    int run = runs;
    Await.that("the bot trades again", () -> !passed(run).isEmpty());
    assertThat(state(halt)).isEqualTo("released");
  }

  private boolean isClean(Cell cell) {
    return exchange.exchange().openOrders(BOT).isEmpty()
        && (!cell.mode().equals("liquidate") || exchange.exchange().positions(BOT).isEmpty());
  }

  private String state(String halt) throws Exception {
    JsonNode now = product.api().get("/api/v1/halts/" + halt);
    return now.path("state").asString();
  }

  private Process running() {
    if (bot == null) {
      throw new IllegalStateException("no bot was begun");
    }
    return bot;
  }

  private void signal(String signal) throws IOException, InterruptedException {
    Ended ended = Ended.of(new ProcessBuilder("kill", signal, String.valueOf(running().pid())));
    assertThat(ended.exitCode()).as(ended.err()).isZero();
  }

  private void startBot() throws Exception {
    List<String> command = List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m", "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), TradingBot.class.getName(), product.url().toString(),
        product.api().ingestToken(BOT), BOT, folder.resolve("spool").toString(), report().toString(), "r" + ++runs,
        exchange.address().toString());
    bot = product.start("bot.log", new ProcessBuilder(command));
  }

  private Path report() {
    return folder.resolve("report.txt");
  }

  private List<String> lines() throws IOException {
    return Files.exists(report()) ? Files.readAllLines(report()) : List.of();
  }

  private long reported(String beginning) throws IOException {
    return lines().stream().filter(line -> line.startsWith(beginning)).count();
  }

  private List<String> passed(int run) throws IOException {
    return lines().stream().filter(line -> line.startsWith("passed r" + run + "-")).toList();
  }

  /** An order that passed while the guard was closed before and after. */
  @AfterEach
  void nothingPassedAClosedGuard() throws IOException {
    assertThat(lines()).noneMatch(line -> line.startsWith("breach"));
  }
}
