package dev.binnacle.storage;

import dev.binnacle.model.ChannelName;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages that are to reach people. It follows the journal: what an entry means for people is put in once, in one transaction with
 * the place up to which the journal was read, so that a crash neither loses a parcel nor puts one in twice.
 *
 * <p>One worker a channel takes parcels from {@link #waiting}, says {@link #attempting} before it sends, and then {@link #delivered},
 * {@link #later}, {@link #unknown} or {@link #dead}. A parcel whose attempt was begun and whose outcome is not in the file, because the
 * process or the machine died, waits again and is {@link Entry#possiblyRepeated()}. Nothing else is ever sent twice.
 *
 * <p>Outcomes are never lost while the process lives: when the file cannot be written they are kept in memory, at most {@link
 * #MOST_UNSAVED}, and written when it can be. Delivered parcels go after {@link #DELIVERED_KEPT}, dead ones with the events.
 *
 * <p>Who made the parcels known puts no bound on them, so this does: of a channel for which {@link #MOST_WAITING} wait, the oldest of
 * the lowest level are given up, as dead parcels that say so.
 *
 * <p><b>Threads:</b> thread-safe; all but {@link #follow} and {@link #onAdded} block on the disk.
 */
public interface Outbox {
  Duration DELIVERED_KEPT = Duration.ofDays(30);
  int MOST_WAITING = 20_000;
  int MOST_UNSAVED = 10_000;

  /** Where a parcel is. */
  enum State {
    WAITING,
    /** A worker has begun to send it. */
    ATTEMPTING,
    DELIVERED,
    /** It will not be sent, and says why. {@link Outbox#again} makes it wait again. */
    DEAD
  }

  /**
   * A parcel and what became of it.
   *
   * @param id its place in the order in which parcels were put in; rises, and names it here
   * @param decided when what it tells was decided, by this machine's clock: the time of the entry that means it, or when it was put in
   *     where none does. A bot's own clock, which may have said {@link Parcel#at}, has no part in it
   * @param attempts that count against a limit
   * @param notBefore when the next attempt is due; null when at once
   * @param attempted when the last attempt began; null before the first
   * @param ended when it was delivered or given up; null before
   * @param why the last attempt failed, or it was given up, in words for a person; null when neither
   * @param reference by which the channel knows the message; null unless it is delivered and the channel gave one
   * @param possiblyRepeated whether an attempt with an unknown outcome went before: if it is sent now, or was sent again, people may see
   *     it twice
   */
  record Entry(
      long id,
      Parcel parcel,
      Instant decided,
      State state,
      int attempts,
      @Nullable Instant notBefore,
      @Nullable Instant attempted,
      @Nullable Instant ended,
      @Nullable String why,
      @Nullable String reference,
      boolean possiblyRepeated) {}

  /** An entry of the journal that nobody was told of since the router failed on it. */
  record Unrouted(long index, Instant at, String why) {}

  /**
   * Begins to follow the journal, from where it was left. Before this is called nothing is routed, and the journal keeps all. A new
   * outbox beside an old journal begins at its end: what was before is not told.
   *
   * @throws IllegalStateException if it follows already
   */
  void follow(Router router);

  /**
   * Puts a parcel in that no journal entry means, such as a daily summary. When this returns it is on disk, and so is its key.
   *
   * @return false if the key is known, and nothing was put in
   * @throws StorageException if it cannot be written; it is then not in
   */
  boolean add(Parcel parcel);

  /**
   * Calls the listener with a channel whenever parcels for it can be taken: put in, or made to wait again. It is called on the thread
   * that did so, must be quick, and must not call the outbox.
   */
  void onAdded(Consumer<ChannelName> listener);

  /**
   * The channel's parcels that are neither delivered nor dead, in their order, the ones that are not due included: a worker that sent a
   * later one first would tell of an end before the begin. One that is in {@link State#ATTEMPTING} was left so by a worker that died:
   * its outcome is unknown.
   *
   * @param limit 1 to {@value HistoryQuery#LARGEST}
   */
  List<Entry> waiting(ChannelName channel, int limit);

  /**
   * As {@link #waiting}, but only those of the kinds {@code alert} and {@code halt}, which must not wait for others to be read.
   *
   * @param limit 1 to {@value HistoryQuery#LARGEST}
   */
  List<Entry> pressing(ChannelName channel, int limit);

  /**
   * The parcels are about to be sent. When this returns, {@code kill -9} does not undo it.
   *
   * @throws StorageException if it cannot be written: do not send them
   */
  void attempting(Collection<Long> ids, Instant at);

  /** All of them were delivered by one message, or by several. {@code reference} is the channel's name for it. */
  void delivered(Collection<Long> ids, Instant at, @Nullable String reference);

  /**
   * They were not delivered, and are tried again.
   *
   * @param next when that is due
   * @param counted false if the channel only asked to wait
   */
  void later(Collection<Long> ids, Instant next, String why, boolean counted);

  /** As {@link #later}, counted, but they may have been delivered: the next attempt is possibly a repeat. */
  void unknown(Collection<Long> ids, Instant next, String why);

  /** They are given up. */
  void dead(Collection<Long> ids, Instant at, String why);

  /**
   * Makes a dead parcel wait again, in its old place in the channel's line and with its attempts forgotten.
   *
   * @return false if there is none with this id that is dead
   */
  boolean again(long id);

  /** Parcels, the youngest first. */
  Page<Entry> list(OutboxQuery query);

  Optional<Entry> entry(long id);

  /** How many parcels there are. Channels and states without any are left out. */
  Map<ChannelName, Map<State, Long>> counts();

  /** The youngest first, at most {@code limit}, 1 to {@value HistoryQuery#LARGEST}. */
  List<Unrouted> unrouted(int limit);

  OutboxHealth health();

  /**
   * Waits until journal entries up to {@code index} have been routed and their parcels are on disk.
   *
   * @return false if the time ran out
   */
  boolean sync(long index, Duration timeout) throws InterruptedException;

  /**
   * As {@link #sync} with all that the journal has on disk by now, and writes to the disk even where nothing is new: whoever gets true knows
   * that the next alert will not stop on this part of its way. Leaves nothing behind.
   *
   * @return false if the time ran out, or nothing follows the journal yet
   */
  boolean probe(Duration timeout) throws InterruptedException;
}
