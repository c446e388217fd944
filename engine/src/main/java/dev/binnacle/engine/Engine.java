package dev.binnacle.engine;

import dev.binnacle.engine.alerts.Alerts;
import dev.binnacle.engine.alerts.AlertsSnapshot;
import dev.binnacle.engine.control.Answered;
import dev.binnacle.engine.control.Control;
import dev.binnacle.engine.control.ControlSnapshot;
import dev.binnacle.engine.fleet.Fleet;
import dev.binnacle.engine.fleet.FleetSnapshot;
import dev.binnacle.engine.fleet.Moment;
import dev.binnacle.engine.fleet.Receipt;
import dev.binnacle.model.Arrival;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.JournalEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sequencer: applies one input after the other, each with an index and a time of its own, and says what is to be done. The same
 * inputs at the same times lead to the same outcomes; there is no clock, no thread and no file in here.
 *
 * <p>What an input decides is a {@link JournalEntry} of facts, and facts are the only thing that changes what {@link #state()} holds.
 * A restart is {@link #restore} from a checkpoint and {@link #replay} of the entries after it, in order, and only then {@link #apply}.
 * What only samples said is not known then until the bots say it again: prices since the last position, readings, log lines, how far
 * a clock is off, when a bot was last heard. Silence is counted from the first input after a restart, since nobody could be heard
 * before.
 *
 * <p>A checkpoint may be kept only when all entries up to its index are on disk.
 *
 * <p>Time must not go backwards: an earlier time is taken for the one before, and counted.
 *
 * <p><b>Threads:</b> one thread at a time; states, snapshots and outcomes are immutable.
 */
public final class Engine {
  private static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2199-12-31T00:00:00Z");

  private final Fleet fleet;
  private final Alerts alerts;
  private final Control control;
  private long index;
  private Instant time = EARLIEST;
  private long clockStepsBack;
  private boolean applied;

  /** The last input that decided something; 0 when none has since the start, and then all is on disk. */
  private long decided;

  public Engine(EngineSettings settings) {
    this.fleet = new Fleet(settings.fleet());
    this.alerts = new Alerts(settings.alerts());
    this.control = new Control(settings.control(), fleet);
    fleet.watchedBy(new Watches(alerts.rules(), control.watch()));
    fleet.haltedBy(control::fate);
  }

  private Engine(EngineSettings settings, EngineState state) {
    this.fleet = Fleet.restore(settings.fleet(), state.fleet());
    this.alerts = Alerts.restore(settings.alerts(), state.alerts());
    this.control = Control.restore(settings.control(), fleet, state.control());
    fleet.watchedBy(new Watches(alerts.rules(), control.watch()));
    fleet.haltedBy(control::fate);
    this.index = state.index();
    this.time = state.time();
    this.clockStepsBack = state.clockStepsBack();
  }

  /** The engine that had this state. Performance goes on under the conventions that it was begun with. */
  public static Engine restore(EngineSettings settings, EngineState state) {
    return new Engine(settings, state);
  }

  /**
   * Changes by what was decided before.
   *
   * @throws IllegalArgumentException if the entry is not after the last one
   * @throws IllegalStateException if an input has been applied already
   */
  public void replay(JournalEntry entry) {
    if (applied) {
      throw new IllegalStateException("entry " + entry.index() + " comes too late: replay all entries before the first input");
    }
    if (entry.index() <= index) {
      throw new IllegalArgumentException(
          "entry " + entry.index() + " is not after " + index + ": replay what comes after the checkpoint, in order");
    }
    index = entry.index();
    time = entry.time().isAfter(time) ? entry.time() : time;
    Moment moment = new Moment(index, entry.time());
    for (Fact fact : entry.facts()) {
      switch (fact) {
        case Fact.OfBot ofBot -> fleet.replay(ofBot, moment);
        case Fact.OfAlerts ofAlerts -> alerts.replay(ofAlerts);
        case Fact.OfControl ofControl -> control.replay(ofControl, index);
      }
    }
  }

  /** Applies the input at this time of the engine. */
  public Outcome apply(Instant at, Input input) {
    advance(at);
    index++;
    Turn turn = new Turn(new Moment(index, time));
    alerts.begin(index, time, turn::decided);
    control.begin(turn.moment(), turn::decided, errand -> turn.then(new Effect.OfControl(errand)));
    switch (input) {
      case Input.Received batch -> {
        Receipt receipt = fleet.receive(turn.moment(), batch.bot(), batch.arrivals(), batch.live(), turn);
        turn.then(new Effect.Reply(batch.ticket(), receipt.answer(), receipt.awaits()));
        control.seen(batch.bot());
        if (!control.isIdle()) {
          control.ordersEnded(batch.bot(), ended(batch.arrivals()));
        }
      }
      case Input.Noted noted -> {
        Receipt receipt = fleet.note(turn.moment(), noted.bot(), noted.arrivals(), turn);
        turn.then(new Effect.Reply(noted.ticket(), receipt.answer(), receipt.awaits()));
      }
      case Input.LinkOpened link -> {
        fleet.linkOpened(turn.moment(), link.bot(), link.instance(), turn);
        control.linked(link.bot());
      }
      case Input.LinkClosed link -> fleet.linkClosed(link.bot(), link.instance());
      case Input.Tick tick -> {
        fleet.tick(turn.moment(), turn);
        alerts.tick();
        control.tick();
      }
      case Input.Resettled resettled -> resettle(resettled);
      case Input.Observed observed -> alerts.rules().observed(observed.part(), observed.metric(), observed.reading());
      case Input.Scored scored ->
          alerts.rules().scored(scored.bot(), scored.metric(), scored.model(), scored.at(), scored.score());
      case Input.Declared declared -> fleet.declare(declared.bots());
      case Input.GuardHeard heard -> control.guardHeard(heard.bot(), heard.report());
      case Input.ExchangeTold told -> control.exchangeTold(told.halt(), told.epoch(), told.bot(), told.asked(), told.report());
      case Input.Commanded commanded -> command(commanded, turn);
    }
    alerts.end();
    control.end();
    alerts.rules().takeWeighings().forEach(weighing -> turn.then(new Effect.Weigh(weighing)));
    decided = turn.hasDecided() ? index : decided;
    return turn.outcome();
  }

  private static List<Event.OrderUpdate> ended(List<Arrival> arrivals) {
    List<Event.OrderUpdate> ended = new ArrayList<>();
    for (Arrival arrival : arrivals) {
      if (arrival instanceof Arrival.Decoded decoded && decoded.envelope().event() instanceof Event.OrderUpdate order
          && !order.status().isOpen()) {
        ended.add(order);
      }
    }
    return ended;
  }

  private void resettle(Input.Resettled resettled) {
    fleet.resettle(resettled.settings());
    if (resettled.alerts() != null) {
      alerts.resettle(resettled.alerts());
    }
    if (resettled.control() != null) {
      control.resettle(resettled.control());
    }
  }

  private void command(Input.Commanded commanded, Turn turn) {
    String operator = commanded.operator();
    Answered answered =
        switch (commanded.command()) {
          case Input.Command.ForgetBot forget -> plain(forget(forget, operator, turn));
          case Input.Command.NoteConfig note -> plain(fleet.configSeen(turn.moment(), note.seen(turn.moment().time()), turn));
          case Input.Command.Acknowledge it -> plain(alerts.acknowledge(it.alert(), operator, it.comment(), it.until()));
          case Input.Command.Unacknowledge it -> plain(alerts.unacknowledge(it.alert(), operator));
          case Input.Command.BeginSilence it ->
              plain(alerts.beginSilence(it.matcher(), it.until(), it.term(), operator, it.comment()));
          case Input.Command.EndSilence it -> plain(alerts.endSilence(it.silence(), operator));
          case Input.Command.RequestHalt it ->
              control.request(it.scope(), it.mode(), it.liquidation(), it.reason(), it.origin(), operator);
          case Input.Command.ReleaseHalt it -> control.release(it.halt(), it.epoch(), it.reason(), it.force(), operator);
          case Input.Command.BeginAction it -> control.begin(it.wish(), operator);
          case Input.Command.EndAction it -> control.end(it.action(), it.stage(), it.outcome());
          case Input.Command.RearmTrigger it -> control.rearm(it.trigger(), it.bot(), it.reason(), operator);
        };
    String refused = answered.refused();
    // What was so already may have been decided a moment ago and not be on disk yet.
    long awaits = refused != null ? 0 : turn.hasDecided() ? index : decided;
    turn.then(new Effect.CommandDone(commanded.ticket(), refused, awaits, answered.halt()));
  }

  private static Answered plain(@Nullable String refused) {
    return new Answered(refused, null);
  }

  private @Nullable String forget(Input.Command.ForgetBot forget, @Nullable String operator, Turn turn) {
    String held = control.holds(forget.bot());
    String refused = held != null ? held : fleet.forget(turn.moment(), forget.bot(), operator, turn);
    if (refused == null) {
      alerts.botGone(forget.bot());
      control.botGone(forget.bot());
    }
    return refused;
  }

  private void advance(Instant at) {
    Instant possible = at.isBefore(EARLIEST) ? EARLIEST : at.isAfter(LATEST) ? LATEST : at;
    if (possible.isBefore(time)) {
      clockStepsBack++;
    } else {
      time = possible;
    }
    if (!applied) {
      applied = true;
      fleet.listenSince(time);
      alerts.listenSince(time);
    }
  }

  /** The index of the last input that was applied or replayed; 0 before the first. */
  public long index() {
    return index;
  }

  /** How often {@link #apply} was given a time earlier than the one before. */
  public long clockStepsBack() {
    return clockStepsBack;
  }

  public EngineState state() {
    return new EngineState(EngineState.VERSION, index, time, clockStepsBack, fleet.state(), alerts.state(), control.state());
  }

  /** All alerts, silences and rules at this time. */
  public AlertsSnapshot alerts(Instant at) {
    return alerts.snapshot(index, at.isBefore(time) || at.isAfter(LATEST) ? time : at);
  }

  /** All halts, and what guards say, at this time. */
  public ControlSnapshot control(Instant at) {
    return control.snapshot(index, at.isBefore(time) || at.isAfter(LATEST) ? time : at);
  }

  /** The whole fleet at this time. Bots that have not changed are the same objects as in the snapshot before. */
  public FleetSnapshot snapshot(Instant at) {
    return fleet.snapshot(new Moment(index, at.isBefore(time) || at.isAfter(LATEST) ? time : at));
  }
}
