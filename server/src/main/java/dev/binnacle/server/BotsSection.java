package dev.binnacle.server;

import dev.binnacle.model.BotId;
import dev.binnacle.model.InstancePolicy;
import dev.binnacle.model.Level;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what is set for single bots. */
final class BotsSection {
  private BotsSection() {}

  static Map<BotId, Settings.Bot> read(SettingsSection section) {
    Map<BotId, Settings.Bot> bots = new LinkedHashMap<>();
    for (String key : List.copyOf(section.keys())) {
      SettingsSection bot = section.section(key);
      try {
        bots.put(new BotId(key), bot(bot));
      } catch (IllegalArgumentException e) {
        section.problem(key, "is no name for a bot: " + e.getMessage());
      }
      bot.refuseUnknown();
    }
    return bots;
  }

  private static Settings.Bot bot(SettingsSection section) {
    InstancePolicy policy = section.optional("instances", "single or shards", text -> switch (text) {
      case "single" -> InstancePolicy.SINGLE;
      case "shards" -> InstancePolicy.SHARDS;
      default -> null;
    });
    Secret token = section.secret("token");
    String group = section.optionalText("group");
    Thresholds thresholds = Thresholds.read(section.section("thresholds"));
    Settings.Account account = ExchangesSection.account(section);
    Settings.CommandHook hook = section.has("commands") ? commands(section.section("commands")) : null;
    if (!section.has("config")) {
      return new Settings.Bot(policy, token, null, Settings.Canary.DEFAULTS, group, thresholds, account, hook);
    }
    SettingsSection config = section.section("config");
    Settings.Canary canary = canary(config.section("canary"));
    return new Settings.Bot(policy, token, config(config), canary, group, thresholds, account, hook);
  }

  private static Settings.@Nullable CommandHook commands(SettingsSection section) {
    Settings.CommandHook hook = section.has("webhook") ? webhook(section.section("webhook")) : null;
    section.refuseUnknown();
    return hook;
  }

  private static Settings.@Nullable CommandHook webhook(SettingsSection section) {
    Secret url = section.secret("url");
    Secret secret = section.secret("secret");
    section.refuseUnknown();
    if (url == null || !AlertsSection.isWeb(url.reveal())) {
      section.problem("url", url == null
          ? "is missing: where halts of this bot are posted to"
          : "must be an address that begins with https:// or http://");
      return null;
    }
    return new Settings.CommandHook(url, secret);
  }

  private static Settings.Canary canary(SettingsSection section) {
    Settings.Canary plain = Settings.Canary.DEFAULTS;
    int errors = section.integer("errors", plain.errors(), 0, 1_000_000);
    BigDecimal loss =
        section.parsed("loss-percent", plain.lossPercent(), "a number above 0 and up to 100, such as 1.0", text -> {
          BigDecimal number = new BigDecimal(text);
          return number.signum() > 0 && number.compareTo(BigDecimal.valueOf(100)) <= 0 ? number : null;
        });
    Level alerts =
        section.parsed("alerts", Alerts.WARNING, "warning, critical or none", Alerts::of).level;
    section.refuseUnknown();
    return new Settings.Canary(errors, loss, alerts);
  }

  /** Which alerts take a trial back. */
  private enum Alerts {
    WARNING(Level.WARNING),
    CRITICAL(Level.CRITICAL),
    NONE(null);

    private final @Nullable Level level;

    Alerts(@Nullable Level level) {
      this.level = level;
    }

    static @Nullable Alerts of(String word) {
      return Arrays.stream(values()).filter(each -> each.name().toLowerCase(Locale.ROOT).equals(word)).findFirst().orElse(null);
    }
  }

  private static Settings.@Nullable Config config(SettingsSection section) {
    String file = section.optionalText("file");
    String schema = section.optionalText("schema");
    List<Settings.Rule> rules = new ArrayList<>();
    for (SettingsSection rule : section.sections("rules")) {
      Settings.Rule read = rule(rule);
      if (read != null) {
        rules.add(read);
      }
    }
    Market market = section.has("market") ? market(section) : null;
    section.refuseUnknown();
    if (file == null && section.keys().equals(Set.of("canary"))) {
      return null;
    }
    if (file == null) {
      section.problem("file", "is missing: the configuration file of the bot, below server.config-root");
      return null;
    }
    return new Settings.Config(Path.of(file), schema == null ? null : Path.of(schema), rules, market);
  }

  private static Settings.@Nullable Rule rule(SettingsSection section) {
    String assertion = section.optionalText("assert");
    String when = section.optionalText("when");
    String message = section.optionalText("message");
    section.refuseUnknown();
    if (assertion == null) {
      section.problem("assert", "is missing: an expression that must be true, such as low < high");
      return null;
    }
    String all = when == null ? assertion : "!(" + when + ") || (" + assertion + ")";
    return new Settings.Rule(all, message == null ? "it must hold that " + all : message, section.line());
  }

  /** The name of a calendar, or hours. */
  private static @Nullable Market market(SettingsSection config) {
    if (!config.isSection("market")) {
      return config.<Market>optional(
          "market", "24/7, NYSE, NSE, or a section with open and close", text -> new Market.Named(text));
    }
    return hours(config.section("market"));
  }

  private static @Nullable MarketHours hours(SettingsSection section) {
    ZoneId zone = section.parsed("time-zone", ZoneId.of("UTC"), "a time zone such as America/New_York", ZoneId::of);
    LocalTime open = section.optional("open", "a time of day such as 09:30", LocalTime::parse);
    LocalTime close = section.optional("close", "a time of day such as 16:00", LocalTime::parse);
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String word : section.has("days") ? section.texts("days") : List.of("mon", "tue", "wed", "thu", "fri")) {
      Arrays.stream(DayOfWeek.values())
          .filter(day -> word.length() >= 3 && day.name().startsWith(word.toUpperCase(Locale.ROOT)))
          .findFirst()
          .ifPresentOrElse(days::add, () -> section.problem("days", "must list days such as mon, was \"" + word + "\""));
    }
    Set<LocalDate> holidays = new HashSet<>();
    for (String text : section.texts("holidays")) {
      try {
        holidays.add(LocalDate.parse(text));
      } catch (DateTimeParseException e) {
        section.problem("holidays", "must list days such as 2026-12-25, was \"" + text + "\"");
      }
    }
    section.refuseUnknown();
    if (open == null || close == null) {
      section.problem(open == null ? "open" : "close", "is missing: a time of day such as 09:30");
      return null;
    }
    return new MarketHours(zone, days, open, close, holidays);
  }
}
