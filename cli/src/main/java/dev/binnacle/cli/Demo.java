package dev.binnacle.cli;

import dev.binnacle.server.ServerPointer;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The processes of a demo, from their start to their end. */
final class Demo implements AutoCloseable {
  static final List<String> STRATEGIES = List.of("trend", "meanrev", "grid");
  static final List<String> SCENARIOS = List.of(
      "calm", "trading-day", "errors", "drawdown", "silent-death", "bad-config", "halt", "telegram", "discord");
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration REST_BEFORE_RESTART = Duration.ofSeconds(2);
  private static final String PACKAGE = "dev.binnacle.demo.";

  private final Plan plan;
  private final PrintWriter out;
  private final String adminToken = ServerOptions.environment().getOrDefault("BINNACLE_TOKEN", secret());
  private final Map<String, String> botTokens = new LinkedHashMap<>();
  private final Map<String, ChildProcess> processes = Collections.synchronizedMap(new LinkedHashMap<>());
  private URI exchange = URI.create("http://127.0.0.1:1");
  private ApiClient api = new ApiClient(URI.create("http://127.0.0.1:1"), null);
  private final DemoSettings settings;
  private final @Nullable SilentDeath death;
  private @Nullable DemoTeller teller;
  private @Nullable EmergencyStop stop;
  private volatile boolean closing;

  /** What to show. */
  record Plan(Path folder, double speed, String scenario, int bots, boolean fresh, ServerOptions options) {}

  private Demo(Plan plan, PrintWriter out) {
    this.plan = plan;
    this.out = out;
    STRATEGIES.stream().limit(plan.bots).forEach(strategy -> botTokens.put("btc-" + strategy, secret()));
    this.settings = new DemoSettings(plan.speed, plan.scenario, ServerOptions.environment());
    this.death = plan.scenario.equals("silent-death") ? new SilentDeath("btc-" + STRATEGIES.get(plan.bots - 1)) : null;
  }

  static Demo start(Plan plan, PrintWriter out) throws IOException {
    if (plan.fresh) {
      forget(plan.folder);
    }
    Files.createDirectories(plan.folder);
    Demo demo = new Demo(plan, out);
    try {
      demo.startAll();
      return demo;
    } catch (RuntimeException | IOException e) {
      demo.close();
      throw e;
    }
  }

  private void startAll() throws IOException {
    say("Starting the server, the paper exchange and " + plan.bots + " bots …");
    startExchange();
    startServer();
    api = await("server", () -> serverPointer() != null).api();
    DemoTeller telling = new DemoTeller(api::get, ZoneId.systemDefault(), this::say);
    telling.begin();
    botTokens.keySet().forEach(this::startBot);
    URI link = URI.create(api.post("/api/v1/login-links", Map.of()).path("url").asString());
    say("");
    say("  Binnacle is at " + api.server());
    say("  Log in (once, within 10 minutes): " + link);
    say("");
    say("  Bots: " + String.join(", ", botTokens.keySet()) + " on recorded Bitstamp trades of 2013, " + plan.speed
        + " times as fast.");
    say("  In another terminal: binnacle bots, binnacle trades, binnacle performance btc-trend");
    say("  Their parameters are in " + plan.folder.resolve("settings")
        + ": save one of these files, and its bot goes on with it.");
    say("  Messages to people: below as they come, as Telegram and Discord show them at " + api.server().resolve("/messages"));
    say("  They go to " + destinations() + ".");
    say("  Ctrl-C ends it. What it remembers and its logs are in " + plan.folder);
    if (plan.scenario.equals("halt")) {
      stop = new EmergencyStop(api, this::say);
      say("  In " + EmergencyStop.EARLIEST.toSeconds()
          + " s or a little more the emergency stop is pressed: see what rests until then at "
          + api.server());
    }
    teller = telling;
    telling.start();
  }

  private String destinations() {
    String missing = " (set TELEGRAM_BOT_TOKEN and TELEGRAM_CHAT_ID, or DISCORD_WEBHOOK_URL, for a real one)";
    String real = settings.telegram() ? settings.discord() ? ", Telegram and Discord" : " and Telegram" : " and Discord";
    return "the log, the dashboard" + (settings.telegram() || settings.discord() ? real : missing);
  }

  private void startServer() throws IOException {
    Path file = plan.folder.resolve("binnacle.yaml");
    Map<String, String> environment = new LinkedHashMap<>(settings.secrets());
    environment.put("BINNACLE_TOKEN", adminToken);
    botTokens.forEach((bot, token) -> environment.put(DemoSettings.variable(bot), token));
    Files.writeString(file, settings.yaml(botTokens.keySet(), exchange));
    List<String> words = new ArrayList<>(List.of("run", "--exit-with-parent"));
    words.addAll(plan.options.forDemo(plan.folder.resolve("data"), file));
    launch("server", RunCommand.PROGRAM, words, environment);
  }

  private void startExchange() throws IOException {
    Path address = plan.folder.resolve("exchange.address");
    Files.deleteIfExists(address);
    launch(
        "exchange",
        new ChildProcess.Program("demo/binnacle-demo.jar", PACKAGE + "ExchangeMain", 128, "exchange"),
        List.of(
            String.valueOf(plan.speed), "0", plan.scenario, plan.folder.resolve("exchange.json").toString(), address.toString()),
        Map.of());
    await("exchange", () -> Files.exists(address));
    exchange = URI.create(Files.readString(address));
  }

  private void startBot(String bot) {
    Map<String, String> environment = Map.of(
        "BINNACLE_URL", api.server().toString(), "BINNACLE_BOT", bot, "BINNACLE_TOKEN", String.valueOf(botTokens.get(bot)));
    launch(
        bot,
        new ChildProcess.Program("demo/binnacle-demo.jar", PACKAGE + "BotMain", 64, "bot"),
        List.of(bot.substring("btc-".length()), exchange.toString(), plan.folder.resolve("spool").toString(),
            plan.folder.resolve("settings").toString(), plan.scenario),
        environment);
  }

  private void launch(String name, ChildProcess.Program program, List<String> words, Map<String, String> environment) {
    if (!closing) {
      Path log = plan.folder.resolve("logs").resolve(name + ".log");
      processes.put(name, ChildProcess.start(name, log, program, words, environment));
    }
  }

  /** Starts again what has died, until the demo is closed. A server that dies ends the demo. */
  void supervise() {
    long began = System.nanoTime();
    while (!closing) {
      LockSupport.parkNanos(REST_BEFORE_RESTART.toNanos());
      Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
      strike(elapsed);
      if (stop != null) {
        stop.look(elapsed);
      }
      for (String bot : botTokens.keySet()) {
        ChildProcess process = processes.get(bot);
        boolean keptDown = death != null && death.keepsDown(bot, elapsed);
        if (!closing && !keptDown && process != null && !process.isAlive()) {
          say("  " + bot + " ended with exit code " + process.exitCode() + " and is started again");
          startBot(bot);
        }
      }
      check("server");
      check("exchange");
    }
  }

  private void strike(Duration elapsed) {
    if (death != null && death.strikes(elapsed, () -> holds(death.bot()))) {
      ChildProcess victim = processes.get(death.bot());
      if (!closing && victim != null) {
        say("  " + death.bot() + " is killed without a word, and started again in " + SilentDeath.AWAY.toMinutes() + " minutes");
        victim.kill();
      }
    }
  }

  /** Whether a bot has an order or a position open. A server that does not answer now is asked again the next time. */
  private boolean holds(String bot) {
    try {
      ApiClient asked = api();
      return !asked.get("/api/v1/bots/" + bot + "/orders").path("orders").isEmpty()
          || !asked.get("/api/v1/bots/" + bot + "/positions").path("positions").isEmpty();
    } catch (CommandFailedException e) {
      return false;
    }
  }

  private void check(String name) {
    ChildProcess process = processes.get(name);
    if (!closing && process != null && !process.isAlive()) {
      throw CommandFailedException
          .failed("the " + name + " has ended; see " + plan.folder.resolve("logs").resolve(name + ".log"));
    }
  }

  private @Nullable ServerPointer serverPointer() {
    ChildProcess server = processes.get("server");
    return ServerPointer.read().filter(found -> server != null && found.pid() == server.pid()).orElse(null);
  }

  private ApiClient api() {
    ServerPointer pointer = serverPointer();
    return pointer == null ? api : new ApiClient(pointer.url(), adminToken);
  }

  private Demo await(String name, BooleanSupplier ready) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!ready.getAsBoolean()) {
      check(name);
      if (System.nanoTime() > deadline) {
        throw CommandFailedException.failed(
            "the " + name + " did not come up; see " + plan.folder.resolve("logs").resolve(name + ".log"));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    return this;
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }

  private static String secret() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static void forget(Path folder) throws IOException {
    if (!Files.exists(folder.resolve("binnacle.yaml"))) {
      return; // Nothing of ours: a folder that was named by mistake keeps what is in it.
    }
    for (String part : List.of("data", "spool", "settings", "exchange.json", "logs")) {
      try (Stream<Path> files = Files.exists(folder.resolve(part)) ? Files.walk(folder.resolve(part)) : Stream.empty()) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** Ends the bots first, so that their last word arrives, then the exchange, then the server. */
  @Override
  public synchronized void close() {
    closing = true;
    if (teller != null) {
      teller.close();
    }
    List<ChildProcess> others = new ArrayList<>(processes.values());
    others.stream().filter(process -> botTokens.containsKey(process.name())).parallel().forEach(ChildProcess::close);
    others.stream().filter(process -> process.name().equals("exchange")).forEach(ChildProcess::close);
    others.stream().filter(process -> process.name().equals("server")).forEach(ChildProcess::close);
    processes.clear();
  }
}
