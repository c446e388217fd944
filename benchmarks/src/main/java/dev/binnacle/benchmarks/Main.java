package dev.binnacle.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Runs one suite by its name; {@code benchmarks/run} calls it. Ends with 1 when a goal was missed. */
public final class Main {
  private static final List<String> SUITES =
      List.of("jmh", "ingest", "start", "client", "config", "alerts", "halt", "sweep");
  private static final String USAGE =
      """
      benchmarks/run jmh     costs of single calls, beside Micrometer, Disruptor and Logback
                             [--rounds 3] [--only PATTERN] [--millis 300]
      benchmarks/run ingest  durable events over the socket, beside one commit an event
                             [--bots 2] [--frame 100] [--window 8] [--rate 100000] [--seconds 10]
      benchmarks/run start   time to the first answer, memory with three idle bots, beside the smallest server of the JDK
                             [--runs 5] [--idle-seconds 20]
      benchmarks/run client  what the client costs a bot, beside the same bot without it
                             [--runs 1] [--warm-up-seconds 20] [--seconds 20]
      benchmarks/run config  from a save of a configuration file to its being in force, and saves missed, beside a Python reloader
                             [--saves 100]
      benchmarks/run alerts  from an event to its webhook's body, alone and beside other events, beside Prometheus where it is installed
                             [--alerts 1000] [--pace 97] [--rate 20000] [--warm-up 500] [--rival yes|no]
      benchmarks/run halt    from the request for an emergency stop to the last guard closed, and to the last latch on disk and confirmed
                             [--bots 100] [--rounds 100]
      benchmarks/run sweep   from the request to the last of many orders cancelled and proved, at the paper exchange
                             [--orders 1000] [--runs 5]
      benchmarks/run jcstress  that no thread ever sees a configuration in part, or an older one than it has seen, and that no
                             order passes a guard unseen by a halt; some 4 minutes
                             [--mode quick|default|tough]
      benchmarks/run all     each of them as it is
      """;

  private Main() {}

  public static void main(String[] words) throws Exception {
    if (words.length == 0) {
      System.err.print(USAGE);
      System.exit(2);
    }
    boolean allReached = true;
    try {
      Options options = Options.of(Arrays.copyOfRange(words, 1, words.length));
      if (words[0].equals("jcstress")) {
        new PublicationSuite(options.text("mode", "quick")).run();
        return;
      }
      for (String suite : words[0].equals("all") ? SUITES : List.of(words[0])) {
        Report report = run(suite, options);
        report.print(System.out);
        allReached &= report.isAllReached();
      }
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
    System.exit(allReached ? 0 : 1);
  }

  private static Report run(String suite, Options options) throws Exception {
    return switch (suite) {
      case "jmh" ->
          new MicroSuite(MicroSuite.Effort.of(options.number("rounds", 3), options.number("millis", 300)),
              options.text("only", "Benchmark")).run();
      case "ingest" -> ingest(options).run(launcher());
      case "start" -> start(options).run();
      case "client" ->
          new ClientSuite(launcher(), options.number("runs", 1), options.number("warm-up-seconds", 20),
              options.number("seconds", 20)).run();
      case "config" -> new ConfigSuite(ConfigSuite.Effort.of(options.number("saves", 100))).run();
      case "halt" -> new HaltSuite(options.number("bots", 100), options.number("rounds", 100)).run(launcher());
      case "sweep" -> new SweepSuite(options.number("orders", 1_000), options.number("runs", 5)).run();
      case "alerts" ->
          new AlertLoad(
              options.number("alerts", 1_000), options.number("pace", 97), options.number("rate", 20_000),
              options.number("warm-up", 500), !options.text("rival", "yes").equals("no")).run(launcher());
      default -> throw new IllegalArgumentException("there is no suite " + suite + ":\n" + USAGE);
    };
  }

  private static IngestLoad ingest(Options options) {
    return new IngestLoad(
        options.number("bots", 2),
        options.number("frame", 100),
        options.number("window", 8),
        options.number("rate", 100_000),
        Duration.ofSeconds(options.number("seconds", 10)));
  }

  /** On a copy of the distribution, whose archive of classes is made and thrown away without harm. */
  private static StartSuite start(Options options) {
    Path home = Folders.temporary();
    Folders.copy(distribution(), home);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> Folders.delete(home)));
    Duration idle = Duration.ofSeconds(options.number("idle-seconds", 20));
    return new StartSuite(ServerProcess.Launcher.of(root(), home), home.resolve("server.jsa"), options.number("runs", 5), idle);
  }

  private static ServerProcess.Launcher launcher() {
    return ServerProcess.Launcher.of(root(), distribution());
  }

  private static Path root() {
    return property("binnacle.root");
  }

  private static Path distribution() {
    return property("binnacle.home");
  }

  private static Path property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalArgumentException("-D" + name + " is not set: use benchmarks/run");
    }
    return Path.of(value);
  }
}
