package dev.binnacle.storage;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection by which everybody writes the outbox's file, in turn: SQLite lets one write at a time, and its own waiting is
 * slower than a lock. It also keeps the outcomes that could not be written.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class OutboxWriter {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxWriter.class);

  /** Of a transaction in the log, as far as anybody can tell: a page of the table and of each index. */
  private static final int TRANSACTION_BYTES = 32 << 10;

  private final SqliteFile file;
  private final WalKeeper keeper;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Outcome> unsaved = new ArrayDeque<>();
  private volatile int unsavedIds;
  private @Nullable OutboxFile present;
  private boolean closed;

  OutboxWriter(SqliteFile file, WalKeeper keeper) {
    this.file = file;
    this.keeper = keeper;
  }

  /** What is written in one transaction. */
  interface Work<T> {
    T write(OutboxFile file) throws SQLException;
  }

  /** Writes the outcomes that wait and then this, all or nothing. A connection on which it failed is not used again. */
  <T extends @Nullable Object> T write(Work<T> work) throws SQLException {
    return write(work, false);
  }

  /** As {@link #write(Work)}, and returns when it is on disk. */
  <T extends @Nullable Object> T writeDurably(Work<T> work) throws SQLException {
    return write(work, true);
  }

  private <T extends @Nullable Object> T write(Work<T> work, boolean durably) throws SQLException {
    lock.lock();
    try {
      OutboxFile writer = open();
      List<T> result = new ArrayList<>(1);
      Sql.Work all =
          () -> {
            for (Outcome outcome : unsaved) {
              writer.write(outcome);
            }
            result.add(work.write(writer));
          };
      boolean done = false;
      try {
        if (durably) {
          writer.durably(all);
        } else {
          writer.transaction(all);
        }
        done = true;
      } finally {
        if (!done) {
          closeFile();
        }
      }
      unsaved.clear();
      unsavedIds = 0;
      keeper.grew(TRANSACTION_BYTES);
      return result.getFirst();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes the outcome, or keeps it until the next write that succeeds.
   *
   * @return false if it had to be kept
   * @throws StorageException if too many are kept already
   */
  boolean settle(Outcome outcome) {
    lock.lock();
    try {
      if (unsavedIds + outcome.ids().size() > Outbox.MOST_UNSAVED) {
        throw new StorageException(
            file.path() + ": " + unsavedIds + " outcomes of attempts wait to be written, and more are not kept: free its disk",
            null);
      }
      unsaved.add(outcome);
      unsavedIds += outcome.ids().size();
      return save();
    } finally {
      lock.unlock();
    }
  }

  private boolean save() {
    try {
      write(writer -> true);
      return true;
    } catch (SQLException e) {
      LOG.debug("{}: an outcome is kept until it can be written", file.path(), e);
      return false;
    }
  }

  /** The parcels that the file says are waiting, with the outcomes that are kept. {@code question} asks the file for so many. */
  List<Outbox.Entry> waiting(int limit, IntFunction<List<Outbox.Entry>> question) {
    if (unsavedIds == 0) {
      // Whoever asks has put no outcome of its own channel aside, and others' do not matter.
      return question.apply(limit);
    }
    lock.lock();
    try {
      if (unsaved.isEmpty() || save()) {
        return question.apply(limit);
      }
      List<Outbox.Entry> some = question.apply(limit + unsavedIds);
      return some.stream().map(this::withOutcomes).filter(OutboxWriter::isInLine).limit(limit).toList();
    } finally {
      lock.unlock();
    }
  }

  private Outbox.Entry withOutcomes(Outbox.Entry entry) {
    Outbox.Entry now = entry;
    for (Outcome outcome : unsaved) {
      now = outcome.ids().contains(now.id()) ? outcome.applyTo(now) : now;
    }
    return now;
  }

  private static boolean isInLine(Outbox.Entry entry) {
    return entry.state() == Outbox.State.WAITING || entry.state() == Outbox.State.ATTEMPTING;
  }

  /** How many outcomes are kept. */
  int unsaved() {
    return unsavedIds;
  }

  private OutboxFile open() throws SQLException {
    if (closed) {
      throw new IllegalStateException(file.path() + " is closed");
    }
    OutboxFile writer = present;
    if (writer == null) {
      writer = new OutboxFile(file.openWriter());
      present = writer;
    }
    return writer;
  }

  private void closeFile() {
    OutboxFile writer = present;
    present = null;
    if (writer != null) {
      writer.close();
    }
  }

  /** Writes what is left, and says in the file that nobody has it open and that entries up to this index are in. */
  void close(long index) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      if (save()) {
        open().leave(index);
      }
    } catch (SQLException e) {
      LOG.warn("{}; messages whose outcome is not in it are sent again as possible repeats",
          file.failure("be left", e).getMessage());
    } finally {
      closed = true;
      closeFile();
      lock.unlock();
    }
  }
}
