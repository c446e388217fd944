package dev.binnacle.server;

import dev.binnacle.model.BotId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
          new Part("fleet.stale-after", true, settings -> settings.fleet().staleAfter()),
          new Part("fleet.offline-after", true, settings -> settings.fleet().offlineAfter()),
          new Part("fleet.most-bots", true, settings -> settings.fleet().mostBots()),
          restart("performance.sampling", settings -> settings.performance().sampling()),
          restart("performance.periods-per-year", settings -> settings.performance().periodsPerYear()),
          restart("performance.risk-free-rate", settings -> settings.performance().riskFreeRate()));

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
    TreeSet<BotId> bots = new TreeSet<>(before.bots().keySet());
    bots.addAll(after.bots().keySet());
    for (BotId bot : bots) {
      addBot(bot, before.bots().get(bot), after.bots().get(bot), hot);
    }
    return new SettingsChange(hot, restart);
  }

  private static void addBot(BotId bot, Settings.@Nullable Bot before, Settings.@Nullable Bot after, List<String> changed) {
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
    if (!was.canary().equals(is.canary())) {
      changed.add(key + ".config.canary");
    }
  }
}
