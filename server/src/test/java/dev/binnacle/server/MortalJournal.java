package dev.binnacle.server;

import dev.binnacle.model.JournalEntry;
import dev.binnacle.storage.Journal;
import dev.binnacle.storage.JournalHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;

/** A journal whose process dies: what comes after that, or waits for a disk that hangs, is never written. */
final class MortalJournal implements Journal {
  private final Journal disk;
  private final Function<JournalEntry, Fate> fates;
  private final Runnable death;
  private volatile boolean dead;
  private volatile boolean hangs;
  private volatile long lastIndex;

  enum Fate {
    KEPT,
    /** It is on disk, and then the process dies. */
    LAST,
    /** The process dies before it is. */
    LOST,
    /** The disk hangs from here on. */
    STUCK
  }

  MortalJournal(Journal disk, Function<JournalEntry, Fate> fates, Runnable death) {
    this.disk = disk;
    this.fates = fates;
    this.death = death;
    this.lastIndex = disk.lastIndex();
  }

  void die() {
    dead = true;
  }

  boolean hangs() {
    return hangs;
  }

  @Override
  public void append(JournalEntry entry) {
    if (dead) {
      return;
    }
    lastIndex = entry.index();
    switch (fates.apply(entry)) {
      case KEPT -> write(entry);
      case LAST -> {
        write(entry);
        death.run();
      }
      case LOST -> death.run();
      case STUCK -> hangs = true;
    }
  }

  private void write(JournalEntry entry) {
    if (!hangs) {
      disk.append(entry);
    }
  }

  @Override
  public long lastIndex() {
    return lastIndex;
  }

  @Override
  public long durableIndex() {
    return disk.durableIndex();
  }

  @Override
  public void onDurable(LongConsumer listener) {
    disk.onDurable(index -> {
      if (!dead) {
        listener.accept(index);
      }
    });
  }

  @Override
  public boolean awaitDurable(long index, Duration timeout) throws InterruptedException {
    return dead || disk.awaitDurable(index, timeout);
  }

  @Override
  public Backlog backlog() {
    return disk.backlog();
  }

  @Override
  public JournalHealth health() {
    return disk.health();
  }

  @Override
  public void replay(long afterIndex, Consumer<JournalEntry> reader) {
    disk.replay(afterIndex, reader);
  }

  @Override
  public void checkpoint(long index, Instant at, byte[] state) {
    disk.checkpoint(index, at, state);
  }

  @Override
  public Optional<Checkpoint> lastCheckpoint() {
    return disk.lastCheckpoint();
  }
}
