package dev.binnacle.storage;

import dev.binnacle.model.ChannelName;
import dev.binnacle.model.JournalEntry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The outbox in a SQLite file, which follows the journal. */
final class SqliteOutbox implements Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteOutbox.class);

  /** More than of the journal: what is copied here was not forced to the disk before. */
  private static final int COPIED_BYTES = 2 << 20;

  private final SqliteFile file;
  private final Follower.Source source;
  private final StorageSettings settings;
  private final InstantSource clock;
  private final OutboxOpening opening;
  private final OutboxWriter writer;
  private final Readers readers;
  private final WalKeeper keeper;
  private final AlertLog alerts;
  private final ControlLog control;
  private final long unroutedBefore;
  private final List<Consumer<ChannelName>> listeners = new CopyOnWriteArrayList<>();

  /** Channels that are to be told when the disk has the entries that mean something for them; in order. */
  private final Deque<Filled> filled = new ArrayDeque<>();

  /** @param index of the youngest entry of which parcels were put in */
  private record Filled(Set<ChannelName> channels, long index) {}

  /** What follows, and by what; null until {@link #follow}. */
  private record Round(Follower follower, Postman postman) {}

  private volatile @Nullable Round round;
  private long announcedBefore; // guarded by this

  /**
   * @param lastIndex the journal's: what the outbox has beyond it is taken back
   * @param source gives durable entries that the outbox does not have yet
   * @param boot {@link OutboxOpening#boot}
   */
  SqliteOutbox(
      SqliteFile file, long lastIndex, Follower.Source source, StorageSettings settings, InstantSource clock, String boot) {
    this.file = file;
    this.source = source;
    this.settings = settings;
    this.clock = clock;
    this.opening = OutboxOpening.of(file, lastIndex, boot);
    this.keeper = new WalKeeper(file, COPIED_BYTES);
    this.writer = new OutboxWriter(file, keeper);
    this.readers = new Readers(file);
    this.alerts = new SqliteAlertLog(readers);
    this.control = new SqliteControlLog(readers);
    this.unroutedBefore = readers.read("count what was not routed", OutboxReader::unroutedCount);
    keeper.start();
  }

  ControlLog control() {
    return control;
  }

  AlertLog alerts() {
    return alerts;
  }

  @Override
  public synchronized void follow(Router router) {
    if (round != null) {
      throw new IllegalStateException("the outbox follows already");
    }
    Postman postman = new Postman(writer, router, opening, settings, clock, this::filled, unroutedBefore);
    Follower follower = new Follower("postman", false, file, () -> postman, opening.progress(), source, clock);
    follower.passOver(announcedBefore);
    round = new Round(follower, postman);
    follower.start();
  }

  /** Takes an entry that will be durable before long; never blocks. All are to be announced, in order, or none. */
  void announce(JournalEntry entry) {
    Round present = round;
    if (present == null) {
      present = announcedTooSoon(entry);
    }
    if (present != null) {
      present.follower.announce(entry, Postman.isDecision(entry));
    }
  }

  private synchronized @Nullable Round announcedTooSoon(JournalEntry entry) {
    if (round == null) {
      announcedBefore = entry.index();
    }
    return round;
  }

  /** Takes a durable entry; never blocks. */
  void record(JournalEntry entry) {
    tellWhatIsDurable();
    Round present = round;
    if (present != null) {
      present.follower.record(entry);
    }
  }

  private void filled(Set<ChannelName> channels, long index) {
    synchronized (filled) {
      filled.add(new Filled(channels, index));
    }
    tellWhatIsDurable();
  }

  private void tellWhatIsDurable() {
    long durable = source.durableIndex();
    List<Filled> all = new ArrayList<>(1);
    synchronized (filled) {
      for (Filled next = filled.peek(); next != null && next.index <= durable; next = filled.peek()) {
        all.add(filled.remove());
      }
    }
    all.forEach(each -> each.channels.forEach(this::tell));
  }

  /** The journal may let go of entries up to this index. */
  long forcedIndex() {
    Round present = round;
    return present == null ? opening.progress() : present.follower.forcedIndex();
  }

  long routedIndex() {
    Round present = round;
    return present == null ? opening.progress() : present.follower.projectedIndex();
  }

  private void tell(ChannelName channel) {
    for (Consumer<ChannelName> listener : listeners) {
      try {
        listener.accept(channel);
      } catch (RuntimeException e) {
        LOG.error("a listener of the outbox failed for channel {}", channel, e);
      }
    }
  }

  @Override
  public boolean add(Parcel parcel) {
    boolean added = write("add a message", writer::writeDurably, out -> out.insert(parcel, null, clock.instant(), false));
    if (added) {
      tell(parcel.channel());
    }
    return added;
  }

  @Override
  public void onAdded(Consumer<ChannelName> listener) {
    listeners.add(listener);
  }

  @Override
  public List<Entry> waiting(ChannelName channel, int limit) {
    HistoryQuery.checkLimit(limit);
    long durable = source.durableIndex();
    return writer.waiting(
        limit, most -> readers.read("read what waits", connection -> OutboxReader.waiting(connection, channel, durable, most)));
  }

  @Override
  public List<Entry> pressing(ChannelName channel, int limit) {
    HistoryQuery.checkLimit(limit);
    long durable = source.durableIndex();
    return writer.waiting(
        limit,
        most -> readers.read("read what presses", connection -> OutboxReader.pressing(connection, channel, durable, most)));
  }

  @Override
  public void attempting(Collection<Long> ids, Instant at) {
    write(
        "mark an attempt",
        writer::write,
        out -> {
          out.attempting(ids, at);
          return true;
        });
  }

  @Override
  public void delivered(Collection<Long> ids, Instant at, @Nullable String reference) {
    settle(Outcome.delivered(ids, at, reference));
  }

  @Override
  public void later(Collection<Long> ids, Instant next, String why, boolean counted) {
    settle(Outcome.later(ids, next, why, counted));
  }

  @Override
  public void unknown(Collection<Long> ids, Instant next, String why) {
    settle(Outcome.unknown(ids, next, why));
  }

  @Override
  public void dead(Collection<Long> ids, Instant at, String why) {
    settle(Outcome.dead(ids, at, why));
  }

  private void settle(Outcome outcome) {
    Round present = round;
    if (!writer.settle(outcome) && present != null) {
      present.follower.wake();
    }
  }

  @Override
  public boolean again(long id) {
    boolean again = write("make a message wait again", writer::write, out -> out.again(id));
    if (again) {
      entry(id).ifPresent(entry -> tell(entry.parcel().channel()));
    }
    return again;
  }

  /** One of the writer's two ways to write. */
  private interface Way {
    boolean write(OutboxWriter.Work<Boolean> work) throws SQLException;
  }

  private boolean write(String doing, Way way, OutboxWriter.Work<Boolean> work) {
    try {
      return way.write(work);
    } catch (SQLException e) {
      throw file.failure(doing, e);
    }
  }

  @Override
  public Page<Entry> list(OutboxQuery query) {
    return readers.read("list messages", connection -> OutboxReader.list(connection, query));
  }

  @Override
  public Optional<Entry> entry(long id) {
    return readers.read("read a message", connection -> OutboxReader.one(connection, id)).stream().findFirst();
  }

  @Override
  public Map<ChannelName, Map<State, Long>> counts() {
    return readers.read("count messages", OutboxReader::counts);
  }

  @Override
  public List<Unrouted> unrouted(int limit) {
    HistoryQuery.checkLimit(limit);
    return readers.read("list what was not routed", connection -> OutboxReader.unrouted(connection, limit));
  }

  @Override
  public OutboxHealth health() {
    Round present = round;
    JournalHealth health = present == null ? new JournalHealth(false, null, null, 0, 0, 0) : present.follower.health();
    return new OutboxHealth(
        health.failing(),
        health.reason(),
        health.since(),
        health.failures(),
        health.failuresEver(),
        routedIndex(),
        writer.unsaved(),
        present == null ? unroutedBefore : present.postman.unrouted(),
        present == null ? 0 : present.postman.overflowed());
  }

  @Override
  public boolean sync(long index, Duration timeout) throws InterruptedException {
    Round present = round;
    return present == null ? index <= opening.progress() : present.follower.sync(index, timeout);
  }

  @Override
  public boolean probe(Duration timeout) throws InterruptedException {
    Round present = round;
    return present != null && present.follower.probe(timeout);
  }

  /** Looks whether the file is whole. */
  List<String> verify() {
    return readers.read("check the outbox", Sql::integrity);
  }

  void close(Duration timeout) {
    keeper.close();
    Round present = round;
    if (present != null) {
      present.follower.close(timeout);
    }
    writer.close(routedIndex());
    readers.close();
    file.settle();
  }
}
