package dev.binnacle.server;

import dev.binnacle.exchange.OrderRequest;
import dev.binnacle.exchange.PaperExchange;
import dev.binnacle.exchange.PaperServer;
import dev.binnacle.exchange.PublicTrade;
import dev.binnacle.exchange.TradeTape;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.Liquidation;
import dev.binnacle.model.Plural;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * A halt rehearsed from end to end on a paper exchange of its own: first through a whole server with guards that answer, then, with that
 * server gone, from the command's side alone. Nothing of the real settings is touched.
 *
 * <p><b>Threads:</b> one thread at a time.
 */
final class PaperDrill {
  private static final Symbol SYMBOL = new Symbol("BTC/USD");
  private static final BigDecimal PRICE = new BigDecimal(1_000);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(5);

  private final int bots;
  private final int orders;
  private final Path folder;
  private final Consumer<String> progress;
  private final List<DrillReport.Step> steps = new ArrayList<>();
  private final List<String> found = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final AtomicLong trades = new AtomicLong();

  /** @param folder for what the rehearsal writes; it may be thrown away after it */
  PaperDrill(int bots, int orders, Path folder, Consumer<String> progress) {
    this.bots = bots;
    this.orders = orders;
    this.folder = folder;
    this.progress = progress;
  }

  DrillReport run() throws IOException, InterruptedException {
    Instant at = Instant.now();
    try (PaperServer exchange = PaperServer.start(
        TradeTape.of(List.of(trade(at), trade(at.plusSeconds(86_400)))),
        new PaperServer.Options(0, 1, 1, folder.resolve("paper.json"), SYMBOL, PaperExchange.Terms.STANDARD))) {
      String yaml = settings(exchange);
      say("paper exchange with " + Plural.of(bots, "account") + ", " + Plural.of(orders, "resting order")
          + " and a position each");
      prepare(exchange.exchange(), "a");
      withServer(exchange, yaml);
      prepare(exchange.exchange(), "b");
      withoutServer(exchange.exchange(), yaml);
      if (resting(exchange.exchange()) > 0 || positions(exchange.exchange()) > 0) {
        problems.add(Plural.of(resting(exchange.exchange()), "order") + " and "
            + Plural.of(positions(exchange.exchange()), "position") + " are left on the paper exchange");
      }
    }
    return new DrillReport(DrillReport.Kind.PAPER, at, steps, found, problems);
  }

  private PublicTrade trade(Instant at) {
    return new PublicTrade(trades.incrementAndGet(), at, PRICE, BigDecimal.TEN);
  }

  private void say(String words) {
    found.add(words);
    progress.accept(words);
  }

  private String settings(PaperServer exchange) {
    StringBuilder yaml =
        new StringBuilder("alerts: { console-alerts: false, log-alerts: false }\nreconciliation: { every: off }\nexchanges:\n");
    for (int i = 1; i <= bots; i++) {
      yaml.append("  paper-").append(i).append(": { type: paper, url: \"").append(exchange.address()).append("\", key: drill-")
          .append(i)
          .append(" }\n");
    }
    yaml.append("bots:\n");
    for (int i = 1; i <= bots; i++) {
      yaml.append("  drill-").append(i).append(": { exchange: paper-").append(i).append(" }\n");
    }
    return yaml.toString();
  }

  private void prepare(PaperExchange exchange, String round) {
    for (int bot = 1; bot <= bots; bot++) {
      String account = "drill-" + bot;
      exchange.place(account, OrderRequest.market(round + "-open", SYMBOL, Side.BUY, BigDecimal.ONE));
      for (int i = 0; i < orders; i++) {
        BigDecimal price = PRICE.subtract(BigDecimal.valueOf(100 + i));
        exchange.place(account, OrderRequest.limit(round + "-" + i, SYMBOL, Side.BUY, new BigDecimal("0.01"), price));
      }
    }
    for (int bot = 1; bot <= bots; bot++) {
      exchange.pass(trade(Instant.now()));
    }
  }

  private long resting(PaperExchange exchange) {
    long resting = 0;
    for (int bot = 1; bot <= bots; bot++) {
      resting += exchange.openOrders("drill-" + bot).size();
    }
    return resting;
  }

  private long positions(PaperExchange exchange) {
    long held = 0;
    for (int bot = 1; bot <= bots; bot++) {
      held += exchange.positions("drill-" + bot).size();
    }
    return held;
  }

  private void withServer(PaperServer exchange, String yaml) throws InterruptedException {
    String token = dev.binnacle.web.security.Secret.random("bnc_").reveal();
    Settings settings = SettingsFile.parse(yaml, "drill.yaml", name -> null).withData(folder.resolve("data"))
        .withServer(Settings.Server.DEFAULTS.withPort(0).withDashboard(false).withSecrets(null, new Secret(token)));
    List<DrillBot> guards = new ArrayList<>();
    try (Binnacle server = Binnacle.start(settings)) {
      for (int i = 1; i <= bots; i++) {
        DrillBot guard = new DrillBot(server.link("drill-" + i));
        guard.connect();
        guards.add(guard);
      }
      await("guards connected", () -> guards.stream().allMatch(DrillBot::isHeard));
      DrillCalls calls = new DrillCalls(server.url(), token);
      long begun = System.nanoTime();
      String id = calls.post("/api/v1/halts", "{\"mode\": \"liquidate\", \"reason\": \"a rehearsal\"}").path("id").asString("");
      step("server: request answered", begun);
      await("guards closed", () -> guards.stream().noneMatch(DrillBot::isOpen));
      long last = guards.stream().mapToLong(DrillBot::closedNanos).max().orElse(begun);
      steps.add(new DrillReport.Step("server: last of " + bots + " guards closed", Duration.ofNanos(last - begun)));
      await("orders gone", () -> resting(exchange.exchange()) == 0);
      step("server: last of " + bots * orders + " orders gone", begun);
      fill(exchange.exchange(), begun);
      proved(calls, id, begun);
      released(calls, id, guards);
    } finally {
      guards.forEach(DrillBot::close);
    }
  }

  /** Market orders fill at the next trade, which a rehearsal must not wait for. */
  private void fill(PaperExchange exchange, long begun) throws InterruptedException {
    await("positions closed", () -> {
      exchange.pass(trade(Instant.now()));
      return positions(exchange) == 0;
    });
    step("server: last of " + bots + " positions closed", begun);
  }

  private void proved(DrillCalls calls, String id, long begun) throws InterruptedException {
    JsonNode[] halt = new JsonNode[1];
    await("halt settled", () -> {
      JsonNode now = calls.get("/api/v1/halts/" + id);
      halt[0] = now;
      return List.of("halted", "failed").contains(now.path("state").asString(""));
    });
    step("server: all of it proved by reading again", begun);
    JsonNode settled = halt[0];
    if (settled == null || !settled.path("state").asString("").equals("halted")) {
      problems.add("the halt through the server is not proved: " + settled);
    } else {
      say("through the server: halted, " + Plural.of(settled.path("bots").size(), "bot") + ", proof by the exchange");
    }
  }

  private void released(DrillCalls calls, String id, List<DrillBot> guards) throws InterruptedException {
    long begun = System.nanoTime();
    JsonNode unused = calls.post("/api/v1/halts/" + id + "/resume", "{\"reason\": \"the rehearsal is over\", \"force\": true}");
    await("guards open", () -> guards.stream().allMatch(DrillBot::isOpen));
    step("server: resumed, guards open again", begun);
  }

  private void withoutServer(PaperExchange exchange, String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("drill.yaml"), yaml);
    HaltSettings settings = HaltSettings.read(file, name -> null).withData(folder.resolve("direct"));
    DirectHalt.Wish wish = new DirectHalt.Wish(
        new DirectHalt.Scope.OfFleet(), null, HaltMode.LIQUIDATE, Liquidation.ALL_AT_MARKET, "drill", "a rehearsal", PATIENCE);
    AtomicBoolean isOpen = new AtomicBoolean(true);
    Thread.ofVirtual().name("drill-market").start(() -> {
      while (isOpen.get()) {
        exchange.pass(trade(Instant.now()));
        LockSupport.parkNanos(POLL.toNanos());
      }
    });
    long begun = System.nanoTime();
    DirectReport report;
    try {
      report = new DirectHalt(settings, wish, new DirectHalt.Places(settings.data(), List.of(folder.resolve("spool"))))
          .run((target, words) -> {});
    } finally {
      isOpen.set(false);
    }
    step("no server: halt files written, " + Plural.of((long) bots * orders, "order") + " and " + Plural.of(bots, "position")
        + " gone and proved", begun);
    for (DirectReport.Part part : report.parts()) {
      part.residue().forEach(left -> problems.add("without a server, " + part.target() + ": " + left));
    }
    problems.addAll(report.residue());
    if (report.isProved()) {
      say("without a server: proved, " + Plural.of(report.parts().size(), "bot"));
    }
  }

  private void step(String name, long begunNanos) {
    Duration took = Duration.ofNanos(System.nanoTime() - begunNanos);
    steps.add(new DrillReport.Step(name, took));
    progress.accept(String.format(Locale.ROOT, "%7.3f s  %s", took.toNanos() / 1e9, name));
  }

  private void await(String what, BooleanSupplier done) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        problems.add(what + ": not within " + PATIENCE.toSeconds() + " s");
        return;
      }
      Thread.sleep(POLL);
    }
  }
}
