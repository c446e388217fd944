package dev.binnacle.server;

import dev.binnacle.engine.performance.Sampling;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads how the server itself is to run: its address, its folders, and the conventions of its figures. */
final class ServerSection {
  private static final Set<String> THEMES = Set.of("dark", "light", "system");

  private ServerSection() {}

  static Settings.Server server(SettingsSection section, SettingsSection dashboard) {
    Settings.Server plain = Settings.Server.DEFAULTS;
    int dashboardPort = dashboard.integer("port", plain.port(), 0, 65_535);
    boolean enabled = dashboard.flag("enabled", true);
    Duration refresh = dashboard.duration("refresh-interval", plain.refreshInterval(), Duration.ofMillis(50));
    String dashboardHost = dashboard.text("host", plain.host());
    notePersonal(dashboard);
    dashboard.refuseUnknown();
    Settings.Server server = new Settings.Server(
        section.text("host", dashboardHost),
        section.integer("port", dashboardPort, 0, 65_535),
        section.optional("public-url", "an address such as https://watch.example.org", ServerSection::origin),
        section.texts("allowed-hosts"),
        section.parsed("time-zone", plain.timeZone(), "a time zone such as UTC or Europe/Berlin", ZoneId::of),
        section.parsed("day-start", plain.dayStart(), "a time of day such as 00:00", LocalTime::parse),
        refresh,
        enabled,
        section.secret("session-secret"),
        null,
        Path.of(section.text("config-root", plain.configRoot().toString())));
    section.refuseUnknown();
    return server;
  }

  /** What other dashboards set for everybody and this one leaves to each person. */
  private static void notePersonal(SettingsSection dashboard) {
    if (dashboard.optional("theme", "dark, light or system", text -> THEMES.contains(text) ? text : null) != null) {
      dashboard.warning("theme", "does nothing: each person chooses a theme on the dashboard");
    }
    if (dashboard.flag("show-detailed-logs", false)) {
      dashboard.warning("show-detailed-logs", "does nothing: the logs of each bot are on its page");
    }
  }

  private static @Nullable URI origin(String text) {
    URI url = URI.create(text);
    boolean isWeb = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    return isWeb && url.getHost() != null && (url.getRawPath().isEmpty() || url.getRawPath().equals("/")) ? url : null;
  }

  static Settings.Fleet fleet(SettingsSection section) {
    Settings.Fleet plain = Settings.Fleet.DEFAULTS;
    Duration stale = section.duration("stale-after", plain.staleAfter(), Duration.ofSeconds(1));
    Duration offline = section.duration("offline-after", plain.offlineAfter(), Duration.ofSeconds(1));
    if (offline.compareTo(stale) <= 0) {
      section.problem("offline-after",
          "must be longer than stale-after (" + stale.toSeconds() + "s), was " + offline.toSeconds() + "s");
    }
    int most = section.integer("most-bots", plain.mostBots(), 1, 10_000);
    section.refuseUnknown();
    return new Settings.Fleet(stale, offline, most);
  }

  static Settings.Performance performance(SettingsSection section) {
    Settings.Performance plain = Settings.Performance.DEFAULTS;
    String sampling = section.text("sampling", "daily");
    Duration period = sampling.equals("daily") ? null : SettingsSection.duration(sampling);
    if (period == null ? !sampling.equals("daily") : !Sampling.isLength(period)) {
      section.problem("sampling", "must be daily, or a duration of whole seconds from 1s to 366d, was \"" + sampling + "\"");
      period = null;
    }
    double perYear = period == null ? plain.periodsPerYear() : Duration.ofDays(365).toMillis() / (double) period.toMillis();
    Settings.Performance performance = new Settings.Performance(
        period,
        section.number("periods-per-year", perYear, 1, 40_000_000),
        section.number("risk-free-rate", plain.riskFreeRate(), -0.5, 0.5));
    section.refuseUnknown();
    return performance;
  }

  static Settings.Retention retention(SettingsSection section) {
    Settings.Retention plain = Settings.Retention.DEFAULTS;
    Duration hour = Duration.ofHours(1);
    Settings.Retention retention = new Settings.Retention(
        section.duration("journal", plain.journal(), hour),
        section.duration("events", plain.events(), hour),
        section.duration("samples", plain.samples(), hour),
        section.duration("minutes", plain.minutes(), hour),
        section.duration("hours", plain.hours(), hour));
    section.refuseUnknown();
    return retention;
  }
}
