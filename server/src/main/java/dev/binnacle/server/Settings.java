package dev.binnacle.server;

import dev.binnacle.engine.control.TriggerSettings;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Currency;
import dev.binnacle.model.InstancePolicy;
import dev.binnacle.model.Level;
import dev.binnacle.model.Money;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that can be set, as {@code binnacle.yaml} and the command line say it. Every key is optional.
 *
 * @param data the directory of all that is remembered
 * @param exchanges that the server may act on, by their names
 * @param trading whether people may place orders
 * @param reconciling how what bots claim is laid beside what their exchanges say
 * @param bots settings of single bots by name
 * @param triggers what may halt without a person, as {@code triggers} says it; whether anything may is {@code monitoring}'s
 * @param warnings what a person should know of them at the start, each with its place
 */
public record Settings(
    Server server,
    Path data,
    Fleet fleet,
    Performance performance,
    Retention retention,
    Map<String, Exchange> exchanges,
    Reconciling reconciling,
    Trading trading,
    Map<BotId, Bot> bots,
    Alerting alerting,
    TriggerSettings triggers,
    List<String> warnings) {

  /** What an empty file says. */
  public static final Settings DEFAULTS = SettingsFile.parse("", "defaults", name -> null);

  public Settings {
    exchanges = Map.copyOf(exchanges);
    bots = Map.copyOf(bots);
    warnings = List.copyOf(warnings);
  }

  /**
   * Where people and bots reach the server.
   *
   * @param host the address to listen at; loopback unless told otherwise
   * @param port 0 takes a free one
   * @param publicUrl where people reach the server through a proxy; null when they reach it directly
   * @param allowedHosts further names by which the server may be called, besides its own address and localhost
   * @param timeZone the zone of the day of account
   * @param dayStart when a day of account begins in that zone
   * @param refreshInterval at most how often {@code metrics_update} is sent
   * @param dashboard whether the dashboard is served beside the API
   * @param sessionSecret what keys the sessions; null for one made at the first start
   * @param token a token that is taken as an administrator's; null for none
   * @param configRoot the folder below which the configuration files of bots lie
   */
  public record Server(
      String host,
      int port,
      @Nullable URI publicUrl,
      List<String> allowedHosts,
      ZoneId timeZone,
      LocalTime dayStart,
      Duration refreshInterval,
      boolean dashboard,
      @Nullable Secret sessionSecret,
      @Nullable Secret token,
      Path configRoot) {
    public static final Server DEFAULTS = new Server(
        "127.0.0.1", 8000, null, List.of(), ZoneId.of("UTC"), LocalTime.MIDNIGHT, Duration.ofSeconds(1), true, null, null,
        Path.of("."));

    public Server {
      allowedHosts = List.copyOf(allowedHosts);
    }

    public Server withPort(int other) {
      return new Server(host, other, publicUrl, allowedHosts, timeZone, dayStart, refreshInterval, dashboard, sessionSecret,
          token, configRoot);
    }

    public Server withHost(String other) {
      return new Server(other, port, publicUrl, allowedHosts, timeZone, dayStart, refreshInterval, dashboard, sessionSecret,
          token, configRoot);
    }

    public Server withRefreshInterval(Duration other) {
      return new Server(host, port, publicUrl, allowedHosts, timeZone, dayStart, other, dashboard, sessionSecret, token,
          configRoot);
    }

    public Server withDashboard(boolean other) {
      return new Server(host, port, publicUrl, allowedHosts, timeZone, dayStart, refreshInterval, other, sessionSecret, token,
          configRoot);
    }

    public Server withSecrets(@Nullable Secret session, @Nullable Secret administrator) {
      return new Server(
          host, port, publicUrl, allowedHosts, timeZone, dayStart, refreshInterval, dashboard, session, administrator,
          configRoot);
    }
  }

  /** When a silent bot is called stale, and when offline. */
  public record Fleet(Duration staleAfter, Duration offlineAfter, int mostBots) {
    public static final Fleet DEFAULTS = new Fleet(Duration.ofSeconds(15), Duration.ofSeconds(60), 1_000);
  }

  /**
   * The conventions of performance figures.
   *
   * @param sampling the length of a period of return; null for a day of account
   * @param periodsPerYear by which figures of a period are brought to a year
   */
  public record Performance(@Nullable Duration sampling, double periodsPerYear, double riskFreeRate) {
    public static final Performance DEFAULTS = new Performance(null, 365, 0);
  }

  /** How long things are kept. */
  public record Retention(Duration journal, Duration events, Duration samples, Duration minutes, Duration hours) {
    public static final Retention DEFAULTS = new Retention(
        Duration.ofDays(7), Duration.ofDays(400), Duration.ofHours(24), Duration.ofDays(30), Duration.ofDays(365));
  }

  /** A way to one account at one exchange. */
  public sealed interface Exchange {
    /** A paper exchange at this address. The key names the account. */
    record Paper(URI url, Secret key) implements Exchange {}

    /**
     * A venue for which there is an adapter.
     *
     * @param name of the venue, such as {@code kraken}
     * @param symbols that the account trades
     * @param currency what its balance is told in
     * @param url null for the venue's public address
     * @param manualOrders whether people may place orders there, as {@link Trading} lets them
     */
    record Venue(String name, VenueKey key, Set<Symbol> symbols, Currency currency, @Nullable URI url, boolean manualOrders)
        implements Exchange {
      public Venue {
        symbols = Set.copyOf(symbols);
      }
    }
  }

  /** Where the key of a venue's account comes from. */
  public sealed interface VenueKey {
    /** The settings or the environment say it. */
    record Said(Secret key, Secret secret) implements VenueKey {}

    /**
     * It lies in an encrypted file, under the account's name.
     *
     * @param passphrase that opens the file; null when nobody has said it yet
     */
    record Kept(String account, Path file, @Nullable Secret passphrase) implements VenueKey {}
  }

  /**
   * How what bots claim is laid beside what their exchanges say.
   *
   * @param every how often; null for only when somebody asks
   * @param quantity how much of an instrument may differ
   * @param balance how much money may differ
   */
  public record Reconciling(@Nullable Duration every, BigDecimal quantity, BigDecimal balance) {
    public static final Reconciling DEFAULTS =
        new Reconciling(Duration.ofSeconds(60), new BigDecimal("0.00000001"), new BigDecimal("0.01"));
  }

  /**
   * Orders that people place through the server, and their limits.
   *
   * @param manualOrders whether anybody may
   * @param orderValue the most that one may be worth; null only while nobody may, as {@code exposure}
   * @param quantities the most units in one, by instrument; none for those that are not named
   * @param exposure the most that the account's positions may be worth together with it
   * @param messages how many at most {@code within} a time
   * @param duplicates so long the same is not taken again
   * @param priceDistancePct how far beyond the last price a limit may be, in percent
   */
  public record Trading(
      boolean manualOrders, @Nullable Money orderValue, Map<Symbol, BigDecimal> quantities, @Nullable Money exposure,
      int messages,
      Duration within, Duration duplicates, BigDecimal priceDistancePct) {
    public static final Trading DEFAULTS = new Trading(
        false, null, Map.of(), null, 10, Duration.ofSeconds(60), Duration.ofSeconds(30), BigDecimal.valueOf(5));

    public Trading {
      quantities = Map.copyOf(quantities);
    }
  }

  /**
   * Where a bot trades.
   *
   * @param exchange by its name
   * @param symbols the instruments that are the bot's; empty for all
   * @param orderPrefix with which the bot's own ids of its orders begin; null for any
   * @param reconciled whether what the bot claims is laid beside what the exchange says
   */
  public record Account(String exchange, Set<Symbol> symbols, @Nullable String orderPrefix, boolean reconciled) {
    public Account {
      symbols = Set.copyOf(symbols);
    }

    /** Whether the whole account is the bot's. */
    boolean isWhole() {
      return symbols.isEmpty() && orderPrefix == null;
    }
  }

  /**
   * One bot.
   *
   * @param instances what several instances at a time mean; null to let the bot say
   * @param token a token with which this bot may send; null when it has one from elsewhere
   * @param config the configuration file that is kept here for it; null when there is none
   * @param canary how a configuration that one of its instances tries out is judged
   * @param group that it belongs to; null for none
   * @param thresholds limits of its own, which go before the fleet's
   * @param account where it trades; null when the server cannot reach its exchange
   * @param commandHook where halts and releases are posted to; null for nowhere
   */
  public record Bot(
      @Nullable InstancePolicy instances,
      @Nullable Secret token,
      @Nullable Config config,
      Canary canary,
      @Nullable String group,
      Thresholds thresholds,
      @Nullable Account account,
      @Nullable CommandHook commandHook) {
    /** Of which nothing is said but that it exists. */
    public static final Bot UNSAID = new Bot(null, null, null, Canary.DEFAULTS, null, Thresholds.STOCK, null, null);

    public Bot withConfig(Config other) {
      return new Bot(instances, token, other, canary, group, thresholds, account, commandHook);
    }
  }

  /**
   * Where a bot is told of halts that has no link.
   *
   * @param url may hold a token
   * @param secret that keys the signature; null to send none
   */
  public record CommandHook(Secret url, @Nullable Secret secret) {}

  /**
   * How much worse a bot may become while one of its instances tries a configuration out, before that is taken back.
   *
   * @param errors how many errors may be added
   * @param lossPercent how far its profit may fall below its best since the start, in percent of the equity at the start; and how far
   *     the instance may stay behind the others, in percent of its own equity
   * @param alerts the lowest level of an alert of the bot that takes it back; null to look at none
   */
  public record Canary(int errors, BigDecimal lossPercent, @Nullable Level alerts) {
    public static final Canary DEFAULTS = new Canary(3, BigDecimal.ONE, Level.WARNING);
  }

  /**
   * A configuration file that is kept here for a bot.
   *
   * @param file below {@code server.config-root}
   * @param schema below {@code server.config-root}; null to take any section
   * @param rules what a schema cannot say
   * @param market when it is open, for values that may change only while it is closed; null when that is never known
   */
  public record Config(Path file, @Nullable Path schema, List<Rule> rules, @Nullable Market market) {
    public Config {
      rules = List.copyOf(rules);
    }
  }

  /**
   * An expression over a configuration that must be true.
   *
   * @param assertion in CEL: each top-level key is a variable, and {@code before} is the configuration in force
   * @param message what to tell a person when it is not
   * @param line of the settings file that it stands in
   */
  public record Rule(String assertion, String message, int line) {}

  public Settings withServer(Server other) {
    return new Settings(
        other, data, fleet, performance, retention, exchanges, reconciling, trading, bots, alerting, triggers, warnings);
  }

  public Settings withData(Path other) {
    return new Settings(
        server, other, fleet, performance, retention, exchanges, reconciling, trading, bots, alerting, triggers, warnings);
  }

  public Settings withBots(Map<BotId, Bot> others) {
    return new Settings(
        server, data, fleet, performance, retention, exchanges, reconciling, trading, others, alerting, triggers, warnings);
  }

  Settings withWarnings(List<String> others) {
    return new Settings(
        server, data, fleet, performance, retention, exchanges, reconciling, trading, bots, alerting, triggers, others);
  }
}
