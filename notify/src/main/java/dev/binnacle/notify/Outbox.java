package dev.binnacle.notify;

import dev.binnacle.model.ChannelName;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where parcels wait: durable, one line a channel, in the order in which they were added.
 *
 * <p><b>Threads:</b> thread-safe; may block for as long as a disk does.
 */
public interface Outbox {
  /**
   * A parcel that waits.
   *
   * @param id rises in the order in which parcels were added
   * @param decided when what it tells was decided, by this machine's clock; {@link Parcel#at} may be by a bot's
   * @param attempts that counted
   * @param mayHaveArrived an attempt's outcome is unknown: set by {@link #unknown}, and at a start for each that was being attempted
   * @param next not to be tried before
   */
  record Entry(long id, Parcel parcel, Instant decided, int attempts, boolean mayHaveArrived, Instant next) {}

  /**
   * @return false if a parcel of this key was ever added; nothing is changed then
   */
  boolean add(Parcel parcel);

  /**
   * Those that are neither delivered nor dead nor being attempted, in order, those that are not due included. Where there are more than
   * {@code limit}, alerts and halts have the first right to be among them, and then the oldest.
   */
  List<Entry> waiting(ChannelName channel, int limit);

  /** As {@link #waiting(ChannelName, int)}, but alerts and halts alone: quick to ask, however many others wait. */
  List<Entry> pressing(ChannelName channel, int limit);

  /** How many wait, by channel. */
  Map<ChannelName, Long> waiting();

  /** {@code listener} is told the channel whenever parcels were added for it or put back by {@link #again}. It must be quick. */
  void onAdded(Consumer<ChannelName> listener);

  /** They are being attempted. Must outlive the process, not the power. */
  void attempting(Collection<Long> ids, Instant at);

  void delivered(Collection<Long> ids, Instant at, @Nullable String reference);

  /** They did not arrive, and wait until {@code next}. */
  void later(Collection<Long> ids, Instant next, String why, boolean counted);

  /** They may have arrived, and wait until {@code next}; counted. From now on {@link Entry#mayHaveArrived}. */
  void unknown(Collection<Long> ids, Instant next, String why);

  /** They will not be tried any more. */
  void dead(Collection<Long> ids, Instant at, String why);

  /**
   * Tries a dead letter again, from the beginning.
   *
   * @return false if there is none of this id
   */
  boolean again(long id);
}
