package dev.binnacle.server;

import dev.binnacle.engine.EngineSettings;
import dev.binnacle.engine.Input;
import dev.binnacle.engine.RuleTrial;
import dev.binnacle.engine.rules.Rule;
import dev.binnacle.model.Arrival;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.Problem;
import dev.binnacle.model.RunState;
import dev.binnacle.model.Sample;
import dev.binnacle.storage.Storage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rules tried over a stretch of the past, as it was stored: an engine of their own is told once more what bots reported, and time passes for
 * it as it did. It begins with what was known a day before.
 *
 * <p>What is not stored cannot be told again. Signs of life are put in where the bot was known to live, every few seconds. Prices between
 * two reports of a position are not, so that equity moves with balances and positions only. Of what is older than samples are kept whole,
 * the last value of each minute is told and the one that was farthest from it.
 *
 * <p><b>Threads:</b> confined to one thread, which it keeps busy until it ends or its time is over.
 */
final class Rehearsal {
  private static final Duration KNOWN = Duration.ofHours(24);
  private static final Duration BEAT = Duration.ofSeconds(5);
  private static final Duration LATE = Duration.ofMinutes(1);
  private static final long MOST_LOOKS = 2_000_000;
  private static final Problem REFUSED = new Problem("", "refused", "it was refused then");

  private final Storage storage;
  private final PastLives lives;
  private final PastSamples samples;
  private final boolean beats;
  private final RuleTrial trial;
  private final FiredAlerts fired;
  private final Instant begin;
  private final Instant to;
  private final long deadline;
  private final Map<BotId, Map<MetricName, Sample>> states = new TreeMap<>();
  private Instant now;
  private Instant nextBeat;
  private long tickets;

  /** The time that was allowed is over. */
  static final class TooLongException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** @param allowed how long it may take */
  Rehearsal(Storage storage, Settings settings, List<Rule> rules, Instant from, Instant to, Duration allowed) {
    this.deadline = System.nanoTime() + allowed.toNanos();
    this.storage = storage;
    Needs needs = rules.stream().map(Needs::of).reduce(Needs::and).orElseThrow();
    this.begin = from.minus(needs.before());
    this.to = to;
    this.now = begin;
    this.nextBeat = begin;
    this.lives = PastLives.read(storage.history(), settings.fleet(), to);
    this.samples = new PastSamples(storage.samples(), lives.bots(), needs.metrics(), begin, to);
    this.beats = needs.life();
    this.fired = new FiredAlerts(from);
    long looks = Math.max(1, lives.bots().size()) * Duration.between(begin, to).toSeconds() / MOST_LOOKS;
    this.trial =
        new RuleTrial(
            new EngineSettings(EngineBoot.fleet(settings), settings.alerting().engine().withRules(rules)),
            Duration.ofSeconds(1 + looks));
  }

  /** @throws TooLongException if it takes longer than it may */
  FiredAlerts run() {
    long first = new JournalSearch(storage.journal()).before(begin.minus(KNOWN));
    try {
      storage.journal().replay(first, entry -> {
        if (entry.time().isBefore(begin)) {
          trial.recall(entry);
        } else if (entry.time().isBefore(to)) {
          advance(entry.time());
          tell(entry);
        } else {
          throw new EndReached();
        }
        look();
      });
    } catch (EndReached e) {
      // All that is of interest was told.
    }
    advance(to);
    return fired;
  }

  /** Nothing after it is of interest; the journal has no other way to stop. */
  private static final class EndReached extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EndReached() {
      super(null, null, false, false);
    }
  }

  private void look() {
    if (System.nanoTime() - deadline > 0) {
      throw new TooLongException();
    }
  }

  /** Tells what samples and signs of life there were up to a time, in their order. */
  private void advance(Instant until) {
    while (beats && nextBeat.isBefore(until)) {
      samples(nextBeat);
      beat(nextBeat);
      nextBeat = nextBeat.plus(BEAT);
    }
    samples(until);
    pass(until);
  }

  private void samples(Instant until) {
    for (PastSamples.Past past = samples.before(until); past != null; past = samples.before(until)) {
      if (past.sample().reading() instanceof Sample.Reading.State) {
        states.computeIfAbsent(past.bot(), bot -> new HashMap<>()).put(past.sample().metric(), past.sample());
      }
      receive(past.at(), past.bot(), List.of(decoded(0, new Event.Metrics(past.at(), List.of(past.sample())))), true);
      look();
    }
  }

  /** A state is stored once, and was told again and again as long as it was so. */
  private void beat(Instant at) {
    for (BotId bot : lives.bots()) {
      if (lives.isHeard(bot, at)) {
        List<Arrival> arrivals = new ArrayList<>();
        arrivals.add(decoded(0, new Event.Heartbeat(at, RunState.RUNNING)));
        Map<MetricName, Sample> now = states.get(bot);
        if (now != null) {
          arrivals.add(decoded(1, new Event.Metrics(at, List.copyOf(now.values()))));
        }
        receive(at, bot, arrivals, true);
      }
    }
    look();
  }

  private static Arrival decoded(int index, Event event) {
    return new Arrival.Decoded(index, Envelope.of(event, null), event.hashCode());
  }

  private void tell(JournalEntry entry) {
    for (Fact fact : entry.facts()) {
      switch (fact) {
        case Fact.Accepted accepted -> tell(entry.time(), accepted);
        case Fact.Refused refused ->
            receive(
                entry.time(), refused.bot(),
                List.of(new Arrival.Refused(0, REFUSED, refused.instance(), refused.seq(), refused.contentHash())), true);
        // What the engine made of what it was told, it makes of it again.
        case Fact.GapFound f -> {}
        case Fact.EquityMarked f -> {}
        case Fact.StatusChanged f -> {}
        case Fact.OwnerChanged f -> {}
        case Fact.InstanceFenced f -> {}
        case Fact.ConfigSeen f -> {}
        case Fact.BotForgotten f -> {}
        case Fact.OfAlerts f -> {}
        case Fact.OfControl f -> {}
      }
    }
  }

  private void tell(Instant at, Fact.Accepted accepted) {
    List<Arrival> arrivals = List.of(new Arrival.Decoded(0, accepted.envelope(), accepted.contentHash()));
    Event event = accepted.envelope().event();
    if (event instanceof Event.ConfigUpdate) {
      pass(at);
      fired.take(trial.apply(at, new Input.Noted(accepted.bot(), arrivals, ++tickets)));
    } else {
      receive(at, accepted.bot(), arrivals, !event.at().isBefore(at.minus(LATE)));
    }
  }

  private void receive(Instant at, BotId bot, List<Arrival> arrivals, boolean live) {
    pass(at);
    fired.take(trial.apply(at.isBefore(now) ? now : at, new Input.Received(bot, arrivals, live, ++tickets)));
  }

  /** In hops, so that an idle stretch looks at the clock too. */
  private void pass(Instant until) {
    while (now.isBefore(until)) {
      Instant hop = now.plusSeconds(60);
      now = hop.isBefore(until) ? hop : until;
      fired.take(trial.pass(now));
      look();
    }
  }
}
