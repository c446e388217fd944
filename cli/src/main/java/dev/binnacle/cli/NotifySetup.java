package dev.binnacle.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Helps to set channels up. */
@Command(
    name = "setup",
    description = {"Find out what the settings of a channel need.", "Example: binnacle notify setup telegram"},
    subcommands = TelegramSetupCommand.class)
final class NotifySetup implements Runnable {
  @Spec
  CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  NotifySetup() {}

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
