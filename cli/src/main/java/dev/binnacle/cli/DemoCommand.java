package dev.binnacle.cli;

import dev.binnacle.server.ServerPointer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the product at work: a paper exchange, bots and the server, each a process of its own. */
@Command(
    name = "demo",
    description = {
      "Three bots trade 100,000 recorded Bitstamp trades on a paper exchange; watch them.",
      "Example: binnacle demo --speed 60"
    },
    footer = {
      "",
      "calm: the venue works as it should.  trading-day: it is slow at times, refuses an order now and then, and answers 429.",
      "bad-config: somebody saves bad parameters, which are refused, and tries out harmful ones, which the bot takes back.",
      "errors: the bots report errors of each severity, and parts of them fail: one for so long that the bots are halted without a person.",
      "drawdown: after 20 s the trend bot is given parameters and a size with which it loses, until alerts come and it is halted.",
      "silent-death: after 30 s (90 s if it has nothing open) a bot is killed without a word; its orders are cancelled without it. It comes back three minutes later, halted.",
      "halt: after 20 s the emergency stop is pressed: each order is cancelled, each position closed, and all of it proved.",
      "telegram, discord: trades, errors and the trend bot's own reports as they are sent there; without a token, as they would be.",
      "Ctrl-C ends everything; started again, the demo goes on where it was. --fresh begins anew."
    })
final class DemoCommand implements Callable<Integer> {
  /** For the help and for completion. */
  static final class Scenarios implements Iterable<String> {
    Scenarios() {}

    @Override
    public Iterator<String> iterator() {
      return Demo.SCENARIOS.iterator();
    }
  }

  @Spec
  CommandSpec spec;
  @Mixin
  ServerOptions options;

  @Option(
      names = "--speed",
      paramLabel = "X",
      defaultValue = "60",
      description = "How many times faster than recorded, 1 to 1000 (default: ${DEFAULT-VALUE}).")
  double speed;

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      defaultValue = "trading-day",
      completionCandidates = Scenarios.class,
      description = "One of ${COMPLETION-CANDIDATES}; see below (default: ${DEFAULT-VALUE}).")
  String scenario;

  @Option(names = "--bots", paramLabel = "N", defaultValue = "3",
      description = "How many bots, 1 to 3 (default: ${DEFAULT-VALUE}).")
  int bots;

  @Option(names = "--fresh", description = "Forget what the demo remembers.")
  boolean fresh;

  @SuppressWarnings("NullAway.Init")
  DemoCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    Path folder = options.data != null ? options.data : ServerPointer.home().resolve("demo");
    PrintWriter out = spec.commandLine().getOut();
    try (Demo demo = Demo.start(new Demo.Plan(folder, speed, scenario, bots, fresh, options), out)) {
      Runtime.getRuntime().addShutdownHook(new Thread(demo::close, "shutdown"));
      demo.supervise();
      return CommandFailedException.FAILED;
    }
  }

  private void check() {
    if (!(speed >= 1 && speed <= 1000)) {
      throw CommandFailedException.failed("--speed must be 1 to 1000, was " + speed);
    }
    if (bots < 1 || bots > Demo.STRATEGIES.size()) {
      throw CommandFailedException.failed("--bots must be 1 to " + Demo.STRATEGIES.size() + ", was " + bots);
    }
    if (!Demo.SCENARIOS.contains(scenario)) {
      throw CommandFailedException.failed("--scenario must be one of " + String.join(", ", Demo.SCENARIOS) + ", was " + scenario);
    }
  }
}
