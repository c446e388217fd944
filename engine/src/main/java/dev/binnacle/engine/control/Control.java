package dev.binnacle.engine.control;

import dev.binnacle.engine.fleet.Fleet;
import dev.binnacle.engine.fleet.Halts;
import dev.binnacle.engine.fleet.Moment;
import dev.binnacle.engine.fleet.Watch;
import dev.binnacle.model.Action;
import dev.binnacle.model.ActionId;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.GuardLevel;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.HaltScope;
import dev.binnacle.model.HaltState;
import dev.binnacle.model.Latch;
import dev.binnacle.model.Liquidation;
import dev.binnacle.model.TriggerKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Halts, from their request to their release. Each is a latch: guards close and orders are cancelled at once beside the record, positions
 * are closed and guards open only behind it, and nothing ends it but a named operator who gives a reason.
 *
 * <p>All that it decides is a {@link Fact}, and only facts change what a checkpoint holds. What it asks of the outside is an {@link
 * Errand}; a restart asks again for all that is not settled.
 *
 * <p><b>Threads:</b> confined to the engine's thread.
 */
public final class Control {
  /** Bots that were let go so lately are told again after a restart: the release may have been on its way. */
  private static final Duration OPEN_AGAIN = Duration.ofHours(1);

  private final Book book;
  private final Turn turn;
  private final Guards guards;
  private final Steps steps;
  private final Progress progress;
  private final Desk desk;
  private final Adoption adoption;
  private final Actions actions;
  private final Counting counting;
  private final Triggers triggers;
  private final Picture picture;
  private final Fleet fleet;
  private ControlSettings settings;
  private boolean awake;
  private long outdated;

  public Control(ControlSettings settings, Fleet fleet) {
    this.settings = settings;
    this.fleet = fleet;
    book = new Book(settings.bounds().released());
    turn = new Turn(book);
    guards = new Guards(fleet, settings.bounds().runs());
    steps = new Steps(turn, settings);
    progress = new Progress(turn, guards, steps, fleet);
    desk = new Desk(book, turn, progress, fleet, settings);
    adoption = new Adoption(book, turn, desk, settings.bounds().adopted());
    actions = new Actions(book, turn, desk);
    counting = new Counting(book.trips(), turn, desk, settings);
    Gauges gauges = new Gauges(counting);
    triggers = new Triggers(fleet, turn, book.trips(), gauges, settings.triggers());
    picture = new Picture(book, guards, steps, new TriggerPicture(book.trips(), gauges, fleet));
  }

  public static Control restore(ControlSettings settings, Fleet fleet, ControlState state) {
    Control control = new Control(settings, fleet);
    control.book.restore(state);
    return control;
  }

  public ControlState state() {
    return book.state();
  }

  /** Changes by what was decided before. */
  public void replay(Fact.OfControl fact, long index) {
    book.evolve(fact, index);
  }

  /** Judges by these from now on. Bounds stay as they were, but for how many halts there may be. */
  public void resettle(ControlSettings next) {
    settings = next;
    steps.resettle(next);
    desk.resettle(next);
    adoption.resettle(next.bounds().adopted());
    counting.resettle(next);
    triggers.resettle(next.triggers());
  }

  /** What has to hear of all that is said of now, and of time as it passes, for triggers to be judged. */
  public Watch watch() {
    return triggers;
  }

  /**
   * One input begins.
   *
   * @param facts hears what is decided
   * @param errands hears what is to be done
   */
  public void begin(Moment moment, Consumer<Fact> facts, Consumer<Errand> errands) {
    turn.begin(moment, facts, errands);
    if (!awake) {
      awake = true;
      guards.listenSince(turn.now());
      fleet.hold(picture.held());
      wake();
    }
  }

  /** What was under way when the engine stopped may not have been done. */
  private void wake() {
    for (Standing halt : book.halts()) {
      halt.cases().forEach(of -> steps.tell(halt, of));
    }
    for (Standing halt : book.released()) {
      boolean late = halt.release() == null || halt.release().at().plus(OPEN_AGAIN).isBefore(turn.now());
      if (!late) {
        halt.cases().forEach(of -> desk.open(halt, of.id()));
      }
    }
  }

  /** Asks for a halt. */
  public Answered request(
      HaltScope scope, HaltMode mode, @Nullable Liquidation how, String reason, HaltOrigin origin, @Nullable String operator) {
    return desk.request(scope, mode, how, reason, origin, operator);
  }

  /** Lets trading go on as far as this halt is concerned. */
  public Answered release(HaltId halt, long epoch, String reason, boolean force, @Nullable String operator) {
    return desk.release(halt, epoch, reason, force, operator);
  }

  /** A named person arms a throttle of a bot again. */
  public Answered rearm(TriggerKind trigger, BotId bot, String reason, @Nullable String operator) {
    return counting.rearm(trigger, bot, reason, operator);
  }

  /** Keeps that something is to be done at a bot's exchange. */
  public Answered begin(Action wish, @Nullable String operator) {
    return actions.begin(wish, operator);
  }

  /** Keeps what came of it. */
  public Answered end(ActionId action, Action.Stage stage, String outcome) {
    return actions.end(action, stage, outcome);
  }

  /** A run of a bot says what its guard holds. */
  public void guardHeard(BotId bot, GuardReport report) {
    guards.heard(bot, report, turn.now());
    for (Latch latch : report.latches()) {
      adoption.heard(bot, latch);
    }
    seen(bot);
    for (Standing halt : book.holding(bot)) {
      Case of = halt.of(bot);
      if (of != null) {
        remind(halt, of, report);
        progress.advance(halt, of, true);
        progress.reckon(halt);
      }
    }
  }

  /** A run whose latch is not the halt's as it is now is told again, but not as fast as it speaks. */
  private void remind(Standing halt, Case of, GuardReport report) {
    Latch latch = Guards.latch(report, halt.id());
    boolean lacks = latch == null || latch.epoch() < halt.epoch() || latch.mode().compareTo(halt.mode()) < 0;
    if (lacks && (of.toldAt == null || !turn.now().isBefore(of.toldAt.plus(Progress.TELL_AGAIN)))) {
      steps.tell(halt, of);
    }
  }

  /** A way to an exchange answers. */
  public void exchangeTold(HaltId id, long epoch, BotId bot, long asked, ExchangeReport report) {
    Standing halt = book.halt(id);
    Case of = halt == null ? null : halt.of(bot);
    if (halt == null || of == null) {
      outdated++;
      return;
    }
    progress.heard(halt, of, epoch == halt.epoch() ? asked : 0, report, () -> outdated++);
    progress.reckon(halt);
  }

  /** Something came from a bot: a halt that covers it holds it from now on. */
  public void seen(BotId bot) {
    for (Standing halt : List.copyOf(book.halts())) {
      if (halt.of(bot) == null && Reach.covers(halt.scope(), bot, settings.groups())) {
        desk.add(halt, bot);
        progress.reckon(halt);
      }
    }
  }

  /** A bot tells of orders that they can fill no more. */
  public void ordersEnded(BotId bot, List<Event.OrderUpdate> ended) {
    if (ended.isEmpty()) {
      return;
    }
    for (Standing halt : book.holding(bot)) {
      Case of = halt.of(bot);
      if (of != null) {
        progress.told(halt, of, ended);
      }
    }
  }

  /** Whether no halt is in force, so that nobody here cares what becomes of orders. */
  public boolean isIdle() {
    return book.isEmpty();
  }

  /** A run of a bot has opened a connection: it is told all that it must hold. */
  public void linked(BotId bot) {
    seen(bot);
    for (Standing halt : book.holding(bot)) {
      Case of = halt.of(bot);
      if (of != null && of.told != turn.index()) {
        steps.tell(halt, of);
      }
    }
  }

  /** Why this bot cannot be forgotten; null when it can. */
  public @Nullable String holds(BotId bot) {
    List<Standing> holding = book.holding(bot);
    return holding.isEmpty()
        ? null
        : "bot " + bot + " is held by halt " + holding.getFirst().id() + ": release it first";
  }

  /** What its halts have to say of an order that the bot tells to be open. */
  public Halts.Fate fate(BotId bot, Event.OrderUpdate order) {
    Halts.Fate fate = Halts.Fate.FREE;
    for (Standing halt : book.holding(bot)) {
      Case of = halt.of(bot);
      boolean reaches = halt.symbol() == null || halt.symbol().equals(order.symbol());
      if (of == null || !reaches) {
        continue;
      }
      if (of.hasProvedGone(order.orderId())) {
        return Halts.Fate.GONE;
      }
      if (of.stage() == HaltState.HALTED && halt.mode().level() == GuardLevel.CLOSED) {
        fate = Halts.Fate.LEFT;
      }
    }
    return fate;
  }

  /** Nobody knows the bot any more. */
  public void botGone(BotId bot) {
    guards.forget(bot);
    counting.forget(bot);
  }

  /** Time passes, after everybody was judged anew. */
  public void tick() {
    if (book.isEmpty()) {
      return;
    }
    desk.turnedUp();
    for (Standing halt : List.copyOf(book.halts())) {
      for (Case of : List.copyOf(halt.cases())) {
        progress.advance(halt, of, false);
      }
      progress.reckon(halt);
    }
  }

  /** The input ends. */
  public void end() {
    counting.halt();
    Map<BotId, String> held = picture.changed();
    if (held != null) {
      fleet.hold(held);
    }
  }

  /** All halts at this time. */
  public ControlSnapshot snapshot(long index, Instant at) {
    return picture.at(index, at, settings,
        new Picture.Passed(outdated, adoption.dropped(), guards.dropped(), counting.refused()));
  }
}
