package dev.binnacle.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Live configuration: read, change, compare, go back. */
@Command(
    name = "config",
    description = "Read and change the configuration of a running bot.",
    subcommands = {
      ConfigReads.Show.class,
      ConfigChanges.Set.class,
      ConfigFiles.Validate.class,
      ConfigReads.History.class,
      ConfigReads.Diff.class,
      ConfigChanges.Rollback.class,
      ConfigReads.Export.class,
      ConfigReads.Watch.class,
      ConfigFiles.Convert.class
    },
    synopsisSubcommandLabel = "show|set|validate|history|diff|rollback|export|watch|convert",
    footerHeading = "%nFor example:%n",
    footer = {
      "  binnacle config show btc-trend",
      "  binnacle config set btc-trend fast=8 --reason \"quicker market\"",
      "  binnacle config rollback btc-trend 6 --reason \"as it was on Monday\""
    })
final class ConfigCommand implements Runnable {
  @Spec
  CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  ConfigCommand() {}

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** Where a bot's configuration is asked for, with what follows. */
  static String path(String bot, String rest) {
    return "/api/v1/bots/" + ApiClient.encoded(bot) + "/config" + rest;
  }
}
