package dev.binnacle.server;

import dev.binnacle.engine.alerts.AlertsSnapshot;
import dev.binnacle.engine.fleet.BotSnapshot;
import dev.binnacle.engine.fleet.FleetSnapshot;
import dev.binnacle.model.Alert;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Money;
import dev.binnacle.notify.Wording;
import dev.binnacle.notify.telegram.Act;
import dev.binnacle.notify.telegram.Fleet;
import dev.binnacle.notify.telegram.Person;
import dev.binnacle.notify.telegram.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What people ask and tell by Telegram, answered from the newest pictures and carried to the engine. */
final class PhoneFleet implements Fleet {
  private static final int MOST_TRADES = 10;
  private static final int MOST_NAMES = 10;

  private final EngineLoop loop;
  private final PhoneActs acts;
  private final PhoneConfig configs;
  private final EmergencyControl emergency;
  private final InstantSource clock;
  private final Instant startedAt;

  PhoneFleet(EngineLoop loop, PhoneActs acts, PhoneConfig configs, EmergencyControl emergency, InstantSource clock) {
    this.loop = loop;
    this.acts = acts;
    this.configs = configs;
    this.emergency = emergency;
    this.clock = clock;
    this.startedAt = clock.instant();
  }

  @Override
  public Reply show(Topic topic, @Nullable String bot) {
    FleetSnapshot fleet = loop.snapshot();
    if (bot == null) {
      return ofAll(topic, fleet);
    }
    Optional<BotSnapshot> known = fleet.bots().stream().filter(one -> one.id().value().equals(bot)).findFirst();
    return known.map(one -> ofOne(topic, one)).orElseGet(() -> new Reply(List.of(unknown(bot, fleet)), choices(topic, fleet)));
  }

  static String unknown(String bot, FleetSnapshot fleet) {
    List<String> names = fleet.bots().stream().map(one -> one.id().value()).toList();
    if (names.isEmpty()) {
      return "There is no bot " + bot + ", and no other yet.";
    }
    String more = names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "";
    return "There is no bot " + bot + ". There are: "
        + names.stream().limit(MOST_NAMES).collect(Collectors.joining(", ")) + more + ".";
  }

  private Reply ofAll(Topic topic, FleetSnapshot fleet) {
    List<String> lines = switch (topic) {
      case STATUS, BOTS -> status(fleet);
      case PORTFOLIO -> PhoneLines.portfolio(fleet);
      case PERFORMANCE -> PhoneLines.performance("Performance", fleet.totals().figures(), currency(fleet));
      case POSITIONS -> each(fleet, "Positions", "No open positions.", this::positions);
      case TRADES -> each(fleet, "Trades", "No trades yet.", this::trades);
      case STATS -> stats(fleet);
      case ALERTS -> alerts(null);
      case CONFIG -> configs.all();
      case VERSION -> version();
    };
    return new Reply(lines, topic == Topic.ALERTS ? alertChoices(null) : choices(topic, fleet));
  }

  private Reply ofOne(Topic topic, BotSnapshot bot) {
    List<String> lines = new ArrayList<>();
    switch (topic) {
      case STATUS, BOTS -> lines.addAll(PhoneLines.status(bot, clock.instant()));
      case PORTFOLIO -> lines.addAll(PhoneLines.portfolio(bot));
      case PERFORMANCE -> lines.addAll(PhoneLines.performance(bot.id().value(), bot.figures(), bot.currency()));
      case POSITIONS -> positions(bot, lines);
      case TRADES -> trades(bot, lines);
      case STATS -> lines.addAll(stats(bot));
      case ALERTS -> lines.addAll(alerts(bot.id()));
      case CONFIG -> lines.addAll(configs.of(bot.id()));
      case VERSION ->
          lines.add(bot.version() == null ? bot.id() + " tells no version." : bot.id() + " is " + bot.version() + ".");
    }
    if (lines.isEmpty()) {
      lines.add("Nothing of " + bot.id() + ".");
    }
    return new Reply(lines, topic == Topic.ALERTS ? alertChoices(bot.id()) : more(topic, bot));
  }

  private List<String> status(FleetSnapshot fleet) {
    List<String> lines = new ArrayList<>();
    lines.add("# " + (fleet.bots().size() == 1 ? "One bot" : fleet.bots().size() + " bots"));
    fleet.bots().forEach(bot -> lines.add(PhoneLines.brief(bot)));
    Money equity = fleet.totals().equity();
    if (equity != null && fleet.bots().size() > 1) {
      lines.add("All: " + Wording.money(equity));
    }
    long open = loop.alerts().alerts().stream().filter(alert -> alert.state().isOpen()).count();
    lines.add(open == 0 ? "No alerts are open." : open == 1 ? "One alert is open: /alerts" : open + " alerts are open: /alerts");
    return lines;
  }

  private static @Nullable Currency currency(FleetSnapshot fleet) {
    Money equity = fleet.totals().equity();
    return equity == null ? null : equity.currency();
  }

  private static List<String> each(FleetSnapshot fleet, String title, String none, BiConsumer<BotSnapshot, List<String>> add) {
    List<String> lines = new ArrayList<>();
    fleet.bots().forEach(bot -> add.accept(bot, lines));
    return lines.isEmpty() ? List.of("# " + title, none) : lines;
  }

  private void positions(BotSnapshot bot, List<String> lines) {
    if (!bot.positions().isEmpty()) {
      lines.add("# " + bot.id());
      bot.positions().forEach(position -> lines.add(PhoneLines.position(position)));
    }
  }

  private void trades(BotSnapshot bot, List<String> lines) {
    if (!bot.trades().isEmpty()) {
      Instant now = clock.instant();
      lines.add("# " + bot.id());
      bot.trades().stream().limit(MOST_TRADES).forEach(trade -> lines.add(PhoneLines.trade(trade, now)));
    }
  }

  private List<String> stats(FleetSnapshot fleet) {
    FleetSnapshot.Counters taken = fleet.counters();
    AlertsSnapshot.Counters told = loop.alerts().counters();
    List<String> lines = new ArrayList<>(List.of(
        "# Statistics", "Events taken: " + taken.accepted(), "Samples: " + taken.samples(), "Duplicates: " + taken.duplicates(),
        "Rejected: " + taken.rejected(), "Gaps: " + taken.gaps(), "Alerts fired: " + told.fired(), "Notices: " + told.notices(),
        "Held back by cooldowns: " + told.heldBack(), "Hidden by silences: " + told.hidden()));
    taken.dropped().forEach((bound, count) -> lines.add("Dropped, " + bound + ": " + count));
    return lines;
  }

  private static List<String> stats(BotSnapshot bot) {
    long running = bot.instances().stream().filter(BotSnapshot.InstanceView::connected).count();
    return List.of(
        "# " + bot.id(), "Instances connected: " + running, "Trades: " + bot.figures().trades().total(),
        "Errors in 24 h: " + bot.errorCount(), "Metrics: " + bot.metrics().size(), "Gaps: " + bot.gaps().size());
  }

  private List<Alert> open(@Nullable BotId bot) {
    return loop.alerts().alerts().stream()
        .filter(alert -> alert.state().isOpen() && (bot == null || bot.equals(alert.subject().bot())))
        .toList();
  }

  private List<String> alerts(@Nullable BotId bot) {
    List<Alert> open = open(bot);
    if (open.isEmpty()) {
      return List.of(bot == null ? "No alerts are open." : "No alerts of " + bot + " are open.");
    }
    List<String> lines = new ArrayList<>();
    lines.add("# " + (open.size() == 1 ? "One alert" : open.size() + " alerts"));
    open.forEach(alert -> lines.addAll(PhoneLines.alert(alert, clock.instant())));
    return lines;
  }

  private List<Choice> alertChoices(@Nullable BotId bot) {
    return open(bot).stream()
        .filter(alert -> alert.acknowledged() == null)
        .map(alert -> new Choice("Acknowledge " + alert.rule() + " on " + alert.subject(), "ack " + alert.id()))
        .toList();
  }

  private List<String> version() {
    return List.of(
        "Binnacle " + Binnacle.version() + ", running for " + Wording.duration(Duration.between(startedAt, clock.instant()))
            + ".");
  }

  private static List<Choice> choices(Topic topic, FleetSnapshot fleet) {
    if (topic == Topic.VERSION || topic == Topic.STATS) {
      return List.of();
    }
    String command = topic == Topic.BOTS ? Topic.STATUS.word() : topic.word();
    return fleet.bots().stream().map(bot -> new Choice(bot.id().value(), command + " " + bot.id())).toList();
  }

  private static List<Choice> more(Topic shown, BotSnapshot bot) {
    return List.of(Topic.STATUS, Topic.POSITIONS, Topic.TRADES, Topic.PERFORMANCE).stream()
        .filter(topic -> topic != shown)
        .map(topic -> new Choice(
            topic.word().substring(0, 1).toUpperCase(java.util.Locale.ROOT) + topic.word().substring(1),
            topic.word() + " " + bot.id()))
        .toList();
  }

  @Override
  public Result carryOut(Act act, Person by) {
    return switch (act) {
      case Act.Acknowledge acknowledge -> acts.acknowledge(acknowledge, by);
      case Act.Silence silence -> acts.silence(silence, by);
      case Act.Configure configure -> configs.change(configure, by);
      case Act.Pause(var bot) -> emergency.pause(bot, by);
      case Act.Resume(var bot) -> emergency.resume(bot, by);
      case Act.Halt(var bot, var mode, var reason) -> emergency.halt(bot, mode, reason, by);
    };
  }
}
