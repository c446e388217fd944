package dev.binnacle.notify;

import dev.binnacle.model.ChannelName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An outbox that forgets when it is thrown away, and remembers what a restart would find. */
public final class MemoryOutbox implements Outbox {
  private static final Set<EventKind> PRESSING = Set.of(EventKind.ALERT, EventKind.HALT);

  /** Where a parcel is. */
  public enum State {
    WAITING,
    ATTEMPTING,
    DELIVERED,
    DEAD
  }

  /** A parcel with its fate; {@code why} is of the last attempt. */
  public record Row(Entry entry, State state, String why) {}

  private final Map<Long, Row> rows = new TreeMap<>();
  private final Set<String> keys = new HashSet<>();
  private final List<Consumer<ChannelName>> listeners = new ArrayList<>();
  private long next = 1;
  private boolean broken;

  /** Whether every write fails, as on a full disk. */
  public synchronized void breakDown(boolean now) {
    broken = now;
  }

  /** As after {@code kill -9}: what was being attempted may have arrived. */
  public synchronized void restart() {
    rows.replaceAll(
        (_, row) -> row.state() == State.ATTEMPTING
            ? new Row(with(row.entry(), row.entry().attempts(), true, Instant.EPOCH), State.WAITING, row.why())
            : row);
  }

  public synchronized List<Row> rows() {
    return List.copyOf(rows.values());
  }

  public synchronized List<Row> rows(State state) {
    return rows.values().stream().filter(row -> row.state() == state).toList();
  }

  @Override
  public boolean add(Parcel parcel) {
    synchronized (this) {
      if (!keys.add(parcel.key())) {
        return false;
      }
      rows.put(next, new Row(new Entry(next, parcel, parcel.at(), 0, false, Instant.EPOCH), State.WAITING, ""));
      next++;
    }
    listeners.forEach(listener -> listener.accept(parcel.channel()));
    return true;
  }

  @Override
  public synchronized List<Entry> waiting(ChannelName channel, int limit) {
    return line(channel)
        .sorted(Comparator.comparing(entry -> !PRESSING.contains(entry.parcel().kind())))
        .limit(limit)
        .sorted(Comparator.comparingLong(Entry::id))
        .toList();
  }

  @Override
  public synchronized List<Entry> pressing(ChannelName channel, int limit) {
    return line(channel).filter(entry -> PRESSING.contains(entry.parcel().kind())).limit(limit).toList();
  }

  private Stream<Entry> line(ChannelName channel) {
    return rows.values().stream()
        .filter(row -> row.state() == State.WAITING && row.entry().parcel().channel().equals(channel))
        .map(Row::entry);
  }

  @Override
  public synchronized Map<ChannelName, Long> waiting() {
    return rows.values().stream()
        .filter(row -> row.state() == State.WAITING)
        .collect(Collectors.groupingBy(row -> row.entry().parcel().channel(), Collectors.counting()));
  }

  @Override
  public void onAdded(Consumer<ChannelName> listener) {
    listeners.add(listener);
  }

  @Override
  public void attempting(Collection<Long> ids, Instant at) {
    change(ids, row -> new Row(row.entry(), State.ATTEMPTING, row.why()));
  }

  @Override
  public void delivered(Collection<Long> ids, Instant at, @Nullable String reference) {
    change(ids, row -> new Row(row.entry(), State.DELIVERED, row.why()));
  }

  @Override
  public void later(Collection<Long> ids, Instant again, String why, boolean counted) {
    change(
        ids,
        row -> new Row(
            with(row.entry(), row.entry().attempts() + (counted ? 1 : 0), row.entry().mayHaveArrived(), again), State.WAITING,
            why));
  }

  @Override
  public void unknown(Collection<Long> ids, Instant again, String why) {
    change(ids, row -> new Row(with(row.entry(), row.entry().attempts() + 1, true, again), State.WAITING, why));
  }

  @Override
  public void dead(Collection<Long> ids, Instant at, String why) {
    change(ids, row -> new Row(row.entry(), State.DEAD, why));
  }

  @Override
  public boolean again(long id) {
    ChannelName channel;
    synchronized (this) {
      Row row = rows.get(id);
      if (row == null || row.state() != State.DEAD) {
        return false;
      }
      rows.put(id, new Row(with(row.entry(), 0, row.entry().mayHaveArrived(), Instant.EPOCH), State.WAITING, ""));
      channel = row.entry().parcel().channel();
    }
    listeners.forEach(listener -> listener.accept(channel));
    return true;
  }

  private synchronized void change(Collection<Long> ids, UnaryOperator<Row> change) {
    if (broken) {
      throw new IllegalStateException("the disk is full");
    }
    ids.forEach(id -> rows.computeIfPresent(id, (_, row) -> change.apply(row)));
  }

  private static Entry with(Entry entry, int attempts, boolean mayHaveArrived, Instant next) {
    return new Entry(entry.id(), entry.parcel(), entry.decided(), attempts, mayHaveArrived, next);
  }
}
