package dev.binnacle.notify;

import dev.binnacle.notify.ChannelWatch.Health;
import dev.binnacle.notify.Outbox.Entry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what waits for one channel. A {@link #turn} does all that can be done now and says when to come again, so that a test can take
 * turns with a clock of its own; in life a thread does.
 *
 * <p>A parcel is marked as being attempted before it is sent and as delivered after; what is found between the two at a start had an
 * unknown outcome. Whatever is written to the outbox after a send is owed to it: if the disk refuses, nothing else is sent until it is
 * written, since what was said would be said again.
 */
final class ChannelWorker {
  private static final Logger log = LoggerFactory.getLogger(ChannelWorker.class);
  private static final int LONGEST_LINE = 1_000;
  private static final int FAILURES_UNTIL_TOLD = 3;
  private static final Duration PATIENCE_WITH_A_SERVICE = Duration.ofMinutes(5);
  private static final Duration SERVICE_GRACE = Duration.ofMillis(100);

  private final ChannelSettings settings;
  private final Channel channel;
  private final Outbox outbox;
  private final Packing packing;
  private final InstantSource clock;
  private final ChannelTally tally;
  private final Pace pace = new Pace();
  private final WaitingLine line;
  private final WaitingLine crowdedLine = new WaitingLine(null);
  private final Backoff backoff;
  private final Backoff brokenBackoff;
  private final Set<Long> alone = new HashSet<>();
  private final ReentrantLock sending = new ReentrantLock();
  private List<Entry> seen = List.of();
  private final AtomicLong steps = new AtomicLong();
  private volatile boolean stale = true;
  private @Nullable Underway underway;
  private @Nullable Runnable owed;
  private Instant pausedUntil = Instant.EPOCH;
  private int failures;

  /** A load that is being sent: its first {@code done} parts are delivered. */
  private record Underway(List<Entry> load, Dispatch dispatch, int parts, int done) {
    List<Long> ids() {
      return load.stream().map(Entry::id).toList();
    }
  }

  ChannelWorker(
      ChannelSettings settings,
      Channel channel,
      Outbox outbox,
      Charts charts,
      RecentMessages recent,
      ChannelWatch watch,
      InstantSource clock,
      RandomGenerator random) {
    this.settings = settings;
    this.channel = channel;
    this.outbox = outbox;
    packing = new Packing(settings, charts, recent);
    this.clock = clock;
    tally = new ChannelTally(settings, watch);
    line = new WaitingLine(settings.policy().quietHours());
    backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), random);
    brokenBackoff = new Backoff(Duration.ofMinutes(5), Duration.ofHours(1), random);
  }

  ChannelSettings settings() {
    return settings;
  }

  ChannelStatus status() {
    return tally.status();
  }

  /** Rises whenever it has looked at what is to be done, which is once a minute at least, but for a send that takes longer. */
  long steps() {
    return steps.get();
  }

  /** Parcels were added: the line is read again before the next choice. */
  void added() {
    stale = true;
  }

  /**
   * Does what can be done now.
   *
   * @return when to come again; null when only a new parcel can change it
   */
  @Nullable Instant turn() throws InterruptedException {
    sending.lockInterruptibly();
    try {
      Instant wake = step();
      while (wake == Instant.MIN) {
        wake = step();
      }
      tally.next(wake);
      return wake;
    } finally {
      sending.unlock();
    }
  }

  /**
   * Sends a message at once, past the line. If it arrives, a channel that was thought broken goes on.
   */
  Outcome test(Message message) throws InterruptedException {
    if (!sending.tryLock(30, TimeUnit.SECONDS)) {
      return new Outcome.Later(null, "the channel has been busy with another message for 30 s", false);
    }
    try {
      Instant now = clock.instant();
      Limits limits = channel.limits();
      Dispatch dispatch = packing.pack(message, limits, now);
      pace.take(rates(limits), now);
      Outcome outcome = attempt(dispatch);
      tally.sent();
      switch (outcome) {
        case Outcome.Delivered _ -> {
          failures = 0;
          pausedUntil = Instant.EPOCH;
          tally.health(Health.WORKING, "");
        }
        case Outcome.Broken(String why) -> tally.health(Health.BROKEN, why);
        case Outcome.Later _,Outcome.Refused _,Outcome.Unknown _ -> tally.failed();
      }
      return outcome;
    } finally {
      sending.unlock();
    }
  }

  /** One send at most. {@link Instant#MIN} to go on at once. */
  private @Nullable Instant step() throws InterruptedException {
    steps.incrementAndGet();
    payWhatIsOwed();
    Instant now = clock.instant();
    if (now.isBefore(pausedUntil)) {
      return pausedUntil;
    }
    Limits limits = channel.limits();
    List<Limits.Rate> rates = rates(limits);
    Instant free = pace.freeAt(rates, now);
    if (free.isAfter(now)) {
      return free;
    }
    if (underway == null) {
      WaitingLine.Choice choice = choose(limits, rates, now);
      if (choice.load().isEmpty()) {
        return stale ? Instant.MIN : choice.wake();
      }
      underway = begin(choice.load(), limits, now);
      if (underway == null) {
        return Instant.MIN;
      }
    }
    pace.take(rates, now);
    sendNextPart(underway);
    return Instant.MIN;
  }

  private WaitingLine.Choice choose(Limits limits, List<Limits.Rate> rates, Instant now) {
    // A channel that merges looks at all that has come. One that does not works through the alerts that it has read, and looks for new ones
    // before anything else is sent.
    boolean reread = stale && (limits.merges() || seen.isEmpty());
    if (reread) {
      readLine();
    } else if (stale && seen.stream().noneMatch(WaitingLine::isUrgent)) {
      readUrgent();
    }
    WaitingLine by = seen.size() >= LONGEST_LINE ? crowdedLine : line;
    WaitingLine.Choice choice = by.choose(seen, now, pace.permits(rates, now), limits.merges(), alone);
    if (choice.load().isEmpty() && !reread) {
      readLine();
      by = seen.size() >= LONGEST_LINE ? crowdedLine : line;
      choice = by.choose(seen, now, pace.permits(rates, now), limits.merges(), alone);
    }
    return choice;
  }

  private void readLine() {
    stale = false; // before reading: what comes meanwhile makes it stale again
    seen = outbox.waiting(settings.name(), LONGEST_LINE);
    alone.retainAll(seen.stream().map(Entry::id).toList());
  }

  /** What has come beside alerts and halts is read when what was seen is sent. */
  private void readUrgent() {
    stale = false;
    List<Entry> urgent = outbox.pressing(settings.name(), LONGEST_LINE);
    if (!urgent.isEmpty()) {
      seen = Stream.concat(urgent.stream(), seen.stream()).sorted(Comparator.comparingLong(Entry::id)).toList();
    }
  }

  private List<Limits.Rate> rates(Limits limits) {
    Limits.Rate own = settings.policy().pace();
    if (own == null) {
      return limits.rates();
    }
    List<Limits.Rate> all = new ArrayList<>(limits.rates());
    all.add(own);
    return all;
  }

  /** Null when the load turned out to be unreadable. */
  private @Nullable Underway begin(List<Entry> load, Limits limits, Instant now) {
    try {
      Dispatch dispatch = packing.pack(load, limits, now);
      if (dispatch.possibleRepeat()) {
        tally.repeated(load.size());
      }
      return new Underway(load, dispatch, Math.max(1, channel.parts(dispatch)), 0);
    } catch (IllegalArgumentException e) {
      log.error("channel {}: a message in the outbox cannot be read: {}", settings.name(), e.getMessage());
      List<Long> ids = load.stream().map(Entry::id).toList();
      if (ids.size() > 1) {
        alone.addAll(ids);
      } else {
        bury(ids, "it cannot be read: " + e.getMessage());
      }
      return null;
    }
  }

  private void sendNextPart(Underway load) throws InterruptedException {
    outbox.attempting(load.ids(), clock.instant());
    try {
      Outcome outcome = attempt(load.dispatch().withPart(load.done()));
      tally.sent();
      settle(load, outcome);
    } catch (InterruptedException e) {
      Instant now = clock.instant();
      putBack(load, () -> outbox.unknown(load.ids(), now, "it was being sent when the channel was closed"));
      throw e;
    }
  }

  private Outcome attempt(Dispatch dispatch) throws InterruptedException {
    try {
      return channel.send(dispatch);
    } catch (RuntimeException e) {
      // Its message is not told: nobody knows what a library puts into it.
      log.error("channel {}: sending failed in a way that the channel does not know: {}", settings.name(),
          e.getClass().getName());
      return new Outcome.Unknown("sending failed unexpectedly: " + e.getClass().getSimpleName());
    }
  }

  private void settle(Underway load, Outcome outcome) {
    switch (outcome) {
      case Outcome.Delivered(String reference) -> delivered(load, reference);
      case Outcome.Later(Duration after, String why, boolean counted) -> later(load, after, why, counted);
      case Outcome.Refused(String why) -> refused(load, why);
      case Outcome.Broken(String why) -> broken(load, why);
      case Outcome.Unknown(String why) -> unknown(load, why);
    }
  }

  private void delivered(Underway load, @Nullable String reference) {
    failures = 0;
    Instant now = clock.instant();
    if (load.done() + 1 < load.parts()) {
      underway = new Underway(load.load(), load.dispatch(), load.parts(), load.done() + 1);
      tally.health(Health.WORKING, "");
      return;
    }
    load.load().forEach(entry -> tally.took(Duration.between(line.since(entry), now)));
    finish(load, () -> outbox.delivered(load.ids(), now, reference));
    tally.delivered(load.load().size(), now);
  }

  private void later(Underway load, @Nullable Duration after, String why, boolean counted) {
    tally.failed();
    failures++;
    Instant now = clock.instant();
    Duration wait = after == null ? backoff.after(failures) : after.plus(SERVICE_GRACE);
    pausedUntil = now.plus(wait);
    boolean tellsAtOnce = after != null && after.compareTo(PATIENCE_WITH_A_SERVICE) > 0;
    failing(tellsAtOnce || (after == null && failures >= FAILURES_UNTIL_TOLD), why);
    postpone(load, pausedUntil, why, counted, false);
  }

  private void unknown(Underway load, String why) {
    tally.failed();
    failures++;
    pausedUntil = clock.instant().plus(backoff.after(failures));
    failing(failures >= FAILURES_UNTIL_TOLD, why);
    postpone(load, pausedUntil, why, true, true);
  }

  private void failing(boolean told, String why) {
    if (told && tally.status().health() != Health.BROKEN) {
      tally.health(Health.FAILING, why);
    }
  }

  private void refused(Underway load, String why) {
    tally.failed();
    if (load.load().size() > 1 && load.done() == 0) {
      // One of them spoils it for all: each is tried by itself.
      alone.addAll(load.ids());
      Instant now = clock.instant();
      putBack(load, () -> outbox.later(load.ids(), now, why, false));
      return;
    }
    underway = null;
    bury(load.ids(), why);
  }

  private void broken(Underway load, String why) {
    tally.failed();
    failures++;
    pausedUntil = clock.instant().plus(brokenBackoff.after(failures));
    tally.health(Health.BROKEN, why);
    postpone(load, clock.instant(), why, false, false); // due at once when somebody has mended it
  }

  /** Puts the load back for a later time, or buries what was tried for too long. */
  private void postpone(Underway load, Instant next, String why, boolean counted, boolean mayHaveArrived) {
    List<Long> over = load.load().stream().filter(entry -> isOver(entry, pausedUntil, counted)).map(Entry::id).toList();
    if (over.isEmpty() && load.done() > 0 && !mayHaveArrived) {
      // Its parts so far have arrived: this worker goes on with the next; one after a restart would begin anew, and must say so.
      underway =
          new Underway(load.load().stream().map(e -> tried(e, counted)).toList(), load.dispatch(), load.parts(), load.done());
      owe(() -> outbox.unknown(load.ids(), next, why));
      return;
    }
    List<Long> rest = load.ids().stream().filter(id -> !over.contains(id)).toList();
    boolean doubtful = mayHaveArrived || load.done() > 0;
    Instant now = clock.instant();
    putBack(load, () -> {
      if (!over.isEmpty()) {
        outbox.dead(over, now, "given up: " + why);
      }
      if (doubtful && !rest.isEmpty()) {
        outbox.unknown(rest, next, why);
      } else if (!rest.isEmpty()) {
        outbox.later(rest, next, why, counted);
      }
    });
    if (!over.isEmpty()) {
      tally.lost(over.size(), why);
    }
  }

  private static Entry tried(Entry entry, boolean counted) {
    int attempts = entry.attempts() + (counted ? 1 : 0);
    return new Entry(entry.id(), entry.parcel(), entry.decided(), attempts, entry.mayHaveArrived(), entry.next());
  }

  private boolean isOver(Entry entry, Instant next, boolean counted) {
    ChannelPolicy policy = settings.policy();
    return entry.attempts() + (counted ? 1 : 0) >= policy.attempts()
        || next.isAfter(entry.parcel().at().plus(policy.maxAge()));
  }

  private void bury(List<Long> ids, String why) {
    Instant now = clock.instant();
    drop(ids);
    owe(() -> outbox.dead(ids, now, why));
    tally.lost(ids.size(), why);
  }

  private void finish(Underway load, Runnable write) {
    underway = null;
    drop(load.ids());
    owe(write);
  }

  /** The line is read again: what was put back keeps its place before what tells of the same. */
  private void putBack(Underway load, Runnable write) {
    underway = null;
    seen = List.of();
    stale = true;
    owe(write);
  }

  private void drop(List<Long> ids) {
    Set<Long> gone = Set.copyOf(ids);
    seen = seen.stream().filter(entry -> !gone.contains(entry.id())).toList();
  }

  private void owe(Runnable write) {
    Runnable before = owed;
    owed = before == null ? write : () -> {
      before.run();
      write.run();
    };
    payWhatIsOwed();
  }

  private void payWhatIsOwed() {
    Runnable due = owed;
    if (due != null) {
      due.run();
      owed = null;
    }
  }
}
