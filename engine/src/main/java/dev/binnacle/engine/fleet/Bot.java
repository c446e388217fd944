package dev.binnacle.engine.fleet;

import dev.binnacle.engine.fleet.BotState.Description;
import dev.binnacle.engine.fleet.BotState.Stamp;
import dev.binnacle.model.BotId;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.InstancePolicy;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.Symbol;
import dev.binnacle.model.Value;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One bot: what facts have made of it, and what samples say beside that. Facts are the only thing that changes the former. */
final class Bot {
  private static final Duration UNMOVED_MARK_EVERY = Duration.ofMinutes(15);

  private final BotId id;
  private final FleetSettings settings;
  private final Tally tally;
  private final Runnable firstFact;
  private final Instances instances;
  private final IdWindow ids;
  private final Trades trades;
  private final Errors errors;
  private final Account account;
  private Description description = Description.UNKNOWN;
  private @Nullable Instance owner;
  private @Nullable Part loose;
  private @Nullable Instant firstHeard;
  private @Nullable Instant lastTaken;
  private long lastIndex;
  private Verdict decided = Verdict.NEVER_HEARD;
  private boolean recorded;

  // What a restart forgets.
  private final Telemetry telemetry;
  private final Curves curves = new Curves();
  private final LinkedHashMap<InstanceId, Integer> links = new LinkedHashMap<>();
  private @Nullable Instant lastHeard;
  private Instant listeningSince;
  private @Nullable Instant markTried;
  private Verdict verdict = Verdict.NEVER_HEARD;
  private @Nullable Holdings holdings;
  private final BotPicture picture = new BotPicture(this);

  /** @param firstFact is run when the first fact speaks of the bot */
  Bot(BotId id, FleetSettings settings, Treasury treasury, Tally tally, Instant listeningSince, Runnable firstFact) {
    this.firstFact = firstFact;
    this.id = id;
    this.settings = settings;
    this.tally = tally;
    this.listeningSince = listeningSince;
    Bounds bounds = settings.bounds();
    this.instances = new Instances(bounds, tally);
    this.ids = new IdWindow(bounds);
    this.trades = new Trades(bounds, tally);
    this.errors = new Errors(bounds);
    this.account = new Account(settings.conventions(), treasury);
    this.telemetry = new Telemetry(bounds, tally);
  }

  void restore(BotState state) {
    instances.restore(state);
    ids.restore(state.ids());
    trades.restore(state);
    errors.restore(state);
    account.restore(state.account());
    description = state.description();
    owner = instances.find(state.owner());
    loose = state.loose() == null ? null : Part.restore(settings.bounds(), tally, state.loose());
    firstHeard = state.firstHeard();
    lastTaken = state.lastTaken();
    lastHeard = state.lastTaken();
    lastIndex = state.lastIndex();
    decided = new Verdict(state.status(), state.reason());
    verdict = decided;
    recorded = true;
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
        account.state());
  }

  /* Facts. */

  /** @return whether it is news, to be shown at once if it is of now */
  boolean evolve(Fact fact, Moment moment) {
    if (!recorded) {
      recorded = true;
      firstFact.run();
    }
    lastIndex = moment.index();
    firstHeard = firstHeard == null ? moment.time() : firstHeard;
    changed();
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
        verdict = decided;
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
      case Fact.BotForgotten forgotten -> {
        account.leave(forgotten.at());
        yield false;
      }
    };
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
    holdings = null;
    lastTaken = moment.time();
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
        filled(speaker, closed.exitPrice(), closed.symbol(), stamp);
        yield true;
      }
      case Event.OrderUpdate order -> {
        order(order, speaker, stamp);
        yield false;
      }
      case Event.PositionUpdate position -> {
        boolean newest = speaker != null && speaker.position(position, stamp);
        if (newest && position.currentPrice() != null) {
          telemetry.price(position.symbol(), position.currentPrice(), stamp.at());
        }
        yield newest;
      }
      case Event.BalanceUpdate balance -> {
        if (speaker != null) {
          speaker.balance(balance, stamp);
          account.balance(balance);
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
        telemetry.price(symbol, price, stamp.at());
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

  private Part anonymous() {
    if (policy() == InstancePolicy.SINGLE && owner != null && owner.part != null) {
      return owner.part;
    }
    if (loose == null) {
      loose = new Part(settings.bounds(), tally);
    }
    return loose;
  }

  /* What is asked before a fact is decided. */

  BotId id() {
    return id;
  }

  Instances instances() {
    return instances;
  }

  IdWindow ids() {
    return ids;
  }

  /** The owner of a bot of one instance; of shards, the one that came last. */
  @Nullable Instance owner() {
    return owner;
  }

  InstancePolicy policy() {
    InstancePolicy settled = settings.of(id).policy();
    return settled == null ? description.policy() : settled;
  }

  boolean isGone(Instance instance, Instant now) {
    Part part = instance.part;
    if (part == null || part.ended() != null) {
      return true;
    }
    Instant since = part.sign() == null ? listeningSince : part.sign();
    return Duration.between(since, now).compareTo(settings.offlineAfter()) >= 0;
  }

  long lastIndex() {
    return lastIndex;
  }

  /** Whether any fact speaks of it. */
  boolean isRecorded() {
    return recorded;
  }

  BotStatus status() {
    return decided.status();
  }

  /* Samples and signs of life. */

  /** Whose samples count: the parts of owners and what comes without an instance. */
  @Nullable Part present(@Nullable InstanceId instance) {
    if (instance == null) {
      return anonymous();
    }
    Instance known = instances.find(instance);
    return known == null ? null : known.part;
  }

  void heard(Instant now) {
    lastHeard = now;
    changed();
  }

  void listenSince(Instant now) {
    listeningSince = now;
  }

  Telemetry telemetry() {
    return telemetry;
  }

  Curves curves() {
    return curves;
  }

  Account account() {
    return account;
  }

  /** A price moved, or something else on which the worth of the bot hangs. */
  void revalue() {
    holdings = null;
    changed();
  }

  void changed() {
    picture.outdate();
  }

  void link(InstanceId instance) {
    if (links.size() >= settings.bounds().instances() && !links.containsKey(instance)) {
      tally.dropped(Bound.LINKS);
      return;
    }
    links.merge(instance, 1, Integer::sum);
    changed();
  }

  void unlink(InstanceId instance) {
    links.computeIfPresent(instance, (each, count) -> count > 1 ? count - 1 : null);
    changed();
  }

  /** The instances that hold a connection. */
  Set<InstanceId> links() {
    return Collections.unmodifiableSet(links.keySet());
  }

  /* What follows from all that. */

  /** Judges anew. What comes without an instance says nothing of shards. */
  Verdict judge(Instant now) {
    List<Part> judgedBy = parts();
    if (loose != null && judgedBy.size() > 1) {
      judgedBy.remove(loose);
    }
    Verdict judged = Verdict.of(judgedBy, new Verdict.Circumstances(settings, now, listeningSince, decided));
    if (!judged.equals(verdict)) {
      verdict = judged;
      changed();
    }
    return judged;
  }

  Verdict verdict() {
    return verdict;
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

  Holdings holdings() {
    if (holdings == null) {
      holdings = Holdings.of(parts(), trades.open(), telemetry, account.currency());
    }
    return holdings;
  }

  /** The equity as it is to be marked now; null when it is not known. */
  Fact.@Nullable EquityMarked mark(Instant at) {
    markTried = at;
    Holdings held = holdings();
    if (held.equity() == null || held.balance() == null || held.unrealized() == null) {
      return null;
    }
    return new Fact.EquityMarked(
        id, at, held.equity().currency(), held.balance().total().amount(), held.unrealized().amount());
  }

  /** Whether it is time to mark the equity of a bot at which nothing happened. One that is not heard is not marked. */
  boolean isMarkDue(Instant now) {
    if (!speaksNow(now) || decided.status() == BotStatus.OFFLINE || isRecent(markTried, settings.equityMarkEvery(), now)) {
      return false;
    }
    Holdings held = holdings();
    BigDecimal marked = account.marked();
    boolean moved = held.equity() != null && (marked == null || marked.compareTo(held.equity().amount()) != 0);
    return moved || !isRecent(account.markedAt(), UNMOVED_MARK_EVERY, now);
  }

  /** Whether all that is told of the present is fresh: a spool that is being sent tells nothing of it. */
  private boolean speaksNow(Instant now) {
    for (Part part : parts()) {
      if (part.ended() == null && isRecent(part.sign(), settings.staleAfter(), now)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isRecent(@Nullable Instant at, Duration age, Instant now) {
    return at != null && Duration.between(at, now).compareTo(age) < 0;
  }

  /* What a snapshot is made of. */

  BotSnapshot snapshot(Instant now) {
    return picture.at(now);
  }

  FleetSettings settings() {
    return settings;
  }

  Description description() {
    return description;
  }

  Trades trades() {
    return trades;
  }

  Errors errors() {
    return errors;
  }

  @Nullable Instant firstHeard() {
    return firstHeard;
  }

  @Nullable Instant lastHeard() {
    return lastHeard;
  }
}
