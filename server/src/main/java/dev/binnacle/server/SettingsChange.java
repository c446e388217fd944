package dev.binnacle.server;

import dev.binnacle.model.BotId;
import dev.binnacle.notify.ChannelSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What two readings of the settings say differently, by their keys. Never a value: some are secret.
 *
 * @param hot what takes effect while the server runs
 * @param restart what takes effect at the next start
 */
record SettingsChange(List<String> hot, List<String> restart) {
  private static final Settings.Bot UNSAID = Settings.Bot.UNSAID;

  SettingsChange {
    hot = List.copyOf(hot);
    restart = List.copyOf(restart);
  }

  /** A value of the settings that is not of one bot. */
  record Part(String key, boolean hot, Function<Settings, @Nullable Object> value) {}

  /** All of them. The administrator's token is not here: no file can say it. */
  static final List<Part> PARTS =
      List.of(
          restart("server.host", settings -> settings.server().host()),
          restart("server.port", settings -> settings.server().port()),
          restart("server.public-url", settings -> settings.server().publicUrl()),
          restart("server.allowed-hosts", settings -> settings.server().allowedHosts()),
          restart("server.time-zone", settings -> settings.server().timeZone()),
          restart("server.day-start", settings -> settings.server().dayStart()),
          restart("server.session-secret", settings -> settings.server().sessionSecret()),
          restart("server.config-root", settings -> settings.server().configRoot()),
          restart("dashboard.enabled", settings -> settings.server().dashboard()),
          restart("dashboard.refresh-interval", settings -> settings.server().refreshInterval()),
          restart("storage.data", Settings::data),
          restart("storage.retention.journal", settings -> settings.retention().journal()),
          restart("storage.retention.events", settings -> settings.retention().events()),
          restart("storage.retention.samples", settings -> settings.retention().samples()),
          restart("storage.retention.minutes", settings -> settings.retention().minutes()),
          restart("storage.retention.hours", settings -> settings.retention().hours()),
          restart("exchanges", Settings::exchanges),
          hot("trading", Settings::trading),
          restart("reconciliation", Settings::reconciling),
          hot("fleet.stale-after", settings -> settings.fleet().staleAfter()),
          hot("fleet.offline-after", settings -> settings.fleet().offlineAfter()),
          hot("fleet.most-bots", settings -> settings.fleet().mostBots()),
          restart("performance.sampling", settings -> settings.performance().sampling()),
          restart("performance.periods-per-year", settings -> settings.performance().periodsPerYear()),
          restart("performance.risk-free-rate", settings -> settings.performance().riskFreeRate()),
          hot("monitoring.health-check-interval", settings -> settings.alerting().monitoring().healthCheckInterval()),
          hot("monitoring.enable-emergency-shutdown", settings -> settings.alerting().monitoring().emergencyShutdown()),
          hot("triggers", Settings::triggers),
          hot("thresholds", settings -> settings.alerting().thresholds()),
          hot("alerts.enabled", settings -> settings.alerting().switches().enabled()),
          hot("alerts.console-alerts", settings -> settings.alerting().switches().console()),
          hot("alerts.log-alerts", settings -> settings.alerting().switches().log()),
          hot("alerts.email-notifications", settings -> settings.alerting().switches().email()),
          hot("alerts.webhook-notifications", settings -> settings.alerting().switches().webhooks()),
          hot("alerts.daily-summary", settings -> settings.alerting().timetable().dailySummary()),
          hot("alerts.all-clear", settings -> settings.alerting().timetable().allClear()),
          hot("alerts.weekly-report", settings -> settings.alerting().timetable().weeklyReport()),
          hot("alerts.heartbeat.url", settings -> settings.alerting().heartbeat().url()),
          hot("alerts.heartbeat.interval", settings -> settings.alerting().heartbeat().interval()),
          hot("alerts.cooldowns", settings -> settings.alerting().engine().cooldowns()),
          hot("alerts.flapping", settings -> settings.alerting().engine().flapping()),
          hot("alerts.inhibit", settings -> settings.alerting().engine().inhibitions()));

  private static Part hot(String key, Function<Settings, @Nullable Object> value) {
    return new Part(key, true, value);
  }

  private static Part restart(String key, Function<Settings, @Nullable Object> value) {
    return new Part(key, false, value);
  }

  static SettingsChange between(Settings before, Settings after) {
    List<String> hot = new ArrayList<>();
    List<String> restart = new ArrayList<>();
    for (Part part : PARTS) {
      if (!Objects.equals(part.value.apply(before), part.value.apply(after))) {
        (part.hot ? hot : restart).add(part.key);
      }
    }
    addNamed("rules", rules(before), rules(after), hot);
    addNamed("channels", channels(before), channels(after), hot);
    TreeSet<BotId> bots = new TreeSet<>(before.bots().keySet());
    bots.addAll(after.bots().keySet());
    for (BotId bot : bots) {
      addBot(bot, before.bots().get(bot), after.bots().get(bot), hot, restart);
    }
    return new SettingsChange(hot, restart);
  }

  /** Rules are told apart by the hash of their content. */
  private static Map<String, String> rules(Settings settings) {
    Map<String, String> rules = new TreeMap<>();
    settings.alerting().engine().rules().forEach(rule -> rules.put(rule.name().value(), rule.hash()));
    return rules;
  }

  private static Map<String, ChannelSettings> channels(Settings settings) {
    Map<String, ChannelSettings> channels = new TreeMap<>();
    settings.alerting().channels().forEach(channel -> channels.put(channel.name().value(), channel));
    return channels;
  }

  private static <T> void addNamed(String section, Map<String, T> before, Map<String, T> after, List<String> changed) {
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      if (!Objects.equals(before.get(name), after.get(name))) {
        changed.add(section + "." + name);
      }
    }
  }

  private static void addBot(BotId bot, Settings.@Nullable Bot before, Settings.@Nullable Bot after, List<String> changed,
      List<String> restart) {
    Settings.Bot was = before == null ? UNSAID : before;
    Settings.Bot is = after == null ? UNSAID : after;
    String key = "bots." + bot.value();
    if ((before == null) != (after == null)) {
      changed.add(key);
    }
    if (was.instances() != is.instances()) {
      changed.add(key + ".instances");
    }
    if (!Objects.equals(was.token(), is.token())) {
      changed.add(key + ".token");
    }
    if (!Objects.equals(was.config(), is.config())) {
      changed.add(key + ".config");
    }
    if (!Objects.equals(was.group(), is.group())) {
      changed.add(key + ".group");
    }
    if (!was.thresholds().equals(is.thresholds())) {
      changed.add(key + ".thresholds");
    }
    if (!Objects.equals(was.account(), is.account())) {
      restart.add(key + ".exchange");
    }
    if (!Objects.equals(was.commandHook(), is.commandHook())) {
      changed.add(key + ".commands.webhook");
    }
    if (!was.canary().equals(is.canary())) {
      changed.add(key + ".config.canary");
    }
  }
}
