package dev.binnacle.client;

import dev.binnacle.model.BotId;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.InstancePolicy;
import dev.binnacle.model.TradingMode;
import dev.binnacle.protocol.Link;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a {@link Monitor} to be. Every one has a default, and what makes no sense throws {@link IllegalArgumentException}
 * here, where a person is watching, and not later.
 *
 * <p><b>Threads:</b> one thread at a time.
 */
public final class MonitorBuilder {
  private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(10);
  private static final Duration LONGEST_INTERVAL = Duration.ofHours(1);
  private static final int LONGEST_WORD = 64;

  private final BotId bot;
  private final @Nullable URI linkUri;
  private final @Nullable String token;
  private final @Nullable Link link;
  private final List<String> secrets = new ArrayList<>();

  private TradingMode mode = TradingMode.LIVE;
  private InstancePolicy instances = InstancePolicy.SINGLE;
  private @Nullable String venue;
  private @Nullable String strategy;
  private @Nullable String version;
  private @Nullable Path spoolDirectory = Path.of(System.getProperty("user.home", "."), ".binnacle", "spool");
  private long spoolBytes = 64L << 20;
  private Duration spoolInterval = Duration.ofMillis(1);
  private int queueCapacity = 16_384;
  private Duration heartbeatInterval = Duration.ofSeconds(5);
  private Duration metricsInterval = Duration.ofSeconds(5);
  private Duration collectorBudget = Duration.ofSeconds(1);
  private boolean detailedLogs;
  private @Nullable Path logFile;
  private Duration closeTimeout = Duration.ofSeconds(5);
  private boolean closeAtShutdown;
  private @Nullable SSLContext tls;
  private Clock clock = Clock.systemUTC();
  private LongSupplier nanoTime = System::nanoTime;
  private @Nullable InstanceId instance;
  private @Nullable Path haltDirectory;
  private Silence silence = Silence.GO_ON;
  private boolean reduceUntilHeard;
  private Duration grace = Duration.ofMinutes(1);
  private OrderLimits limits = OrderLimits.NONE;
  private RiskTiers riskTiers = RiskTiers.STANDARD;

  MonitorBuilder(String bot, URI server, String token) {
    this.bot = new BotId(bot);
    this.linkUri = linkUri(server, this.bot);
    this.token = token(token);
    this.link = null;
    secrets.add(token);
  }

  MonitorBuilder(String bot, Link link) {
    this.bot = new BotId(bot);
    this.linkUri = null;
    this.token = null;
    this.link = link;
  }

  static MonitorBuilder from(Map<String, String> environment) {
    return new MonitorBuilder(
        required(environment, "BINNACLE_BOT"),
        URI.create(required(environment, "BINNACLE_URL")),
        required(environment, "BINNACLE_TOKEN"));
  }

  private static String required(Map<String, String> environment, String name) {
    String value = environment.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(
          name + " is not set in the environment: start the bot with \"binnacle launch\", or set it");
    }
    return value;
  }

  /** Whether orders move real money. Default: {@link TradingMode#LIVE}. */
  public MonitorBuilder mode(TradingMode newMode) {
    mode = newMode;
    return this;
  }

  /** Whether several processes of this bot may run at once. Default: {@link InstancePolicy#SINGLE}. */
  public MonitorBuilder instances(InstancePolicy policy) {
    instances = policy;
    return this;
  }

  /** Where the bot trades; at most 64 characters. */
  public MonitorBuilder venue(String name) {
    venue = word("venue", name);
    return this;
  }

  /** What the bot trades by; at most 64 characters. */
  public MonitorBuilder strategy(String name) {
    strategy = word("strategy", name);
    return this;
  }

  /** The bot's own version; at most 64 characters. */
  public MonitorBuilder version(String name) {
    version = word("version", name);
    return this;
  }

  /**
   * Where durable events wait for the server. Each bot has a directory of its own in it, and several processes may use it at once.
   * Default: {@code .binnacle/spool} in the user's home. Give every run of a bot the same one: a run sends what the run before has left.
   */
  public MonitorBuilder spoolDirectory(Path directory) {
    spoolDirectory = directory;
    return this;
  }

  /** Holds durable events in memory only, at most 4 MiB of them: what was not sent is lost with the process. */
  public MonitorBuilder withoutSpoolDirectory() {
    spoolDirectory = null;
    return this;
  }

  /** How many bytes this run may spool, at least 1 MiB. An event takes about 300. Default: 64 MiB. */
  public MonitorBuilder spoolBytes(long bytes) {
    if (bytes < Spool.Bounds.SMALLEST || bytes > 1L << 40) {
      throw new IllegalArgumentException("spoolBytes must be from 1 MiB to 1 TiB, was " + bytes);
    }
    spoolBytes = bytes;
    return this;
  }

  /**
   * Within which time of the call a durable event is in the spool while the bot is busy. A longer one wakes the processor less often.
   * From 100 µs to 100 ms; default: 1 ms.
   */
  public MonitorBuilder spoolInterval(Duration interval) {
    spoolInterval = within("spoolInterval", interval, Duration.ofNanos(100_000), Duration.ofMillis(100));
    return this;
  }

  /** How many durable events may be on their way to the spool at once, from 16 to 1,048,576. Default: 16,384. */
  public MonitorBuilder queueCapacity(int events) {
    if (events < 16 || events > 1 << 20) {
      throw new IllegalArgumentException("queueCapacity must be from 16 to 1048576, was " + events);
    }
    queueCapacity = events;
    return this;
  }

  /** How often the bot says that it is alive; from 10 ms to 1 h. Default: 5 s. */
  public MonitorBuilder heartbeatInterval(Duration interval) {
    heartbeatInterval = within("heartbeatInterval", interval, SHORTEST_INTERVAL, LONGEST_INTERVAL);
    return this;
  }

  /** How often metrics are read and sent; from 10 ms to 1 h. Default: 5 s. */
  public MonitorBuilder metricsInterval(Duration interval) {
    metricsInterval = within("metricsInterval", interval, SHORTEST_INTERVAL, LONGEST_INTERVAL);
    return this;
  }

  /** How long a custom collector may take before it is given up for good; from 10 ms to 1 h. Default: 1 s. */
  public MonitorBuilder collectorBudget(Duration budget) {
    collectorBudget = within("collectorBudget", budget, SHORTEST_INTERVAL, LONGEST_INTERVAL);
    return this;
  }

  /** Whether log lines given to {@link Monitor#log} are sent. Default: no. */
  public MonitorBuilder detailedLogs(boolean sent) {
    detailedLogs = sent;
    return this;
  }

  /** The bot's log file, whose size is then reported as {@code log_file_size_mb}. */
  public MonitorBuilder logFile(Path file) {
    logFile = file;
    return this;
  }

  /** How long {@link Monitor#close} may take; at most 1 h. Default: 5 s. */
  public MonitorBuilder closeTimeout(Duration timeout) {
    closeTimeout = within("closeTimeout", timeout, Duration.ZERO, LONGEST_INTERVAL);
    return this;
  }

  /**
   * Closes the monitor when the process is asked to end. Shutdown hooks run side by side: leave this off if one of the bot's own still
   * publishes, and close the monitor at its end. Default: off.
   */
  public MonitorBuilder closeAtShutdown(boolean closes) {
    closeAtShutdown = closes;
    return this;
  }

  /** A text, of 4 characters at least, that must never be sent in an error or a log line, such as a venue's key. */
  public MonitorBuilder secret(String text) {
    if (text.length() < 4) {
      throw new IllegalArgumentException(
          "a secret must have at least 4 characters: a shorter one would be found in every other word");
    }
    secrets.add(text);
    return this;
  }

  /** Whom to trust when the server is reached by https. Default: whom the JDK trusts. */
  public MonitorBuilder trust(SSLContext context) {
    tls = context;
    return this;
  }

  /** The clock that times are taken from. Default: the system's. */
  public MonitorBuilder clock(Clock newClock) {
    clock = newClock;
    return this;
  }

  /**
   * The id of this run, which must never be used again. It begins with a letter or a digit. Default: a new one made of the time and
   * a random number.
   */
  public MonitorBuilder instance(String id) {
    InstanceId chosen = new InstanceId(id);
    if (!Character.isLetterOrDigit(id.charAt(0))) {
      throw new IllegalArgumentException("instance must begin with a letter or a digit, was " + id);
    }
    instance = chosen;
    return this;
  }

  /**
   * A folder that is looked into for halt files, beside the spool directory: {@code HALT} stops every bot that looks there, {@code
   * HALT-<bot>} this one. A folder that many machines mount stops a whole fleet without any server. Default: none.
   */
  public MonitorBuilder haltDirectory(Path directory) {
    haltDirectory = directory;
    return this;
  }

  /**
   * What the guard does when there has been no link to the server for longer than {@code graceTime}, from 1 s to 1 h. Default: {@link
   * Silence#GO_ON}.
   */
  public MonitorBuilder whenSilent(Silence policy, Duration graceTime) {
    grace = within("graceTime", graceTime, Duration.ofSeconds(1), LONGEST_INTERVAL);
    silence = policy;
    return this;
  }

  /**
   * Lets a new run only reduce until the server has welcomed it, which tells it first of the halts that hold the bot. Without this a run
   * that begins under a halt, on a disk that knows nothing of it, may send orders for as long as it is connecting. With it a bot trades on
   * no machine that has not reached the server. Default: not so.
   */
  public MonitorBuilder reduceUntilHeard() {
    reduceUntilHeard = true;
    return this;
  }

  /** What the guard holds every order against. Default: {@link OrderLimits#NONE}. */
  public MonitorBuilder orderLimits(OrderLimits newLimits) {
    limits = newLimits;
    return this;
  }

  /** By which drawdowns {@link Guard#riskFactor} falls. Default: {@link RiskTiers#STANDARD}. */
  public MonitorBuilder riskTiers(RiskTiers tiers) {
    riskTiers = tiers;
    return this;
  }

  /** Time that only goes on, for tests that do not want to wait for hours. */
  MonitorBuilder nanoTime(LongSupplier source) {
    nanoTime = source;
    return this;
  }

  /** Makes the monitor and begins to connect, without waiting for that. */
  public Monitor connect() {
    ClientCore core = new ClientCore(options(), linked());
    core.start();
    return new Monitor(core, closeAtShutdown);
  }

  private Options options() {
    return new Options(
        bot,
        instance != null ? instance : InstanceIds.next(clock.millis()),
        mode,
        instances,
        venue,
        strategy,
        version,
        spoolDirectory,
        spoolBytes,
        spoolInterval,
        queueCapacity,
        heartbeatInterval,
        metricsInterval,
        collectorBudget,
        detailedLogs,
        logFile,
        closeTimeout,
        List.copyOf(secrets),
        clock,
        nanoTime,
        new GuardOptions(haltDirectory, silence, grace, reduceUntilHeard, limits, riskTiers));
  }

  private Uplink.Linked linked() {
    Link given = link;
    if (given != null) {
      return new Uplink.Linked(given, () -> false);
    }
    URI uri = linkUri;
    String bearer = token;
    if (uri == null || bearer == null) {
      throw new IllegalStateException("neither a link nor a server");
    }
    WebSocketLink own = new WebSocketLink(uri, bearer, tls);
    return new Uplink.Linked(own, own::isRefused);
  }

  private static URI linkUri(URI server, BotId bot) {
    String scheme = String.valueOf(server.getScheme()).toLowerCase(Locale.ROOT);
    String socket =
        switch (scheme) {
          case "http", "ws" -> "ws";
          case "https", "wss" -> "wss";
          default -> throw new IllegalArgumentException("server must be an http or https address, was " + scheme + ":");
        };
    if (server.getHost() == null || server.getUserInfo() != null || server.getQuery() != null || server.getFragment() != null) {
      throw new IllegalArgumentException("server must be like http://127.0.0.1:8000, with no user, query or fragment in it");
    }
    String base = withoutLastSlashes(server.getPath() == null ? "" : server.getPath());
    try {
      return new URI(socket, null, server.getHost(), server.getPort(), base + "/api/v1/bots/" + bot + "/link", null, null);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("server must be like http://127.0.0.1:8000: " + e.getReason(), e);
    }
  }

  private static String withoutLastSlashes(String path) {
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end);
  }

  /** The token itself never stands in a message. */
  private static String token(String token) {
    if (token.isEmpty() || token.length() > 4_096 || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(
          "token must have 1 to 4096 visible ASCII characters, had " + token.length() + " characters");
    }
    return token;
  }

  private static String word(String name, String value) {
    if (value.length() > LONGEST_WORD) {
      throw new IllegalArgumentException(name + " must have at most " + LONGEST_WORD + " characters, had " + value.length());
    }
    return Texts.text(value, LONGEST_WORD);
  }

  private static Duration within(String name, Duration value, Duration shortest, Duration longest) {
    if (value.compareTo(shortest) < 0 || value.compareTo(longest) > 0) {
      throw new IllegalArgumentException("%s must be from %s to %s, was %s".formatted(name, shortest, longest, value));
    }
    return value;
  }
}
