package dev.binnacle.storage;

import dev.binnacle.model.JournalEntry;
import dev.binnacle.protocol.JournalCodec;
import dev.binnacle.protocol.OutputBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread "binnacle-committer": it takes all entries that wait, writes them as one row, and waits for the disk; meanwhile the
 * next ones gather. So the slower the disk, the larger the batches, and the rate holds.
 *
 * <p>A failed commit is tried again with the same row after a pause, on a new connection, until it succeeds. If the failed one
 * came through after all (the error was in the answer, not in the write), the new connection sees its row and nothing is written
 * twice.
 *
 * <p><b>Threads:</b> {@link #append} from one thread; the rest of the methods from any.
 */
final class Committer {
  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
  /** A row is cut when it has grown to this many bytes: what waits behind it should not wait for long. */
  private static final int ROW_BYTES = 1 << 20;
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;
  private static final long LOG_EVERY_NANOS = 60_000_000_000L;
  private static final int PRUNED_A_COMMIT = 4;
  private static final int PRUNED_WHEN_IDLE = 64;

  private final SqliteFile file;
  private final WalKeeper keeper;
  private final InstantSource clock;
  private volatile Consumer<List<JournalEntry>> afterCommit = entries -> {};
  private final List<LongConsumer> listeners = new CopyOnWriteArrayList<>();
  private final JournalCodec codec = new JournalCodec();
  private OutputBuffer paper = new OutputBuffer();
  private final Thread thread = Thread.ofPlatform().name("binnacle-committer").daemon().unstarted(this::run);

  private final Object turn = new Object();
  private List<JournalEntry> incoming = new ArrayList<>();
  private boolean closing;
  private long appendedBytes;
  private long committedBytes;
  private long appendedEntries;
  private long committedEntries;
  private volatile long lastIndex;
  private volatile long durableIndex;
  private volatile boolean abandoned;

  private long loggedAt;
  private @Nullable Connection connection;
  private volatile JournalHealth health = new JournalHealth(false, null, null, 0, 0, 0);
  private volatile @Nullable Prune prune;

  /** Rows up to this index and before this time are no longer needed. */
  record Prune(long index, long beforeMillis) {}

  Committer(SqliteFile file, long lastIndex, WalKeeper keeper, InstantSource clock) {
    this.file = file;
    this.keeper = keeper;
    this.clock = clock;
    this.lastIndex = lastIndex;
    this.durableIndex = lastIndex;
  }

  /** {@code follower} gets the entries of each commit after the listeners have heard of it. */
  void start(Consumer<List<JournalEntry>> follower) {
    afterCommit = follower;
    thread.start();
  }

  void append(JournalEntry entry) {
    long bytes = EntrySize.of(entry);
    synchronized (turn) {
      if (closing) {
        throw new IllegalStateException("the journal is closed: entry " + entry.index() + " cannot be kept");
      }
      if (entry.index() <= lastIndex) {
        throw new IllegalArgumentException("index must rise: was " + entry.index() + " after " + lastIndex);
      }
      lastIndex = entry.index();
      appendedBytes += bytes;
      appendedEntries++;
      incoming.add(entry);
      turn.notifyAll();
    }
  }

  long lastIndex() {
    return lastIndex;
  }

  long durableIndex() {
    return durableIndex;
  }

  void onDurable(LongConsumer listener) {
    listeners.add(listener);
  }

  boolean awaitDurable(long index, Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    synchronized (turn) {
      long wanted = Math.min(index, lastIndex);
      while (durableIndex < wanted) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0 || abandoned) {
          return false;
        }
        turn.wait(left);
      }
      return true;
    }
  }

  Journal.Backlog backlog() {
    synchronized (turn) {
      return new Journal.Backlog(appendedEntries - committedEntries, appendedBytes - committedBytes);
    }
  }

  JournalHealth health() {
    return health;
  }

  /** Lets go of old rows, a few with each commit. */
  void prune(Prune wanted) {
    prune = wanted;
    synchronized (turn) {
      turn.notifyAll();
    }
  }

  private void run() {
    try {
      commitWhatComes();
    } catch (RuntimeException | Error e) {
      // Nothing here may throw; if it does all the same, nothing more is acknowledged, and everybody can see why.
      failed(new IllegalStateException("the committer has ended: " + e, e));
      throw e;
    } finally {
      disconnect();
    }
  }

  private void commitWhatComes() {
    while (true) {
      List<JournalEntry> taken;
      synchronized (turn) {
        while (incoming.isEmpty() && !closing && prune == null) {
          try {
            turn.wait();
          } catch (InterruptedException e) {
            // Only close() interrupts, and says so besides.
          }
        }
        if (incoming.isEmpty() && closing) {
          return;
        }
        taken = incoming;
        incoming = new ArrayList<>();
      }
      if (taken.isEmpty()) {
        pruneWhenIdle();
      } else if (!commitAll(taken)) {
        return;
      }
    }
  }

  private boolean commitAll(List<JournalEntry> entries) {
    int next = 0;
    while (next < entries.size()) {
      int end = encode(entries, next);
      List<JournalEntry> batch = entries.subList(next, end);
      JournalFile.Row row =
          new JournalFile.Row(batch.getFirst().index(), batch.getLast().index(), paper.toByteArray());
      if (!commitUntilDone(row, batch.getLast().time().toEpochMilli())) {
        return false;
      }
      committed(batch);
      keeper.grew(row.bytes().length);
      if (keeper.isLongBehind()) {
        copyLog();
      }
      next = end;
    }
    return true;
  }

  /** Encodes from this place on until the row is large enough; gives the place of the first entry that is not in it. */
  private int encode(List<JournalEntry> entries, int begin) {
    if (paper.array().length > 2 * ROW_BYTES) {
      // One huge entry must not be paid for in memory for ever.
      paper = new OutputBuffer();
    }
    paper.clear();
    int next = begin;
    while (next < entries.size() && paper.length() < ROW_BYTES) {
      codec.encode(entries.get(next++), paper);
    }
    return next;
  }

  /** False when the journal was closed before the disk took the row. */
  private boolean commitUntilDone(JournalFile.Row row, long atMillis) {
    boolean again = false;
    while (true) {
      try {
        commit(row, atMillis, again);
        return true;
      } catch (SQLException | RuntimeException e) {
        failed(e);
        again = true;
        if (!pause()) {
          return false;
        }
      }
    }
  }

  private void commit(JournalFile.Row row, long atMillis, boolean again) throws SQLException {
    Connection writer = connection();
    if (!again || JournalFile.lastIndex(writer) < row.lastIndex()) {
      Sql.transaction(
          writer,
          () -> {
            JournalFile.insert(writer, row, atMillis);
            pruneSome(writer, PRUNED_A_COMMIT);
          });
    }
  }

  private Connection connection() throws SQLException {
    Connection present = connection;
    if (present == null) {
      present = file.openWriter();
      connection = present;
      // Copying the log into the file is the keeper's work.
      Sql.execute(present, "PRAGMA wal_autocheckpoint = 0");
    }
    return present;
  }

  private void committed(List<JournalEntry> batch) {
    JournalHealth before = health;
    if (before.failing()) {
      LOG.info("{}: commits succeed again after {} failed tries", file.path(), before.failures());
    }
    health = new JournalHealth(false, null, null, 0, before.failuresEver(), before.commits() + 1);
    long bytes = 0;
    for (JournalEntry entry : batch) {
      bytes += EntrySize.of(entry);
    }
    long index = batch.getLast().index();
    synchronized (turn) {
      committedEntries += batch.size();
      committedBytes += bytes;
      durableIndex = index;
      turn.notifyAll();
    }
    for (LongConsumer listener : listeners) {
      tell(() -> listener.accept(index));
    }
    tell(() -> afterCommit.accept(List.copyOf(batch)));
  }

  private static void tell(Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException e) {
      LOG.error("a listener to commits failed; commits go on", e);
    }
  }

  private void failed(Exception cause) {
    disconnect();
    String reason = file.failure("commit", cause).getMessage();
    JournalHealth before = health;
    Instant since = before.since() == null ? clock.instant() : before.since();
    health = new JournalHealth(true, reason, since, before.failures() + 1, before.failuresEver() + 1, before.commits());
    if (before.failures() == 0 || System.nanoTime() - loggedAt > LOG_EVERY_NANOS) {
      loggedAt = System.nanoTime();
      LOG.error("{}; nothing is acknowledged until it succeeds, tried {} times since {}", reason, before.failures() + 1, since);
    }
  }

  /** Waits before the next try; false when the journal is closing and its time is up. */
  private boolean pause() {
    long millis = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(health.failures(), 10));
    long deadline = System.nanoTime() + millis * 1_000_000;
    synchronized (turn) {
      for (long left = millis; left > 0 && !abandoned; left = (deadline - System.nanoTime()) / 1_000_000) {
        try {
          // When closing, soon again: there is little time.
          turn.wait(closing ? Math.min(left, FIRST_PAUSE_MILLIS) : left);
        } catch (InterruptedException e) {
          break;
        }
        if (closing) {
          break;
        }
      }
      return !abandoned;
    }
  }

  private void pruneWhenIdle() {
    try {
      Connection writer = connection();
      Sql.transaction(writer, () -> pruneSome(writer, PRUNED_WHEN_IDLE));
    } catch (SQLException e) {
      disconnect();
      prune = null;
      LOG.warn("{}; old entries stay until the next checkpoint", file.failure("let go of old entries", e).getMessage());
    }
  }

  private void pruneSome(Connection writer, int most) throws SQLException {
    Prune wanted = prune;
    if (wanted != null && JournalFile.prune(writer, wanted.index, wanted.beforeMillis, most) < most) {
      prune = null;
    }
  }

  /** Copies the write-ahead log, after the commit was told: nobody waits for it but who comes next. */
  private void copyLog() {
    keeper.caughtUp();
    try {
      boolean ignored = WalKeeper.copyAll(connection());
    } catch (SQLException e) {
      LOG.debug("{}: its write-ahead log cannot be copied now, and grows", file.path(), e);
      disconnect();
    }
  }

  private void disconnect() {
    Sql.close(connection);
    connection = null;
  }

  /** Commits what waits, if the disk takes it within this time. */
  void close(Duration timeout) {
    synchronized (turn) {
      closing = true;
      turn.notifyAll();
    }
    try {
      if (thread.getState() != Thread.State.NEW && !thread.join(timeout)) {
        abandoned = true;
        thread.interrupt();
        Journal.Backlog left = backlog();
        LOG.error(
            "{}: closed with {} entries that the disk did not take within {}; none of them was acknowledged",
            file.path(),
            left.entries(),
            timeout);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
