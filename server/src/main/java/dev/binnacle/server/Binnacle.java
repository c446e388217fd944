package dev.binnacle.server;

import dev.binnacle.config.ConfigDesk;
import dev.binnacle.engine.Input;
import dev.binnacle.exchange.Timepiece;
import dev.binnacle.ingest.Ingest;
import dev.binnacle.model.BotId;
import dev.binnacle.notify.Charts;
import dev.binnacle.notify.EquityChart;
import dev.binnacle.notify.SignedPost;
import dev.binnacle.notify.http.Http;
import dev.binnacle.protocol.Limits;
import dev.binnacle.protocol.Link;
import dev.binnacle.protocol.LinkMessage;
import dev.binnacle.server.scoring.Models;
import dev.binnacle.server.scoring.Scoring;
import dev.binnacle.storage.Storage;
import dev.binnacle.storage.StorageException;
import dev.binnacle.storage.StorageSettings;
import dev.binnacle.web.WebServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole Binnacle in this process: storage, engine, intake and web, from start to an orderly end.
 *
 * <p><b>Threads:</b> thread-safe.
 */
public final class Binnacle implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Binnacle.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
  /** A bot that takes a command answers when it has stopped, and that is quick or not so at all. */
  private static final Duration HOOK_LIMIT = Duration.ofSeconds(5);

  private final Settings settings;
  private final Rooms rooms;
  private final CheckpointKeeper checkpoints;
  private final Upkeep upkeep;
  private final WebServer web;
  private final ServerPointer pointer;
  private final @Nullable SettingsWatch watch;
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean closing;

  /** The rooms of a server that its adapters look into. */
  record Rooms(Storage storage, EngineLoop loop, EngineAdmission admission, Ingest ingest, ConfigDesks configs,
      ConfigNotes notes, Messaging messaging, RemoteControls phones,
      AlertsToBots toBots, StoredSubscriptions subscriptions, Scoring scoring, HaltErrands halts, CommandHooks hooks,
      ActionDesk actions, DirectAdoption direct, Reconciler reconciler, ExecutorService errands) {}

  /** A part of a server that is not whole yet, and how it ends. */
  private record Opened(String name, Runnable end) {}

  private Binnacle(Settings settings, Rooms rooms, CheckpointKeeper checkpoints, Upkeep upkeep, WebServer web,
      ServerPointer pointer,
      @Nullable SettingsWatch watch) {
    this.settings = settings;
    this.rooms = rooms;
    this.checkpoints = checkpoints;
    this.upkeep = upkeep;
    this.web = web;
    this.pointer = pointer;
    this.watch = watch;
  }

  /** The version of this build. */
  public static String version() {
    String version = Binnacle.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /**
   * Starts a server and returns when it answers.
   *
   * @throws StartException if it cannot: the port is taken, the data is in use or was written by a newer program
   */
  public static Binnacle start(Settings settings) {
    return start(settings, null, null);
  }

  /**
   * As {@link #start(Settings)}, and follows the file while the server runs.
   *
   * @throws SettingsException if the file cannot be used
   * @throws StartException if the server cannot start
   */
  public static Binnacle start(SettingsSource source) {
    return start(source, null);
  }

  /**
   * As {@link #start(SettingsSource)}, with a terminal.
   *
   * @param terminal where channels of type console print; null to have their messages in the log
   */
  public static Binnacle start(SettingsSource source, @Nullable PrintStream terminal) {
    Settings settings = source.read();
    Path file = source.file();
    SettingsWatch watch =
        file == null ? null : new SettingsWatch(source, file, settings, settings.data().resolve("settings"));
    return start(settings, watch, terminal);
  }

  private static Binnacle start(Settings settings, @Nullable SettingsWatch watch, @Nullable PrintStream terminal) {
    return start(settings, watch, terminal, InstantSource.system());
  }

  /** As {@link #start(Settings)}, by a clock of the caller's. */
  static Binnacle start(Settings settings, InstantSource clock) {
    return start(settings, null, null, clock);
  }

  private static Binnacle start(
      Settings settings, @Nullable SettingsWatch watch, @Nullable PrintStream terminal, InstantSource clock) {
    settings.warnings().forEach(log::warn);
    Storage storage = open(settings, clock);
    EngineLoop loop;
    try {
      loop = new EngineLoop(EngineBoot.start(settings, storage), storage.journal(), storage.samples(), clock);
    } catch (RuntimeException e) {
      storage.close();
      throw new StartException("what was remembered cannot be read: " + e.getMessage(), e);
    }
    Deque<Opened> opened = new ArrayDeque<>();
    opened.push(new Opened("storage", storage::close));
    opened.push(new Opened("engine", loop::close));
    try {
      EngineAdmission admission = new EngineAdmission(loop, storage.journal());
      Ingest ingest = new Ingest(admission, new GuardIntake(loop), Limits.DEFAULT);
      ConfigNotes notes = new ConfigNotes(loop);
      opened.push(new Opened("config notes", notes::close));
      ManagedConfigs managed = new ManagedConfigs(
          (bot, config) -> new ManagedConfig.Surroundings(
              settings.server().configRoot(),
              settings.data().resolve("config"),
              new FleetGate(bot, loop::snapshot, config.market(), clock),
              notes,
              live -> new ConfigDesk(live)::answer,
              watch == null ? "binnacle.yaml" : watch.name()));
      ConfigDesks desks =
          new ConfigDesks(loop, managed, ingest.offers(), bot -> canary(watch == null ? settings : watch.taken(), bot), clock);
      opened.push(new Opened("configurations", desks::close));
      ExecutorService errands = Executors.newVirtualThreadPerTaskExecutor();
      opened.push(new Opened("errands", errands::shutdownNow));
      AuditLog audit = new AuditLog(settings.data().resolve("audit.log"));
      StoredSubscriptions subscriptions = new StoredSubscriptions(storage.registry(), audit, clock);
      AlertsToBots toBots = new AlertsToBots(ingest::tell);
      opened.push(new Opened("alerts to bots", toBots::close));
      Messaging messaging = messaging(settings, storage, loop, subscriptions, terminal, clock);
      opened.push(new Opened("messages", messaging::close));
      RemoteControls phones = phones(settings, storage, loop, desks, audit, clock);
      opened.push(new Opened("remote controls", phones::close));
      loop.alertsTo(toBots);
      Exchanges exchanges = new Exchanges(settings.exchanges(), settings.bots(), Timepiece.system());
      HaltLog haltLog = HaltLog.open(settings.data().resolve("halt.log"));
      ActionDoor door = new ActionDoor();
      HaltErrands halts = halts(loop, ingest, exchanges, haltLog, door);
      opened.push(new Opened("halts", halts::close));
      Supplier<Settings> now = watch == null ? () -> settings : watch::taken;
      ActionDesk actions = new ActionDesk(loop, exchanges, () -> now.get().trading(), door, Timepiece.system());
      opened.push(new Opened("actions", actions::close));
      CommandHooks hooks = hooks(now, ingest, loop, clock);
      opened.push(new Opened("webhooks of bots", hooks::close));
      ingest.commands().listen(hooks);
      loop.errandsTo(halts);
      DirectAdoption direct = new DirectAdoption(loop, settings.data(), clock);
      opened.push(new Opened("direct halts", direct::close));
      Reconciler reconciler = new Reconciler(settings, exchanges, loop, storage.registry(), Timepiece.system());
      opened.push(new Opened("reconciliation", reconciler::close));
      Scoring scoring = new Scoring(new Models(new KeptValues(storage.samples())), loop.mailbox()::offer);
      opened.push(new Opened("scoring", scoring::close));
      loop.weighingsTo(scoring::ask);
      Rooms rooms = new Rooms(
          storage, loop, admission, ingest, desks, notes, messaging, phones, toBots, subscriptions, scoring, halts, hooks,
          actions, direct, reconciler, errands);
      toBots.start();
      halts.start();
      scoring.start();
      loop.start();
      new HaltRecovery(loop, haltLog).run();
      actions.start();
      messaging.start();
      loop.mailbox().offer(new Input.Declared(List.copyOf(settings.bots().keySet())));
      direct.start();
      reconciler.start();
      managed.start(settings.bots());
      phones.start(settings.alerting().channels());
      ServerView view = new ServerView(rooms, settings.data(), watch, clock);
      Upkeep upkeep = new Upkeep(rooms, settings, watch, view::historyLag, clock);
      opened.push(new Opened("upkeep", upkeep::close));
      upkeep.start();
      WebWiring wiring = new WebWiring(settings, rooms, watch, view,
          new HealthOnDemand(upkeep.caretaker()::look, audit, errands, clock, System::nanoTime), audit, clock);
      WebServer web = wiring.start();
      opened.push(new Opened("web", web::close));
      CheckpointKeeper checkpoints = new CheckpointKeeper(loop, storage);
      opened.push(new Opened("checkpoints", checkpoints::close));
      checkpoints.start();
      ServerPointer pointer = new ServerPointer(URI.create(web.url()), wiring.commandToken(), ProcessHandle.current().pid());
      if (watch != null) {
        watch.start(new HotSettings(loop, managed, messaging, phones, upkeep, web.tokens(), clock));
      }
      return new Binnacle(settings, rooms, checkpoints, upkeep, web, pointer, watch);
    } catch (RuntimeException e) {
      opened.forEach(one -> step(one.name, one.end));
      throw e instanceof StartException known ? known : new StartException("the server cannot start: " + e.getMessage(), e);
    }
  }

  private static HaltErrands halts(
      EngineLoop loop, Ingest ingest, Exchanges exchanges, HaltLog haltLog, ActionDoor door) {
    HaltErrands.Links links = new HaltErrands.Links() {
      @Override
      public void halt(BotId bot, LinkMessage.HaltTold halt) {
        ingest.tell(bot, halt);
      }

      @Override
      public void release(BotId bot, LinkMessage.ReleaseTold release) {
        ingest.tell(bot, release);
      }
    };
    ExchangeWork work = new ExchangeWork(
        exchanges, door, Timepiece.system(), (halt, epoch, bot, asked, report) -> loop.insist(
            new Input.ExchangeTold(halt, epoch, bot, asked, report)));
    return new HaltErrands(loop, links, work, exchanges, haltLog, door);
  }

  /** @param settings as they are now */
  private static CommandHooks hooks(Supplier<Settings> settings, Ingest ingest, EngineLoop loop, InstantSource clock) {
    return new CommandHooks(
        bot -> {
          Settings.Bot known = settings.get().bots().get(bot);
          return known == null ? null : known.commandHook();
        },
        ingest.commands(),
        bot -> loop.snapshot().bots().stream().filter(known -> known.id().equals(bot))
            .flatMap(known -> known.instances().stream()).filter(run -> !run.ended()).map(run -> run.id()).toList(),
        new SignedPost(HOOK_LIMIT, clock),
        CommandHooks.Pauses.STANDARD);
  }

  private static Messaging messaging(
      Settings settings, Storage storage, EngineLoop loop, StoredSubscriptions subscriptions, @Nullable PrintStream terminal,
      InstantSource clock) {
    Charts charts = new EquityChart(new StoredEquity(storage.samples()), settings.server().timeZone());
    ChannelOpener channels = new ChannelOpener(Http.create(), storage.registry(), subscriptions, terminal, clock);
    return new Messaging(
        storage.outbox(), storage.control(), loop, settings.alerting().channels(), charts, channels,
        settings.server().publicUrl(), clock);
  }

  private static RemoteControls phones(
      Settings settings, Storage storage, EngineLoop loop, ConfigDesks desks, AuditLog audit, InstantSource clock) {
    PhoneActs acts = new PhoneActs(loop, clock, settings.server().timeZone());
    PhoneFleet fleet = new PhoneFleet(loop, acts, new PhoneConfig(desks), new PhoneHalts(loop), clock);
    return new RemoteControls(storage.registry(), loop, fleet, audit, clock);
  }

  private static Settings.Canary canary(Settings settings, BotId bot) {
    Settings.Bot known = settings.bots().get(bot);
    return known == null ? Settings.Canary.DEFAULTS : known.canary();
  }

  private static Storage open(Settings settings, InstantSource clock) {
    Settings.Retention keep = settings.retention();
    StorageSettings defaults = StorageSettings.DEFAULTS;
    StorageSettings storage = new StorageSettings(
        keep.journal(), keep.events(), keep.samples(), keep.minutes(), keep.hours(), defaults.largestSeriesCount(),
        CLOSE_TIMEOUT);
    try {
      return Storage.open(settings.data(), storage, clock);
    } catch (StorageException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Lets this user's commands find the server, until it is closed: they look for the one that was named last. */
  public void nameToCommands() {
    try {
      pointer.write();
    } catch (IOException e) {
      throw new StartException("cannot write below " + ServerPointer.home() + ": " + e.getMessage(), e);
    }
  }

  /** Where people and bots reach it. */
  public URI url() {
    return URI.create(web.url());
  }

  /** A link that lets one person in as an administrator, once, within ten minutes. */
  public URI loginLink() {
    return URI.create(web.issueLoginLink().url());
  }

  /** Writes a login link to a file that only this user can read, and gives the file. */
  public Path writeLoginLink() {
    Path file = settings.data().resolve("login-link");
    try {
      ServerPointer.writeForOwner(file, loginLink() + "\n");
    } catch (IOException e) {
      throw new StartException("cannot write " + file + ": " + e.getMessage(), e);
    }
    return file;
  }

  /**
   * A link for a bot in this same process, in place of a socket: {@code Monitor.over(bot, server.link(bot))}. Who can call this needs no
   * token.
   */
  public Link link(String bot) {
    return new LocalLink(rooms.ingest, new BotId(bot));
  }

  /** Waits until the server has ended. */
  public void awaitClosed() throws InterruptedException {
    closed.await();
  }

  /** Ends in order: no more requests, the last input answered, a last checkpoint, the files. A second call waits for the first. */
  @Override
  public void close() {
    synchronized (this) {
      if (!closing) {
        closing = true;
        end();
        closed.countDown();
      }
    }
  }

  private void end() {
    try {
      pointer.remove();
    } catch (IOException e) {
      log.warn("the file that names this server could not be removed", e);
    }
    if (watch != null) {
      step("settings", watch::close);
    }
    step("web", web::close);
    step("upkeep", upkeep::close);
    step("remote controls", rooms.phones::close);
    step("messages", rooms.messaging::close);
    step("alerts to bots", rooms.toBots::close);
    step("actions", rooms.actions::close);
    step("webhooks of bots", rooms.hooks::close);
    step("direct halts", rooms.direct::close);
    step("reconciliation", rooms.reconciler::close);
    step("halts", rooms.halts::close);
    step("scores", rooms.scoring::close);
    step("errands", rooms.errands::shutdownNow);
    step("configurations", rooms.configs::close);
    step("config notes", rooms.notes::close);
    step("checkpoint", checkpoints::keep);
    step("checkpoints", checkpoints::close);
    step("engine", rooms.loop::close);
    step("storage", rooms.storage::close);
    log.info("ended");
  }

  private static void step(String name, Runnable end) {
    try {
      end.run();
    } catch (RuntimeException e) {
      log.warn("{} did not end as it should", name, e);
    }
  }
}
