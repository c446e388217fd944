package dev.binnacle.storage;

import dev.binnacle.model.JournalEntry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that writes what the journal has committed into another file. It follows by a queue; when that is full, as it is when the
 * file was behind at the start, it reads on from the journal until it has caught up. What fails is tried again.
 *
 * <p>Entries may be announced before the disk has them. What presses is then prepared while the disk is being waited for, see {@link
 * Projection#foresee}; nothing relies on that.
 *
 * <p><b>Threads:</b> all methods but the loop's own are thread-safe.
 */
final class Follower {
  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
  private static final int MOST_QUEUED = 20_000;
  private static final long MOST_QUEUED_BYTES = 8 << 20;
  private static final int MOST_FACTS_A_TRANSACTION = 8_000;
  private static final long LONGEST_PAUSE_MILLIS = 10_000;
  private static final long LET_GO_MILLIS = 3_600_000;
  private static final int MOST_FACTS_AHEAD = 20_000;
  /**
   * A stream is written in larger pieces by who is patient: each transaction writes the same pages of the same indexes again, so that many small
   * ones are several times as much for the processor and for the disk that others wait for.
   */
  private static final int FACTS_OF_A_STREAM = 50;
  private static final long STREAM_NANOS = 100_000_000;

  /** What was foreseen has only to be written down: whoever is woken by it goes first. */
  private static final long COURTESY_NANOS = 5_000_000;

  /** Where entries come from that are not in the queue: the journal. */
  interface Source {
    /** Gives all durable entries above the index that are still kept, in order. */
    void replayWhatIsLeft(long afterIndex, Consumer<JournalEntry> reader);

    /** The index of the youngest of them. */
    long durableIndex();
  }

  private final SqliteFile file;
  private final Projection.Opening opening;
  private final Source source;
  private final InstantSource clock;
  private final String name;
  private final boolean patient;
  private final Thread thread;

  private final Object turn = new Object();
  private List<JournalEntry> queue = new ArrayList<>();
  private long queuedBytes;
  /** Entries are passed over by the queue, since the journal has them and is being read. */
  private boolean behind = true;
  private long lastRecorded;
  private long forcesWanted;
  private long forcesDone;
  private int waiters;
  private boolean restWaits;
  private boolean gathers;
  private boolean closing;

  /** Announced entries in order, all since {@link #lostAhead} that were not looked at. */
  private List<JournalEntry> ahead = new ArrayList<>();
  private int factsAhead;
  private boolean aheadPresses;
  /** Up to this index some were not kept: nothing is foreseen until these are written. */
  private long lostAhead;
  private long foreseenIndex;

  private @Nullable Projection target;
  private volatile long projectedIndex;
  private volatile long forcedIndex;
  private volatile JournalHealth health = new JournalHealth(false, null, null, 0, 0, 0);
  private long letGoAt;
  private int factsWritten;
  private long lastWritten;

  /**
   * @param name of the thread after "binnacle-"
   * @param projectedIndex what the file has on disk
   * @param patient whether nobody waits for it
   */
  Follower(
      String name, boolean patient, SqliteFile file, Projection.Opening opening, long projectedIndex, Source source,
      InstantSource clock) {
    this.name = name;
    this.patient = patient;
    this.thread = patient
        ? Background.thread(name, this::run)
        : Thread.ofPlatform().name("binnacle-" + name).daemon().unstarted(this::run);
    this.file = file;
    this.opening = opening;
    this.projectedIndex = projectedIndex;
    this.forcedIndex = projectedIndex;
    this.source = source;
    this.clock = clock;
    this.letGoAt = clock.millis() - LET_GO_MILLIS + 120_000;
  }

  void start() {
    thread.start();
  }

  void record(JournalEntry entry) {
    synchronized (turn) {
      if (entry.index() <= lastRecorded) {
        return;
      }
      lastRecorded = entry.index();
      if (!behind) {
        long bytes = EntrySize.of(entry);
        if (queue.size() >= MOST_QUEUED || queuedBytes + bytes > MOST_QUEUED_BYTES) {
          behind = true;
        } else {
          queue.add(entry);
          queuedBytes += bytes;
        }
      }
      if (!gathers || !mayGather()) {
        turn.notifyAll();
      }
    }
  }

  /** The entry will be in the journal before long. Every entry is to be announced, in order, or none. */
  void announce(JournalEntry entry, boolean presses) {
    synchronized (turn) {
      if (factsAhead > MOST_FACTS_AHEAD) {
        ahead.clear();
        factsAhead = 0;
        lostAhead = entry.index();
      } else {
        ahead.add(entry);
        factsAhead += entry.facts().size();
      }
      if (presses) {
        aheadPresses = true;
        turn.notifyAll();
      }
    }
  }

  long projectedIndex() {
    return projectedIndex;
  }

  /** All entries up to this index are in the file and on disk. */
  long forcedIndex() {
    return forcedIndex;
  }

  /** Whether writing succeeds. {@code commits} counts turns of the loop that did. */
  JournalHealth health() {
    return health;
  }

  /** Makes the thread ask its target to write the rest. */
  void wake() {
    synchronized (turn) {
      restWaits = true;
      turn.notifyAll();
    }
  }

  private void run() {
    while (true) {
      boolean rest;
      boolean readOn;
      List<JournalEntry> taken;
      List<JournalEntry> coming;
      synchronized (turn) {
        awaitWork();
        if (closing && queue.isEmpty()) {
          break;
        }
        coming = ahead;
        ahead = new ArrayList<>();
        factsAhead = 0;
        aheadPresses = false;
        taken = queue;
        queue = new ArrayList<>();
        queuedBytes = 0;
        readOn = behind;
        rest = restWaits;
        restWaits = false;
      }
      try {
        if (rest) {
          open().writeTheRest();
        }
        work(taken, readOn);
        foresee(coming);
        succeeded();
      } catch (Stopped e) {
        break;
      } catch (SQLException | RuntimeException e) {
        if (isClosing()) {
          LOG.debug("{}: the last entries are read from the journal at the next start", file.path(), e);
          break;
        }
        failed(e, rest);
        passOver(coming);
      }
    }
    closeFile();
  }

  private void awaitWork() {
    try {
      if (health.failing()) {
        if (!closing) {
          turn.wait(Math.min(LONGEST_PAUSE_MILLIS, 100L << Math.min(health.failures(), 10)));
        }
        return;
      }
      if (queue.isEmpty() && nothingPresses()) {
        turn.wait(LET_GO_MILLIS / 60);
      }
      long until = System.nanoTime() + COURTESY_NANOS;
      for (long left = COURTESY_NANOS; left > 0 && mayLinger(); left = until - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(turn, left);
      }
      gathers = patient && factsWritten >= FACTS_OF_A_STREAM;
      until = lastWritten + STREAM_NANOS;
      for (long left = until - System.nanoTime(); left > 0 && gathers && mayGather(); left = until - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(turn, left);
      }
      gathers = false;
    } catch (InterruptedException e) {
      closing = true;
    }
  }

  private boolean mayLinger() {
    return !queue.isEmpty() && queue.getLast().index() <= foreseenIndex && waiters == 0 && nothingPresses();
  }

  private boolean mayGather() {
    return waiters == 0 && nothingPresses() && queuedBytes < MOST_QUEUED_BYTES / 2 && queue.size() < MOST_QUEUED / 2;
  }

  private boolean nothingPresses() {
    return !closing && !behind && !restWaits && !aheadPresses && forcesWanted == forcesDone;
  }

  /** To be called with what was taken in the same moment as the entries that have just been written. */
  private void foresee(List<JournalEntry> coming) throws SQLException {
    if (coming.isEmpty()) {
      return;
    }
    long last = coming.getLast().index();
    synchronized (turn) {
      if (behind || lostAhead > projectedIndex) {
        passOver(last);
        return;
      }
    }
    open().foresee(coming);
    synchronized (turn) {
      foreseenIndex = last;
    }
  }

  /** What was announced is not foreseen, nor what comes after it before it is written. */
  private void passOver(List<JournalEntry> coming) {
    if (!coming.isEmpty()) {
      passOver(coming.getLast().index());
    }
  }

  /** Entries up to this index were not announced here. */
  void passOver(long index) {
    synchronized (turn) {
      lostAhead = Math.max(lostAhead, index);
    }
  }

  /** What is left over is read from the journal at the next start. */
  private void stopIfClosing() {
    if (isClosing()) {
      throw new Stopped();
    }
  }

  private boolean isClosing() {
    synchronized (turn) {
      return closing;
    }
  }

  private void work(List<JournalEntry> taken, boolean readOn) throws SQLException {
    factsWritten = 0;
    project(taken);
    // What is written need not be held while the journal is read, which may take long.
    taken.clear();
    lastWritten = System.nanoTime();
    if (readOn) {
      catchUp();
    }
    if (clock.millis() - letGoAt >= LET_GO_MILLIS) {
      letGo();
    }
    forceIfWanted();
  }

  /** Also between two transactions of a long work: who waits for it must not wait for all that is left. */
  private void forceIfWanted() throws SQLException {
    long wanted;
    synchronized (turn) {
      wanted = forcesWanted;
      if (wanted == forcesDone) {
        return;
      }
    }
    long index = projectedIndex;
    open().force(index);
    synchronized (turn) {
      forcedIndex = index;
      forcesDone = wanted;
      turn.notifyAll();
    }
  }

  /** Reads on in the journal until nothing was passed over by the queue meanwhile. */
  private void catchUp() throws SQLException {
    List<JournalEntry> some = new ArrayList<>();
    int[] facts = {0};
    try {
      source.replayWhatIsLeft(
          projectedIndex,
          entry -> {
            some.add(entry);
            facts[0] += entry.facts().size();
            if (facts[0] >= MOST_FACTS_A_TRANSACTION) {
              projectUnchecked(some);
              some.clear();
              facts[0] = 0;
            }
          });
    } catch (ProjectionFailed e) {
      throw e.failure;
    }
    project(some);
    synchronized (turn) {
      behind = lastRecorded > projectedIndex;
    }
  }

  /** Ends long work when the storage closes. */
  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stopped() {
      super("closing", null, false, false);
    }
  }

  /** Carries an SQL error through a callback that may throw none. */
  private static final class ProjectionFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient SQLException failure;

    ProjectionFailed(SQLException failure) {
      super(failure);
      this.failure = failure;
    }
  }

  private void projectUnchecked(List<JournalEntry> entries) {
    stopIfClosing();
    try {
      project(entries);
      forceIfWanted();
    } catch (SQLException e) {
      throw new ProjectionFailed(e);
    }
  }

  private void project(List<JournalEntry> entries) throws SQLException {
    List<JournalEntry> batch = new ArrayList<>();
    int facts = 0;
    for (JournalEntry entry : entries) {
      if (entry.index() > projectedIndex) {
        batch.add(entry);
        facts += entry.facts().size();
        factsWritten += entry.facts().size();
      }
      if (facts >= MOST_FACTS_A_TRANSACTION) {
        write(batch);
        batch.clear();
        facts = 0;
        stopIfClosing();
      }
    }
    write(batch);
  }

  private void write(List<JournalEntry> batch) throws SQLException {
    if (batch.isEmpty()) {
      return;
    }
    open().write(batch);
    long index = batch.getLast().index();
    synchronized (turn) {
      projectedIndex = index;
      turn.notifyAll();
    }
  }

  private void letGo() throws SQLException {
    if (!open().letGo()) {
      letGoAt = clock.millis();
    }
  }

  private Projection open() throws SQLException {
    Projection present = target;
    if (present == null) {
      present = opening.open();
      target = present;
    }
    return present;
  }

  private void succeeded() {
    JournalHealth before = health;
    if (before.failing()) {
      LOG.info("{}: the {} goes on after {} failed tries", file.path(), name, before.failures());
    }
    health = new JournalHealth(false, null, null, 0, before.failuresEver(), before.commits() + 1);
  }

  private void failed(Exception e, boolean rest) {
    JournalHealth before = health;
    String reason = file.failure("follow the journal", e).getMessage();
    if (before.failures() % 20 == 0) {
      LOG.warn("{}; the journal has everything, and it is tried again", reason, e);
    }
    Instant since = before.since() == null ? clock.instant() : before.since();
    health = new JournalHealth(true, reason, since, before.failures() + 1, before.failuresEver() + 1, before.commits());
    closeFile();
    synchronized (turn) {
      restWaits |= rest;
      // What was taken from the queue is read from the journal, and so is what has come since: written first, it would hide the other.
      behind = true;
      queue.clear();
      queuedBytes = 0;
    }
  }

  private void closeFile() {
    Projection present = target;
    target = null;
    if (present != null) {
      present.close();
    }
  }

  /** Waits until this index is projected, and then until the disk has it. */
  boolean sync(long index, Duration timeout) throws InterruptedException {
    return sync(index, timeout, false);
  }

  /** As {@link #sync} of all that is durable, and the thread writes and forces though the disk has it already. */
  boolean probe(Duration timeout) throws InterruptedException {
    return sync(Long.MAX_VALUE, timeout, true);
  }

  private boolean sync(long index, Duration timeout, boolean anyway) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    long last = Math.min(index, source.durableIndex());
    synchronized (turn) {
      waiters++;
      turn.notifyAll();
      try {
        while (projectedIndex < last) {
          if (!awaitChange(deadline)) {
            return false;
          }
        }
      } finally {
        waiters--;
      }
      if (forcedIndex >= last && !anyway) {
        return true;
      }
      long wanted = ++forcesWanted;
      turn.notifyAll();
      while (forcesDone < wanted) {
        if (!awaitChange(deadline)) {
          return false;
        }
      }
      return true;
    }
  }

  private boolean awaitChange(long deadline) throws InterruptedException {
    long left = (deadline - System.nanoTime()) / 1_000_000;
    if (left <= 0 || closing) {
      return false;
    }
    turn.wait(left);
    return true;
  }

  /** Writes what is queued and ends the thread; what is left over is read from the journal at the next start. */
  void close(Duration timeout) {
    synchronized (turn) {
      closing = true;
      turn.notifyAll();
    }
    try {
      if (thread.getState() == Thread.State.NEW) {
        closeFile();
      } else if (!thread.join(timeout)) {
        LOG.warn("{}: the {} did not finish within {}; it catches up at the next start", file.path(), name, timeout);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
