package dev.binnacle.engine.fleet;

import dev.binnacle.engine.fleet.BotState.Description;
import dev.binnacle.engine.fleet.BotState.Stamp;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.InstancePolicy;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.Symbol;
import dev.binnacle.model.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What facts have made of a bot. Nothing else changes it, and a checkpoint holds all of it. */
final class Dossier {
  private final BotId id;
  private FleetSettings settings;
  private final Tally tally;
  private final Prices prices;
  private final Runnable firstFact;
  private final Instances instances;
  private final IdWindow ids;
  private final Trades trades;
  private final Errors errors;
  private final Account account;
  private final Configuration configuration;
  private Description description = Description.UNKNOWN;
  private @Nullable Instance owner;
  private @Nullable Part loose;
  private @Nullable Instant firstHeard;
  private @Nullable Instant lastTaken;
  private long lastIndex;
  private Verdict decided = Verdict.NEVER_HEARD;
  private boolean recorded;

  /** Hears of the price of every fill. */
  interface Prices {
    boolean price(Symbol symbol, BigDecimal price, Instant at);
  }

  /** @param firstFact is run when the first fact speaks of the bot */
  Dossier(BotId id, FleetSettings settings, Treasury treasury, Tally tally, Prices prices, Runnable firstFact) {
    this.id = id;
    this.settings = settings;
    this.tally = tally;
    this.prices = prices;
    this.firstFact = firstFact;
    Bounds bounds = settings.bounds();
    this.instances = new Instances(bounds, tally);
    this.ids = new IdWindow(bounds);
    this.trades = new Trades(bounds, tally);
    this.errors = new Errors(bounds);
    this.account = new Account(settings.conventions(), treasury);
    this.configuration = new Configuration(bounds, tally);
  }

  void restore(BotState state) {
    instances.restore(state);
    ids.restore(state.ids());
    trades.restore(state);
    errors.restore(state);
    account.restore(state.account());
    configuration.restore(state.config());
    description = state.description();
    owner = instances.find(state.owner());
    loose = state.loose() == null ? null : Part.restore(settings.bounds(), tally, state.loose());
    firstHeard = state.firstHeard();
    lastTaken = state.lastTaken();
    lastIndex = state.lastIndex();
    decided = new Verdict(state.status(), state.reason());
    recorded = true;
  }

  void resettle(FleetSettings next) {
    settings = next;
  }

  /** It was forgotten once: what it sent then must not count again. */
  void remember(FleetState.Farewell farewell) {
    instances.remember(farewell.instances());
    ids.restore(farewell.ids());
  }

  BotState state() {
    return new BotState(
        id,
        description,
        firstHeard,
        lastTaken,
        lastIndex,
        decided.status(),
        decided.reason(),
        owner == null ? null : owner.id,
        instances.states(),
        instances.retiredStates(),
        loose == null || loose.isBlank() ? null : loose.state(),
        ids.state(),
        List.copyOf(trades.open()),
        List.copyOf(trades.recent()),
        trades.sideMismatches(),
        errors.states(),
        errors.counts(),
        account.state(),
        configuration.state());
  }

  /* Facts. */

  /** @return whether it is news, to be shown at once if it is of now */
  boolean evolve(Fact.OfBot fact, Moment moment) {
    if (!recorded) {
      recorded = true;
      firstFact.run();
    }
    lastIndex = moment.index();
    firstHeard = firstHeard == null && isWordOfTheBot(fact) ? moment.time() : firstHeard;
    return switch (fact) {
      case Fact.Accepted accepted -> take(accepted.envelope(), accepted.contentHash(), moment);
      case Fact.Refused refused -> {
        tally.dropped(Bound.GAPS, instance(refused.instance(), moment).sequence.take(refused.seq(), refused.contentHash()));
        yield false;
      }
      case Fact.GapFound gap -> {
        tally.gaps++;
        tally.dropped(Bound.GAPS, instance(gap.instance(), moment).sequence.skip(gap.from(), gap.to(), gap.at()));
        yield false;
      }
      case Fact.EquityMarked marked -> {
        account.mark(marked);
        yield false;
      }
      case Fact.StatusChanged status -> {
        decided = new Verdict(status.to(), status.reason());
        yield true;
      }
      case Fact.OwnerChanged change -> {
        hand(change, moment);
        yield false;
      }
      case Fact.InstanceFenced fenced -> {
        instance(fenced.instance(), moment).fencedUnder = fenced.owner();
        yield true;
      }
      case Fact.ConfigSeen seen -> {
        configuration.seen(seen);
        yield false;
      }
      case Fact.BotForgotten forgotten -> {
        account.leave(forgotten.at());
        yield false;
      }
    };
  }

  /** What becomes of its configuration may be the word of who keeps that for it. */
  private static boolean isWordOfTheBot(Fact.OfBot fact) {
    boolean ofConfiguration = fact instanceof Fact.Accepted(var bot, var envelope, var hash)
        && envelope.event() instanceof Event.ConfigUpdate
        && envelope.instance() == null;
    return !ofConfiguration && !(fact instanceof Fact.ConfigSeen);
  }

  private Instance instance(InstanceId instance, Moment moment) {
    Instance known = instances.find(instance);
    if (known != null) {
      return known;
    }
    Instance added = instances.add(instance, moment.time());
    if (owner != null && instances.find(owner.id) == null) {
      owner = null;
    }
    return added;
  }

  private void hand(Fact.OwnerChanged change, Moment moment) {
    Instance next = instance(change.owner(), moment);
    Instance before = instances.find(change.before());
    Part part = null;
    if (before != null && before.part != null) {
      part = before.part;
      part.handOver();
      before.part = null;
      before.successor = next.id;
    } else if (policy() == InstancePolicy.SINGLE || owner == null) {
      part = loose;
      loose = null;
    }
    if (next.part == null) {
      next.part = part == null ? new Part(settings.bounds(), tally) : part;
    }
    next.successor = null;
    owner = next;
  }

  private boolean take(Envelope envelope, long content, Moment moment) {
    tally.accepted++;
    boolean isAboutIt = envelope.instance() == null && envelope.event() instanceof Event.ConfigUpdate;
    lastTaken = isAboutIt ? lastTaken : moment.time();
    Instance instance = envelope.instance() == null ? null : instance(envelope.instance(), moment);
    if (envelope.isSequenced() && instance != null) {
      tally.dropped(Bound.GAPS, instance.sequence.take(envelope.seq(), content));
    } else if (envelope.id() != null) {
      ids.take(envelope.id(), content);
    } else {
      tally.unkeyed++;
    }
    Event event = envelope.event();
    Instant at = event.at().isBefore(moment.time()) ? event.at() : moment.time();
    return happened(event, instance, new Stamp(envelope.instance(), envelope.seq(), at), moment.time());
  }

  private boolean happened(Event event, @Nullable Instance instance, Stamp stamp, Instant now) {
    if (event instanceof Event.ConfigUpdate update) {
      configuration.happened(update, instance == null ? null : instance.id);
      return true;
    }
    Part speaker = speaker(instance, stamp.at());
    if (speaker != null && !(event instanceof Event.Stopped)) {
      speaker.runs(stamp);
    }
    return switch (event) {
      case Event.Started started -> {
        start(started, instance, speaker, stamp);
        yield true;
      }
      case Event.Stopped stopped -> {
        stop(stopped, instance, speaker, stamp, now);
        yield true;
      }
      case Event.TradeOpened opened -> {
        trades.opened(opened, speaker != null);
        account.opened(opened, stamp.at());
        filled(speaker, opened.entryPrice(), opened.symbol(), stamp);
        yield true;
      }
      case Event.TradeClosed closed -> {
        trades.closed(closed);
        account.closed(closed, stamp.at());
        if (speaker != null) {
          speaker.closed(closed, stamp, now);
        }
        filled(speaker, closed.exitPrice(), closed.symbol(), stamp);
        yield true;
      }
      case Event.OrderUpdate order -> {
        order(order, speaker, stamp);
        yield false;
      }
      case Event.PositionUpdate position -> {
        boolean newest = speaker != null && speaker.position(position, stamp, now);
        if (newest && position.currentPrice() != null) {
          prices.price(position.symbol(), position.currentPrice(), stamp.at());
        }
        yield newest;
      }
      case Event.BalanceUpdate balance -> {
        if (speaker != null) {
          speaker.balance(balance, stamp, () -> trades.areHeldBeside(speaker), now);
          account.balance(balance, stamp.at());
        }
        yield false;
      }
      case Event.ErrorRaised error -> {
        errors.add(error, stamp.at(), now);
        if (speaker != null) {
          speaker.failed(error, stamp);
        }
        yield true;
      }
      case Event.ComponentHealth health -> speaker != null && speaker.health(health, stamp);
      case Event.Report report -> {
        report(report, stamp.at());
        yield false;
      }
      case Event.Custom custom -> false;
      case Event.ConfigUpdate update -> true;
      case Event.Metrics metrics -> false;
      case Event.Heartbeat heartbeat -> false;
      case Event.Mark mark -> false;
      case Event.ApiUsage usage -> false;
      case Event.LogLine line -> false;
    };
  }

  private void start(Event.Started event, @Nullable Instance instance, @Nullable Part speaker, Stamp stamp) {
    if (instance != null) {
      instance.began = stamp.at();
      instance.ended = false;
    } else if (speaker != null) {
      speaker.handOver();
    }
    if (speaker == null) {
      return;
    }
    InstancePolicy before = policy();
    description = new Description(event.instances(), event.mode(), event.venue(), event.strategy(), event.version());
    if (before == InstancePolicy.SHARDS && policy() == InstancePolicy.SINGLE) {
      loose = null;
      instances.all().stream().filter(other -> other != instance).forEach(other -> other.part = null);
      owner = instance;
      speaker = instance == null ? speaker(null, stamp.at()) : speaker;
    }
    if (speaker != null) {
      speaker.begin(stamp.at());
      speaker.works(stamp);
    }
  }

  private static void stop(
      Event.Stopped event, @Nullable Instance instance, @Nullable Part speaker, Stamp stamp, Instant now) {
    if (instance != null) {
      instance.ended = true;
    }
    if (speaker != null) {
      String how = event.exitCode() == null ? "said good-bye" : "ended with exit code " + event.exitCode();
      speaker.end(event.reason() == null ? how : how + ": " + event.reason(), now, stamp);
    }
  }

  /** A fill is a price, and shows that the bot works. */
  private void filled(@Nullable Part speaker, @Nullable BigDecimal price, Symbol symbol, Stamp stamp) {
    if (speaker != null) {
      speaker.works(stamp);
      if (price != null) {
        prices.price(symbol, price, stamp.at());
      }
    }
  }

  private void order(Event.OrderUpdate order, @Nullable Part speaker, Stamp stamp) {
    if (speaker == null || speaker.order(order, stamp) != Part.OrderChange.FINISHED) {
      return;
    }
    boolean filled = order.status() == OrderStatus.FILLED || order.filled().signum() > 0;
    if (filled || order.status() == OrderStatus.REJECTED) {
      account.operation(stamp.at(), filled);
    }
    filled(filled ? speaker : null, order.averagePrice(), order.symbol(), stamp);
  }

  /** The dynamic risk factor is the bot's own figure. */
  private void report(Event.Report report, Instant at) {
    if (report.figures().get("dynamic_risk_factor") instanceof Value.Decimal(BigDecimal factor)) {
      String reason = report.figures().get("risk_reason") instanceof Value.Text(String text) ? text : null;
      account.dynamicRisk(at, factor.doubleValue(), reason);
    }
  }

  /**
   * The part of which this instance may tell: its own, or, of the time before its successor began, that of its successor. Null when
   * its word does not count.
   */
  private @Nullable Part speaker(@Nullable Instance instance, Instant at) {
    if (instance == null) {
      return anonymous();
    }
    if (instance.part != null) {
      return instance.part;
    }
    Instance heir = policy() == InstancePolicy.SINGLE ? owner : heir(instance);
    return heir != null && at.isBefore(heir.beginning()) ? heir.part : null;
  }

  private @Nullable Instance heir(Instance instance) {
    Instance heir = instances.find(instance.successor);
    for (int steps = 0; heir != null && !heir.owns() && steps < settings.bounds().instances(); steps++) {
      heir = instances.find(heir.successor);
    }
    return heir;
  }

  /** The part of what comes without an instance. */
  private Part anonymous() {
    if (policy() == InstancePolicy.SINGLE && owner != null && owner.part != null) {
      return owner.part;
    }
    if (loose == null) {
      loose = new Part(settings.bounds(), tally);
    }
    return loose;
  }

  /** Whose samples count: the parts of owners and what comes without an instance. */
  @Nullable Part present(@Nullable InstanceId instance) {
    if (instance == null) {
      return anonymous();
    }
    Instance known = instances.find(instance);
    return known == null ? null : known.part;
  }

  List<Part> parts() {
    List<Part> parts = new ArrayList<>(1);
    if (loose != null) {
      parts.add(loose);
    }
    for (Instance instance : instances.all()) {
      if (instance.part != null) {
        parts.add(instance.part);
      }
    }
    return parts;
  }

  /** Whether the balance and the positions of each part tell of the same moment. */
  boolean isSettled(Instant now) {
    if (loose != null && !loose.isSettled(now)) {
      return false;
    }
    for (Instance instance : instances.all()) {
      if (instance.part != null && !instance.part.isSettled(now)) {
        return false;
      }
    }
    return true;
  }

  /** Those by which the status is judged: what comes without an instance says nothing of shards. */
  List<Part> judgedParts() {
    List<Part> parts = parts();
    if (loose != null && parts.size() > 1) {
      parts.remove(loose);
    }
    return parts;
  }

  InstancePolicy policy() {
    InstancePolicy settled = settings.of(id).policy();
    return settled == null ? description.policy() : settled;
  }

  /** The owner of a bot of one instance; of shards, the one that came last. */
  @Nullable Instance owner() {
    return owner;
  }

  Instances instances() {
    return instances;
  }

  IdWindow ids() {
    return ids;
  }

  Trades trades() {
    return trades;
  }

  Errors errors() {
    return errors;
  }

  Account account() {
    return account;
  }

  Configuration configuration() {
    return configuration;
  }

  Description description() {
    return description;
  }

  /** The status that was decided last. */
  Verdict decided() {
    return decided;
  }

  @Nullable Instant firstHeard() {
    return firstHeard;
  }

  @Nullable Instant lastTaken() {
    return lastTaken;
  }

  /** Of the youngest entry that speaks of the bot. */
  long lastIndex() {
    return lastIndex;
  }

  /** Whether any fact speaks of it. */
  boolean isRecorded() {
    return recorded;
  }
}
