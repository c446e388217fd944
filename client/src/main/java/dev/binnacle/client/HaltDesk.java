package dev.binnacle.client;

import dev.binnacle.model.Event;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.Latch;
import dev.binnacle.model.Liquidation;
import dev.binnacle.model.Severity;
import dev.binnacle.model.Symbol;
import dev.binnacle.model.Value;
import dev.binnacle.protocol.DamagedEntryException;
import dev.binnacle.protocol.LatchFile;
import dev.binnacle.protocol.LinkMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the latches of a guard: closes at once and in memory, then puts them on the disk, tells the server, and has the bot do its part.
 * A release goes the other way round: first the disk, then the guard.
 *
 * <p><b>Threads:</b> thread-safe. {@code close} and {@code release} never wait for anything but a short lock under which nobody waits;
 * all that takes time is done by {@code binnacle-guard}, which exists from {@link #open} on.
 */
final class HaltDesk {
  static final long LOOK_EVERY_NANOS = 250_000_000L;

  /**
   * A fleet of which many bots share one machine is stopped when the last of them has heard it: the disk work of those that have closed
   * waits so long. A run that is killed meanwhile is told again by the server, which has the halt.
   */
  private static final long OTHERS_FIRST_NANOS = 20_000_000L;

  private static final Logger LOG = LoggerFactory.getLogger(HaltDesk.class);

  /** What the desk needs of the client around it. */
  interface Surroundings {
    void publish(Event event);

    void error(String error, String message, Severity severity);

    boolean isConnected();

    void released(Latch latch);

    /** What is to be told has changed or may have. Called on the guard's thread, and never waits. */
    void tell(GuardState state, List<HaltId> done);
  }

  /** A release that waits for the disk. */
  private record Pending(long epoch, String by, String reason, boolean isLocal, CompletableFuture<Release> answer) {}

  private final Options options;
  private final Gate gate;
  private final Surroundings around;
  private final @Nullable LatchStore store;
  private final HaltFiles files;
  private final HaltListeners listeners;

  private final Object lock = new Object();
  // Guarded by lock.
  private final Map<HaltId, Held> held = new LinkedHashMap<>();
  private final Map<HaltId, Pending> releases = new LinkedHashMap<>();
  private long made;
  private boolean isSilent;
  private boolean isOverfull;
  private @Nullable String unread;

  // Of the thread alone.
  private long heardAt;
  private boolean isWriteFailureTold;
  private boolean isDamageTold;

  private volatile @Nullable Thread thread;
  private volatile boolean ended;
  private volatile boolean isOpen;
  private volatile boolean closing;
  private volatile boolean isDurable = true;
  private volatile boolean isTold;

  HaltDesk(Options options, Gate gate, @Nullable LatchStore store, HaltFiles files, Surroundings around) {
    this.options = options;
    this.gate = gate;
    this.store = store;
    this.files = files;
    this.around = around;
    this.listeners = new HaltListeners(this::finished);
  }

  /** Reads what lies on the disk, which may wait for it, and begins to work. A second call does nothing. */
  synchronized void open() {
    if (isOpen || closing) {
      return;
    }
    synchronized (lock) {
      heardAt = options.nanoTime().getAsLong();
      isSilent = options.guard().reduceUntilHeard();
      publishState();
      load();
      lookForFiles();
    }
    thread = Threads.daemon("binnacle-guard", this::run);
    thread.start();
    isOpen = true;
  }

  /** Whether the bot uses its guard: if not, nothing may be said in its name. */
  boolean isOpen() {
    return isOpen;
  }

  /** Whether all that holds the guard survives the process. */
  boolean isSafe() {
    synchronized (lock) {
      return store != null && isDurable && unread == null && held.values().stream().allMatch(each -> each.isStored);
    }
  }

  // ---- by any thread ----

  /** Closes the gate before it returns. */
  void close(LinkMessage.HaltTold told) {
    synchronized (lock) {
      Held known = held.get(told.latch().id());
      if (known == null && held.size() >= LinkMessage.GuardTold.MOST_LATCHES) {
        // Whoever told it tells it again when there is room: it is missing in what this guard says that it holds.
        isOverfull = true;
      } else if (known == null) {
        held.put(told.latch().id(), new Held(told));
      } else if (known.epoch() <= told.latch().epoch()) {
        known.renew(told);
      }
      publishState();
    }
    wake();
  }

  /** What the server tells. Closes the gate before it returns. */
  void told(LinkMessage.HaltTold halt) {
    isTold = true;
    close(halt);
  }

  /** The bot's own halt. Gives the id of the one in force if there is one like it. */
  HaltId close(HaltOrigin origin, HaltMode mode, @Nullable Symbol symbol, String by, String reason) {
    LinkMessage.HaltTold told;
    synchronized (lock) {
      for (Held each : held.values()) {
        Latch latch = each.halt.latch();
        if (latch.origin() == origin && latch.mode() == mode && Objects.equals(latch.symbol(), symbol)) {
          return latch.id();
        }
      }
      HaltId id = new HaltId(options.instance() + "-" + ++made);
      Latch latch =
          new Latch(id, 0, mode, symbol, origin, Texts.text(by, 100), nonBlank(reason), options.clock().instant());
      Liquidation how = mode == HaltMode.LIQUIDATE ? Liquidation.ALL_AT_MARKET : null;
      told = new LinkMessage.HaltTold(latch, mode.compareTo(HaltMode.CANCEL) >= 0, how);
      close(told);
    }
    record("guard_latched", told.latch(), by, reason);
    return told.latch().id();
  }

  private static String nonBlank(String reason) {
    return reason.isBlank() ? "no reason given" : Texts.text(reason, 1_000);
  }

  /** The server lets the guard open for this halt. It opens when the disk knows it. */
  void release(LinkMessage.ReleaseTold told) {
    synchronized (lock) {
      Held known = held.get(told.halt());
      if (known != null && known.epoch() <= told.epoch()) {
        releases.put(
            told.halt(), new Pending(told.epoch(), told.by(), told.reason(), false, new CompletableFuture<>()));
      }
    }
    wake();
  }

  /** A person beside the bot lets it open. Completes when it has, or cannot. */
  CompletableFuture<Release> release(HaltId halt, String operator, String reason) {
    synchronized (lock) {
      Held known = held.get(halt);
      if (known == null) {
        return answer(false, "no halt " + halt + " holds this guard");
      }
      if (operator.isBlank() || reason.isBlank()) {
        return answer(false, "a release needs a named operator and a reason: say who and why");
      }
      var file = files.isThere(halt);
      if (file != null) {
        return answer(false, "halt file " + file + " is there still: remove it first");
      }
      CompletableFuture<Release> answer = new CompletableFuture<>();
      releases.put(halt, new Pending(known.epoch(), operator, reason, true, answer));
      wake();
      return answer;
    }
  }

  private static CompletableFuture<Release> answer(boolean isReleased, String reason) {
    return CompletableFuture.completedFuture(new Release(isReleased, reason));
  }

  void listen(HaltListener listener) {
    listeners.add(listener);
    wake();
  }

  /** Something may have to be told. */
  void wake() {
    Thread working = thread;
    if (working != null) {
      LockSupport.unpark(working);
    }
  }

  List<Held> liquidating() {
    synchronized (lock) {
      return held.values().stream().filter(each -> each.halt.liquidation() != null && each.work != Held.Work.DONE).toList();
    }
  }

  private void publishState() {
    List<Latch> latches = held.values().stream().map(each -> each.halt.latch()).toList();
    String fault = isOverfull ? "more halts hold this guard than it can name" : unread;
    gate.set(GuardState.of(latches, isSilent, fault));
  }

  // ---- the guard's thread ----

  private void run() {
    while (!closing) {
      try {
        turn();
      } catch (RuntimeException | Error e) {
        LOG.error("a turn of the guard failed; what is closed stays closed, and it goes on", e);
      }
      if (!closing) {
        LockSupport.parkNanos(this, LOOK_EVERY_NANOS);
      }
    }
    try {
      store();
    } finally {
      ended = true;
    }
  }

  private void turn() {
    if (isTold) {
      isTold = false;
      callListeners(false);
      LockSupport.parkNanos(this, OTHERS_FIRST_NANOS);
    }
    lookForFiles();
    lookForSilence(options.nanoTime().getAsLong());
    lookForOthers();
    // To cancel is safe and may be done twice: it does not wait for a disk that may hang. To liquidate does.
    callListeners(false);
    store();
    callListeners(true);
    List<HaltId> done;
    GuardState state;
    synchronized (lock) {
      boolean any = listeners.any();
      done = held.values().stream().filter(each -> each.isDone(any)).map(Held::id).toList();
      state = gate.state();
    }
    around.tell(state, done);
  }

  private void lookForFiles() {
    for (LinkMessage.HaltTold found : files.look()) {
      boolean isKnown;
      synchronized (lock) {
        isKnown = held.containsKey(found.latch().id());
      }
      if (!isKnown) {
        LOG.error("{}: the guard of bot {} is closed", found.latch().reason(), options.bot());
        close(found);
        record("guard_latched", found.latch(), found.latch().by(), found.latch().reason());
      }
    }
  }

  private void lookForSilence(long now) {
    if (around.isConnected()) {
      heardAt = now;
      silent(false);
    } else if (now - heardAt > options.guard().grace().toNanos()) {
      if (options.guard().silence() == Silence.REDUCE) {
        silent(true);
      } else if (options.guard().silence() == Silence.STOP) {
        HaltId ignored =
            close(HaltOrigin.SILENCE, HaltMode.STOP, null, "guard",
                "no link to the server for longer than " + options.guard().grace());
      }
    }
  }

  private void silent(boolean nowSilent) {
    synchronized (lock) {
      if (isSilent != nowSilent) {
        isSilent = nowSilent;
        publishState();
      }
    }
  }

  // ---- the disk ----

  /** What an earlier run has left holds this one, too. What cannot be read may hold it, and so does. */
  private void load() {
    if (store == null) {
      return;
    }
    try {
      for (LatchFile.Held each : store.read()) {
        held.put(each.id(), new Held(each, true));
      }
      unread = null;
    } catch (DamagedEntryException e) {
      damaged(e);
    } catch (IOException | RuntimeException e) {
      unread = "the latches in " + store.file() + " cannot be read: " + e;
      LOG.error("{}; the guard of bot {} stays closed until they can", unread, options.bot());
    }
    publishState();
  }

  private void damaged(DamagedEntryException e) {
    String what = "the latches in " + Objects.requireNonNull(store).file() + " are damaged: " + e.getMessage();
    if (!isDamageTold) {
      isDamageTold = true;
      LOG.error("{}; the guard of bot {} is closed until a named operator releases it", what, options.bot());
      around.error("LatchesDamaged", what, Severity.CRITICAL);
    }
    HaltId ignored = close(HaltOrigin.BOT, HaltMode.STOP, null, "guard", what);
  }

  /** Another run of the bot on this disk has latched or released something. */
  private void lookForOthers() {
    if (store == null) {
      return;
    }
    boolean isUnread;
    synchronized (lock) {
      isUnread = unread != null;
      if (store.isGone()) {
        held.values().forEach(each -> each.isStored = false);
      }
    }
    if (isUnread || store.isChanged()) {
      try {
        List<LatchFile.Held> now = store.read();
        synchronized (lock) {
          unread = null;
          adopt(now);
        }
      } catch (DamagedEntryException e) {
        synchronized (lock) {
          unread = null;
          held.values().forEach(each -> each.isStored = false);
        }
        damaged(e);
      } catch (IOException | RuntimeException e) {
        LOG.debug("the latches in {} cannot be read now", store.file(), e);
      }
    }
  }

  /** Holds what lies on the disk; what lay there and does not any more was released by another run. */
  private void adopt(List<LatchFile.Held> now) {
    Map<HaltId, LatchFile.Held> there = new LinkedHashMap<>();
    now.forEach(each -> there.put(each.id(), each));
    held.values().removeIf(each -> each.isStored && !there.containsKey(each.id()));
    for (LatchFile.Held each : now) {
      Held known = held.get(each.id());
      if (known == null) {
        held.put(each.id(), new Held(each, false));
      } else if (known.epoch() < each.halt().latch().epoch()) {
        known.renew(each.halt());
        known.isStored = true;
      }
    }
    publishState();
  }

  private void store() {
    List<Held> dirty;
    Map<HaltId, Pending> pending;
    synchronized (lock) {
      dirty = held.values().stream().filter(each -> !each.isStored).toList();
      pending = Map.copyOf(releases);
    }
    if (dirty.isEmpty() && pending.isEmpty()) {
      return;
    }
    if (store == null) {
      synchronized (lock) {
        dirty.forEach(each -> each.isStored = true);
      }
      open(pending);
      return;
    }
    try {
      write(pending);
      isWriteFailureTold = false;
      isDamageTold = false;
      isDurable = true;
    } catch (IOException | RuntimeException e) {
      notWritten(store, e);
    }
  }

  private void write(Map<HaltId, Pending> pending) throws IOException {
    Map<HaltId, LatchFile.Held> written = new LinkedHashMap<>();
    List<LatchFile.Held> mine = forDisk(false);
    List<LatchFile.Held> after =
        Objects.requireNonNull(store).change(
            forDisk(true),
            before -> {
              written.clear();
              before.forEach(each -> written.put(each.id(), each));
              mine.forEach(each -> merge(written, each));
              pending.forEach((id, release) -> written.computeIfPresent(id, (same, each) -> isOver(each, release) ? null : each));
              return new ArrayList<>(written.values());
            });
    synchronized (lock) {
      for (LatchFile.Held each : mine) {
        Held known = held.get(each.id());
        if (known != null && known.forDisk().equals(each)) {
          known.isStored = true;
        }
      }
    }
    open(pending);
    synchronized (lock) {
      adopt(after);
    }
  }

  /** All, or those that are not on the disk as they are; the others may have been released there by another run. */
  private List<LatchFile.Held> forDisk(boolean all) {
    synchronized (lock) {
      return held.values().stream().filter(each -> all || !each.isStored).map(Held::forDisk).toList();
    }
  }

  private static void merge(Map<HaltId, LatchFile.Held> written, LatchFile.Held mine) {
    written.merge(
        mine.id(), mine, (there, own) -> there.halt().latch().epoch() > own.halt().latch().epoch() ? there : own);
  }

  private static boolean isOver(LatchFile.Held each, Pending release) {
    return each.halt().latch().epoch() <= release.epoch();
  }

  private void notWritten(LatchStore to, Exception e) {
    isDurable = false;
    if (!isWriteFailureTold) {
      isWriteFailureTold = true;
      String what = "the latches cannot be written to " + to.file() + ": " + e;
      LOG.error("{}; the guard of bot {} is closed in memory, and it is tried again", what, options.bot());
      around.error("LatchesNotOnDisk", what, Severity.CRITICAL);
    }
  }

  /** The disk knows of these releases: now the guard may. */
  private void open(Map<HaltId, Pending> pending) {
    pending.forEach(
        (id, release) -> {
          Latch over = null;
          Held known;
          synchronized (lock) {
            boolean ignored = releases.remove(id, release);
            known = held.get(id);
            if (known != null && known.epoch() <= release.epoch()) {
              held.remove(id);
              isOverfull = false;
              over = known.halt.latch();
              publishState();
            }
          }
          files.released(id);
          if (over != null) {
            heardAt = over.origin() == HaltOrigin.SILENCE ? options.nanoTime().getAsLong() : heardAt;
            around.released(over);
            LOG.warn("halt {} of bot {} is released by {}: {}", id, options.bot(), release.by(), release.reason());
            if (release.isLocal()) {
              record("guard_released", over, release.by(), release.reason());
            }
          }
          boolean ignored =
              release.answer().complete(
                  known != null && over == null
                      ? new Release(false, "halt " + id + " was widened meanwhile: look again")
                      : new Release(true,
                          "released; a server that holds this halt closes the guard again until it is released there"));
        });
  }

  // ---- the bot's part ----

  private void callListeners(boolean liquidating) {
    if (!listeners.any()) {
      return;
    }
    List<HaltOrder> due = new ArrayList<>();
    synchronized (lock) {
      for (Held each : held.values()) {
        if (each.work == Held.Work.DUE && (liquidating || each.halt.liquidation() == null)) {
          each.work = Held.Work.CALLED;
          due.add(new HaltOrder(each.halt.latch(), each.halt.cancel(), each.halt.liquidation(), each.isAgain));
        }
      }
    }
    due.forEach(listeners::call);
  }

  /** All listeners have returned. Called on their thread. */
  private void finished(HaltOrder order, @Nullable String failure) {
    synchronized (lock) {
      Held known = held.get(order.latch().id());
      if (known != null && known.work == Held.Work.CALLED) {
        known.work = failure == null ? Held.Work.DONE : Held.Work.FAILED;
        known.isStored = false;
      }
    }
    if (failure != null) {
      around.error("HaltListenerFailed", "halt " + order.latch().id() + " is not done by the bot: " + failure, Severity.CRITICAL);
    }
    wake();
  }

  private void record(String name, Latch latch, String by, String reason) {
    around.publish(
        new Event.Custom(
            options.clock().instant(),
            name,
            Map.of(
                "halt", new Value.Text(latch.id().value()),
                "mode", new Value.Text(latch.mode().name().toLowerCase(java.util.Locale.ROOT)),
                "by", new Value.Text(Texts.text(by, 100)),
                "reason", new Value.Text(Texts.text(reason, 1_000)))));
  }

  /** Puts what is not on the disk yet there, at most until then. */
  void end(long deadlineNanos) {
    boolean wasOpen;
    synchronized (this) {
      closing = true;
      wasOpen = isOpen;
    }
    listeners.close();
    if (wasOpen) {
      wake();
      boolean ignored = Threads.await(() -> ended, deadlineNanos);
    }
  }
}
