package dev.binnacle.server;

import dev.binnacle.engine.Input;
import dev.binnacle.model.ChannelName;
import dev.binnacle.model.Halt;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.Sample;
import dev.binnacle.notify.Channel;
import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.ChannelStatus;
import dev.binnacle.notify.ChannelWatch;
import dev.binnacle.notify.Charts;
import dev.binnacle.notify.Delivery;
import dev.binnacle.notify.Message;
import dev.binnacle.notify.Outcome;
import dev.binnacle.notify.Parcel;
import dev.binnacle.notify.RecentMessages;
import dev.binnacle.notify.Routing;
import dev.binnacle.storage.ControlLog;
import dev.binnacle.storage.Outbox;
import dev.binnacle.storage.StorageException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people: what the journal means for them goes into the outbox, and from there through the channels of the settings.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class Messaging implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Messaging.class);
  private static final MetricName BROKEN = new MetricName("channel_broken");
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Outbox outbox;
  private final EngineLoop loop;
  private final Routing routing;
  private final Delivery delivery;
  private final @Nullable URI dashboard;
  private final InstantSource clock;
  /** What is to be said of events that were not told one by one, and is not in the outbox yet; also the lock for it. */
  private final List<Parcel> untold = new ArrayList<>();
  private volatile List<ChannelSettings> channels;

  /**
   * @param opener makes a channel of its settings
   * @param dashboard where messages link to; null for no link
   */
  Messaging(
      Outbox outbox, ControlLog halts, EngineLoop loop, List<ChannelSettings> channels, Charts charts,
      Function<ChannelSettings, Channel> opener, @Nullable URI dashboard, InstantSource clock) {
    this.outbox = outbox;
    this.loop = loop;
    this.channels = channels;
    this.dashboard = dashboard;
    this.clock = clock;
    RecentMessages recent = new RecentMessages();
    this.routing = new Routing(channels, dashboard, id -> halt(loop, halts, id), recent);
    this.delivery = new Delivery(new StoredOutbox(outbox), charts, recent, new Watch(), clock, opener);
  }

  /** What cannot be read is as good as unknown: an entry must not go untold for what is said beside it. */
  private static Optional<Halt> halt(EngineLoop loop, ControlLog log, HaltId id) {
    Optional<Halt> present = loop.control().halt(id);
    if (present.isPresent()) {
      return present;
    }
    try {
      return log.halt(id);
    } catch (StorageException e) {
      LOG.warn("halt {} is told of without what is known of it: {}", id, e.getMessage());
      return Optional.empty();
    }
  }

  /** Goes on where the last run ended. */
  void start() {
    outbox.follow(entry -> routing.route(entry).stream().map(StoredOutbox::stored).toList());
    delivery.reload(channels);
  }

  /** From now on by these. Channels whose settings are the same go on undisturbed. */
  void reload(List<ChannelSettings> next) {
    routing.reload(next, dashboard);
    delivery.reload(next);
    channels = next;
  }

  /** Puts in what no fact makes, such as a daily summary. What is in already, by the message's id, is not put in again. */
  void tell(Message message) {
    add(routing.address(message));
  }

  List<ChannelSettings> channels() {
    return channels;
  }

  List<ChannelStatus> status() {
    return delivery.status();
  }

  Outcome test(ChannelName channel, String by) throws InterruptedException {
    return delivery.test(channel, by);
  }

  boolean retry(long id) {
    return delivery.retry(id);
  }

  /** Says what is due of events that were not told one by one. To be called every few seconds: there may be no entry to bring it. */
  void tellWhatWasNotTold() {
    long routed = outbox.health().routedIndex();
    tellOnceOnDisk(routing.due(clock.instant(), routed), routed);
  }

  /** What cannot be put in now is kept for the next time: nothing counts it any more. */
  private void tellOnceOnDisk(List<Parcel> due, long routed) {
    synchronized (untold) {
      untold.addAll(due);
      try {
        // Before it is said that an entry was counted, the disk must have it that it was: a crash would have it counted again.
        if (!untold.isEmpty() && outbox.sync(routed, PATIENCE)) {
          add(untold);
          untold.clear();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void add(List<Parcel> parcels) {
    parcels.forEach(parcel -> outbox.add(StoredOutbox.stored(parcel)));
  }

  /** How many events the channel was not told one by one. */
  long notTold(ChannelName channel) {
    return routing.notTold(channel);
  }

  /** Since when the oldest alert or halt waits for the channel; null where none does. */
  @Nullable Instant oldestAlert(ChannelName channel) {
    List<Outbox.Entry> oldest = outbox.pressing(channel, 1);
    return oldest.isEmpty() ? null : oldest.getFirst().decided();
  }

  /** Events that were too old when they came to tell anybody of. */
  long tooOld() {
    return routing.tooOld();
  }

  @Override
  public void close() {
    try {
      long routed = outbox.health().routedIndex();
      tellOnceOnDisk(routing.rest(clock.instant(), routed), routed);
    } catch (StorageException e) {
      LOG.warn("what was not told one by one in the last minute stays unsaid: {}", e.getMessage());
    }
    delivery.close();
  }

  /** A broken channel is something to be alerted of, on another. */
  private final class Watch implements ChannelWatch {
    @Override
    public void changed(ChannelName channel, Health health, String why) {
      switch (health) {
        case WORKING -> LOG.info("channel {} works", channel);
        case FAILING -> LOG.warn("channel {} fails and is tried again: {}", channel, why);
        case BROKEN -> LOG.error("channel {} is broken until somebody mends it: {}", channel, why);
      }
      // One that fails is looked at every few seconds; one that is broken is told at once.
      Sample.Reading reading = new Sample.Reading.Number(health == Health.BROKEN ? 1 : 0);
      if (!loop.mailbox().offer(new Input.Observed(ChannelWatch.part(channel), BROKEN, reading))) {
        LOG.warn("the engine had no room to hear how channel {} fares", channel);
      }
    }

    @Override
    public void lost(ChannelName channel, int parcels, String why) {
      LOG.error("channel {} has given up {} messages: {}", channel, parcels, why);
    }
  }
}
