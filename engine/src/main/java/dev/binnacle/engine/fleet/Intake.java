package dev.binnacle.engine.fleet;

import dev.binnacle.engine.fleet.Sequence.Standing;
import dev.binnacle.model.Answer;
import dev.binnacle.model.Arrival;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.Problem;
import dev.binnacle.model.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes one batch of one bot: decides of each event whether it is taken, and answers for all of them. */
final class Intake {
  private static final MetricName DYNAMIC_RISK_FACTOR = new MetricName("dynamic_risk_factor");
  private static final MetricName RISK_REASON = new MetricName("risk_reason");

  private final Bot bot;
  private final Dossier dossier;
  private final Decisions decisions;
  private final Tally tally;
  private final Watch watch;
  private final boolean live;
  private final boolean isBotsWord;
  private final Instant now;
  private final List<Answer.Rejection> rejections = new ArrayList<>(0);
  private final LinkedHashMap<InstanceId, Speaker> speakers = new LinkedHashMap<>();
  private @Nullable Speaker lastSpeaker;
  private int accepted;
  private int duplicates;
  private int unkeyed;
  private boolean markIsDue;

  /** The equity at a spooled balance, while it may be that the rest of the same fill follows. */
  private Fact.@Nullable EquityMarked past;

  private @Nullable Instant newest;
  private @Nullable Instant newestSample;

  /** An instance of the batch, and its lowest and highest number in it; none while the highest is 0. */
  private static final class Speaker {
    final InstanceId id;
    long lowest = Long.MAX_VALUE;
    long highest;

    Speaker(InstanceId id) {
      this.id = id;
    }

    /** Whether the gap lies among the numbers of the batch or next to them. */
    boolean meets(Sequence.Gap gap) {
      return highest > 0 && gap.to() >= lowest - 1 && gap.from() - 1 <= highest;
    }
  }

  Intake(Bot bot, Decisions decisions, Tally tally, Telling telling, Watch watch) {
    this.bot = bot;
    this.dossier = bot.dossier();
    this.decisions = decisions;
    this.tally = tally;
    this.watch = watch;
    this.live = telling != Telling.SPOOLED;
    this.isBotsWord = telling != Telling.ABOUT;
    this.now = decisions.moment().time();
  }

  /** Takes the batch and decides what follows from it. */
  Receipt take(List<Arrival> arrivals) {
    if (live && isBotsWord) {
      measureClock(arrivals);
    }
    for (Arrival arrival : arrivals) {
      switch (arrival) {
        case Arrival.Decoded decoded -> {
          if (decoded.envelope().event().isDurable()) {
            durable(decoded);
          } else {
            sample(decoded.envelope());
          }
        }
        case Arrival.Refused refused -> refused(refused);
      }
    }
    if (!arrivals.isEmpty() && isBotsWord) {
      bot.heard(now);
    }
    decisions.judge(bot);
    markAtTheEnd();
    tally.duplicates += duplicates;
    tally.rejected += rejections.size();
    return receipt();
  }

  private void markAtTheEnd() {
    if (past != null) {
      decisions.decide(bot, past);
      past = null;
    }
    if (live && (markIsDue || bot.owesMark())) {
      if (bot.isSettled(now)) {
        decisions.mark(bot, now);
      } else {
        bot.oweMark();
      }
    }
  }

  /** A connection was opened: the instance is there. */
  void greet(InstanceId id) {
    Part part = dossier.present(dossier.owner() == null ? null : id);
    if (part != null) {
      part.heard(now);
    }
    note(id, Envelope.UNSEQUENCED);
    bot.heard(now);
    decisions.judge(bot);
  }

  /** The newest time in the batch is the one that waited least. Samples never wait. */
  private void measureClock(List<Arrival> arrivals) {
    for (Arrival arrival : arrivals) {
      if (arrival instanceof Arrival.Decoded decoded) {
        Instant at = decoded.envelope().event().at();
        if (decoded.envelope().event().isDurable()) {
          newest = newest == null || at.isAfter(newest) ? at : newest;
        } else {
          newestSample = newestSample == null || at.isAfter(newestSample) ? at : newestSample;
        }
      }
    }
    if (newestSample != null) {
      bot.telemetry().clock(newestSample, now, true);
    } else if (newest != null) {
      bot.telemetry().clock(newest, now, false);
    }
  }

  private void durable(Arrival.Decoded decoded) {
    Envelope envelope = decoded.envelope();
    switch (standing(envelope, decoded.contentHash())) {
      case NEXT, LATE -> accept(envelope, decoded.contentHash(), false);
      case AHEAD -> accept(envelope, decoded.contentHash(), true);
      case DUPLICATE -> {
        duplicates++;
        sign(envelope.instance());
      }
      case REUSED -> reject(decoded.index(), reused(envelope));
    }
    note(envelope.instance(), envelope.seq());
  }

  private Standing standing(Envelope envelope, long content) {
    InstanceId instance = envelope.instance();
    if (envelope.isSequenced() && instance != null) {
      return standing(instance, envelope.seq(), content);
    }
    return envelope.id() == null ? Standing.NEXT : dossier.ids().standing(envelope.id(), content);
  }

  private Standing standing(InstanceId id, long seq, long content) {
    Instance instance = dossier.instances().find(id);
    if (instance != null) {
      return instance.sequence.standing(seq, content);
    }
    long high = dossier.instances().retiredHigh(id);
    return seq <= high ? Standing.DUPLICATE : seq - 1 == high ? Standing.NEXT : Standing.AHEAD;
  }

  private void accept(Envelope envelope, long content, boolean ahead) {
    InstanceId id = envelope.instance();
    Event event = envelope.event();
    if (past != null && event.at().isAfter(past.at().plus(Settling.LONGEST))) {
      decisions.decide(bot, past);
      past = null;
    }
    if (id != null) {
      settle(id, event);
    }
    if (ahead && id != null) {
      skipTo(id, envelope.seq());
    }
    accepted++;
    if (!envelope.isSequenced() && envelope.id() == null) {
      unkeyed++;
    }
    boolean news = decisions.decide(bot, new Fact.Accepted(bot.id(), envelope, content));
    sign(id);
    if (news && live) {
      decisions.announce(bot, event);
    }
    if (isFenced(id)) {
      tally.fenced++;
      return;
    }
    markAfter(event);
    if (live) {
      watch.happened(bot.id(), event);
      cost(event);
    }
  }

  private void cost(Event event) {
    List<Sample> costs = Execution.of(event, bot.telemetry());
    if (!costs.isEmpty()) {
      Instant at = bot.telemetry().timeOf(event.at(), now);
      costs.forEach(sample -> watch.sampled(bot.id(), at, sample));
      decisions.keep(bot, at, costs);
    }
  }

  /** Balances and trades move the equity. A spool tells the equity of its own time, as far as it is newer than what is marked. */
  private void markAfter(Event event) {
    boolean moves =
        event instanceof Event.BalanceUpdate || event instanceof Event.TradeClosed || event instanceof Event.TradeOpened;
    if (live) {
      markIsDue |= moves;
    } else if (moves || event instanceof Event.PositionUpdate) {
      markPast(event);
    }
  }

  /** Marks at a spooled balance, if it is newer than what is marked, and with what else is told of the same fill. */
  private void markPast(Event event) {
    Fact.EquityMarked waiting = past;
    boolean isBalance = event instanceof Event.BalanceUpdate;
    if (isBalance ? !isNewerThanMarked(event) : waiting == null) {
      return;
    }
    Instant at = waiting == null || isBalance ? event.at() : waiting.at();
    if (bot.isSettled(now)) {
      past = null;
      decisions.mark(bot, at);
    } else if (isBalance) {
      past = bot.mark(at);
    }
  }

  private boolean isNewerThanMarked(Event event) {
    Instant markedAt = dossier.account().markedAt();
    return event.at().isBefore(now) && (markedAt == null || event.at().isAfter(markedAt));
  }

  private void skipTo(InstanceId id, long seq) {
    Instance instance = dossier.instances().find(id);
    long high = instance == null ? dossier.instances().retiredHigh(id) : instance.sequence.high();
    Fact.GapFound gap = new Fact.GapFound(bot.id(), id, high + 1, seq - 1, now);
    decisions.decide(bot, gap);
    if (live) {
      watch.missed(gap);
    }
  }

  private void settle(InstanceId id, Event event) {
    Fact.OfBot settled = Ownership.settle(bot, id, event, live, now);
    if (settled != null) {
      decisions.decide(bot, settled);
    }
  }

  private void refused(Arrival.Refused refused) {
    InstanceId id = refused.instance();
    if (id == null || refused.seq() <= Envelope.UNSEQUENCED) {
      reject(refused.index(), refused.problem());
      sign(id);
      return;
    }
    Standing standing = standing(id, refused.seq(), refused.contentHash());
    switch (standing) {
      case NEXT, LATE, AHEAD -> {
        if (standing == Standing.AHEAD) {
          skipTo(id, refused.seq());
        }
        decisions.decide(bot, new Fact.Refused(bot.id(), id, refused.seq(), refused.contentHash()));
        reject(refused.index(), refused.problem());
      }
      case DUPLICATE -> duplicates++;
      case REUSED -> reject(refused.index(), refused.problem());
    }
    sign(id);
    note(id, refused.seq());
  }

  private void sample(Envelope envelope) {
    InstanceId id = envelope.instance();
    if (id != null) {
      settle(id, envelope.event());
      note(id, Envelope.UNSEQUENCED);
    }
    accepted++;
    tally.samples++;
    Part part = dossier.present(id);
    if (part == null) {
      tally.fenced++;
      return;
    }
    sign(id);
    said(envelope.event(), part);
  }

  private void said(Event event, Part part) {
    switch (event) {
      case Event.Metrics metrics -> read(metrics);
      case Event.Heartbeat heartbeat -> {
        if (live) {
          part.isIn(heartbeat.state());
        }
      }
      case Event.Mark mark -> {
        Instant at = mark.at().isBefore(now) ? mark.at() : now;
        if (bot.telemetry().price(mark.symbol(), mark.price(), at)) {
          bot.revalue();
        }
        if (live) {
          bot.telemetry().marked(mark.symbol(), now);
        }
      }
      case Event.ApiUsage usage -> part.used(usage);
      case Event.LogLine line -> bot.telemetry().log(line);
      case Event.Started e -> throw notSample(e);
      case Event.Stopped e -> throw notSample(e);
      case Event.TradeOpened e -> throw notSample(e);
      case Event.TradeClosed e -> throw notSample(e);
      case Event.OrderUpdate e -> throw notSample(e);
      case Event.PositionUpdate e -> throw notSample(e);
      case Event.BalanceUpdate e -> throw notSample(e);
      case Event.ErrorRaised e -> throw notSample(e);
      case Event.ComponentHealth e -> throw notSample(e);
      case Event.Report e -> throw notSample(e);
      case Event.Custom e -> throw notSample(e);
      case Event.ConfigUpdate e -> throw notSample(e);
    }
  }

  private static IllegalStateException notSample(Event event) {
    return new IllegalStateException(event.type() + " is durable");
  }

  private void read(Event.Metrics metrics) {
    Instant at = live ? bot.telemetry().timeOf(metrics.at(), now) : metrics.at().isBefore(now) ? metrics.at() : now;
    List<Sample> read = bot.telemetry().read(at, metrics.samples());
    List<Sample> kept = new ArrayList<>(read.size());
    for (Sample sample : read) {
      if (live) {
        watch.sampled(bot.id(), at, sample);
      }
      if (!bot.curves().makes(sample.metric())) {
        kept.add(sample);
      }
      if (sample.metric().equals(DYNAMIC_RISK_FACTOR) && sample.reading() instanceof Sample.Reading.Number(double factor)) {
        dossier.account().dynamicRisk(at.isBefore(now) ? at : now, factor, riskReason(read));
      }
    }
    if (!kept.isEmpty()) {
      decisions.keep(bot, at, kept);
    }
  }

  private static @Nullable String riskReason(List<Sample> read) {
    for (Sample sample : read) {
      if (sample.metric().equals(RISK_REASON) && sample.reading() instanceof Sample.Reading.State(String word)) {
        return word;
      }
    }
    return null;
  }

  private void reject(int index, Problem problem) {
    rejections.add(new Answer.Rejection(index, problem));
  }

  private static Problem reused(Envelope envelope) {
    if (envelope.isSequenced()) {
      return new Problem(
          "/seq",
          "seq-reused",
          "seq %d of instance %s was used for another event: take a new instance id for every run, and a new number for every event"
              .formatted(envelope.seq(), envelope.instance()));
    }
    return new Problem(
        "/id", "id-reused", "id " + envelope.id() + " was used for another event: take a new id for every event");
  }

  /** The speaker is alive, if its word counts. */
  private void sign(@Nullable InstanceId id) {
    if (!live || !isBotsWord) {
      return;
    }
    Part part = dossier.present(id);
    if (part != null) {
      part.heard(now);
    }
  }

  private boolean isFenced(@Nullable InstanceId id) {
    return id != null && live && dossier.present(id) == null;
  }

  private void note(@Nullable InstanceId id, long seq) {
    if (id == null) {
      return;
    }
    Speaker speaker = lastSpeaker;
    if (speaker == null || !speaker.id.equals(id)) {
      speaker = speakers.computeIfAbsent(id, Speaker::new);
      lastSpeaker = speaker;
      Instance instance = dossier.instances().find(id);
      if (instance != null) {
        instance.lastHeard = now;
      }
    }
    if (seq != Envelope.UNSEQUENCED) {
      speaker.lowest = Math.min(speaker.lowest, seq);
      speaker.highest = Math.max(speaker.highest, seq);
    }
  }

  /** It speaks of everything that the bot has sent: a duplicate may be on its way to the disk, and so may a number below the highest. */
  private Receipt receipt() {
    Map<InstanceId, Long> acknowledged = new LinkedHashMap<>();
    List<Answer.Gap> gaps = new ArrayList<>(0);
    for (Speaker speaker : speakers.values()) {
      Instance instance = dossier.instances().find(speaker.id);
      long high = instance == null ? dossier.instances().retiredHigh(speaker.id) : instance.sequence.high();
      if (high > 0) {
        acknowledged.put(speaker.id, high);
      }
      if (instance != null) {
        instance.sequence.gaps().stream()
            .filter(speaker::meets)
            .forEach(gap -> gaps.add(new Answer.Gap(speaker.id, gap.from(), gap.to())));
      }
    }
    return new Receipt(new Answer(accepted, duplicates, rejections, unkeyed, gaps, acknowledged), dossier.lastIndex());
  }
}
