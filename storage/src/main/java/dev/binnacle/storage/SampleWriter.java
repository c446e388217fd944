package dev.binnacle.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread "binnacle-sampler": once a second it closes chunks that are old enough and writes the closed ones; once an hour it
 * rolls up. When the disk does not take them, chunks wait in memory up to a bound, and are tried again.
 *
 * <p><b>Threads:</b> {@link #flush}, {@link #lost} and {@link #close} are thread-safe; the rest runs on the writer's own thread,
 * or, before {@link #start}, on the one thread of its owner.
 */
final class SampleWriter {
  private static final Logger LOG = LoggerFactory.getLogger(SampleWriter.class);
  static final Duration OLDEST_OPEN = Duration.ofMinutes(5);
  private static final long TURN_MILLIS = 1_000;
  private static final long LONGEST_PAUSE_MILLIS = 30_000;
  private static final long ROLLUP_MILLIS = 3_600_000;
  private static final int SERIES_A_TRANSACTION = 100;
  /** Chunks of all series, and of one, that may wait for the disk: 40 MB, and two hours at one sample a second. */
  private static final int MOST_WAITING = 20_000;

  private static final int MOST_WAITING_OF_ONE = 60;

  private final SqliteFile file;
  private @Nullable Connection connection;
  private final ConcurrentMap<SampleStore.Series, OpenSeries> series;
  private final Rollup rollup;
  private final InstantSource clock;
  private final Thread thread = Thread.ofPlatform().name("binnacle-sampler").daemon().unstarted(this::run);

  private final Object turn = new Object();
  private long flushesWanted;
  private long flushesDone;
  private boolean closing;

  private volatile long lost;
  private int failures;
  private long rolledUpAt;

  SampleWriter(
      SqliteFile file,
      Connection connection,
      ConcurrentMap<SampleStore.Series, OpenSeries> series,
      StorageSettings settings,
      InstantSource clock) {
    this.file = file;
    this.connection = connection;
    this.series = series;
    this.rollup = new Rollup(settings);
    this.clock = clock;
    // A minute after the start, not in it.
    this.rolledUpAt = clock.millis() - ROLLUP_MILLIS + 60_000;
  }

  void start() {
    thread.start();
  }

  private void run() {
    while (true) {
      long flushes;
      boolean last;
      synchronized (turn) {
        if (!closing && (flushesWanted == flushesDone || failures > 0)) {
          awaitTurn();
        }
        flushes = flushesWanted;
        last = closing;
      }
      boolean flush = last || flushes > flushesDone;
      if (attempt(flush)) {
        synchronized (turn) {
          flushesDone = flushes;
          turn.notifyAll();
        }
      }
      if (last) {
        disconnect();
        return;
      }
    }
  }

  private void awaitTurn() {
    long pause = failures == 0 ? TURN_MILLIS : Math.min(LONGEST_PAUSE_MILLIS, TURN_MILLIS << Math.min(failures, 10));
    try {
      turn.wait(pause);
    } catch (InterruptedException e) {
      // Nobody interrupts this thread but to end it, and close() does that.
      closing = true;
    }
  }

  private boolean attempt(boolean flush) {
    try {
      Instant now = clock.instant();
      write(now, flush);
      if (now.toEpochMilli() - rolledUpAt >= ROLLUP_MILLIS && !flush) {
        rolledUpAt = now.toEpochMilli();
        rollUp(now);
      }
      if (failures > 0) {
        LOG.info("{}: samples are written again after {} failed tries", file.path(), failures);
      }
      failures = 0;
      return true;
    } catch (SQLException | RuntimeException e) {
      failed(e);
      return false;
    }
  }

  private void failed(Exception e) {
    if (failures++ == 0) {
      LOG.warn("{}; samples wait in memory and are tried again", file.failure("write samples", e).getMessage());
    }
    disconnect();
    long dropped = 0;
    int each = Math.clamp(MOST_WAITING / Math.max(1, series.size()), 1, MOST_WAITING_OF_ONE);
    for (OpenSeries open : series.values()) {
      dropped += open.shed(each);
    }
    lost += dropped;
  }

  /** Writes closed chunks and those that are due to close; with {@code flush} all there is, and waits for the disk. */
  void write(Instant now, boolean flush) throws SQLException {
    Connection writer = connection();
    long openedBy = flush ? Long.MAX_VALUE : now.minus(OLDEST_OPEN).toEpochMilli();
    for (OpenSeries open : series.values()) {
      open.closeIfOpenedBy(openedBy);
    }
    writeClosed(writer, series.values());
    if (flush) {
      // Waits for the disk, and so for all that was committed before.
      Sql.execute(writer, "PRAGMA synchronous = FULL");
      SampleFile.countFlush(writer);
      Sql.execute(writer, "PRAGMA synchronous = NORMAL");
    }
  }

  private record Written(OpenSeries series, OpenSeries.Unwritten rows) {}

  private static void writeClosed(Connection writer, Collection<OpenSeries> all) throws SQLException {
    List<Written> batch = all.stream().filter(OpenSeries::hasClosed).map(open -> new Written(open, open.closed())).toList();
    if (batch.isEmpty()) {
      return;
    }
    Sql.transaction(
        writer,
        () -> {
          for (Written written : batch) {
            write(writer, written);
          }
        });
    for (Written written : batch) {
      written.series.markStored();
      written.series.written(written.rows);
    }
  }

  private static void write(Connection writer, Written written) throws SQLException {
    if (!written.series.isStored()) {
      SampleFile.insertSeries(writer, written.series);
    }
    for (Chunk chunk : written.rows.chunks()) {
      SampleFile.insertChunk(writer, Tier.FULL, written.series.id(), chunk);
    }
    for (OpenSeries.Change change : written.rows.changes()) {
      SampleFile.insertChange(writer, written.series.id(), change);
    }
  }

  /** Brings every series up to date, a few in each transaction, and writes what has come in between them. */
  void rollUp(Instant now) throws SQLException {
    Connection writer = connection();
    Iterator<OpenSeries> stored = series.values().stream().filter(OpenSeries::isStored).iterator();
    while (stored.hasNext()) {
      Sql.transaction(writer, () -> rollUpSome(writer, stored, now));
      writeClosed(writer, series.values());
    }
  }

  private void rollUpSome(Connection writer, Iterator<OpenSeries> stored, Instant now) throws SQLException {
    for (int i = 0; i < SERIES_A_TRANSACTION && stored.hasNext(); i++) {
      OpenSeries open = stored.next();
      rollup.bringUpToDate(writer, open, now);
      if (SampleFile.isEmpty(writer, open.id()) && open.retire()) {
        SampleFile.deleteSeries(writer, open.id());
        series.remove(open.key(), open);
      }
    }
  }

  long lost() {
    return lost;
  }

  boolean flush(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    synchronized (turn) {
      if (closing) {
        return false;
      }
      long wanted = ++flushesWanted;
      turn.notifyAll();
      while (flushesDone < wanted) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return false;
        }
        turn.wait(left);
      }
      return true;
    }
  }

  private Connection connection() throws SQLException {
    Connection present = connection;
    if (present == null) {
      present = file.openWriter();
      connection = present;
    }
    return present;
  }

  private void disconnect() {
    Sql.close(connection);
    connection = null;
  }

  /** Writes what there is and ends the thread. */
  void close(Duration timeout) {
    synchronized (turn) {
      closing = true;
      turn.notifyAll();
    }
    if (thread.getState() == Thread.State.NEW) {
      disconnect();
      return;
    }
    try {
      if (!thread.join(timeout)) {
        LOG.warn("{}: the last samples could not be written within {}", file.path(), timeout);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
