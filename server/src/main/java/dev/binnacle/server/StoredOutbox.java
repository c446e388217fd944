package dev.binnacle.server;

import dev.binnacle.model.ChannelName;
import dev.binnacle.notify.EventKind;
import dev.binnacle.notify.Outbox;
import dev.binnacle.notify.Parcel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The storage's outbox, as the room that tells people wants it. */
final class StoredOutbox implements Outbox {
  private final dev.binnacle.storage.Outbox outbox;

  StoredOutbox(dev.binnacle.storage.Outbox outbox) {
    this.outbox = outbox;
  }

  static dev.binnacle.storage.Parcel stored(Parcel parcel) {
    return new dev.binnacle.storage.Parcel(
        parcel.key(), parcel.channel(), parcel.kind().word(), parcel.level(), parcel.bot(), parcel.alerts(), parcel.at(),
        parcel.body().getBytes(StandardCharsets.UTF_8));
  }

  /** A kind that this program does not know was put in by a newer one; its message is whole all the same. */
  static Parcel read(dev.binnacle.storage.Parcel parcel) {
    return new Parcel(
        parcel.key(), parcel.channel(), EventKind.named(parcel.kind()).orElse(EventKind.CUSTOM), parcel.level(), parcel.bot(),
        parcel.alerts(), parcel.at(), new String(parcel.body(), StandardCharsets.UTF_8));
  }

  @Override
  public boolean add(Parcel parcel) {
    return outbox.add(stored(parcel));
  }

  @Override
  public List<Entry> waiting(ChannelName channel, int limit) {
    List<dev.binnacle.storage.Outbox.Entry> oldest = outbox.waiting(channel, limit);
    if (oldest.size() < limit) {
      return oldest.stream().map(StoredOutbox::entry).toList();
    }
    List<dev.binnacle.storage.Outbox.Entry> line = new ArrayList<>(outbox.pressing(channel, limit));
    Set<Long> pressing = line.stream().map(dev.binnacle.storage.Outbox.Entry::id).collect(Collectors.toSet());
    oldest.stream()
        .filter(entry -> !pressing.contains(entry.id()))
        .limit(limit - line.size())
        .forEach(line::add);
    return line.stream()
        .sorted(Comparator.comparingLong(dev.binnacle.storage.Outbox.Entry::id))
        .map(StoredOutbox::entry)
        .toList();
  }

  @Override
  public List<Entry> pressing(ChannelName channel, int limit) {
    return outbox.pressing(channel, limit).stream().map(StoredOutbox::entry).toList();
  }

  private static Entry entry(dev.binnacle.storage.Outbox.Entry entry) {
    boolean leftBehind = entry.state() == dev.binnacle.storage.Outbox.State.ATTEMPTING;
    Instant next = entry.notBefore() == null ? Instant.EPOCH : entry.notBefore();
    boolean mayHaveArrived = entry.possiblyRepeated() || leftBehind;
    return new Entry(entry.id(), read(entry.parcel()), entry.decided(), entry.attempts(), mayHaveArrived, next);
  }

  @Override
  public Map<ChannelName, Long> waiting() {
    Map<ChannelName, Long> waiting = new HashMap<>();
    outbox.counts().forEach(
        (channel, states) -> {
          long count = states.getOrDefault(dev.binnacle.storage.Outbox.State.WAITING, 0L)
              + states.getOrDefault(dev.binnacle.storage.Outbox.State.ATTEMPTING, 0L);
          if (count > 0) {
            waiting.put(channel, count);
          }
        });
    return waiting;
  }

  @Override
  public void onAdded(Consumer<ChannelName> listener) {
    outbox.onAdded(listener);
  }

  @Override
  public void attempting(Collection<Long> ids, Instant at) {
    outbox.attempting(ids, at);
  }

  @Override
  public void delivered(Collection<Long> ids, Instant at, @Nullable String reference) {
    outbox.delivered(ids, at, reference);
  }

  @Override
  public void later(Collection<Long> ids, Instant next, String why, boolean counted) {
    outbox.later(ids, next, why, counted);
  }

  @Override
  public void unknown(Collection<Long> ids, Instant next, String why) {
    outbox.unknown(ids, next, why);
  }

  @Override
  public void dead(Collection<Long> ids, Instant at, String why) {
    outbox.dead(ids, at, why);
  }

  @Override
  public boolean again(long id) {
    return outbox.again(id);
  }
}
