package dev.binnacle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.binnacle.server.Binnacle;
import dev.binnacle.server.Settings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import picocli.CommandLine;

/** Single acts by command, asked of a server that reaches no exchange: what it refuses is said in its words, and nothing is done. */
@Isolated("it moves the home folder")
final class ActsOverServerTest {
  @TempDir
  Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final String home = System.getProperty("user.home");
  private Binnacle server;

  @BeforeEach
  void start() {
    System.setProperty("user.home", folder.toString());
    server = Binnacle.start(
        Settings.DEFAULTS.withData(folder.resolve("data")).withServer(Settings.Server.DEFAULTS.withPort(0)));
    server.nameToCommands();
    ApiClient.find().post(
        "/api/v1/bots/oven/events",
        List.of(Map.of("type", "heartbeat", "at", Instant.now().toString(), "state", "running")));
    // It is on disk now; the picture that commands are held against follows.
    await().until(() -> ApiClient.find().get("/api/v1/bots").toString().contains("oven"));
  }

  @AfterEach
  void stop() {
    server.close();
    System.setProperty("user.home", home);
  }

  private int run(String... args) {
    CommandLine command = Main.commandLine();
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return command.execute(args);
  }

  @Test
  void closingAndCancellingNeedAnExchange() {
    assertThat(run("close", "oven", "BTC/USD", "--yes")).isEqualTo(1);
    assertThat(err.toString()).contains("no exchange is set for oven", "bots.oven.exchange");
    assertThat(run("cancel", "oven", "o-1", "--yes")).isEqualTo(1);
    assertThat(err.toString()).contains("no exchange is set for oven");
    assertThat(run("close", "nobody", "BTC/USD", "--dry-run")).isEqualTo(1);
    assertThat(err.toString()).contains("there is no bot \"nobody\"");
  }

  @Test
  void orderByHandIsOffUnlessTheSettingsLetIt() {
    assertThat(run("order", "oven", "buy", "0.01", "BTC/USD", "--price", "45000", "--yes")).isEqualTo(1);
    assertThat(err.toString()).contains("orders by hand are switched off", "trading.manual-orders");
    assertThat(run("order", "oven", "hold", "0.01", "BTC/USD")).isEqualTo(2);
  }

  @Test
  void planAndOutcomeAreShownInWords() {
    var plan = ApiClient.JSON.readTree("""
        {"bot": "oven", "what": "buy 1 BTC/USD at 900", "exchange": "kraken", "real": true,
         "checks": [{"rule": "order-value", "passed": false, "reason": "the order's value is 900 USD, at most 500 USD"}]}
        """);
    var action = ApiClient.JSON.readTree("""
        {"id": "a1", "what": "buy 1 BTC/USD at 900", "stage": "unknown", "outcome": "the exchange did not answer"}
        """);
    PrintWriter printer = new PrintWriter(out, true);

    ActLines.plan(plan, printer);
    ActLines.action(action, printer);

    assertThat(out.toString()).isEqualToNormalizingNewlines("""
        oven at kraken, with real money: buy 1 BTC/USD at 900
          NO   order-value: the order's value is 900 USD, at most 500 USD
        buy 1 BTC/USD at 900
        unknown: the exchange did not answer
        """);
  }
}
