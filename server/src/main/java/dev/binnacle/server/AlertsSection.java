package dev.binnacle.server;

import java.net.URI;
import java.time.Duration;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/** Reads what people are told at which times, which ways of telling are on, and how the server looks after itself. */
final class AlertsSection {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private AlertsSection() {}

  static Alerting.Monitoring monitoring(SettingsSection section) {
    Alerting.Monitoring plain = Alerting.Monitoring.DEFAULTS;
    return new Alerting.Monitoring(
        section.duration("health-check-interval", plain.healthCheckInterval(), SECOND),
        section.flag("enable-emergency-shutdown", plain.emergencyShutdown()));
  }

  static Alerting.Switches switches(SettingsSection section) {
    Alerting.Switches plain = Alerting.Switches.DEFAULTS;
    return new Alerting.Switches(
        section.flag("enabled", plain.enabled()),
        section.flag("console-alerts", plain.console()),
        section.flag("log-alerts", plain.log()),
        section.optionalFlag("email-notifications"),
        section.optionalFlag("webhook-notifications"));
  }

  static Alerting.Timetable timetable(SettingsSection section, Settings.Server server) {
    Alerting.Timetable plain = Alerting.Timetable.of(server.timeZone(), server.dayStart());
    return new Alerting.Timetable(
        daily(section, "daily-summary", plain.dailySummary(), server),
        daily(section, "all-clear", plain.allClear(), server),
        weekly(section, plain.weeklyReport(), server));
  }

  private static @Nullable Schedule daily(
      SettingsSection section, String key, @Nullable Schedule plain, Settings.Server server) {
    return isOff(section, key) ? null
        : section.has(key)
            ? section.optional(
                key, Schedule.WRITTEN, text -> Schedule.daily(LocalTime.parse(text), server.timeZone()))
            : plain;
  }

  private static @Nullable Schedule weekly(SettingsSection section, @Nullable Schedule plain, Settings.Server server) {
    return isOff(section, "weekly-report") ? null
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

  static Alerting.Heartbeat heartbeat(SettingsSection section) {
    Alerting.Heartbeat plain = Alerting.Heartbeat.NONE;
    Secret url = section.secret("url");
    if (url != null && !isWeb(url.reveal())) {
      section.problem("url", "must be an address that begins with https:// or http://");
      url = null;
    }
    Alerting.Heartbeat heartbeat =
        new Alerting.Heartbeat(url, section.duration("interval", plain.interval(), SECOND));
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
