package dev.binnacle.cli;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The settings file of a demo, and the secrets that its server is given in its environment, which the file names only. */
final class DemoSettings {
  private static final double HOUR_SECONDS = 3_600;
  private static final double HOURS_A_YEAR = 8_760;
  private static final String TELEGRAM = "TELEGRAM_BOT_TOKEN";
  private static final String CHAT = "TELEGRAM_CHAT_ID";
  private static final String DISCORD = "DISCORD_WEBHOOK_URL";

  /** The scenarios that end in a halt without a person. */
  private static final Set<String> SHOW_TRIGGERS = Set.of("drawdown", "errors", "silent-death");

  private final double speed;
  private final String scenario;
  private final Map<String, String> surroundings;

  /**
   * @param surroundings the variables of the environment, of which those of Telegram and Discord are looked at
   */
  DemoSettings(double speed, String scenario, Map<String, String> surroundings) {
    this.speed = speed;
    this.scenario = scenario;
    this.surroundings = surroundings;
  }

  /** Whether messages go to Telegram; the scenario that shows off Discord leaves it out, and the other way round. */
  boolean telegram() {
    return has(TELEGRAM) && has(CHAT) && !scenario.equals("discord");
  }

  boolean discord() {
    return has(DISCORD) && !scenario.equals("telegram");
  }

  private boolean has(String variable) {
    return !surroundings.getOrDefault(variable, "").isBlank();
  }

  /** The variables that the server's channels need, no others. */
  Map<String, String> secrets() {
    Map<String, String> secrets = new LinkedHashMap<>();
    List<String> variables = telegram()
        ? discord() ? List.of(TELEGRAM, CHAT, DISCORD) : List.of(TELEGRAM, CHAT)
        : discord() ? List.of(DISCORD) : List.of();
    variables.forEach(variable -> secrets.put(variable, String.valueOf(surroundings.get(variable))));
    return secrets;
  }

  /** The variable that holds a bot's token. */
  static String variable(String bot) {
    return "DEMO_TOKEN_" + bot.replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** @param exchange where the paper exchange answers; each bot has an account of its own name there */
  String yaml(Iterable<String> bots, URI exchange) {
    // The market runs faster than the clock, so that returns are taken of a market hour or near it, and a year has as many as that.
    long sampling = Math.max(1, Math.round(HOUR_SECONDS / speed));
    StringBuilder yaml = new StringBuilder(
        String.format(
            Locale.ROOT,
            """
            # Made by `binnacle demo`, anew at each start.
            performance: { sampling: %ds, periods-per-year: %d }

            # Each account begins with 10,000 USD. Strategies that follow prices are often wrong and win by size.
            thresholds: { daily-pnl-loss-limit: %d, trading-success-rate-percent: 20, api-error-rate-percent: 10 }

            channels:
              log: { type: log, events: { trade-opened: silent, trade-closed: silent } }
              dashboard: { type: dashboard, events: { trade-opened: silent } }
            """,
            sampling, Math.round(HOURS_A_YEAR * HOUR_SECONDS / (sampling * speed)),
            scenario.equals("drawdown") ? -120 : -1000));
    if (telegram()) {
      yaml.append("  phone: { type: telegram, token: \"${TELEGRAM_BOT_TOKEN}\", chat: \"${TELEGRAM_CHAT_ID}\","
          + " events: { trade-opened: silent } }\n");
    }
    if (discord()) {
      yaml.append("  desk: { type: discord, webhook-url: \"${DISCORD_WEBHOOK_URL}\", events: { trade-opened: silent } }\n");
    }
    yaml.append(triggers());
    yaml.append("# A person may place orders by hand: no money is at stake here.\n"
        + "trading: { manual-orders: true, max-order-value: 1000 USD, max-exposure: 20000 USD }\n\n");
    yaml.append("# Where the server cancels and proves it when a bot is dead or deaf.\nexchanges:\n");
    bots.forEach(
        bot -> yaml.append("  ").append(bot).append(": { type: paper, url: \"").append(exchange).append("\", key: ").append(bot)
            .append(" }\n"));
    yaml.append("\nbots:\n");
    bots.forEach(
        bot -> yaml.append("  ").append(bot).append(": { group: crypto, instances: single, token: \"${").append(variable(bot))
            .append("}\", exchange: ").append(bot).append(" }\n"));
    return yaml.toString();
  }

  /** Bots halt by themselves only where that is what is shown. */
  private String triggers() {
    boolean shown = SHOW_TRIGGERS.contains(scenario);
    // The market runs faster than the clock, and so do orders.
    String paces = "triggers:\n  order-storm: { most: 2000 }\n  repeated-execution: { most: 2000 }\n";
    return "\nmonitoring: { enable-emergency-shutdown: " + shown + " }\n"
        + switch (scenario) {
          case "drawdown" -> paces + "  drawdown: { tiers: [{ at-pct: 2 }] }\n";
          case "silent-death" -> paces + "fleet: { stale-after: 5s, offline-after: 15s }\n";
          case "errors" -> paces;
          default -> "";
        }
        + "\n";
  }
}
