package dev.binnacle.engine.control;

import dev.binnacle.engine.fleet.Fleet;
import dev.binnacle.engine.fleet.Present;
import dev.binnacle.model.BotId;
import dev.binnacle.model.GuardWord;
import dev.binnacle.model.GuardWord.Stage;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.Latch;
import dev.binnacle.model.OrderId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the runs of bots say of their guards, and what that means for a halt. A restart forgets what they said, until they say it again;
 * what it meant is kept by facts.
 */
final class Guards {
  /** A run that spoke of its guard so lately is there, whatever else is heard of it. */
  private static final Duration FRESH = Duration.ofSeconds(60);

  private final Fleet fleet;
  private final TreeMap<BotId, LinkedHashMap<InstanceId, Heard>> reports = new TreeMap<>();
  private final int mostRuns;
  private Instant listeningSince = Instant.MIN;
  private long dropped;

  /** The newest report of one run. */
  record Heard(GuardReport report, Instant at) {}

  Guards(Fleet fleet, int mostRuns) {
    this.fleet = fleet;
    this.mostRuns = mostRuns;
  }

  /** Nobody could be heard before: runs that were there are there until they have had the time to speak. */
  void listenSince(Instant now) {
    listeningSince = now;
  }

  void heard(BotId bot, GuardReport report, Instant now) {
    LinkedHashMap<InstanceId, Heard> runs = reports.computeIfAbsent(bot, each -> new LinkedHashMap<>());
    runs.remove(report.instance());
    runs.put(report.instance(), new Heard(report, now));
    if (runs.size() > mostRuns) {
      runs.pollFirstEntry();
      dropped++;
    }
  }

  void forget(BotId bot) {
    reports.remove(bot);
  }

  long dropped() {
    return dropped;
  }

  Set<BotId> bots() {
    return reports.keySet();
  }

  List<Heard> reports(BotId bot) {
    LinkedHashMap<InstanceId, Heard> runs = reports.get(bot);
    return runs == null ? List.of() : List.copyOf(runs.values());
  }

  /** The runs of a bot that are there. */
  Set<InstanceId> runs(BotId bot, Instant now) {
    Present present = fleet.present(bot, now);
    Set<InstanceId> runs = present == null ? new TreeSet<>() : new TreeSet<>(present.runs());
    for (Heard heard : reports(bot)) {
      InstanceId run = heard.report().instance();
      boolean fresh = Duration.between(heard.at(), now).compareTo(FRESH) < 0;
      if (fresh && (present == null || !present.hasEnded(run))) {
        runs.add(run);
      }
    }
    if (runs.size() > 1) {
      runs.remove(Present.UNNAMED);
    }
    return runs;
  }

  /**
   * The words of a bot's runs about a halt, as they are now.
   *
   * @param patient whether a run that says less than before is believed later: it may say more again in a moment
   */
  List<GuardWord> words(Standing halt, Case of, Instant now, Duration deadline, boolean patient) {
    Map<InstanceId, GuardWord> before = new TreeMap<>();
    of.now().guards().forEach(word -> before.put(word.instance(), word));
    Map<InstanceId, Heard> heard = new TreeMap<>();
    reports(of.id()).forEach(each -> heard.put(each.report().instance(), each));
    List<GuardWord> words = new ArrayList<>();
    for (InstanceId run : runs(of, before.keySet(), now)) {
      GuardWord old = before.get(run);
      GuardWord word = word(halt, run, old, heard.get(run), now, deadline);
      boolean less = old != null && rank(word.stage()) < rank(old.stage());
      boolean onlyCounts = old != null && word.stage() == old.stage();
      words.add(old != null && patient && (less || onlyCounts) ? old : word);
    }
    return words;
  }

  private Set<InstanceId> runs(Case of, Set<InstanceId> before, Instant now) {
    Set<InstanceId> runs = runs(of.id(), now);
    if (now.isBefore(listeningSince.plus(FRESH))) {
      Present present = fleet.present(of.id(), now);
      before.stream().filter(run -> present == null || !present.hasEnded(run)).forEach(runs::add);
    }
    return runs;
  }

  private static int rank(Stage stage) {
    return switch (stage) {
      case UNCONFIRMED -> 0;
      case REQUESTED -> 1;
      case DELIVERED -> 2;
      case CONFIRMED -> 3;
    };
  }

  private static GuardWord word(
      Standing halt, InstanceId run, @Nullable GuardWord old, @Nullable Heard heard, Instant now, Duration deadline) {
    if (heard == null) {
      return old == null ? asked(run, now) : overdue(old, now, deadline);
    }
    GuardReport report = heard.report();
    Latch latch = latch(report, halt.id());
    if (latch == null || !holds(report, latch, halt)) {
      boolean held = old != null && rank(old.stage()) >= rank(Stage.DELIVERED);
      return old == null || held ? asked(run, now) : overdue(old, now, deadline);
    }
    // Under a pause orders go on: how many are on their way says nothing.
    boolean pause = halt.mode() == HaltMode.PAUSE;
    long inFlight = pause ? 0 : Math.max(report.inFlight(), report.unknown().size());
    List<OrderId> unknown = pause ? List.of() : atMost(report.unknown());
    boolean done = latch.epoch() >= halt.epoch() && inFlight == 0 && (pause || report.done().contains(halt.id()));
    Stage stage = done ? Stage.CONFIRMED : Stage.DELIVERED;
    Instant since = old != null && old.stage() == stage ? old.since() : now;
    return new GuardWord(run, stage, since, inFlight, unknown);
  }

  private static List<OrderId> atMost(List<OrderId> orders) {
    return orders.size() > GuardWord.MOST_ORDERS ? orders.subList(0, GuardWord.MOST_ORDERS) : orders;
  }

  static @Nullable Latch latch(GuardReport report, HaltId halt) {
    for (Latch latch : report.latches()) {
      if (latch.id().equals(halt)) {
        return latch;
      }
    }
    return null;
  }

  private static boolean holds(GuardReport report, Latch latch, Standing halt) {
    boolean whole =
        halt.symbol() == null ? latch.symbol() == null : latch.symbol() == null || latch.symbol().equals(halt.symbol());
    boolean strict = halt.symbol() != null || report.level().compareTo(halt.mode().level()) >= 0;
    return whole && strict && latch.mode().compareTo(halt.mode()) >= 0;
  }

  static GuardWord asked(InstanceId run, Instant now) {
    return new GuardWord(run, Stage.REQUESTED, now, 0, List.of());
  }

  private static GuardWord overdue(GuardWord word, Instant now, Duration deadline) {
    boolean late = word.stage() == Stage.REQUESTED && !now.isBefore(word.since().plus(deadline));
    return late ? new GuardWord(word.instance(), Stage.UNCONFIRMED, now, word.inFlight(), word.unknown()) : word;
  }
}
