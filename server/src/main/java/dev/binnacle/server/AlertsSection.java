package dev.binnacle.server;

import dev.binnacle.engine.rules.AlertSettings;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Level;
import java.net.URI;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what people are told at which times, which ways of telling are on, and how the server looks after itself. */
final class AlertsSection {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private AlertsSection() {}

  static Alerting read(
      SettingsSection root, SettingsSection monitoring, Settings.Server server, Map<BotId, Settings.Bot> bots) {
    SettingsSection alerts = root.section("alerts");
    Alerting.Switches switches = switches(alerts);
    Thresholds thresholds = Thresholds.read(root.section("thresholds"));
    ChannelsSection.Channels channels = ChannelsSection.read(root, monitoring, switches, server.timeZone());
    Map<BotId, Thresholds> own = new HashMap<>();
    Map<BotId, String> groups = new HashMap<>();
    bots.forEach((name, bot) -> {
      own.put(name, bot.thresholds());
      if (bot.group() != null) {
        groups.put(name, bot.group());
      }
    });
    RuleBook.Book book = RuleBook.read(root, thresholds, own, channels.named());
    AlertSettings engine =
        new AlertSettings(
            book.rules(), cooldowns(alerts.section("cooldowns")),
            flapping(alerts.section("flapping")), inhibitions(alerts), groups, AlertSettings.AlertBounds.DEFAULT,
            AlertSettings.DEFAULT.jump());
    Alerting alerting =
        new Alerting(
            monitoring(monitoring), thresholds, switches, timetable(alerts, server), heartbeat(alerts.section("heartbeat")),
            engine, channels.used(), channels.named(), book.lines());
    alerts.refuseUnknown();
    return alerting;
  }

  private static Map<Level, Duration> cooldowns(SettingsSection section) {
    Map<Level, Duration> cooldowns = new EnumMap<>(AlertSettings.COOLDOWNS);
    cooldowns.replaceAll(
        (level, plain) -> section.duration(level.name().toLowerCase(Locale.ROOT), plain, Duration.ZERO));
    section.refuseUnknown();
    return cooldowns;
  }

  private static AlertSettings.Flapping flapping(SettingsSection section) {
    AlertSettings.Flapping plain = AlertSettings.Flapping.DEFAULT;
    AlertSettings.Flapping flapping =
        new AlertSettings.Flapping(
            section.integer("most", plain.most(), 1, 1_000),
            section.duration("within", plain.within(), SECOND),
            section.duration("rest", plain.rest(), SECOND));
    section.refuseUnknown();
    return flapping;
  }

  /** Those of the stock and those of the settings. */
  private static List<AlertSettings.Inhibition> inhibitions(SettingsSection alerts) {
    List<AlertSettings.Inhibition> all = new ArrayList<>(RuleBook.stockInhibitions());
    for (SettingsSection section : alerts.sections("inhibit")) {
      AlertSettings.Inhibition inhibition = inhibition(section);
      if (inhibition != null) {
        all.add(inhibition);
      }
    }
    return all;
  }

  static AlertSettings.@Nullable Inhibition inhibition(SettingsSection section) {
    Map<String, String> source = section.named("while");
    Map<String, String> target = section.named("hide");
    List<String> equal = section.has("equal") ? section.oneOrMore("equal") : List.of("bot");
    section.refuseUnknown();
    if (source.isEmpty() || target.isEmpty()) {
      section.problem(
          source.isEmpty() ? "while" : "hide", "is missing: labels and their values, such as { rule: heartbeat-lost }");
      return null;
    }
    return new AlertSettings.Inhibition(source, target, equal);
  }

  private static Alerting.Monitoring monitoring(SettingsSection section) {
    Alerting.Monitoring plain = Alerting.Monitoring.DEFAULTS;
    return new Alerting.Monitoring(
        section.duration("health-check-interval", plain.healthCheckInterval(), SECOND),
        section.flag("enable-emergency-shutdown", plain.emergencyShutdown()));
  }

  private static Alerting.Switches switches(SettingsSection section) {
    Alerting.Switches plain = Alerting.Switches.DEFAULTS;
    return new Alerting.Switches(
        section.flag("enabled", plain.enabled()),
        section.flag("console-alerts", plain.console()),
        section.flag("log-alerts", plain.log()),
        section.optionalFlag("email-notifications"),
        section.optionalFlag("webhook-notifications"));
  }

  private static Alerting.Timetable timetable(SettingsSection section, Settings.Server server) {
    Alerting.Timetable plain = Alerting.Timetable.of(server.timeZone(), server.dayStart());
    return new Alerting.Timetable(
        daily(section, "daily-summary", plain.dailySummary(), server),
        daily(section, "all-clear", plain.allClear(), server),
        weekly(section, plain.weeklyReport(), server));
  }

  private static @Nullable Schedule daily(
      SettingsSection section, String key, @Nullable Schedule plain, Settings.Server server) {
    return isOff(section, key)
        ? null
        : section.has(key)
            ? section.optional(
                key, Schedule.WRITTEN, text -> Schedule.daily(LocalTime.parse(text), server.timeZone()))
            : plain;
  }

  private static @Nullable Schedule weekly(SettingsSection section, @Nullable Schedule plain, Settings.Server server) {
    return isOff(section, "weekly-report")
        ? null
        : section.has("weekly-report")
            ? section.optional(
                "weekly-report", Schedule.WRITTEN_WEEKLY, text -> Schedule.parseWeekly(text, server.timeZone()))
            : plain;
  }

  /** A bare {@code off} is one, whatever a YAML of another age makes of it. */
  private static boolean isOff(SettingsSection section, String key) {
    String text = section.isSingle(key) ? section.optionalText(key) : null;
    return text != null && (text.equals("off") || text.equals("false"));
  }

  private static Alerting.Heartbeat heartbeat(SettingsSection section) {
    Alerting.Heartbeat plain = Alerting.Heartbeat.NONE;
    Secret url = section.secret("url");
    if (url != null && !isWeb(url.reveal())) {
      section.problem("url", "must be an address that begins with https:// or http://");
      url = null;
    }
    Alerting.Heartbeat heartbeat =
        new Alerting.Heartbeat(url, section.duration("interval", plain.interval(), Duration.ofSeconds(5)));
    section.refuseUnknown();
    return heartbeat;
  }

  /** Says nothing of the text: it may be secret. */
  static boolean isWeb(String text) {
    try {
      URI url = URI.create(text);
      return ("https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme())) && url.getHost() != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
