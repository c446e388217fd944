package dev.binnacle.cli;

import dev.binnacle.server.Binnacle;
import dev.binnacle.server.SettingsException;
import dev.binnacle.server.StartException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the server in this process until it is told to stop. */
@Command(
    name = "run",
    description = {"Run the server and the dashboard.", "Example: binnacle run --port 9000 --data ./data"},
    footer = {
      "",
      "The link that is printed logs you in once, within 10 minutes; `binnacle login` makes another.",
      "Environment: PORT, LOG_LEVEL, SESSION_SECRET (or FLASK_SECRET_KEY), BINNACLE_TOKEN; a .env file is read."
    })
final class RunCommand implements Callable<Integer> {
  /** This command as a process of its own. */
  static final ChildProcess.Program PROGRAM =
      new ChildProcess.Program("lib/binnacle-cli.jar", Main.class.getName(), 256, "server");

  @Spec
  CommandSpec spec;
  @Mixin
  ServerOptions options;

  @Option(names = "--exit-with-parent", hidden = true)
  boolean exitWithParent;

  @SuppressWarnings("NullAway.Init")
  RunCommand() {}

  @Override
  public Integer call() {
    return run(options, exitWithParent, spec.commandLine().getOut());
  }

  static int run(ServerOptions options, boolean exitWithParent, PrintWriter out) {
    Logging.level(options.logLevel());
    try (Binnacle server = Binnacle.start(options.source("data"), System.out)) {
      Thread hook = new Thread(server::close, "shutdown");
      Runtime.getRuntime().addShutdownHook(hook);
      if (exitWithParent) {
        ParentWatch.exitWithParent();
      }
      server.nameToCommands();
      out.println("Binnacle is at " + server.url());
      if (Terminal.isInteractive()) {
        out.println("Log in (once, within 10 minutes): " + server.loginLink());
      } else {
        out.println("Log in with the link in " + server.writeLoginLink());
      }
      out.flush();
      server.awaitClosed();
      return 0;
    } catch (SettingsException e) {
      throw CommandFailedException.failed("these settings cannot be used:\n  " + String.join("\n  ", e.problems()));
    } catch (StartException e) {
      throw CommandFailedException.failed(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CommandFailedException.FAILED;
    }
  }
}
