package dev.binnacle.server;

import dev.binnacle.model.BotId;
import dev.binnacle.notify.EquityChart;
import dev.binnacle.storage.Registry;
import dev.binnacle.storage.Storage;
import dev.binnacle.web.WebPorts;
import dev.binnacle.web.WebServer;
import dev.binnacle.web.WebServerException;
import dev.binnacle.web.WebSettings;
import dev.binnacle.web.api.Alerting;
import dev.binnacle.web.live.LiveSettings;
import dev.binnacle.web.security.AccessToken;
import dev.binnacle.web.security.Role;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Connects the web to the rooms behind it. */
final class WebWiring {
  private static final Duration SESSION_LIFETIME = Duration.ofDays(7);
  private static final String KEYS = "key";
  private static final String SESSION_KEY = "session";

  private final Settings settings;
  private final Binnacle.Rooms rooms;
  private final @Nullable SettingsWatch watch;
  private final ServerView view;
  private final HealthOnDemand health;
  private final AuditLog audit;
  private final InstantSource clock;
  private final dev.binnacle.web.security.Secret commandToken = dev.binnacle.web.security.Secret.random("bnc_");

  /**
   * @param watch null when no settings file is followed
   */
  WebWiring(Settings settings, Binnacle.Rooms rooms, @Nullable SettingsWatch watch, ServerView view, HealthOnDemand health,
      AuditLog audit, InstantSource clock) {
    this.settings = settings;
    this.rooms = rooms;
    this.watch = watch;
    this.view = view;
    this.health = health;
    this.audit = audit;
    this.clock = clock;
  }

  /** The token that this user's command line uses while this process runs. */
  Secret commandToken() {
    return new Secret(commandToken.reveal());
  }

  /**
   * @throws StartException if the port is taken or a secret is too short
   */
  WebServer start() {
    try {
      return WebServer.start(
          webSettings(),
          new WebPorts(
              new SnapshotFeed(rooms.loop()),
              new StoredHistory(rooms.storage().history(), rooms.storage().samples()),
              new IngestIntake(rooms.ingest()),
              new AnnouncementFeed(rooms.loop()),
              new LoopCommands(rooms.loop()),
              rooms.configs(),
              alerting(),
              new LoopHalts(rooms.loop(), rooms.storage(), audit, clock),
              new IngestCommands(rooms.ingest().commands()),
              rooms.actions(),
              rooms.reconciler(),
              new RegistryAccessStore(rooms.storage().registry(), fixedTokens(), clock),
              view,
              health,
              clock));
    } catch (WebServerException | IllegalArgumentException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  private Alerting alerting() {
    LoopAlerts alerts = new LoopAlerts(rooms.loop());
    Storage storage = rooms.storage();
    return new Alerting(
        alerts,
        new StoredAlerts(storage.alerts()),
        alerts,
        new RulesInForce(settings, watch, storage, rooms.errands()),
        new StoredNotifications(storage.outbox(), storage.alerts(), rooms.messaging(), rooms.errands(), previews()),
        new StoredDevices(rooms.subscriptions(), rooms.messaging()::channels, rooms.errands(), clock));
  }

  private MessagePreviews previews() {
    Storage storage = rooms.storage();
    Settings.Server server = settings.server();
    return new MessagePreviews(
        storage.outbox(), rooms.messaging()::channels, new EquityChart(new StoredEquity(storage.samples()), server.timeZone()),
        server.timeZone(), server.publicUrl());
  }

  private WebSettings webSettings() {
    Settings.Server server = settings.server();
    return new WebSettings(
        server.host(),
        server.port(),
        server.publicUrl(),
        Set.copyOf(server.allowedHosts()),
        sessionKey(server.sessionSecret()),
        SESSION_LIFETIME,
        webSecret(server.token()),
        LiveSettings.DEFAULT.withRefreshInterval(server.refreshInterval()),
        server.dashboard());
  }

  private static dev.binnacle.web.security.@Nullable Secret webSecret(@Nullable Secret secret) {
    return secret == null ? null : dev.binnacle.web.security.Secret.of(secret.reveal());
  }

  /** The key of the settings, else the one that was made at the first start. */
  private dev.binnacle.web.security.Secret sessionKey(@Nullable Secret ofSettings) {
    if (ofSettings != null) {
      return dev.binnacle.web.security.Secret.of(ofSettings.reveal());
    }
    Registry registry = rooms.storage().registry();
    byte[] kept = registry.get(KEYS, SESSION_KEY).orElseGet(() -> {
      byte[] made = dev.binnacle.web.security.Secret.random("").reveal().getBytes(StandardCharsets.UTF_8);
      registry.put(KEYS, SESSION_KEY, made);
      return made;
    });
    return dev.binnacle.web.security.Secret.of(new String(kept, StandardCharsets.UTF_8));
  }

  private List<AccessToken> fixedTokens() {
    Instant now = clock.instant();
    List<AccessToken> tokens = new ArrayList<>();
    tokens.add(new AccessToken("command-line", "command line", Role.ADMIN, null, commandToken.hash(), now, "start", null));
    tokens.addAll(tokensOf(settings, now));
    return tokens;
  }

  /** The tokens of bots that the settings name. The id changes with the secret. */
  static List<AccessToken> tokensOf(Settings settings, Instant now) {
    List<AccessToken> tokens = new ArrayList<>();
    settings.bots().forEach((bot, its) -> {
      dev.binnacle.web.security.Secret secret = webSecret(its.token());
      if (secret != null) {
        tokens.add(ofBot(bot, secret, now));
      }
    });
    return tokens;
  }

  private static AccessToken ofBot(BotId bot, dev.binnacle.web.security.Secret secret, Instant now) {
    return new AccessToken(
        "settings-" + bot + "-" + secret.hash().substring(0, 12), bot.value(), Role.INGEST, bot, secret.hash(), now, "settings",
        null);
  }
}
