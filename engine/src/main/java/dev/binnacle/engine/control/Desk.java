package dev.binnacle.engine.control;

import dev.binnacle.engine.fleet.Fleet;
import dev.binnacle.model.BotHalt;
import dev.binnacle.model.BotHalt.Proof;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Fact;
import dev.binnacle.model.GuardWord;
import dev.binnacle.model.Halt;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.HaltRequest;
import dev.binnacle.model.HaltScope;
import dev.binnacle.model.HaltState;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.Liquidation;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What people, triggers and bots ask for: halts begin here, grow, and are released. */
final class Desk {
  private static final DateTimeFormatter TIME_OF_DAY =
      DateTimeFormatter.ofPattern("HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Book book;
  private final Turn turn;
  private final Progress progress;
  private final Fleet fleet;
  private ControlSettings settings;

  Desk(Book book, Turn turn, Progress progress, Fleet fleet, ControlSettings settings) {
    this.book = book;
    this.turn = turn;
    this.progress = progress;
    this.fleet = fleet;
    this.settings = settings;
  }

  void resettle(ControlSettings next) {
    settings = next;
  }

  /** What is asked for. */
  record Wish(HaltScope scope, HaltMode mode, @Nullable Liquidation liquidation, HaltRequest request) {}

  Answered request(
      HaltScope scope, HaltMode mode, @Nullable Liquidation how, String reason, HaltOrigin origin, @Nullable String operator) {
    if (operator == null || operator.isBlank()) {
      return Answered.refused("an operator must be named to halt: say who asks");
    }
    if ((mode == HaltMode.LIQUIDATE) != (how != null)) {
      return Answered.refused("a halt says how it closes positions if it liquidates, and only then");
    }
    String unknown = unknown(scope);
    if (unknown != null) {
      return Answered.refused(unknown);
    }
    try {
      return request(new Wish(scope, mode, how, new HaltRequest(origin, operator, reason, turn.now())));
    } catch (InvalidValueException e) {
      return new Answered(e.getMessage(), null);
    }
  }

  private Answered request(Wish wish) {
    Standing other = joined(wish);
    if (other != null) {
      join(other, wish, other.epoch());
      return Answered.done(other.id());
    }
    boolean all = wish.scope() instanceof HaltScope.OfFleet;
    if (!all && begun() >= settings.bounds().halts()) {
      return Answered.refused(
          "%d halts are in force, and there may be no more: release one, or halt the whole fleet".formatted(begun()));
    }
    HaltId id = fresh();
    begin(id, wish, reached(wish.scope()), book.epoch() + 1);
    return Answered.done(id);
  }

  /** A server that was killed may give an index away twice, and a bot may hold the halt that was lost: the time of day tells them apart. */
  private HaltId fresh() {
    String name = "h" + turn.index() + "-" + TIME_OF_DAY.format(turn.now());
    HaltId id = new HaltId(name);
    for (int more = 2; book.halt(id) != null || book.released(id) != null; more++) {
      id = new HaltId(name + "-" + more);
    }
    return id;
  }

  /** Those that were asked for here. */
  private long begun() {
    return book.halts().stream().filter(halt -> isOurs(halt.begun().origin())).count();
  }

  long adopted() {
    return book.halts().size() - begun();
  }

  private static boolean isOurs(HaltOrigin origin) {
    return switch (origin) {
      case PERSON, TRIGGER, DRILL -> true;
      case BOT, LIMIT, FILE, SILENCE -> false;
    };
  }

  private @Nullable String unknown(HaltScope scope) {
    return switch (scope) {
      case HaltScope.OfFleet() -> null;
      case HaltScope.OfGroup(String group) ->
          settings.groups().containsValue(group) ? null : "there is no bot in a group " + group + ": name one of " + groups();
      case HaltScope.OfBot(BotId bot) -> unknown(bot);
      case HaltScope.OfInstrument(var symbol, BotId bot) -> bot == null ? null : unknown(bot);
    };
  }

  private Set<String> groups() {
    return new TreeSet<>(settings.groups().values());
  }

  /** Why a bot of this name cannot be meant; null if it can. */
  @Nullable String unknown(BotId bot) {
    return fleet.ids().contains(bot) || settings.gateways().contains(bot) ? null : "there is no bot " + bot;
  }

  /** All bots there are that the scope covers. */
  Set<BotId> reached(HaltScope scope) {
    Set<BotId> reached = new TreeSet<>(fleet.ids());
    reached.addAll(settings.gateways());
    reached.removeIf(bot -> !Reach.covers(scope, bot, settings.groups()));
    return reached;
  }

  void begin(HaltId id, Wish wish, Set<BotId> bots, long epoch) {
    List<BotHalt> each = new ArrayList<>();
    bots.forEach(bot -> each.add(fresh(bot, "guards are told to close")));
    HaltState state = each.isEmpty() ? HaltState.HALTED : HaltState.REQUESTED;
    Halt halt =
        new Halt(
            id, epoch, wish.scope(), wish.mode(), wish.liquidation(), state, turn.now(), List.of(wish.request()), each, null);
    turn.decide(new Fact.HaltBegun(turn.now(), halt));
    Standing standing = inForce(id);
    List.copyOf(standing.cases()).forEach(of -> progress.start(standing, of));
    progress.reckon(standing);
  }

  private Standing inForce(HaltId id) {
    Standing standing = book.halt(id);
    if (standing == null) {
      throw new IllegalStateException("halt " + id + " has just begun");
    }
    return standing;
  }

  BotHalt fresh(BotId bot, String reason) {
    return new BotHalt(
        bot, HaltState.REQUESTED, turn.now(), reason, Proof.NONE, List.of(), List.of(), 0, List.of(), List.of());
  }

  /** A bot that the halt covers and does not hold yet. */
  void add(Standing halt, BotId bot) {
    turn.decide(new Fact.BotHaltMoved(turn.now(), halt.id(), fresh(bot, "it has turned up under the halt")));
    start(halt, bot);
  }

  /** Bots that came into reach of a halt: by turning up, or by being put into a group. */
  void turnedUp() {
    for (Standing halt : List.copyOf(book.halts())) {
      for (BotId bot : reached(halt.scope())) {
        if (halt.of(bot) == null) {
          add(halt, bot);
        }
      }
    }
  }

  private void start(Standing halt, BotId bot) {
    Case of = halt.of(bot);
    if (of != null) {
      progress.start(halt, of);
    }
  }

  /* Joining. */

  /** The halt that stops the same already, or more. A rehearsal and the real thing have nothing to do with each other. */
  private @Nullable Standing joined(Wish wish) {
    boolean drill = wish.request().origin() == HaltOrigin.DRILL;
    Standing wider = null;
    for (Standing halt : book.halts()) {
      if (halt.isDrill() != drill) {
        continue;
      }
      if (halt.scope().equals(wish.scope())) {
        return halt;
      }
      boolean strong = halt.mode().compareTo(wish.mode()) >= 0 && covers(halt.liquidation(), wish.liquidation());
      if (strong && Reach.isWithin(wish.scope(), halt.scope(), settings.groups())) {
        wider = halt;
      }
    }
    return wider;
  }

  private static boolean covers(@Nullable Liquidation has, @Nullable Liquidation wanted) {
    return wanted == null || (has != null && stronger(has, wanted).equals(has));
  }

  /** @param seen the highest epoch that anybody has given it */
  void join(Standing halt, Wish wish, long seen) {
    HaltMode mode = halt.mode().and(wish.mode());
    Liquidation how = halt.liquidation();
    Liquidation wanted = wish.liquidation();
    Liquidation both = how == null ? wanted : wanted == null ? how : stronger(how, wanted);
    boolean widened = mode != halt.mode() || (both != null && !both.equals(how));
    // Positions are closed a few times and not on and on: a person who has looked, and asks again, has all done anew.
    boolean again = halt.state() == HaltState.FAILED && wish.request().origin() == HaltOrigin.PERSON;
    boolean rises = widened || again || seen > halt.epoch();
    long epoch = rises ? Math.max(book.epoch(), seen) + 1 : halt.epoch();
    turn.decide(new Fact.HaltJoined(turn.now(), halt.id(), epoch, halt.scope(), mode, both, wish.request(), List.of()));
    if (rises) {
      restart(halt);
    }
  }

  void restart(Standing halt) {
    for (Case of : List.copyOf(halt.cases())) {
      turn.decide(new Fact.BotHaltMoved(turn.now(), halt.id(), anew(of.now(), halt)));
      progress.start(halt, of);
    }
    progress.reckon(halt);
  }

  /** What a guard said of a weaker halt says nothing of this one: under a pause orders went on. */
  private BotHalt anew(BotHalt bot, Standing halt) {
    List<GuardWord> words = bot.guards().stream().map(word -> Guards.asked(word.instance(), turn.now())).toList();
    String reason = "the halt was widened or asked for again by " + halt.newest().by() + "; all is asked for anew";
    return new BotHalt(
        bot.bot(), HaltState.REQUESTED, turn.now(), Texts.reason(reason), Proof.NONE, words, bot.orders(),
        bot.ordersInAll(), bot.positions(), bot.residue());
  }

  /** Closes all that either closes, as fast as the faster of them. */
  static Liquidation stronger(Liquidation one, Liquidation other) {
    Liquidation.Positions positions =
        one.positions().compareTo(other.positions()) <= 0 ? one.positions() : other.positions();
    BigDecimal first = one.collarPct();
    BigDecimal second = other.collarPct();
    Duration patience = one.deadline();
    Duration otherPatience = other.deadline();
    if (first == null || second == null || patience == null || otherPatience == null) {
      return new Liquidation(positions, null, null);
    }
    return new Liquidation(
        positions, first.max(second), patience.compareTo(otherPatience) <= 0 ? patience : otherPatience);
  }

  /* Releasing. */

  Answered release(HaltId id, long epoch, String reason, boolean force, @Nullable String operator) {
    if (operator == null || operator.isBlank()) {
      return Answered.refused("an operator must be named to release a halt: say who asks");
    }
    Standing halt = book.halt(id);
    if (halt == null) {
      return over(id, operator);
    }
    if (reason.isBlank()) {
      return Answered.refused("a release needs a reason: say why trading may go on");
    }
    String refused = unseen(halt, epoch);
    if (refused == null) {
      refused = Counting.locked(book.trips(), id);
    }
    if (refused == null && halt.state() != HaltState.HALTED && !force) {
      refused = unfinished(halt);
    }
    if (refused != null) {
      return Answered.refused(refused);
    }
    try {
      release(halt, new Halt.Release(operator, reason, turn.now()));
      return Answered.done(id);
    } catch (InvalidValueException e) {
      return new Answered(e.getMessage(), null);
    }
  }

  private Answered over(HaltId id, String operator) {
    Standing released = book.released(id);
    Halt.Release release = released == null ? null : released.release();
    if (release == null) {
      return Answered.refused("there is no halt " + id + " in force");
    }
    return release.by().equals(operator)
        ? Answered.done(id)
        : Answered.refused("halt %s was released already, by %s at %s".formatted(id, release.by(), release.at()));
  }

  private static @Nullable String unseen(Standing halt, long epoch) {
    if (epoch == halt.epoch()) {
      return null;
    }
    return epoch < halt.epoch()
        ? "halt %s was widened since by %s and is at epoch %d now, not %d: look at it again"
            .formatted(halt.id(), halt.newest().by(), halt.epoch(), epoch)
        : "halt %s is at epoch %d, not %d: look at it again".formatted(halt.id(), halt.epoch(), epoch);
  }

  private static String unfinished(Standing halt) {
    List<String> left = new ArrayList<>();
    for (Case of : halt.cases()) {
      if (of.stage() != HaltState.HALTED) {
        String residue = of.now().residue().isEmpty() ? of.now().reason() : String.join("; ", of.now().residue());
        left.add(of.id() + " is " + of.stage().name().toLowerCase(Locale.ROOT) + ": " + residue);
      }
    }
    return Texts.reason(
        "halt %s is not done: %s. Release it all the same with force, if you know what is left"
            .formatted(halt.id(), String.join(" | ", left)));
  }

  private void release(Standing halt, Halt.Release release) {
    turn.decide(new Fact.HaltReleased(turn.now(), halt.id(), book.epoch() + 1, release));
    halt.cases().forEach(of -> open(halt, of.id()));
  }

  /** Tells a bot that a halt that is over is over. */
  void open(Standing released, BotId bot) {
    Halt.Release release = released.release();
    if (release != null) {
      turn.send(
          new Errand.OpenGuards(
              bot, released.id(), released.epoch(), release.by(), release.reason(), released.index()));
    }
  }
}
