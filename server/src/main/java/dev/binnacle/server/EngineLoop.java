package dev.binnacle.server;

import dev.binnacle.engine.Effect;
import dev.binnacle.engine.Engine;
import dev.binnacle.engine.EngineState;
import dev.binnacle.engine.Input;
import dev.binnacle.engine.Outcome;
import dev.binnacle.engine.alerts.AlertsSnapshot;
import dev.binnacle.engine.control.ControlSnapshot;
import dev.binnacle.engine.control.Errand;
import dev.binnacle.engine.fleet.FleetSnapshot;
import dev.binnacle.engine.rules.Weighing;
import dev.binnacle.model.Answer;
import dev.binnacle.model.Arrival;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.storage.Journal;
import dev.binnacle.storage.SampleStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that applies inputs to the engine, and carries out what it says.
 *
 * <p>Order of a turn: commands, then reports up to a bound, then a tick if one is due, then the snapshot if something changed and
 * the last one is 50 ms old or a command was carried out.
 *
 * <p><b>Threads:</b> every public method is thread-safe.
 */
final class EngineLoop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EngineLoop.class);
  private static final int TURN = 256;
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final long ROOM_PAUSE_NANOS = Duration.ofMillis(5).toNanos();
  private static final long SNAPSHOT_NANOS = Duration.ofMillis(50).toNanos();

  private final Engine engine;
  private final Journal journal;
  private final SampleStore samples;
  private final InstantSource clock;
  private final Mailbox mailbox = new Mailbox();
  private final PendingAnswers pending;
  private final Thread thread = new Thread(this::run, "engine");
  private final ExecutorService answering =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("answers").daemon().factory());
  private final AtomicLong tickets = new AtomicLong();
  private final Map<Long, CompletableFuture<Answer>> batches = new ConcurrentHashMap<>();
  private final Map<Long, CompletableFuture<CommandResult>> commands = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable CompletableFuture<State>> stateWanted = new AtomicReference<>();
  private final CopyOnWriteArrayList<BiConsumer<BotId, Event>> announced = new CopyOnWriteArrayList<>();
  private final CopyOnWriteArrayList<Consumer<Fact.StatusChanged>> statuses = new CopyOnWriteArrayList<>();
  private final CopyOnWriteArrayList<Consumer<Fact.Accepted>> accepted = new CopyOnWriteArrayList<>();
  private final CopyOnWriteArrayList<Consumer<Fact.OfAlerts>> alerted = new CopyOnWriteArrayList<>();
  private final CopyOnWriteArrayList<Consumer<Fact.OfControl>> controlled = new CopyOnWriteArrayList<>();
  private final CopyOnWriteArrayList<Consumer<Errand>> errands = new CopyOnWriteArrayList<>();
  private final CopyOnWriteArrayList<Consumer<Weighing>> weighers = new CopyOnWriteArrayList<>();
  private final CopyOnWriteArrayList<Consumer<FleetSnapshot>> watchers = new CopyOnWriteArrayList<>();
  private volatile FleetSnapshot snapshot;
  private volatile AlertsSnapshot alerts;
  private volatile ControlSnapshot control;
  private volatile boolean closed;
  private volatile @Nullable Throwable failure;
  /** Answers to commands: whoever gets one finds what it did in the snapshot. Confined to the engine's thread. */
  private final List<Runnable> afterSnapshot = new ArrayList<>();
  private long lastSnapshotNanos;
  private boolean changed;
  private boolean urgent;

  /** A state to restart from, with the index of the last input in it. */
  record State(long index, Instant at, EngineState state) {}

  EngineLoop(Engine engine, Journal journal, SampleStore samples, InstantSource clock) {
    this.engine = engine;
    this.journal = journal;
    this.samples = samples;
    this.clock = clock;
    this.pending = new PendingAnswers(journal.durableIndex());
    this.snapshot = engine.snapshot(clock.instant());
    this.alerts = engine.alerts(clock.instant());
    this.control = engine.control(clock.instant());
    journal.onDurable(index -> answering.execute(() -> pending.release(index)));
    thread.setUncaughtExceptionHandler((t, e) -> fail(e));
  }

  void start() {
    thread.start();
  }

  /** The newest picture of the fleet. */
  FleetSnapshot snapshot() {
    return snapshot;
  }

  /** The newest picture of alerts; never older than that of the fleet. */
  AlertsSnapshot alerts() {
    return alerts;
  }

  /** The newest picture of halts; never older than that of the fleet. */
  ControlSnapshot control() {
    return control;
  }

  Mailbox mailbox() {
    return mailbox;
  }

  /** Batches that were let in and are not answered yet. */
  int waitingBatches() {
    return batches.size();
  }

  /** The newest picture, once all that is in it is on disk. */
  CompletableFuture<FleetSnapshot> snapshotOnDisk() {
    CompletableFuture<FleetSnapshot> waiting = new CompletableFuture<>();
    FleetSnapshot now = snapshot;
    long awaits = Math.min(now.index(), journal.lastIndex());
    answering.execute(() -> pending.add(awaits, () -> waiting.complete(now)));
    return waiting;
  }

  /** Why the loop has stopped, if it has without being asked to. */
  Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  /** Calls the watcher with every new snapshot, on the engine's thread: it must only note that there is one. */
  void watch(Consumer<FleetSnapshot> watcher) {
    watchers.add(watcher);
  }

  /** Calls the listener with every event worth showing at once, on the engine's thread: it must only queue it. */
  void announceTo(BiConsumer<BotId, Event> listener) {
    announced.add(listener);
  }

  /** Calls the listener with every change of a bot's status, on the engine's thread: it must only queue it. */
  void statusesTo(Consumer<Fact.StatusChanged> listener) {
    statuses.add(listener);
  }

  /** Calls the listener with every event that was taken, on the engine's thread: it must not wait. */
  void acceptedTo(Consumer<Fact.Accepted> listener) {
    accepted.add(listener);
  }

  /** Calls the listener with everything that is decided of alerts, on the engine's thread: it must only queue it. */
  void alertsTo(Consumer<Fact.OfAlerts> listener) {
    alerted.add(listener);
  }

  /** Calls the listener with everything that is decided of halts, on the engine's thread: it must only queue it. */
  void controlTo(Consumer<Fact.OfControl> listener) {
    controlled.add(listener);
  }

  /**
   * Calls the listener with everything that is to be done about halts, on the engine's thread: it must only queue it. What names an index
   * that it awaits must not be done before {@link #onDisk} has come for that.
   */
  void errandsTo(Consumer<Errand> listener) {
    errands.add(listener);
  }

  /** Runs the task, soon and not on the engine's thread, once the journal holds everything up to this index. */
  void onDisk(long awaits, Runnable task) {
    answering.execute(() -> pending.add(awaits, task));
  }

  /** Calls the listener with every value that a model is to weigh, on the engine's thread: it must only queue it. */
  void weighingsTo(Consumer<Weighing> listener) {
    weighers.add(listener);
  }

  /** A future answer, or empty when the mailbox is full. The answer comes when all it speaks of is on disk. */
  Optional<CompletableFuture<Answer>> receive(BotId bot, List<Arrival> arrivals, boolean live) {
    long ticket = tickets.incrementAndGet();
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    batches.put(ticket, answer);
    if (closed || !mailbox.offer(new Input.Received(bot, arrivals, live, ticket))) {
      batches.remove(ticket);
      return Optional.empty();
    }
    return Optional.of(answer);
  }

  /** Takes what is told about a bot, which is no sign of its life. Empty when the mailbox is full. */
  Optional<CompletableFuture<Answer>> note(BotId bot, List<Arrival> arrivals) {
    long ticket = tickets.incrementAndGet();
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    batches.put(ticket, answer);
    if (closed || !mailbox.offer(new Input.Noted(bot, arrivals, ticket))) {
      batches.remove(ticket);
      return Optional.empty();
    }
    return Optional.of(answer);
  }

  /**
   * What became of a command.
   *
   * @param refused why not; null when it was carried out
   * @param index of the input that carried it out; 0 when it was refused
   * @param halt that it began, joined or released; null for what has nothing to do with one
   */
  record CommandResult(@Nullable String refused, long index, @Nullable HaltId halt) {}

  /** Carries a command out. Empty when too many commands wait. */
  Optional<CompletableFuture<CommandResult>> command(Input.Command command, @Nullable String operator) {
    long ticket = tickets.incrementAndGet();
    CompletableFuture<CommandResult> done = new CompletableFuture<>();
    commands.put(ticket, done);
    if (closed || !mailbox.offer(new Input.Commanded(command, operator, ticket))) {
      commands.remove(ticket);
      return Optional.empty();
    }
    return Optional.of(done);
  }

  /** Hands an input over, and waits for room as long as the engine runs. Not for the engine's own thread. */
  void insist(Input input) {
    while (!closed && !mailbox.offer(input)) {
      LockSupport.parkNanos(ROOM_PAUSE_NANOS);
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
    }
  }

  /** The engine's state after the input that it is at; taken between two turns. */
  CompletableFuture<State> state() {
    CompletableFuture<State> wanted = new CompletableFuture<>();
    CompletableFuture<State> asked = stateWanted.updateAndGet(before -> before == null ? wanted : before);
    return asked == null ? wanted : asked;
  }

  private void run() {
    Instant nextTick = clock.instant();
    while (!closed) {
      int taken = turn();
      Instant now = clock.instant();
      if (!now.isBefore(nextTick)) {
        apply(now, new Input.Tick());
        nextTick = now.plus(TICK);
      }
      publish(now);
      handOutState(now);
      if (taken == 0) {
        mailbox.rest();
      }
    }
  }

  private int turn() {
    int taken = 0;
    for (Input input = mailbox.poll(); input != null; input = mailbox.poll()) {
      apply(clock.instant(), input);
      if (++taken >= TURN) {
        break;
      }
    }
    return taken;
  }

  private void apply(Instant now, Input input) {
    Outcome outcome = engine.apply(now, input);
    changed = true;
    for (Effect effect : outcome.effects()) {
      carryOut(effect);
    }
  }

  private void carryOut(Effect effect) {
    switch (effect) {
      case Effect.Record entry -> {
        journal.append(entry.entry());
        tell(entry.entry());
      }
      case Effect.Reply reply -> answer(batches.remove(reply.ticket()), reply.answer(), reply.awaits());
      case Effect.CommandDone done -> {
        urgent = true;
        afterSnapshot.add(() -> answer(
            commands.remove(done.ticket()), new CommandResult(done.refused(), done.awaits(), done.halt()), done.awaits()));
      }
      case Effect.OfControl control -> errands.forEach(listener -> listener.accept(control.errand()));
      case Effect.Keep keep -> samples.keep(keep.bot(), keep.at(), keep.samples());
      case Effect.Weigh(Weighing weighing) -> weighers.forEach(weigher -> weigher.accept(weighing));
      case Effect.Announce announce -> announced.forEach(listener -> listener.accept(announce.bot(), announce.event()));
    }
  }

  private void tell(JournalEntry entry) {
    for (Fact fact : entry.facts()) {
      if (fact instanceof Fact.Accepted taken) {
        accepted.forEach(listener -> listener.accept(taken));
      } else if (fact instanceof Fact.StatusChanged change) {
        statuses.forEach(listener -> listener.accept(change));
      } else if (fact instanceof Fact.OfAlerts ofAlerts) {
        urgent = true;
        alerted.forEach(listener -> listener.accept(ofAlerts));
      } else if (fact instanceof Fact.OfControl ofControl) {
        urgent = true;
        controlled.forEach(listener -> listener.accept(ofControl));
      }
    }
  }

  private <T> void answer(@Nullable CompletableFuture<T> waiting, T value, long awaits) {
    if (waiting != null) {
      answering.execute(() -> pending.add(awaits, () -> waiting.complete(value)));
    }
  }

  private void publish(Instant now) {
    long nanos = System.nanoTime();
    if (changed && (urgent || nanos - lastSnapshotNanos >= SNAPSHOT_NANOS)) {
      FleetSnapshot next = engine.snapshot(now);
      alerts = engine.alerts(now);
      control = engine.control(now);
      snapshot = next;
      lastSnapshotNanos = nanos;
      changed = false;
      urgent = false;
      watchers.forEach(watcher -> watcher.accept(next));
      afterSnapshot.forEach(Runnable::run);
      afterSnapshot.clear();
    }
  }

  private void handOutState(Instant now) {
    CompletableFuture<State> wanted = stateWanted.getAndSet(null);
    if (wanted != null) {
      State state = new State(engine.index(), now, engine.state());
      Executor off = answering;
      off.execute(() -> wanted.complete(state));
    }
  }

  /** A bug in the engine must not go unseen: nothing more is taken in, and readiness says why. */
  private void fail(Throwable e) {
    failure = e;
    closed = true;
    log.error("the engine has stopped; nothing more is taken in until a restart", e);
    refuseWhatWaits();
  }

  private void refuseWhatWaits() {
    batches.values().forEach(waiting -> waiting.cancel(false));
    commands.values().forEach(waiting -> waiting.cancel(false));
    batches.clear();
    commands.clear();
  }

  /** Applies what is in the mailbox no more, answers what the journal still makes durable within a moment, and ends. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
      journal.awaitDurable(journal.lastIndex(), Duration.ofSeconds(5));
      answering.shutdown();
      if (!answering.awaitTermination(2, TimeUnit.SECONDS)) {
        answering.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    refuseWhatWaits();
  }
}
