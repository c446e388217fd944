package dev.binnacle.web;

import dev.binnacle.engine.alerts.AlertsSnapshot;
import dev.binnacle.engine.alerts.AlertsSnapshot.Counters;
import dev.binnacle.engine.alerts.AlertsSnapshot.RuleView;
import dev.binnacle.engine.alerts.AlertsSnapshot.SilenceView;
import dev.binnacle.engine.alerts.AlertsSnapshot.Standing;
import dev.binnacle.engine.rules.Bearing;
import dev.binnacle.engine.rules.Breaches;
import dev.binnacle.engine.rules.Condition;
import dev.binnacle.engine.rules.Rule;
import dev.binnacle.engine.rules.Scope;
import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertId;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.ChannelName;
import dev.binnacle.model.Fact;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.Level;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.Notice;
import dev.binnacle.model.Problem;
import dev.binnacle.model.RuleName;
import dev.binnacle.model.Silence;
import dev.binnacle.model.SilenceId;
import dev.binnacle.model.Subject;
import dev.binnacle.web.api.AlertCommands;
import dev.binnacle.web.api.Alerting;
import dev.binnacle.web.api.Commands.Outcome;
import dev.binnacle.web.api.Notifications;
import dev.binnacle.web.api.PushDevices;
import dev.binnacle.web.api.Rules;
import dev.binnacle.web.view.AlertFeed;
import dev.binnacle.web.view.AlertHistory;
import dev.binnacle.web.view.Listed;
import dev.binnacle.web.view.Snapshots;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Alerts, rules and channels in memory. */
public final class Alarms {
  public static final RuleName MEMORY = new RuleName("memory");
  public static final RuleName ERRORS = new RuleName("api-errors");
  public static final ChannelName PHONE = new ChannelName("phone");

  public volatile AlertsSnapshot now =
      new AlertsSnapshot(
          1, Worlds.NOW, List.of(pending("a-3"), errors("a-2"), memory("a-1")), List.of(over("a-0")),
          List.of(
              SilenceView.holding(silence("s-1"), 3),
              new SilenceView(silence("s-0"), 7, Worlds.NOW.minusSeconds(5), Silence.Ending.LIFTED, "anna")),
          List.of(
              new RuleView(rule(MEMORY), Standing.FIRING, Worlds.NOW, 90, 2, 1, 1, null, "612.5, above 500"),
              new RuleView(rule(ERRORS), Standing.WAITING, null, 0, 0, 0, 0, "no bot reports api_errors", null)),
          new Counters(4, 3, 2, 1, 0, Map.of()));

  public volatile Outcome outcome = new Outcome.Done();
  public volatile AlertCommands.@Nullable Begun begun;
  public volatile Rules.Previewed previewed =
      new Rules.Previewed.Done(
          2, 1, List.of(new Rules.Would(Subject.of(Worlds.TREND), Level.WARNING, Worlds.NOW, null, 612.0, "612 MB, above 500")));
  public volatile Rules.Saved saved = new Rules.Saved.Done();
  public final List<PushDevices.Device> devices = new CopyOnWriteArrayList<>();
  public volatile PushDevices.Taken taken = new PushDevices.Taken.Refused("there are enough");
  public volatile Notifications.Tested tested = new Notifications.Tested.Delivered(42, "m-7");

  /** What was asked for, each as a line. */
  public final List<String> commands = new CopyOnWriteArrayList<>();

  public final List<AlertHistory.Query> queries = new CopyOnWriteArrayList<>();
  public final List<Notifications.Query> parcelQueries = new CopyOnWriteArrayList<>();

  private final List<Runnable> watchers = new CopyOnWriteArrayList<>();

  public Alerting ports() {
    return new Alerting(new Feed(), new Past(), new Wishes(), new Settings(), new Post(), new Pages());
  }

  /** Publishes a snapshot with these alerts and nothing else. */
  public void publish(Alert... alerts) {
    publish(
        new AlertsSnapshot(
            now.index() + 1, Worlds.NOW, List.of(alerts), List.of(), List.of(), now.rules(), now.counters()));
  }

  public void publish(AlertsSnapshot next) {
    now = next;
    watchers.forEach(Runnable::run);
  }

  public static Rule rule(RuleName name) {
    return Rule.of(
        name.value(), new Condition.Threshold(new MetricName("memory_usage_mb"), Bearing.ABOVE, 500, null), Level.WARNING)
        .breaching(name.equals(MEMORY) ? new Breaches(3, 5) : null)
        .holding(Duration.ofMinutes(1))
        .over(Scope.bots("btc-*").without(List.of("btc-old")))
        .notifying(List.of(PHONE));
  }

  public static Alert memory(String id) {
    return new Alert(
        new AlertId(id), MEMORY, Subject.of(Worlds.TREND), Level.WARNING, AlertState.FIRING, Worlds.NOW.minusSeconds(180),
        Worlds.NOW.minusSeconds(120), 612.5, 500.0, "memory_usage_mb is 612.5, above 500 for 1 min",
        List.of(new Alert.Evidence(Worlds.NOW.minusSeconds(121), "memory_usage_mb", "612.5")),
        Map.of("rule", "memory", "bot", "btc-trend", "level", "warning", "team", "a*b"), "https://wiki.example/memory",
        new Alert.Acknowledgement("anna", "restarting", Worlds.NOW.minusSeconds(60), Worlds.NOW.plusSeconds(3_600)),
        List.of(new SilenceId("s-1")));
  }

  public static Alert errors(String id) {
    return new Alert(
        new AlertId(id), ERRORS, Subject.FLEET, Level.CRITICAL, AlertState.FIRING, Worlds.NOW.minusSeconds(60),
        Worlds.NOW.minusSeconds(60), null, null, "no bot has been heard from", List.of(), Map.of("rule", "api-errors"), null,
        null, List.of());
  }

  public static Alert pending(String id) {
    return new Alert(
        new AlertId(id), MEMORY, new Subject(Worlds.SILENT, "feed"), Level.INFO, AlertState.PENDING, Worlds.NOW, Worlds.NOW,
        501.0, 500.0, "above 500 for 0 s of 60", List.of(), Map.of("rule", "memory", "bot", "silent"), null, null, List.of());
  }

  public static Alert over(String id) {
    return new Alert(
        new AlertId(id), MEMORY, Subject.of(Worlds.TREND), Level.WARNING, AlertState.RESOLVED, Worlds.NOW.minusSeconds(900),
        Worlds.NOW.minusSeconds(600), 420.0, 500.0, "420, below 500", List.of(), Map.of(), null, null, List.of());
  }

  public static Silence silence(String id) {
    return new Silence(
        new SilenceId(id), Map.of("bot", "btc-*"), Worlds.NOW.minusSeconds(600), Worlds.NOW.plusSeconds(600), "anna", "upgrade",
        Silence.Term.FIXED);
  }

  private <T> CompletionStage<T> noted(String line, T answer) {
    commands.add(line);
    return CompletableFuture.completedFuture(answer);
  }

  private final class Feed implements AlertFeed {
    @Override
    public AlertsSnapshot current() {
      return now;
    }

    @Override
    public Snapshots.Watch watch(Runnable changed) {
      watchers.add(changed);
      return () -> watchers.remove(changed);
    }
  }

  private final class Past implements AlertHistory {
    @Override
    public Listed<Alert> alerts(Query query) {
      if ("bad".equals(query.cursor())) {
        throw new InvalidValueException("cursor", "cursor", "cursor was not made by this list");
      }
      queries.add(query);
      return new Listed<>(List.of(over("a-0")), "next-1");
    }

    @Override
    public Optional<Life> life(AlertId alert) {
      if (!alert.value().equals("a-1")) {
        return Optional.empty();
      }
      Alert memory = memory("a-1");
      Instant at = memory.begun();
      Notice notice =
          new Notice("n-1", at, Notice.Kind.FIRING, Level.WARNING, "memory", List.of(errors("a-2"), memory), List.of(), 0);
      return Optional.of(
          new Life(
              over("a-1"),
              List.of(
                  new Fact.AlertChanged(at, memory, null),
                  new Fact.NoticeIssued(at, notice),
                  new Fact.NoticeHidden(at, new SilenceId("s-1"), alert, Notice.Kind.REPEATED),
                  new Fact.SilenceBegun(at, silence("s-1")),
                  new Fact.AlertAcknowledged(at, alert, new Alert.Acknowledgement("anna", "restarting", at, null)),
                  new Fact.AcknowledgementEnded(at, alert, null))));
    }
  }

  private final class Wishes implements AlertCommands {
    @Override
    public CompletionStage<Outcome> acknowledge(AlertId alert, Alert.Acknowledgement by) {
      return noted("acknowledge %s by %s until %s: %s".formatted(alert, by.owner(), by.until(), by.comment()), outcome);
    }

    @Override
    public CompletionStage<Outcome> unacknowledge(AlertId alert, String operator) {
      return noted("unacknowledge %s by %s".formatted(alert, operator), outcome);
    }

    @Override
    public CompletionStage<Begun> silence(
        Map<String, String> matcher, Instant until, Silence.Term term, String operator, String comment) {
      Begun answer = begun;
      return noted(
          "silence %s until %s %s by %s: %s".formatted(matcher, until, term, operator, comment),
          answer != null
              ? answer
              : new Begun.Done(new Silence(new SilenceId("s-2"), matcher, Worlds.NOW, until, operator, comment, term)));
    }

    @Override
    public CompletionStage<Outcome> endSilence(SilenceId silence, String operator) {
      return noted("end %s by %s".formatted(silence, operator), outcome);
    }
  }

  private final class Settings implements Rules {
    @Override
    public List<Told> all() {
      return List.of(
          told(MEMORY, Source.THRESHOLDS, null), told(ERRORS, Source.FILE, "binnacle.yaml:14"),
          told(new RuleName("brand-new"), Source.STOCK, null));
    }

    private static Told told(RuleName name, Source source, @Nullable String place) {
      return new Told(rule(name), source, place, "memory:\n  above: 500\n");
    }

    @Override
    public List<Limit> thresholds() {
      return List.of(
          new Limit("memory_usage_mb", "memory_usage_mb", new BigDecimal("500"), true, Level.WARNING, MEMORY),
          new Limit("daily_pnl_loss_limit", "daily_pnl", new BigDecimal("-50.0"), false, Level.CRITICAL,
              new RuleName("daily-loss")));
    }

    @Override
    public Editing editing() {
      return new Editing(false, "rules are in binnacle.yaml");
    }

    @Override
    public CompletionStage<Previewed> preview(String yaml, Instant from, Instant to) {
      return noted("preview %s from %s to %s".formatted(yaml.strip(), from, to), previewed);
    }

    @Override
    public CompletionStage<Saved> save(RuleName name, String yaml, @Nullable String hash, String operator) {
      return noted("save %s on %s by %s: %s".formatted(name, hash, operator, yaml.strip()), saved);
    }
  }

  /** A rule that is not one. */
  public static List<Problem> brokenRule() {
    return List.of(new Problem("/above", "number", "above must be a number, was \"much\""));
  }

  private final class Post implements Notifications {
    @Override
    public Listed<Parcel> list(Query query) {
      parcelQueries.add(query);
      return new Listed<>(List.of(dead("p-1")), "next-1");
    }

    @Override
    public List<Parcel> about(AlertId alert, int most) {
      return alert.value().equals("a-1") ? List.of(dead("p-1")) : List.of();
    }

    private static Parcel dead(String id) {
      return new Parcel(
          id, "n-1", PHONE, "alert", Level.WARNING, Worlds.TREND, List.of(new AlertId("a-1")), Worlds.NOW.minusSeconds(30),
          "memory on btc-trend", ParcelState.DEAD, 12, null, Worlds.NOW, "chat not found", null, true);
    }

    @Override
    public Optional<Parcel> find(String id) {
      return id.equals("p-1") ? Optional.of(dead(id)) : Optional.empty();
    }

    @Override
    public CompletionStage<Outcome> retry(String id, String operator) {
      return noted("retry %s by %s".formatted(id, operator), outcome);
    }

    @Override
    public List<Channel> channels() {
      return List.of(
          new Channel(
              PHONE, "telegram", ChannelState.BROKEN, "the token was revoked", "Anna", "alerts from warning", 2,
              Worlds.NOW.minusSeconds(9), 40, 1, 6, 18, Worlds.NOW.minusSeconds(300),
              new Latency(
                  List.of(Duration.ofMillis(100), Duration.ofMillis(2_500)), List.of(30L, 9L, 1L), Duration.ofMillis(12_500),
                  Duration.ofMillis(66).plusNanos(500_000), Duration.ofMillis(4_900), Duration.ofSeconds(7))));
    }

    @Override
    public CompletionStage<Tested> test(ChannelName channel, String operator) {
      return noted("test %s by %s".formatted(channel, operator), tested);
    }

    @Override
    public List<Preview> previews(int recent) {
      return List.of(
          new Preview(
              "alert", Level.WARNING, true, Worlds.NOW, "memory on btc-trend", "memory on btc-trend: 612 MB",
              new Telegram("<b>memory</b> on btc-trend", List.of(List.of("Acknowledge", "Silence 1 h"))),
              new Discord(
                  "Binnacle", null,
                  List.of(
                      new Embed(
                          "memory on btc-trend", "612 MB", 0xf5b942, List.of(new EmbedField("Limit", "500", true)), "Binnacle",
                          Worlds.NOW))),
              new byte[] {1, 2, 3}));
    }
  }

  /** One device of the viewer's, and whatever is added. */
  private final class Pages implements PushDevices {
    @Override
    public List<PushDevices.Channel> channels() {
      return List.of(new PushDevices.Channel(PHONE, "BPublic"));
    }

    @Override
    public List<Device> devices() {
      return List.copyOf(devices);
    }

    @Override
    public CompletionStage<Taken> add(Wish wish, String operator) {
      return noted("add %s by %s, replacing %s".formatted(wish.endpoint(), operator, wish.replaces()), taken);
    }

    @Override
    public CompletionStage<Outcome> remove(String id, String operator) {
      return noted("remove %s by %s".formatted(id, operator), outcome);
    }

    @Override
    public CompletionStage<Notifications.Tested> test(String id, String operator) {
      return noted("test %s by %s".formatted(id, operator), tested);
    }
  }
}
