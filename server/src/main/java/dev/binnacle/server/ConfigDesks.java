package dev.binnacle.server;

import dev.binnacle.config.ConfigHealth;
import dev.binnacle.config.LiveConfig;
import dev.binnacle.config.Node;
import dev.binnacle.config.Pending;
import dev.binnacle.engine.Input;
import dev.binnacle.engine.fleet.BotSnapshot;
import dev.binnacle.ingest.Offers;
import dev.binnacle.model.BotId;
import dev.binnacle.model.ConfigOutcome;
import dev.binnacle.model.Event;
import dev.binnacle.model.InstanceId;
import dev.binnacle.web.api.Commands;
import dev.binnacle.web.api.ConfigReply;
import dev.binnacle.web.api.Configurations;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Bots' configurations, whoever keeps them: the files that are kept here, and those that connected instances offer over their links. A
 * file that is kept here goes before an offer.
 *
 * <p><b>Threads:</b> thread-safe. Desks of files wait for the disk, and are asked by a few threads of their own.
 */
final class ConfigDesks implements Configurations, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigDesks.class);
  private static final Duration LINK_DEADLINE = Duration.ofSeconds(10);
  private static final long LOOK_MILLIS = 250;
  private static final int THREADS = 4;
  private static final int MOST_WAITING = 256;

  private final EngineLoop loop;
  private final ManagedConfigs managed;
  private final Offers offers;
  private final OfferedStates offered;
  private final InstanceTallies tallies;
  private final Canaries canaries;
  private final VersionWaits waits;
  /** Versions of files that were told of, and that nobody who waits has been woken for. */
  private final Map<BotId, Long> told = new ConcurrentHashMap<>();

  private final ManagedTrials trials;
  private final ManagedDesks files;
  private final ThreadPoolExecutor desks =
      new ThreadPoolExecutor(
          THREADS, THREADS, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING),
          Thread.ofPlatform().name("config-desk-", 0).daemon().factory());

  private final ScheduledExecutorService watching =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("canaries").daemon().factory());

  ConfigDesks(
      EngineLoop loop, ManagedConfigs managed, Offers offers, Function<BotId, Settings.Canary> rules, InstantSource clock) {
    this.tallies = new InstanceTallies(clock);
    this.trials = new ManagedTrials(clock);
    this.canaries =
        new Canaries(new CanarySight(loop::snapshot, loop::alerts, tallies, this::versions, trials::isPolling), rules, this::end,
            clock);
    this.offered = new OfferedStates(this::toldByLink);
    loop.acceptedTo(tallies::take);
    this.loop = loop;
    this.managed = managed;
    this.offers = offers;
    this.waits = new VersionWaits(desks);
    this.files = new ManagedDesks(managed::of, trials, canaries, desks, bot -> snapshot(bot).orElse(null), this::wake);
    desks.allowCoreThreadTimeOut(true);
    offers.listen(offered);
    loop.announceTo(this::happened);
    watching.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private Optional<BotSnapshot> snapshot(BotId bot) {
    return loop.snapshot().bot(bot);
  }

  private List<ConfigInstances.Told> versions(BotId bot) {
    LiveConfig<Node.Section> file = live(bot);
    return file == null ? offered.instances(bot, null) : instances(bot, file);
  }

  private List<ConfigInstances.Told> instances(BotId bot, LiveConfig<Node.Section> file) {
    return ConfigInstances.ofManaged(snapshot(bot).orElse(null), file.committed().hash(), trials.tried(bot, file));
  }

  /** Null when no file is kept here, or it could not be opened. */
  private @Nullable LiveConfig<Node.Section> live(BotId bot) {
    ManagedConfig file = managed.of(bot);
    ManagedConfig.Opened opened = file == null ? null : file.opened();
    return opened == null ? null : opened.live();
  }

  private void look() {
    try {
      told.forEach(this::wakeIfInForce);
      files.look();
    } catch (RuntimeException e) {
      LOG.error("trials of files could not be looked at; they end when their time is over", e);
    }
    canaries.look();
  }

  private void toldByLink(BotId bot, InstanceId instance, JsonNode trial) {
    canaries.told(bot, instance, trial);
    wake(bot);
  }

  private void wake(BotId bot) {
    waits.tell(bot, held -> isNews(bot, held));
  }

  private void happened(BotId bot, Event event) {
    if (event instanceof Event.ConfigUpdate update
        && (update.outcome() == ConfigOutcome.ACCEPTED || update.outcome() == ConfigOutcome.ROLLED_BACK)) {
      Long version = update.version();
      LiveConfig<Node.Section> file = live(bot);
      if (file != null && version != null) {
        // It is recorded, and told of, a moment before it is in force: who is woken too early would be answered the one before.
        told.merge(bot, version, Math::max);
        wakeIfInForce(bot, version);
      } else {
        waits.tell(bot, held -> version != null && held.after() != null && version > held.after() || isNews(bot, held));
      }
    }
  }

  private void wakeIfInForce(BotId bot, long version) {
    LiveConfig<Node.Section> file = live(bot);
    if ((file == null || file.committed().version() >= version) && told.remove(bot, version)) {
      wake(bot);
    }
  }

  /** Events that count for no instance, since too many instances were known. */
  long untallied() {
    return tallies.dropped();
  }

  @Override
  public List<Brief> known() {
    TreeSet<BotId> bots = new TreeSet<>(managed.all().keySet());
    offers.all().forEach(offer -> bots.add(offer.bot()));
    loop.snapshot().bots().stream().filter(bot -> bot.config() != null).forEach(bot -> bots.add(bot.id()));
    List<Brief> briefs = new ArrayList<>();
    bots.forEach(bot -> briefs.add(brief(bot)));
    return briefs;
  }

  private Brief brief(BotId bot) {
    BotSnapshot.ConfigView view = snapshot(bot).map(BotSnapshot::config).orElse(null);
    Last last = last(view);
    ManagedConfig file = managed.of(bot);
    if (file != null) {
      ManagedConfig.Opened opened = file.opened();
      if (opened == null) {
        return new Brief(bot, null, null, null, "refusing", false, null, null, 0, "managed", last);
      }
      LiveConfig<Node.Section> live = opened.live();
      String hash = live.committed().hash();
      String waits = live.pending().map(Pending::reason).orElse(null);
      return new Brief(
          bot, live.version(), hash, live.format(), word(live.health()), live.pending().isPresent(), waits, canaries.brief(bot),
          ConfigInstances.behind(snapshot(bot).orElse(null), hash, trials.tried(bot, live)), "managed", last);
    }
    InstanceId asked = keeper(bot, null);
    OfferedStates.Glimpse state = asked == null ? null : offered.of(bot, asked);
    if (state == null) {
      return new Brief(
          bot, view == null ? null : view.version(), view == null ? null : view.hash(), null, "offline", false, null,
          canaries.brief(bot), 0, "offered",
          last);
    }
    long behind =
        offers.of(bot).stream().map(Offers.Offer::instance).filter(id -> offered.isOther(bot, id, state.hash())).count();
    return new Brief(
        bot, state.version(), state.hash(), state.format(), state.status(), state.pending(), state.pendingReason(),
        canaries.brief(bot),
        (int) behind, "offered", last);
  }

  private static String word(ConfigHealth health) {
    return health.status().name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable Last last(BotSnapshot.@Nullable ConfigView view) {
    if (view == null || view.at() == null || view.outcome() == null) {
      return null;
    }
    ConfigOutcome outcome = view.outcome();
    return new Last(view.who(), view.at(), view.reason(), outcome);
  }

  @Override
  public CompletionStage<ConfigReply> call(BotId bot, String call) {
    ConfigCalls.Asked asked = ConfigCalls.read(call);
    ManagedConfig file = managed.of(bot);
    return file == null ? askLink(bot, asked) : askFile(bot, file, asked);
  }

  private CompletionStage<ConfigReply> askFile(BotId bot, ManagedConfig file, ConfigCalls.Asked asked) {
    ManagedConfig.Opened opened = file.opened();
    if (opened == null) {
      return CompletableFuture.completedFuture(ConfigCalls.unopened(bot, file, asked));
    }
    return files.call(bot, opened, asked).thenApply(reply -> told(bot, asked, reply, "managed"));
  }

  private CompletionStage<ConfigReply> askLink(BotId bot, ConfigCalls.Asked asked) {
    InstanceId trying = canaries.running(bot);
    boolean ends = asked.ends();
    InstanceId keeper = ends && trying != null ? trying : keeper(bot, asked.instance());
    if (keeper == null) {
      return CompletableFuture.completedFuture(nobody(bot, asked.instance()));
    }
    boolean begins = asked.begins();
    if (begins && trying != null && !trying.equals(keeper)) {
      return CompletableFuture.completedFuture(
          ConfigReply.refused(
              409, "trial-running",
              "instance " + trying + " is trying a configuration out already: promote or abort that first"));
    }
    if (begins) {
      canaries.beginning(bot, keeper);
    }
    return ask(bot, keeper, asked.text()).thenApply(reply -> {
      if (begins && reply.status() == 200) {
        canaries.told(bot, keeper, ConfigCalls.JSON.readTree(reply.body()).path("canary"));
      } else if (ends) {
        canaries.answered(bot, keeper, asked.name(), asked.reason(), reply);
      }
      return told(bot, asked, reply, "offered");
    });
  }

  /** For the watch over trials, whoever keeps the configuration. */
  private CompletionStage<ConfigReply> end(BotId bot, InstanceId instance, String call) {
    return managed.of(bot) == null ? ask(bot, instance, call) : files.end(bot, call);
  }

  private CompletionStage<ConfigReply> ask(BotId bot, InstanceId instance, String call) {
    return offers.call(bot, instance, call, LINK_DEADLINE)
        .thenApply(
            called -> switch (called) {
              case Offers.Called.Replied(String reply) -> ConfigReply.parse(reply);
              case Offers.Called.Failed(Offers.Reason reason, String message) -> failed(reason, message);
            });
  }

  /** The instance that is named, else the one that owns the bot's state, else the one that offered last; null when there is none. */
  private @Nullable InstanceId keeper(BotId bot, @Nullable InstanceId named) {
    List<InstanceId> there = offers.of(bot).stream().map(Offers.Offer::instance).toList();
    if (named != null) {
      return there.contains(named) ? named : null;
    }
    List<BotSnapshot.InstanceView> instances = snapshot(bot).map(BotSnapshot::instances).orElse(List.of());
    return instances.stream()
        .filter(instance -> instance.owner() && there.contains(instance.id()))
        .map(BotSnapshot.InstanceView::id)
        .findFirst()
        .orElse(there.isEmpty() ? null : there.getLast());
  }

  private ConfigReply nobody(BotId bot, @Nullable InstanceId named) {
    if (named != null) {
      return ConfigReply.refused(404, "no-instance", "no instance " + named + " of bot " + bot + " offers a configuration now");
    }
    boolean wasThere = snapshot(bot).map(BotSnapshot::config).isPresent();
    return wasThere
        ? ConfigReply.refused(503, "offline",
            "no instance of bot " + bot + " is connected that could be asked for its configuration")
        : ConfigReply.refused(
            404, "no-config",
            "bot " + bot + " offers no configuration over a link, and none is kept here: set bots." + bot + ".config.file");
  }

  private static ConfigReply failed(Offers.Reason reason, String message) {
    return switch (reason) {
      case OFFLINE -> ConfigReply.refused(503, "offline", message);
      case BUSY -> ConfigReply.refused(503, "busy", message);
      case TOO_LARGE -> ConfigReply.refused(413, "too-large", message);
      case TIMED_OUT -> ConfigReply.refused(504, "no-answer", message);
      case LOST -> ConfigReply.refused(503, "connection-lost", message);
    };
  }

  /** A state is told with what only the server knows: whose it is, who keeps it, and what each instance runs with. */
  private ConfigReply told(BotId bot, ConfigCalls.Asked asked, ConfigReply reply, String source) {
    boolean isState = asked.name().equals("state") && reply.status() == 200 || reply.status() == 412 && !reply.body().isEmpty();
    if (!isState) {
      return reply;
    }
    boolean isManaged = source.equals("managed");
    return ConfigCalls.complete(
        reply, bot, source, canaries.state(bot),
        (version, hash) -> isManaged ? versions(bot) : offered.instances(bot, hash));
  }

  @Override
  public CompletionStage<Boolean> newer(BotId bot, Held held, Duration atMost) {
    InstanceId instance = held.instance();
    if (instance != null && managed.of(bot) != null) {
      trials.polled(bot, instance);
    }
    CompletableFuture<Boolean> news = waits.await(bot, held, atMost);
    if (isNews(bot, held)) {
      waits.tell(bot, held::equals);
    }
    return news;
  }

  private boolean isNews(BotId bot, Held held) {
    if (managed.of(bot) != null) {
      LiveConfig<Node.Section> file = live(bot);
      return file != null && trials.isNews(bot, file, held);
    }
    InstanceId keeper = keeper(bot, held.instance());
    OfferedStates.Glimpse state = keeper == null ? null : offered.of(bot, keeper);
    return state != null
        && (state.version() != null && held.after() != null && state.version() > held.after()
            || held.hash() != null && !held.hash().equals(state.hash()));
  }

  @Override
  public CompletionStage<Commands.Outcome> seen(BotId bot, Seen seen) {
    Input.Command command =
        new Input.Command.NoteConfig(
            bot, seen.instance(), seen.version(), seen.hash(), seen.applied(),
            seen.reason() == null ? null : ConfigEvents.clean(seen.reason(), 1_000));
    files.seen(bot, seen);
    return loop.command(command, null).<CompletionStage<Commands.Outcome>>map(
        done -> done.thenApply(LoopCommands::outcome))
        .orElseGet(
            () -> CompletableFuture
                .completedFuture(new Commands.Outcome.Refused("too many commands wait; try again in a moment")));
  }

  @Override
  public void close() {
    managed.close();
    watching.shutdownNow();
    desks.shutdown();
  }
}
