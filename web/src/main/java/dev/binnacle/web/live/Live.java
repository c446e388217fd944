package dev.binnacle.web.live;

import dev.binnacle.model.BotId;
import dev.binnacle.web.api.EventIntake;
import dev.binnacle.web.api.LiveStats;
import dev.binnacle.web.api.LogBudget;
import dev.binnacle.web.api.Sockets;
import dev.binnacle.web.live.Announcements.Announcement;
import dev.binnacle.web.security.Caller;
import dev.binnacle.web.view.AlertFeed;
import dev.binnacle.web.view.HaltFeed;
import dev.binnacle.web.view.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All open sockets, and the one thread that serves them. The front door of this package.
 *
 * <p><b>Threads:</b> thread-safe.
 */
public final class Live implements Sockets, LiveStats, AutoCloseable {
  /*
   * One thread renders and sends. It sleeps until a snapshot is published, something is announced, a socket joins, has something to
   * say or can take more, or a state becomes due; then it takes one turn over all sockets. A turn renders each topic at most once
   * and hands the same bytes to all. Sending never waits: a frame that the network does not take stays in the socket's queue, where
   * it is counted, and a socket that takes nothing for ten seconds is cut. So one that does not read costs the others nothing.
   */
  private static final Logger LOG = LoggerFactory.getLogger(Live.class);
  private static final int MOST_ANNOUNCEMENTS = 10_000;
  private static final int MISSED_PINGS = 2;
  private static final long LONGEST_CHECK_NANOS = Duration.ofSeconds(1).toNanos();

  private final Snapshots snapshots;
  private final AlertFeed alerts;
  private final HaltFeed halts;
  private final EventIntake intake;
  private final LiveSettings settings;
  private final InstantSource clock;
  private final Predicate<Caller> stillGranted;
  private final Renderer renderer;
  private final LogBudget failures;

  private final Set<LiveSocket> dashboards = ConcurrentHashMap.newKeySet();
  private final Set<LinkSocket> links = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<Announcement> announced = new ArrayBlockingQueue<>(MOST_ANNOUNCEMENTS);
  private final AtomicBoolean overflowed = new AtomicBoolean();
  private final LongAdder framesSent = new LongAdder();
  private final LongAdder framesDropped = new LongAdder();
  private final AtomicLong announcementsDropped = new AtomicLong();
  private final LongAdder socketsCut = new LongAdder();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final Thread thread = new Thread(this::run, "live");
  private Snapshots.@Nullable Watch changes;
  private Snapshots.@Nullable Watch alertChanges;
  private Snapshots.@Nullable Watch haltChanges;
  /** Confined to the live thread. */
  private Moment moment;

  private Snapshots.@Nullable Watch happenings;

  private Live(
      Snapshots snapshots, AlertFeed alerts, HaltFeed halts, EventIntake intake, LiveSettings settings, InstantSource clock,
      Instant startedAt, Predicate<Caller> stillGranted) {
    this.snapshots = snapshots;
    this.alerts = alerts;
    this.halts = halts;
    this.moment = Moment.of(snapshots.current(), alerts.current(), halts.current());
    this.intake = intake;
    this.settings = settings;
    this.clock = clock;
    this.stillGranted = stillGranted;
    this.renderer = new Renderer(clock, startedAt);
    this.failures = new LogBudget(clock);
  }

  /**
   * @param startedAt when the server was started
   * @param stillGranted whether somebody who was let in is still to be; asked at every ping
   */
  public static Live start(
      Snapshots snapshots,
      AlertFeed alerts,
      HaltFeed halts,
      Announcements announcements,
      EventIntake intake,
      LiveSettings settings,
      InstantSource clock,
      Instant startedAt,
      Predicate<Caller> stillGranted) {
    Live live = new Live(snapshots, alerts, halts, intake, settings, clock, startedAt, stillGranted);
    live.thread.setDaemon(true);
    live.thread.start();
    live.changes = snapshots.watch(live::wake);
    live.alertChanges = alerts.watch(live::wake);
    live.haltChanges = halts.watch(live::wake);
    live.happenings = announcements.listen(live::announced);
    return live;
  }

  @Override
  public Optional<FrameHandler> live(Caller caller) {
    return isFull(dashboards, settings.mostLive()) ? Optional.empty() : Optional.of(new LiveSocket(this, caller, settings));
  }

  @Override
  public Optional<FrameHandler> link(BotId bot, Caller caller) {
    return isFull(links, settings.mostLinks())
        ? Optional.empty()
        : Optional.of(new LinkSocket(this, bot, caller, intake, settings));
  }

  private boolean isFull(Set<?> sockets, int most) {
    return closing.get() || sockets.size() >= most;
  }

  void joined(LiveSocket socket) {
    dashboards.add(socket);
    wake();
  }

  void left(LiveSocket socket) {
    dashboards.remove(socket);
  }

  void joined(LinkSocket socket) {
    links.add(socket);
  }

  void left(LinkSocket socket) {
    links.remove(socket);
  }

  void wake() {
    LockSupport.unpark(thread);
  }

  /** A frame that leaves while the live thread sends it brings nothing new to do. */
  void wakeFromOutside() {
    if (Thread.currentThread() != thread) {
      wake();
    }
  }

  void sent() {
    framesSent.increment();
  }

  void dropped() {
    framesDropped.increment();
  }

  /** Cuts a socket that does not read. */
  void cutOff(TextSocket socket) {
    socketsCut.increment();
    socket.cut();
  }

  /** Called by whoever announces, and never holds him up. What nobody would see is not even noted: a socket that joins begins with the state. */
  private void announced(Announcement announcement) {
    if (dashboards.isEmpty()) {
      return;
    }
    if (!announced.offer(announcement)) {
      announcementsDropped.incrementAndGet();
      overflowed.set(true);
    }
    wake();
  }

  private void run() {
    long nextCheck = System.nanoTime();
    long checkEvery = Math.min(LONGEST_CHECK_NANOS, settings.pingInterval().toNanos() / 2);
    long nextPing = nextCheck + settings.pingInterval().toNanos();
    while (!closing.get()) {
      long now = System.nanoTime();
      long next = Long.MAX_VALUE;
      try {
        next = turn(now);
        if (now - nextCheck >= 0) {
          nextCheck = now + checkEvery;
          boolean isPingDue = now - nextPing >= 0;
          nextPing = isPingDue ? now + settings.pingInterval().toNanos() : nextPing;
          check(now, isPingDue);
        }
      } catch (RuntimeException e) {
        failures.spend()
            .ifPresent(heldBack -> LOG.error("a turn of the live socket failed ({} such lines held back before)", heldBack, e));
      }
      LockSupport.parkNanos(this, Math.max(0, Math.min(nextCheck, next) - System.nanoTime()));
    }
  }

  /** @return when there is something to do next */
  private long turn(long now) {
    if (overflowed.getAndSet(false)) {
      dashboards.forEach(LiveSocket::missedSomething);
    }
    for (Announcement announcement = announced.poll(); announcement != null; announcement = announced.poll()) {
      Messages.push(announcement).ifPresent(push -> dashboards.forEach(socket -> socket.push(push)));
    }
    moment = moment.then(snapshots.current(), alerts.current(), halts.current());
    long next = Long.MAX_VALUE;
    for (LiveSocket socket : dashboards) {
      socket.catchUp(clock);
      next = Math.min(next, socket.sendStates(moment, renderer, now));
    }
    return next;
  }

  private void check(long now, boolean isPingDue) {
    byte[] ping = Messages.PING.bytes(new Messages.Ping(clock.instant()));
    for (LiveSocket socket : dashboards) {
      if (isSound(socket, socket.caller(), now, isPingDue) && isPingDue) {
        socket.send(ping, null);
      }
    }
    for (LinkSocket socket : links) {
      isSound(socket, socket.caller(), now, isPingDue);
    }
    renderer.forget(now);
  }

  private boolean isSound(TextSocket socket, Caller caller, long now, boolean isPingDue) {
    if (socket.oldestInFlightNanos(now) > settings.stallLimit().toNanos()) {
      cutOff(socket);
      return false;
    }
    if (isPingDue && socket.ping() >= MISSED_PINGS) {
      cutOff(socket);
      return false;
    }
    if (isPingDue && !stillGranted.test(caller)) {
      socket.close(CloseStatus.POLICY_VIOLATION, "the access that this was opened with has ended");
      return false;
    }
    return true;
  }

  @Override
  public long liveSockets() {
    return dashboards.size();
  }

  @Override
  public long linkSockets() {
    return links.size();
  }

  @Override
  public long framesSent() {
    return framesSent.sum();
  }

  @Override
  public long framesDropped() {
    return framesDropped.sum();
  }

  @Override
  public long announcementsDropped() {
    return announcementsDropped.get();
  }

  @Override
  public long socketsCut() {
    return socketsCut.sum();
  }

  /** Says good-bye to all sockets. Returns when the live thread has ended, at the latest after two seconds. */
  @Override
  public void close() {
    if (closing.getAndSet(true)) {
      return;
    }
    if (changes != null) {
      changes.close();
    }
    if (alertChanges != null) {
      alertChanges.close();
    }
    if (haltChanges != null) {
      haltChanges.close();
    }
    if (happenings != null) {
      happenings.close();
    }
    wake();
    try {
      thread.join(Duration.ofSeconds(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    dashboards.forEach(socket -> socket.close(CloseStatus.SHUTDOWN, "the server is stopping"));
    links.forEach(socket -> socket.close(CloseStatus.SHUTDOWN, "the server is stopping"));
  }
}
