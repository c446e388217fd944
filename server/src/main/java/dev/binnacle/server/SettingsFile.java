package dev.binnacle.server;

import dev.binnacle.model.BotId;
import dev.binnacle.model.InstancePolicy;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code binnacle.yaml}, which may also be JSON. Strict: an unknown key, a value out of range or a missing secret refuses the file. */
public final class SettingsFile {
  private static final int LARGEST = 1 << 20;

  private SettingsFile() {}

  /**
   * @param environment looks up an environment variable
   * @throws SettingsException if the file cannot be used; it names all problems at once
   */
  public static Settings read(Path file, Function<String, @Nullable String> environment) {
    String name = String.valueOf(file.getFileName());
    try {
      if (Files.size(file) > LARGEST) {
        throw new SettingsException(List.of(file + " is larger than 1 MiB, which no settings file should be"));
      }
      return parse(Files.readString(file), name, environment);
    } catch (CharacterCodingException e) {
      throw new SettingsException(List.of(file + " is not UTF-8; save it as UTF-8"));
    } catch (IOException e) {
      throw new SettingsException(List.of("cannot read " + file + ": " + e.getMessage()));
    }
  }

  /** As {@link #read}, of a text; {@code name} stands for the file in messages. */
  public static Settings parse(String yaml, String name, Function<String, @Nullable String> environment) {
    List<String> problems = new ArrayList<>();
    Node root;
    try {
      LoadSettings strict =
          LoadSettings.builder().setLabel(name).setAllowDuplicateKeys(false).setMaxAliasesForCollections(10).setUseMarks(true)
              .build();
      root = new Compose(strict).composeString(yaml).orElse(null);
    } catch (YamlEngineException e) {
      throw new SettingsException(List.of(name + " is not valid YAML: " + told(e)));
    }
    Settings settings = settings(new SettingsSection("", name, root, problems, environment));
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
    return settings;
  }

  /** Without the lines that the parser quotes: a secret may stand in them. */
  private static String told(YamlEngineException e) {
    return e instanceof MarkedYamlEngineException marked
        ? marked.getProblem()
            + marked.getProblemMark().map(mark -> ", at line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1))
                .orElse("")
        : String.valueOf(e.getMessage());
  }

  private static Settings settings(SettingsSection root) {
    Settings.Server server = server(root.section("server"), root.section("dashboard"));
    SettingsSection storage = root.section("storage");
    Path data = Path.of(storage.text("data", "data"));
    Settings.Retention retention = retention(storage.section("retention"));
    storage.refuseUnknown();
    Settings settings = new Settings(
        server, data, fleet(root.section("fleet")), performance(root.section("performance")), retention,
        bots(root.names("bots")));
    root.refuseUnknown();
    return settings;
  }

  private static Settings.Server server(SettingsSection section, SettingsSection dashboard) {
    Settings.Server plain = Settings.Server.DEFAULTS;
    int dashboardPort = dashboard.integer("port", plain.port(), 0, 65_535);
    boolean enabled = dashboard.flag("enabled", true);
    Duration refresh = dashboard.duration("refresh-interval", plain.refreshInterval(), Duration.ofMillis(50));
    dashboard.refuseUnknown();
    Settings.Server server = new Settings.Server(
        section.text("host", plain.host()),
        section.integer("port", dashboardPort, 0, 65_535),
        section.optional("public-url", "an address such as https://watch.example.org", SettingsFile::origin),
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

  private static @Nullable URI origin(String text) {
    URI url = URI.create(text);
    boolean isWeb = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    return isWeb && url.getHost() != null && (url.getRawPath().isEmpty() || url.getRawPath().equals("/")) ? url : null;
  }

  private static Settings.Fleet fleet(SettingsSection section) {
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

  private static Settings.Performance performance(SettingsSection section) {
    Settings.Performance plain = Settings.Performance.DEFAULTS;
    String sampling = section.text("sampling", "daily");
    Duration period = sampling.equals("daily") ? null : SettingsSection.duration(sampling);
    if (period == null && !sampling.equals("daily") || period != null && period.compareTo(Duration.ofSeconds(1)) < 0) {
      section.problem("sampling", "must be daily, or a duration of at least 1s, was \"" + sampling + "\"");
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

  private static Settings.Retention retention(SettingsSection section) {
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

  private static Map<BotId, Settings.Bot> bots(SettingsSection section) {
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
    if (!section.has("config")) {
      return new Settings.Bot(policy, token, null, Settings.Canary.DEFAULTS);
    }
    SettingsSection config = section.section("config");
    Settings.Canary canary = canary(config.section("canary"));
    return new Settings.Bot(policy, token, config(config), canary);
  }

  private static Settings.Canary canary(SettingsSection section) {
    Settings.Canary plain = Settings.Canary.DEFAULTS;
    int errors = section.integer("errors", plain.errors(), 0, 1_000_000);
    BigDecimal loss =
        section.parsed("loss-percent", plain.lossPercent(), "a number above 0 and up to 100, such as 1.0", text -> {
          BigDecimal number = new BigDecimal(text);
          return number.signum() > 0 && number.compareTo(BigDecimal.valueOf(100)) <= 0 ? number : null;
        });
    section.refuseUnknown();
    return new Settings.Canary(errors, loss);
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
