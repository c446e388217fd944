package dev.binnacle.storage;

import dev.binnacle.model.JournalEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A journal that forgets everything with its object, for tests of other rooms. Entries are durable at once, or, after {@link
 * #hold}, only when the test says {@link #release}; {@link #fail} makes it behave as on a full disk.
 *
 * <p><b>Threads:</b> thread-safe; listeners are called on the thread that appends or releases.
 */
public final class MemoryJournal implements Journal {
  private final List<JournalEntry> entries = new ArrayList<>();
  private final List<LongConsumer> listeners = new CopyOnWriteArrayList<>();
  private int durable;
  private boolean held;
  private boolean closed;
  private @Nullable Checkpoint checkpoint;
  private JournalHealth health = new JournalHealth(false, null, null, 0, 0, 0);

  /** What is appended from now on waits. */
  public synchronized void hold() {
    held = true;
  }

  /** What waits is durable now. */
  public void release() {
    synchronized (this) {
      held = false;
      health = new JournalHealth(false, null, null, 0, health.failuresEver(), health.commits());
    }
    commit();
  }

  /** Holds, and says why. */
  public synchronized void fail(String reason) {
    held = true;
    health = new JournalHealth(true, reason, Instant.EPOCH, 1, health.failuresEver() + 1, health.commits());
  }

  /** All entries, durable or not. */
  public synchronized List<JournalEntry> entries() {
    return List.copyOf(entries);
  }

  public synchronized void close() {
    closed = true;
  }

  @Override
  public void append(JournalEntry entry) {
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("the journal is closed: entry " + entry.index() + " cannot be kept");
      }
      if (entry.index() <= lastIndex()) {
        throw new IllegalArgumentException("index must rise: was " + entry.index() + " after " + lastIndex());
      }
      entries.add(entry);
    }
    commit();
  }

  private void commit() {
    long index;
    synchronized (this) {
      if (held || durable == entries.size()) {
        return;
      }
      durable = entries.size();
      index = durableIndex();
      health = new JournalHealth(false, null, null, 0, health.failuresEver(), health.commits() + 1);
      notifyAll();
    }
    listeners.forEach(listener -> listener.accept(index));
  }

  @Override
  public synchronized long lastIndex() {
    return entries.isEmpty() ? 0 : entries.getLast().index();
  }

  @Override
  public synchronized long durableIndex() {
    return durable == 0 ? 0 : entries.get(durable - 1).index();
  }

  @Override
  public void onDurable(LongConsumer listener) {
    listeners.add(listener);
  }

  @Override
  public synchronized boolean awaitDurable(long index, Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    long wanted = Math.min(index, lastIndex());
    while (durableIndex() < wanted) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  @Override
  public synchronized Backlog backlog() {
    List<JournalEntry> waiting = entries.subList(durable, entries.size());
    return new Backlog(waiting.size(), waiting.stream().mapToLong(EntrySize::of).sum());
  }

  @Override
  public synchronized JournalHealth health() {
    return health;
  }

  @Override
  public void replay(long afterIndex, Consumer<JournalEntry> reader) {
    List<JournalEntry> all;
    synchronized (this) {
      all = List.copyOf(entries.subList(0, durable));
    }
    all.stream().filter(entry -> entry.index() > afterIndex).forEach(reader);
  }

  @Override
  public synchronized void checkpoint(long index, Instant at, byte[] state) {
    if (durableIndex() < Math.min(index, lastIndex())) {
      throw new StorageException("no checkpoint at " + index + ": the entries up to it are not durable", null);
    }
    checkpoint = new Checkpoint(index, at, state.clone());
  }

  @Override
  public synchronized Optional<Checkpoint> lastCheckpoint() {
    return Optional.ofNullable(checkpoint);
  }
}
