package dev.binnacle.engine.fleet;

import dev.binnacle.engine.performance.Figures;
import dev.binnacle.engine.performance.Glance;
import dev.binnacle.model.Answer;
import dev.binnacle.model.Arrival;
import dev.binnacle.model.BotId;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Fact;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.Money;
import dev.binnacle.model.Problem;
import dev.binnacle.model.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All bots and what is so of them. What comes in is decided as {@link Fact}s, and only facts change what a checkpoint holds: the
 * same facts make the same fleet, whether they are decided now or read from the journal. Beside that it knows what samples say,
 * which a restart forgets and the next samples tell again.
 *
 * <p>The work of one call is bounded by the number of arrivals, that of {@link #tick} by the number of bots.
 *
 * <p><b>Threads:</b> confined to the engine's thread.
 */
public final class Fleet {
  private static final Duration OLDEST_FIGURES = Duration.ofSeconds(1);
  private static final Duration GATHERING = Duration.ofSeconds(30);

  private FleetSettings settings;
  private final Tally tally = new Tally();
  private final Treasury treasury;
  private final TreeMap<BotId, Bot> bots = new TreeMap<>();
  private final LinkedHashMap<BotId, FleetState.Farewell> forgotten = new LinkedHashMap<>();
  private final Curves curves = new Curves();

  private Map<BotId, String> held = Map.of();
  private Halts halts = Halts.NONE;
  private Watch watch = Watch.NOBODY;
  private Instant listeningSince = Instant.MIN;
  private @Nullable Figures figures;
  private @Nullable Currency figuresIn;

  public Fleet(FleetSettings settings) {
    this.settings = settings;
    this.treasury = new Treasury(settings.conventions(), tally);
    settings.bots().forEach(
        (bot, said) -> {
          if (said.declared()) {
            bots.put(bot, create(bot));
          }
        });
  }

  public static Fleet restore(FleetSettings settings, FleetState state) {
    Fleet fleet = new Fleet(settings);
    fleet.treasury.restore(state.purses());
    for (BotState bot : state.bots()) {
      Bot restored = fleet.create(bot.id());
      restored.restore(bot);
      fleet.bots.put(bot.id(), restored);
    }
    state.forgotten().forEach(farewell -> fleet.forgotten.put(farewell.bot(), farewell));
    fleet.tally.restore(state.counters());
    return fleet;
  }

  /** Halts are asked about orders from here on. */
  public void haltedBy(Halts other) {
    halts = other;
  }

  /** What is said of now is told to {@code other} from here on. */
  public void watchedBy(Watch other) {
    watch = other;
  }

  public FleetState state() {
    return new FleetState(
        bots.values().stream().filter(bot -> bot.dossier().isRecorded()).map(bot -> bot.dossier().state()).toList(),
        treasury.state(),
        List.copyOf(forgotten.values()),
        tally.counters());
  }

  /** Silence is counted from here on: nobody could be heard before. */
  public void listenSince(Instant now) {
    listeningSince = now;
    bots.values().forEach(bot -> bot.listenSince(now));
  }

  /** Changes by a fact that was decided before. */
  public void replay(Fact.OfBot fact, Moment moment) {
    Bot bot = bots.computeIfAbsent(fact.bot(), this::create);
    bot.evolve(fact, moment);
    if (fact instanceof Fact.BotForgotten) {
      remove(bot);
    }
  }

  /** @param live whether the batch tells of now, not of an earlier run or time */
  public Receipt receive(Moment moment, BotId id, List<Arrival> arrivals, boolean live, Findings findings) {
    Bot bot = register(moment, id);
    if (bot == null) {
      return new Receipt(tooMany(id, arrivals), 0);
    }
    Telling telling = live ? Telling.NOW : Telling.SPOOLED;
    Receipt receipt = new Intake(bot, new Decisions(moment, findings), tally, telling, watch).take(arrivals);
    watch.taken(new Present(bot, moment.time(), halts));
    return receipt;
  }

  /** Takes what somebody else tells about the bot: no sign of its life. */
  public Receipt note(Moment moment, BotId id, List<Arrival> arrivals, Findings findings) {
    Bot bot = register(moment, id);
    if (bot == null) {
      return new Receipt(tooMany(id, arrivals), 0);
    }
    Receipt receipt = new Intake(bot, new Decisions(moment, findings), tally, Telling.ABOUT, watch).take(arrivals);
    watch.taken(new Present(bot, moment.time(), halts));
    return receipt;
  }

  /** @return why not; null when it is done */
  public @Nullable String configSeen(Moment moment, Fact.ConfigSeen seen, Findings findings) {
    Bot bot = bots.get(seen.bot());
    if (bot == null) {
      return "there is no bot " + seen.bot();
    }
    if (!bot.dossier().configuration().knows(seen)) {
      new Decisions(moment, findings).decide(bot, seen);
    }
    return null;
  }

  /**
   * Judges by these settings from now on: when a bot is stale or offline, how often equity is marked, and which bots are declared.
   * Bounds and conventions stay as they were, since what is held was made by them.
   */
  public void resettle(FleetSettings next) {
    settings = next.withBounds(settings.bounds().withBots(next.bounds().bots())).withConventions(settings.conventions());
    bots.values().forEach(bot -> bot.resettle(settings));
    settings.bots().forEach(
        (bot, said) -> {
          if (said.declared() && bots.size() < settings.bounds().bots()) {
            bots.computeIfAbsent(bot, this::create);
          }
        });
  }

  /** The names of all bots. */
  public Set<BotId> ids() {
    return Collections.unmodifiableSet(bots.keySet());
  }

  /** What is so of a bot; null when nobody knows it. */
  public @Nullable Present present(BotId id, Instant now) {
    Bot bot = bots.get(id);
    return bot == null ? null : new Present(bot, now, halts);
  }

  /** The guards of these bots, and of no others, are closed: why, by bot. It shows in their status from when they are judged next. */
  public void hold(Map<BotId, String> reasons) {
    bots.values().forEach(bot -> bot.hold(reasons.get(bot.id())));
    held = Map.copyOf(reasons);
  }

  /** A bot that nobody declared registers itself by speaking. */
  private @Nullable Bot register(Moment moment, BotId id) {
    Bot bot = bots.get(id);
    if (bot == null && bots.size() < settings.bounds().bots()) {
      bot = create(id);
      bot.listenSince(moment.time());
      bots.put(id, bot);
    }
    return bot;
  }

  private Answer tooMany(BotId id, List<Arrival> arrivals) {
    Problem problem =
        new Problem(
            "",
            "too-many-bots",
            "bot %s is not known, and there may be no more than %d: forget one, or raise the limit"
                .formatted(id, settings.bounds().bots()));
    tally.rejected += arrivals.size();
    return new Answer(
        0, 0, arrivals.stream().map(arrival -> new Answer.Rejection(arrival.index(), problem)).toList(), 0, List.of(), Map.of());
  }

  /** An instance holds a connection, and so is there. */
  public void linkOpened(Moment moment, BotId id, InstanceId instance, Findings findings) {
    Bot bot = register(moment, id);
    if (bot != null) {
      bot.link(instance);
      new Intake(bot, new Decisions(moment, findings), tally, Telling.NOW, watch).greet(instance);
      watch.taken(new Present(bot, moment.time(), halts));
    }
  }

  public void linkClosed(BotId id, InstanceId instance) {
    Bot bot = bots.get(id);
    if (bot != null) {
      bot.unlink(instance);
    }
  }

  /** Bots that exist even if they were never heard, as far as there is room. */
  public void declare(List<BotId> declared) {
    for (BotId id : declared) {
      if (bots.size() < settings.bounds().bots()) {
        bots.computeIfAbsent(id, this::create);
      }
    }
  }

  /** Judges silence, marks equity and makes the series of every bot and of the fleet. */
  public void tick(Moment moment, Findings findings) {
    Decisions decisions = new Decisions(moment, findings);
    Instant now = moment.time();
    for (Bot bot : bots.values()) {
      decisions.judge(bot);
      bot.settle(now);
      if (bot.isMarkDue(now)) {
        decisions.mark(bot, now);
      }
      if (bot.status() != BotStatus.OFFLINE) {
        Money equity = bot.equity(now);
        BotSnapshot.BalanceView balance = bot.holdings().balance();
        Glance glance = bot.dossier().account().glance(now, equity == null ? null : equity.amount());
        List<Sample> due = bot.curves().due(now, equity, balance == null ? null : balance.total(), glance);
        if (!due.isEmpty()) {
          findings.keep(bot.id(), now, due);
        }
      }
      watch.ticked(new Present(bot, now, halts));
    }
    tickFleet(now, findings);
  }

  private void tickFleet(Instant now, Findings findings) {
    Totals totals = Totals.of(bots.values(), now);
    Currency currency = totals.currency();
    Money equity = totals.equity();
    Glance glance = null;
    if (currency != null && totals.anyHeard() && !isGathering(now)) {
      glance = treasury.glance(currency, now, equity == null ? null : equity.amount());
    }
    if (glance != null) {
      List<Sample> due = curves.due(now, equity, totals.balance(), glance);
      if (!due.isEmpty()) {
        findings.keep(null, now, due);
      }
    }
    watch.ticked(new FleetPresent(now, glance, () -> totals.with(figures(totals, now))));
  }

  /** Whether bots that the settings name may still be on their way: a sum without them would begin with a step. */
  private boolean isGathering(Instant now) {
    return Duration.between(listeningSince, now).compareTo(GATHERING) < 0
        && bots.values().stream().anyMatch(bot -> settings.of(bot.id()).declared() && bot.holdings().equity() == null);
  }

  /** @return why not; null when it is done */
  public @Nullable String forget(Moment moment, BotId id, @Nullable String operator, Findings findings) {
    Bot bot = bots.get(id);
    if (bot == null) {
      return "there is no bot " + id;
    }
    if (operator == null) {
      return "an operator must be named to forget a bot";
    }
    if (bot.status() != BotStatus.OFFLINE) {
      return "bot %s is %s: only a bot that is offline can be forgotten; stop it first"
          .formatted(id, bot.status().name().toLowerCase(Locale.ROOT));
    }
    if (settings.of(id).declared()) {
      return "bot " + id + " is named in the settings: take it out there first";
    }
    new Decisions(moment, findings).decide(bot, new Fact.BotForgotten(id, moment.time(), operator));
    remove(bot);
    return null;
  }

  private void remove(Bot bot) {
    bots.remove(bot.id());
    watch.forgotten(bot.id());
    forgotten.put(bot.id(), new FleetState.Farewell(bot.id(), bot.dossier().instances().farewell(), bot.dossier().ids().state()));
    if (forgotten.size() > settings.bounds().retiredInstances()) {
      forgotten.pollFirstEntry();
      tally.dropped(Bound.FORGOTTEN_BOTS);
    }
  }

  /** A bot that was forgotten and is heard again begins anew, but nothing that it sent before can count twice. */
  private Bot create(BotId id) {
    Bot bot = new Bot(id, settings, treasury, tally, listeningSince, () -> forgotten.remove(id));
    bot.hold(held.get(id));
    FleetState.Farewell farewell = forgotten.get(id);
    if (farewell != null) {
      bot.dossier().remember(farewell);
    }
    return bot;
  }

  /** The whole fleet; bots that have not changed are the same objects as in the snapshot before. */
  public FleetSnapshot snapshot(Moment moment) {
    Instant now = moment.time();
    List<BotSnapshot> pictures = new ArrayList<>(bots.size());
    for (Bot bot : bots.values()) {
      pictures.add(bot.snapshot(now));
    }
    Totals totals = Totals.of(bots.values(), now);
    return new FleetSnapshot(moment.index(), now, pictures, totals.with(figures(totals, now)), tally.counters());
  }

  private @Nullable Figures figures(Totals totals, Instant now) {
    Currency currency = totals.currency();
    if (currency == null) {
      return null;
    }
    Figures known = figures;
    if (known != null && currency.equals(figuresIn) && Duration.between(known.at(), now).compareTo(OLDEST_FIGURES) < 0) {
      return known;
    }
    treasury.exposure(currency, now, totals.value());
    figures = treasury.figures(currency, now);
    figuresIn = currency;
    return figures;
  }
}
