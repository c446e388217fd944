package dev.binnacle.cli;

import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code binnacle} command. */
@Command(
    name = "binnacle",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {"The instruments and the wheel of automated trading.", ""},
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      LaunchCommand.class,
      ReadCommands.Status.class,
      HealthCommand.class,
      ReadCommands.Bots.class,
      ReadCommands.Trades.class,
      ReadCommands.Positions.class,
      ReadCommands.Performance.class,
      ReadCommands.Metrics.class,
      HaltCommands.Halt.class,
      HaltCommands.Pause.class,
      HaltCommands.Resume.class,
      HaltCommands.Halts.class,
      ActCommands.Close.class,
      ActCommands.Cancel.class,
      ActCommands.Order.class,
      TriggersCommand.class,
      ReconcileCommand.class,
      DrillCommand.class,
      AlertsCommand.class,
      NotifyCommand.class,
      ConfigCommand.class,
      LoginCommand.class,
      UserCommand.class,
      KeysCommand.class,
      DashboardsCommand.class,
      Main.Completion.class,
      CommandLine.HelpCommand.class
    },
    footerHeading = "%nTry first:%n",
    footer = {
      "  binnacle demo                      three bots on recorded trades, and the dashboard",
      "  binnacle run                       the server, for your own bots",
      "  binnacle bots                      what is running, as a table; --json for scripts",
      "",
      "Environment: BINNACLE_URL and BINNACLE_TOKEN say where commands look and who they are;",
      "BINNACLE_STATE is where things are kept (~/.binnacle).",
      "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not reachable."
    })
public final class Main implements Runnable {
  @CommandLine.Spec
  CommandLine.Model.CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  Main() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine command = new CommandLine(new Main());
    command.getSubcommands().values().forEach(Main::explain);
    return command
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler(Main::tell);
  }

  /** Every command explains itself. The one that is called help does so already. */
  private static void explain(CommandLine command) {
    if (!(command.getCommand() instanceof CommandLine.HelpCommand)) {
      command.getCommandSpec().addMixin("help", CommandLine.Model.CommandSpec.forAnnotatedObject(new Help()));
    }
    command.getSubcommands().values().forEach(Main::explain);
  }

  /** The option that shows what a command does. */
  @Command
  static final class Help {
    @CommandLine.Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help and exit.")
    boolean wanted;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private static int tell(Exception problem, CommandLine command, CommandLine.ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (problem instanceof CommandFailedException failed) {
      err.println("binnacle: " + failed.getMessage());
      return failed.exitCode();
    }
    err.println("binnacle: " + problem);
    problem.printStackTrace(err);
    return CommandFailedException.FAILED;
  }

  /** Writes a completion script. */
  @Command(
      name = "completion",
      description = {"Print a completion script for bash and zsh.", "Example: source <(binnacle completion)"})
  static final class Completion implements Runnable {
    @CommandLine.Spec
    CommandLine.Model.CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    Completion() {}

    @Override
    public void run() {
      PrintWriter out = spec.commandLine().getOut();
      out.print(AutoComplete.bash("binnacle", spec.root().commandLine()));
      out.flush();
    }
  }
}
