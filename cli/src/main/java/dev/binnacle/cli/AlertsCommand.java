package dev.binnacle.cli;

import picocli.CommandLine.Command;

/** Alerts: look at them, take care of them, silence them, and try their rules. */
@Command(
    name = "alerts",
    description = "List alerts, take care of them, silence them, and try their rules. Without a word more it lists those that are open.",
    subcommands = {
      AlertReads.All.class,
      AlertReads.Show.class,
      AlertActs.Acknowledge.class,
      AlertActs.Unacknowledge.class,
      AlertActs.Silence.class,
      AlertReads.Silences.class,
      AlertActs.Unsilence.class,
      AlertRules.class
    },
    footerHeading = "%nFor example:%n",
    footer = {
      "  binnacle alerts",
      "  binnacle alerts ack a120-1 --comment \"looking\" --until 2h",
      "  binnacle alerts silence bot=btc-trend rule=slow-feed --for 2h --comment \"the venue's maintenance\"",
      "  binnacle alerts rules check binnacle.yaml"
    })
final class AlertsCommand extends AlertReads.Listing {
  AlertsCommand() {}
}
