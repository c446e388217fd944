package dev.binnacle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.exchange.OrderRequest;
import dev.binnacle.exchange.PaperExchange;
import dev.binnacle.exchange.PaperGateway;
import dev.binnacle.exchange.PaperServer;
import dev.binnacle.exchange.TradeTape;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import picocli.CommandLine;

/** A halt of the command line with no server. */
@Isolated("it moves the home folder")
@Tag("slow")
final class DirectHaltCommandTest {
  private static final Symbol BTC = new Symbol("BTC/USD");

  @TempDir
  private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final String home = System.getProperty("user.home");
  private PaperServer exchange;
  private PaperGateway account;

  @BeforeEach
  void start() throws IOException {
    System.setProperty("user.home", folder.toString());
    TradeTape tape = TradeTape.read(
        new ByteArrayInputStream(
            "timestamp,price,amount\n1385337600,1000,1\n1385337601,1000,1\n".getBytes(StandardCharsets.US_ASCII)));
    exchange = PaperServer.start(
        tape, new PaperServer.Options(0, 1, 1, folder.resolve("paper.json"), BTC, PaperExchange.Terms.STANDARD));
    account = new PaperGateway(exchange.address(), "one", (endpoint, status, took, remaining, limit) -> {});
    account.place(OrderRequest.limit("o-1", BTC, Side.BUY, BigDecimal.ONE, new BigDecimal("900")));
    Files.writeString(folder.resolve("binnacle.yaml"), """
        exchanges: { one: { type: paper, url: "%s", key: one } }
        bots: { oven: { exchange: one } }
        """.formatted(exchange.address()));
  }

  @AfterEach
  void stop() {
    account.close();
    exchange.close();
    System.setProperty("user.home", home);
  }

  private int run(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> words = new ArrayList<>(List.of("halt", "--config", folder.resolve("binnacle.yaml").toString()));
    words.addAll(List.of(args));
    CommandLine command = Main.commandLine();
    return command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(words.toArray(String[]::new));
  }

  @Test
  void ordersAreCancelledWithNoServerAndWhatBecameOfEachIsPrinted() {
    assertThat(run("--all", "--direct", "--yes", "--reason", "smoke")).as(err + "\n" + out).isZero();

    assertThat(account.openOrders()).isEmpty();
    assertThat(out.toString()).containsPattern("BTC/USD +cancelled +yes").contains("Proved after", "No server runs",
        "rm " + folder.resolve(".binnacle/spool/HALT"));
    assertThat(folder.resolve(".binnacle/data/direct-halts.jsonl")).content().contains("smoke");
  }

  @Test
  void residueIsTheExitCode() {
    exchange.close();

    assertThat(run("oven", "--direct", "--yes", "--wait", "1")).isEqualTo(1);
    assertThat(out.toString()).contains("NOT PROVED", "LEFT: ");
  }

  @Test
  void nobodyIsStoppedWithoutASayAndNothingIsMixedUp() {
    assertThat(run("oven", "--direct")).isEqualTo(1);
    assertThat(err.toString()).contains("oven at one", "say --yes");
    assertThat(run("--direct", "--yes")).isEqualTo(1);
    assertThat(err.toString()).contains("say which to stop");
    assertThat(run("oven", "--exchange", "one")).isEqualTo(1);
    assertThat(err.toString()).contains("go with --direct");
    assertThat(run("oven", "--direct", "--yes", "--collar-pct", "1")).isEqualTo(1);
    assertThat(run("nobody", "--direct", "--yes")).isEqualTo(1);
    assertThat(err.toString()).contains("no bot \"nobody\"");
    assertThat(account.openOrders()).hasSize(1);
  }

  @Test
  void rehearsalsKeepTheirReportAndTouchNothingReal() throws IOException {
    CommandLine command = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    assertThat(
        command.execute("drill", "--shadow", "--config", folder.resolve("binnacle.yaml").toString(), "--data", folder + "/d"))
        .as(err.toString()).isZero();
    assertThat(out.toString()).contains("oven: 1 order would be cancelled",
        "Passed. The report is " + folder.resolve("d/drills"));
    assertThat(account.openOrders()).hasSize(1);

    assertThat(command.execute("drill", "--bots", "1", "--orders", "2", "--data", folder + "/d")).as(err + "\n" + out).isZero();
    assertThat(out.toString()).contains("server: last of 2 orders gone");
    assertThat(account.openOrders()).hasSize(1);
    assertThat(command.execute("drill", "--bots", "0")).isEqualTo(1);
    try (Stream<Path> kept = Files.list(folder.resolve("d/drills"))) {
      assertThat(kept).hasSize(2);
    }
  }

  @Test
  void scriptsGetJson() {
    assertThat(run("--exchange", "one", "--direct", "--yes", "--json")).isZero();

    assertThat(ApiClient.JSON.readTree(out.toString()).path("proved").asBoolean()).isTrue();
  }
}
