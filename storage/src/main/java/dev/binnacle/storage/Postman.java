package dev.binnacle.storage;

import dev.binnacle.model.ChannelName;
import dev.binnacle.model.Fact;
import dev.binnacle.model.JournalEntry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the router what the journal's entries mean for people, and puts that into the outbox; then what they say of alerts into the log
 * of those. These are two transactions, since a worker need not wait for the log of a storm.
 *
 * <p>The parcels of entries that are announced are put in while the journal's disk is being waited for: the file then has them, and its channel
 * is told when the disk has the entry. What a crash leaves of entries that never were is taken back at the opening.
 *
 * <p>Most entries mean nothing. Their place is written once a second and not with each: a crash has them routed again, to nothing.
 *
 * <p><b>Threads:</b> confined to the follower's, "binnacle-postman", but for the counters.
 */
final class Postman implements Projection {
  private static final Logger LOG = LoggerFactory.getLogger(Postman.class);
  private static final long[] PAUSES_MILLIS = {10, 100};
  private static final long PROGRESS_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final OutboxWriter writer;
  private final Router router;
  private final long doubtful;
  private final Duration eventRetention;
  private final InstantSource clock;
  private final ObjLongConsumer<Set<ChannelName>> added;
  private final AtomicLong unrouted;
  private final AtomicLong overflowed = new AtomicLong();
  /** The parcels of entries up to this index are in: after a crash between the two transactions they are not asked for again. */
  private long routedIndex;
  /** Answers for the entries of a batch that is not written yet. */
  private final NavigableMap<Long, Routed> asked = new TreeMap<>();
  private long progressWritten = System.nanoTime() - PROGRESS_EVERY_NANOS;

  /**
   * @param added gets the channels for which something was put in, when that is committed, and the index of the youngest entry that meant it
   * @param unrouted how many entries are kept that could not be routed
   */
  Postman(
      OutboxWriter writer,
      Router router,
      OutboxOpening opening,
      StorageSettings settings,
      InstantSource clock,
      ObjLongConsumer<Set<ChannelName>> added,
      long unrouted) {
    this.writer = writer;
    this.router = router;
    this.routedIndex = opening.routed();
    this.doubtful = opening.doubtful();
    this.eventRetention = settings.eventRetention();
    this.clock = clock;
    this.added = added;
    this.unrouted = new AtomicLong(unrouted);
  }

  /** An entry and what it means: parcels, or why that is not known. */
  private record Routed(JournalEntry entry, List<Parcel> parcels, @Nullable String failure) {}

  @Override
  public void write(List<JournalEntry> entries) throws SQLException {
    long index = entries.getLast().index();
    boolean filled = fill(entries);
    List<JournalEntry> logged = entries.stream().filter(Postman::isDecision).toList();
    long now = System.nanoTime();
    if (filled || !logged.isEmpty() || now - progressWritten >= PROGRESS_EVERY_NANOS) {
      log(logged, index);
      progressWritten = now;
    }
  }

  @Override
  public void foresee(List<JournalEntry> entries) throws SQLException {
    boolean ignored = fill(entries);
  }

  /** Whether an entry tells of more than what a bot has said. */
  static boolean isDecision(JournalEntry entry) {
    for (Fact fact : entry.facts()) {
      if (!(fact instanceof Fact.OfBot)) {
        return true;
      }
    }
    return false;
  }

  /** Puts in what these entries mean, unless it is in; says whether that was anything. */
  private boolean fill(List<JournalEntry> entries) throws SQLException {
    List<Routed> routed = new ArrayList<>();
    for (JournalEntry entry : entries) {
      Routed one = entry.index() > routedIndex ? once(entry) : null;
      if (one != null && (one.failure != null || !one.parcels.isEmpty())) {
        routed.add(one);
      }
    }
    long index = Math.max(routedIndex, entries.getLast().index());
    Set<ChannelName> channels = routed.isEmpty() ? Set.of() : writer.write(file -> putIn(file, routed, index));
    routedIndex = index;
    asked.headMap(index, true).clear();
    unrouted.addAndGet(routed.stream().filter(one -> one.failure != null).count());
    if (!channels.isEmpty()) {
      added.accept(channels, routed.getLast().entry.index());
    }
    return !routed.isEmpty();
  }

  private Set<ChannelName> putIn(OutboxFile file, List<Routed> routed, long index) throws SQLException {
    Set<ChannelName> channels = new LinkedHashSet<>();
    for (Routed one : routed) {
      for (Parcel parcel : one.parcels) {
        if (file.insert(parcel, one.entry.index(), one.entry.time(), one.entry.index() <= doubtful)) {
          channels.add(parcel.channel());
        }
      }
      if (one.failure != null) {
        file.unrouted(one.entry, one.failure);
      }
    }
    overflowed.addAndGet(file.giveUpWhatIsTooMuch(channels, clock.instant()));
    file.setRouted(index);
    return channels;
  }

  private void log(List<JournalEntry> logged, long index) throws SQLException {
    writer.write(
        file -> {
          for (JournalEntry entry : logged) {
            file.alerts().write(entry);
            file.control().write(entry);
          }
          file.setProgress(index);
          return true;
        });
  }

  /** What could not be written comes again, and is not asked for again: the router counts what it is asked. */
  private Routed once(JournalEntry entry) {
    return asked.computeIfAbsent(entry.index(), _ -> route(entry));
  }

  /** Never fails: an entry on which the router fails must not keep all that comes after it from people. */
  private Routed route(JournalEntry entry) {
    for (int attempt = 0;; attempt++) {
      try {
        return new Routed(entry, List.copyOf(router.route(entry)), null);
      } catch (RuntimeException | LinkageError | StackOverflowError e) {
        if (attempt == PAUSES_MILLIS.length) {
          String why = Outcome.shortened(String.valueOf(e));
          LOG.error("entry {} of the journal is told to nobody, since the router failed on it {} times", entry.index(),
              attempt + 1, e);
          return new Routed(entry, List.of(), why);
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSES_MILLIS[attempt]));
      }
    }
  }

  @Override
  public void force(long index) throws SQLException {
    writer.writeDurably(
        file -> {
          file.setProgress(index);
          return true;
        });
  }

  @Override
  public boolean letGo() throws SQLException {
    return writer.write(file -> file.letGo(clock.instant(), eventRetention));
  }

  @Override
  public void writeTheRest() throws SQLException {
    writer.write(file -> true);
  }

  long unrouted() {
    return unrouted.get();
  }

  long overflowed() {
    return overflowed.get();
  }

  /** The file is not only its own. */
  @Override
  public void close() {}
}
