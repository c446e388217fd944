package dev.binnacle.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** An older spelling of {@code run}, kept working. */
@Command(
    name = "dashboards",
    description = "Another spelling of run: binnacle dashboards run monitoring --port 8000",
    subcommands = DashboardsCommand.Run.class,
    synopsisSubcommandLabel = "run monitoring")
final class DashboardsCommand implements Runnable {
  @Spec
  CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  DashboardsCommand() {}

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(name = "run", description = "Run a dashboard.", subcommands = Monitoring.class, synopsisSubcommandLabel = "monitoring")
  static final class Run implements Runnable {
    @Spec
    CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    Run() {}

    @Override
    public void run() {
      spec.commandLine().usage(spec.commandLine().getOut());
    }
  }

  @Command(name = "monitoring", description = "Run the server and the dashboard.")
  static final class Monitoring implements Callable<Integer> {
    @Spec
    CommandSpec spec;
    @Mixin
    ServerOptions options;

    @SuppressWarnings("NullAway.Init")
    Monitoring() {}

    @Override
    public Integer call() {
      return RunCommand.run(options, false, spec.commandLine().getOut());
    }
  }
}
