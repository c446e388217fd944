package dev.binnacle.web;

import dev.binnacle.engine.fleet.BotSnapshot;
import dev.binnacle.engine.fleet.BotSnapshot.TradeView;
import dev.binnacle.engine.fleet.FleetSnapshot;
import dev.binnacle.model.Answer;
import dev.binnacle.model.BotId;
import dev.binnacle.model.ConfigOutcome;
import dev.binnacle.model.Event;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.Money;
import dev.binnacle.model.Problem;
import dev.binnacle.protocol.BatchFormat;
import dev.binnacle.web.api.Commands;
import dev.binnacle.web.api.ConfigReply;
import dev.binnacle.web.api.Configurations;
import dev.binnacle.web.api.EventIntake;
import dev.binnacle.web.api.HealthCheck;
import dev.binnacle.web.api.SystemView;
import dev.binnacle.web.live.Announcements;
import dev.binnacle.web.security.AccessStore;
import dev.binnacle.web.security.AccessToken;
import dev.binnacle.web.view.HistoryView;
import dev.binnacle.web.view.Snapshots;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the web server asks of others, in memory. */
public final class FakePorts {
  public volatile FleetSnapshot fleet = Worlds.fleet();
  public volatile Instant now = Worlds.NOW;
  public volatile EventIntake.Taken taken = new EventIntake.Taken.Done(Answer.EMPTY);
  public volatile Commands.Outcome outcome = new Commands.Outcome.Done();
  public volatile SystemView.Readiness readiness = new SystemView.Readiness(true, "all is well");
  public volatile HealthCheck.Outcome checked = Worlds.checked();
  public volatile boolean brokenHistory;

  /** Bodies that the intake was given, each as {@code bot format gzipped text}. */
  public final List<String> bodies = new CopyOnWriteArrayList<>();

  /** What came over links, each as {@code bot text}; {@code bot closed} at the end. */
  public final List<String> frames = new CopyOnWriteArrayList<>();

  public final List<EventIntake.LinkSender> links = new CopyOnWriteArrayList<>();
  public final List<String> checks = new CopyOnWriteArrayList<>();
  public final List<String> forgotten = new CopyOnWriteArrayList<>();
  public final List<HistoryView.Query> queries = new CopyOnWriteArrayList<>();
  public final Store store = new Store();
  public final Alarms alarms = new Alarms();
  public final Stops stops = new Stops();
  public final Orders orders = new Orders();
  public final Hands hands = new Hands();
  public final Comparisons comparisons = new Comparisons();

  /** Calls to the desk, each as {@code bot text}. */
  public final List<String> calls = new CopyOnWriteArrayList<>();

  public final List<String> seen = new CopyOnWriteArrayList<>();

  /** What the desk answers. */
  public volatile String deskReply =
      "{\"status\":200,\"etag\":\"7\",\"type\":\"application/json\",\"body\":{\"version\":7,\"risk\":8.50}}";

  /** Long polls that wait, completed by the test. */
  public final List<CompletableFuture<Boolean>> polls = new CopyOnWriteArrayList<>();

  public volatile boolean pollsWait;

  private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
  private final List<Consumer<Announcements.Announcement>> listeners = new CopyOnWriteArrayList<>();

  public WebPorts ports() {
    return new WebPorts(new Fleet(), new Past(), new Intake(), new Happenings(), this::forget, new Desks(), alarms.ports(), stops,
        orders, hands, comparisons, store, new System(), this::check, clock());
  }

  public InstantSource clock() {
    return () -> now;
  }

  /** Publishes a new snapshot. */
  public void publish(FleetSnapshot snapshot) {
    fleet = snapshot;
    watchers.forEach(Runnable::run);
  }

  public void publish(BotSnapshot... bots) {
    publish(Worlds.fleetOf(fleet.index() + 1, List.of(bots)));
  }

  public void announce(Announcements.Announcement announcement) {
    listeners.forEach(listener -> listener.accept(announcement));
  }

  private CompletionStage<Commands.Outcome> forget(BotId bot, String operator) {
    forgotten.add(bot + " by " + operator);
    return CompletableFuture.completedFuture(outcome);
  }

  private CompletionStage<HealthCheck.Outcome> check(String operator) {
    checks.add(operator);
    return CompletableFuture.completedFuture(checked);
  }

  private final class Fleet implements Snapshots {
    @Override
    public FleetSnapshot current() {
      return fleet;
    }

    @Override
    public Watch watch(Runnable changed) {
      watchers.add(changed);
      return () -> watchers.remove(changed);
    }
  }

  private final class Happenings implements Announcements {
    @Override
    public Snapshots.Watch listen(Consumer<Announcement> listener) {
      listeners.add(listener);
      return () -> listeners.remove(listener);
    }
  }

  private final class Past implements HistoryView {
    private <T> Page<T> page(Query query, T what) {
      if (brokenHistory) {
        throw new IllegalStateException("the disk is on fire");
      }
      if ("bad".equals(query.cursor())) {
        throw new InvalidValueException("cursor", "cursor", "cursor was not made by this list");
      }
      queries.add(query);
      boolean isKnown = query.bot() == null || query.bot().equals(Worlds.TREND);
      return isKnown ? new Page<>(List.of(new Row<>(Worlds.TREND, what)), "next-1") : new Page<>(List.of(), null);
    }

    @Override
    public Page<TradeView> trades(Query query, TradeState state) {
      return page(query, state == TradeState.OPEN ? Worlds.openTrade() : Worlds.closedTrade());
    }

    @Override
    public Page<Event.OrderUpdate> orders(Query query) {
      return page(query, Worlds.order());
    }

    @Override
    public Page<Event.PositionUpdate> positions(Query query) {
      return page(query, Worlds.positionUpdate());
    }

    @Override
    public Page<Event.BalanceUpdate> balances(Query query) {
      Money total = Worlds.usd("12500");
      return page(query, new Event.BalanceUpdate(Worlds.NOW, total.amount(), null, total.currency(), BigDecimal.ZERO));
    }

    @Override
    public Page<Event.ErrorRaised> errors(Query query) {
      return page(query, Worlds.error());
    }

    @Override
    public Page<Event.ConfigUpdate> configurations(Query query) {
      return page(query, Worlds.configUpdate());
    }

    @Override
    public Series series(@Nullable BotId bot, MetricName metric, Instant from, Instant to, int points) {
      boolean isKnown = bot == null || bot.equals(Worlds.TREND);
      return isKnown
          ? new Series(
              List.of(new Point(Worlds.NOW.minusSeconds(60), 12_500.5, 12_490, 12_510)),
              List.of(new Transition(Worlds.NOW, "connected")))
          : Series.EMPTY;
    }
  }

  private final class Desks implements Configurations {
    @Override
    public List<Brief> known() {
      return List.of(
          new Brief(
              Worlds.TREND, 8L, "sha256:9f2c", "yaml", "active", true, "until trend is flat",
              new Canary(new InstanceId("i1"), Worlds.NOW, Worlds.NOW.plusSeconds(600), "nothing worsened so far"), 1, "managed",
              new Last("anna", Worlds.NOW, null, ConfigOutcome.ACCEPTED)),
          new Brief(Worlds.SILENT, null, null, null, "offline", false, null, null, 0, "offered", null));
    }

    @Override
    public CompletionStage<ConfigReply> call(BotId bot, String call) {
      calls.add(bot + " " + call);
      return CompletableFuture.completedFuture(ConfigReply.parse(deskReply));
    }

    @Override
    public CompletionStage<Boolean> newer(BotId bot, Held held, Duration atMost) {
      CompletableFuture<Boolean> poll = new CompletableFuture<>();
      polls.add(poll);
      if (!pollsWait) {
        poll.complete(held.after() != null && held.after() < 7);
      }
      return poll;
    }

    @Override
    public CompletionStage<Commands.Outcome> seen(BotId bot, Seen what) {
      seen.add(bot + " " + what);
      return CompletableFuture.completedFuture(outcome);
    }
  }

  private final class Intake implements EventIntake {
    @Override
    public CompletionStage<Taken> take(BotId bot, byte[] body, BatchFormat format, boolean gzipped, boolean live) {
      bodies.add("%s %s %s %s".formatted(bot, format, gzipped, new String(body, StandardCharsets.UTF_8)));
      return CompletableFuture.completedFuture(taken);
    }

    @Override
    public LinkSession open(BotId bot, LinkSender sender) {
      links.add(sender);
      return new LinkSession() {
        @Override
        public void received(byte[] frame) {
          String text = new String(frame, StandardCharsets.UTF_8);
          frames.add(bot + " " + text);
          sender.send("{\"echo\":" + text + "}");
        }

        @Override
        public void closed() {
          frames.add(bot + " closed");
        }
      };
    }
  }

  /** An answer as the intake gives it for a batch of which one event was bad. */
  public static Answer partlyBad() {
    return new Answer(
        4,
        1,
        List.of(new Answer.Rejection(3, new Problem("/values/x", "finite", "x must be a finite number, was NaN"))),
        0,
        List.of(new Answer.Gap(new InstanceId("i1"), 5, 6)),
        Map.of(new InstanceId("i1"), 9L));
  }

  /** Keeps access in memory, for as many servers as are started over it. */
  public static final class Store implements AccessStore {
    private final Map<String, AccessToken> tokens = new LinkedHashMap<>();
    private final Map<String, Instant> ended = new LinkedHashMap<>();

    @Override
    public synchronized List<AccessToken> tokens() {
      return new ArrayList<>(tokens.values());
    }

    @Override
    public synchronized void save(AccessToken token) {
      tokens.put(token.id(), token);
    }

    @Override
    public synchronized void remove(String tokenId) {
      tokens.remove(tokenId);
    }

    @Override
    public synchronized Map<String, Instant> endedSessions() {
      return new LinkedHashMap<>(ended);
    }

    @Override
    public synchronized void endSession(String sessionId, Instant expiry) {
      ended.put(sessionId, expiry);
    }
  }

  private final class System implements SystemView {
    @Override
    public String version() {
      return "0.1.0";
    }

    @Override
    public Instant startedAt() {
      return Worlds.NOW.minusSeconds(100);
    }

    @Override
    public Readiness readiness() {
      return readiness;
    }

    @Override
    public Storage storage() {
      return new Storage(2, Duration.ofMillis(30), 4_096, 12);
    }

    @Override
    public Map<String, Long> dropped() {
      return Map.of("samples_late", 4L);
    }

    @Override
    public SettingsState settings() {
      return new SettingsState(
          "binnacle.yaml", 2L, "refusing", "line 3 is wrong", List.of("server.port"), Worlds.NOW.minusSeconds(50), 1);
    }
  }
}
