package dev.binnacle.server;

import dev.binnacle.engine.Input;
import dev.binnacle.exchange.OrderRequest;
import dev.binnacle.exchange.OrderState;
import dev.binnacle.model.BotHalt;
import dev.binnacle.model.Fact;
import dev.binnacle.model.GuardLevel;
import dev.binnacle.model.Halt;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.HaltScope;
import dev.binnacle.model.HaltState;
import dev.binnacle.model.HaltedOrder;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.model.Liquidation;
import dev.binnacle.model.Side;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One bot, one exchange, one server after the other, and one thing or another that goes wrong while a halt is asked for. */
final class MatrixWorld {
  private static final Duration STEP = Duration.ofMillis(500);
  private static final Duration FAULTS_LAST = Duration.ofSeconds(70);
  /** A guard that was not told is open, and what passes it while the exchange is being read is in the next reading. */
  private static final Duration IN_A_READING = Duration.ofSeconds(30);
  private static final Duration READ_AGAIN = Duration.ofSeconds(75);
  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final Duration LATE = Duration.ofSeconds(20);
  private static final Duration BACK = Duration.ofSeconds(4);
  private static final long BUSY_NANOS = 100_000_000;
  private static final int MOST_THREADS = 200;

  private final Combination cell;
  private final Path folder;
  private final MatrixTime time = new MatrixTime();
  private final MatrixVenue venue;
  private final MatrixBot bot;
  private final List<String> violations = Collections.synchronizedList(new ArrayList<>());
  private final List<String> story = Collections.synchronizedList(new ArrayList<>());
  private volatile @Nullable MatrixServer server;
  private volatile boolean killed;
  private volatile boolean releasing;
  private final Set<HaltId> acknowledged = new LinkedHashSet<>();
  private final Map<HaltId, CompletableFuture<EngineLoop.CommandResult>> releases = new HashMap<>();
  private final Map<HaltId, HaltState> states = new ConcurrentHashMap<>();
  private final Set<HaltId> liquidating = ConcurrentHashMap.newKeySet();
  private @Nullable CompletableFuture<EngineLoop.CommandResult> request;
  private boolean requested;
  private boolean requestDone;
  private Instant requestedAt = Instant.MAX;
  private Instant reopenAt = Instant.MAX;
  private Instant healAt = Instant.MAX;
  private Instant backAt = Instant.MAX;
  private Instant lateAt = Instant.MAX;
  private String lateId = "";
  private Instant nextSecond = Instant.MIN;
  private boolean healed;
  private Instant healedAt = Instant.MAX;
  private boolean checkpointed;

  MatrixWorld(Combination cell, Path folder) {
    this.cell = cell;
    this.folder = folder;
    this.venue = new MatrixVenue(time, cell.hashCode());
    this.bot = new MatrixBot(time, venue, () -> server, folder, this::violated);
  }

  /**
   * What came of it.
   *
   * @param violations of what must always hold
   * @param killed whether the server was killed as it was to be
   */
  record Verdict(List<String> violations, boolean killed, List<String> story) {}

  private void violated(String what) {
    violations.add(at() + what);
    note("VIOLATED: " + what);
  }

  private void note(String what) {
    story.add(at() + what);
  }

  private String at() {
    return "%6.1f s: ".formatted(time.nanos() / 1e9);
  }

  /** On a thread of its own, in a group of its own. */
  Verdict run() throws InterruptedException {
    Thread life = new Thread(new ThreadGroup("world"), this::live, cell.toString());
    life.start();
    life.join();
    return new Verdict(List.copyOf(violations), killed, List.copyOf(story));
  }

  private void live() {
    try {
      set();
      befall();
      ask();
      halt();
      stay();
      release();
    } catch (Stuck e) {
      violated(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      violated(e + " at " + e.getStackTrace()[0]);
    } finally {
      bot.end();
      MatrixServer last = server;
      if (last != null) {
        last.bury();
      }
    }
  }

  private static final class Stuck extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stuck(String what) {
      super(what);
    }
  }

  /* The course of things. */

  /** A bot that holds a position, and orders on both sides. */
  private void set() {
    server = open();
    bot.start();
    await("the bot is connected and has spoken of its guard", PATIENCE,
        () -> bot.isConnected() && there().control().bot(MatrixServer.BOT).filter(its -> !its.runs().isEmpty()).isPresent());
    venue.place(OrderRequest.market("s1", MatrixVenue.BTC, Side.BUY, BigDecimal.TWO));
    venue.pass("1000", "2");
    venue.place(OrderRequest.limit("s2", MatrixVenue.BTC, Side.BUY, BigDecimal.ONE, new BigDecimal("900")));
    venue.place(OrderRequest.limit("s3", MatrixVenue.BTC, Side.BUY, BigDecimal.ONE, new BigDecimal("800")));
    venue.place(OrderRequest.limit("s4", MatrixVenue.BTC, Side.SELL, new BigDecimal("0.5"), new BigDecimal("1100")));
  }

  private void befall() {
    bot.network(cell.link());
    switch (cell.bot()) {
      case ALIVE -> {}
      case HUNG -> bot.hang();
      case DEAD -> {
        lateId = bot.kill();
        lateAt = time.instant().plus(LATE);
      }
      case RESTARTING -> {
        lateId = bot.kill();
        backAt = time.instant().plus(BACK);
      }
    }
    venue.befall(cell.exchange());
    healAt = time.instant().plus(FAULTS_LAST);
  }

  private void ask() {
    requested = true;
    requestedAt = time.instant();
    note("a halt is asked for");
    request = there().command(
        new Input.Command.RequestHalt(
            new HaltScope.OfBot(MatrixServer.BOT), HaltMode.LIQUIDATE, Liquidation.ALL_AT_MARKET, "odd fills", HaltOrigin.PERSON),
        "ann").orElseThrow();
  }

  /** Until all faults are gone and all halts are done. */
  private void halt() {
    await("all is halted", PATIENCE, () -> isHalted() && (healed || isDull()));
  }

  /** Whether nothing will happen any more that has not. */
  private boolean isDull() {
    return cell.bot() != Combination.Bot.HUNG && cell.bot() != Combination.Bot.DEAD && cell.link() == Combination.Way.UP
        && bot.isConnected();
  }

  private boolean isHalted() {
    MatrixServer there = server;
    if (there == null || there.isDead() || !requestDone) {
      return false;
    }
    List<Halt> halts = there.control().halts();
    return !halts.isEmpty() && halts.stream().allMatch(halt -> halt.state() == HaltState.HALTED);
  }

  /** What was proved stays so: whoever did not close its guard is looked after. */
  private void stay() {
    if (!healed) {
      heal();
    }
    Instant until = time.instant().plus(isDull() && cell.exchange() == Combination.Venue.FINE ? STEP : READ_AGAIN);
    await("it stays halted", PATIENCE, () -> !time.instant().isBefore(until) && isHalted() && venue.isClean());
    if (!bot.isRunning()) {
      bot.start();
    }
    await("the bot's guard is closed", PATIENCE, () -> bot.isConnected() && bot.level() == GuardLevel.CLOSED);
    await("it is halted with the bot", PATIENCE, () -> isHalted() && venue.isClean());
    if (bot.tryOrder() != null) {
      violated("an order passed before the release");
    }
  }

  private void release() {
    releasing = true;
    note("all is released");
    await("all is released", PATIENCE, this::isReleased);
    await("the guard is open", PATIENCE, () -> bot.level() == GuardLevel.OPEN);
    String id = bot.tryOrder();
    if (id == null) {
      violated("no order passes after the release");
      return;
    }
    Instant until = time.instant().plus(READ_AGAIN);
    await("time passes", PATIENCE, () -> !time.instant().isBefore(until));
    if (venue.resting().stream().noneMatch(order -> order.clientId().equals(id))) {
      violated("an order that was sent after the release was cancelled");
    }
  }

  private boolean isReleased() {
    MatrixServer there = server;
    if (there == null || there.isDead()) {
      return false;
    }
    for (Halt halt : there.control().halts()) {
      CompletableFuture<EngineLoop.CommandResult> asked = releases.get(halt.id());
      if (asked == null || asked.isDone()) {
        releases.put(halt.id(), there.command(
            new Input.Command.ReleaseHalt(halt.id(), halt.epoch(), "looked at it", false), "bob").orElseThrow());
      }
    }
    return there.control().halts().isEmpty()
        && releases.values().stream().allMatch(asked -> asked.isDone() && !asked.isCompletedExceptionally());
  }

  /* The world's own steps. */

  private MatrixServer there() {
    MatrixServer there = server;
    if (there == null) {
      throw new Stuck("there is no server");
    }
    return there;
  }

  private void await(String what, Duration patience, BooleanSupplier until) {
    Instant deadline = time.instant().plus(patience);
    while (!until.getAsBoolean()) {
      if (!time.instant().isBefore(deadline)) {
        throw new Stuck("never: " + what + "; " + picture());
      }
      step();
    }
  }

  private String picture() {
    MatrixServer there = server;
    return "rests " + venue.resting().stream().map(OrderState::clientId).toList() + ", position " + venue.position()
        + ", bot "
        + (bot.isRunning() ? bot.level() + " " + bot.latches() + (bot.isConnected() ? " connected" : " alone") : "gone")
        + ", halts " + (there == null ? "of no server" : there.control().halts());
  }

  private void step() {
    for (long began = System.nanoTime(); isBusy() && System.nanoTime() - began < BUSY_NANOS;) {
      LockSupport.parkNanos(200_000);
      bot.pump();
    }
    MatrixServer there = server;
    time.settle(() -> (there == null || there.isIdle()) && isQuiet());
    time.advance(STEP);
    tend();
    bot.pump();
    if (!time.instant().isBefore(nextSecond)) {
      nextSecond = time.instant().plusSeconds(1);
      venue.pass("1000", "0.7");
      bot.trade();
      MatrixServer now = server;
      if (now != null && !now.isDead()) {
        now.tick();
      }
    }
    look();
  }

  /** Whether no thread of this world runs: all that it began are of one group with the world's own. */
  private boolean isQuiet() {
    Thread[] all = new Thread[MOST_THREADS];
    int count = Thread.currentThread().getThreadGroup().enumerate(all);
    for (int i = 0; i < count; i++) {
      Thread.State state = all[i].getState();
      if (all[i] != Thread.currentThread() && (state == Thread.State.RUNNABLE || state == Thread.State.BLOCKED)) {
        return false;
      }
    }
    return venue.isQuiet();
  }

  /** The halt log waits for the journal by the machine's clock. */
  private boolean isBusy() {
    MatrixServer there = server;
    return bot.isBusy()
        || (there != null && !there.isDead() && there.journalHangs() && cell.kill() == Combination.Kill.FLATTENING_BY_HALT_LOG
            && there.control().halts().stream().anyMatch(halt -> halt.state() == HaltState.FLATTENING));
  }

  private void tend() {
    Instant now = time.instant();
    MatrixServer there = server;
    if (cell.kill() == Combination.Kill.BEFORE_RECORD && there != null && !killed && !now.isBefore(later(requestedAt, 5))) {
      kill(there);
    }
    if (there != null && there.isDead()) {
      note("the server is dead");
      server = null;
      bot.serverGone();
      there.bury();
      reopenAt = now.plus(MatrixServer.downtime());
    }
    if (!now.isBefore(reopenAt)) {
      reopenAt = Instant.MAX;
      server = open();
      List<Halt> found = there().control().halts();
      liquidating.clear();
      found.forEach(halt -> liquidates(halt.id(), halt.mode()));
      note("a server is there again, with " + found.stream().map(Halt::state).toList());
      found.forEach(halt -> halt.bots().forEach(each -> states.put(halt.id(), each.state())));
      look();
      checkLatches(there());
      releases.values().removeIf(asked -> !asked.isDone() || asked.isCompletedExceptionally());
      if (requested && !requestDone) {
        ask();
      }
    }
    if (there != null && there.failure().isPresent()) {
      throw new Stuck("the engine has stopped: " + there.failure().get());
    }
    people();
    keepCheckpoint();
    if (!now.isBefore(backAt)) {
      backAt = Instant.MAX;
      bot.start();
      note("the bot is there again");
    }
    if (!now.isBefore(lateAt)) {
      lateAt = Instant.MAX;
      venue.place(OrderRequest.limit(lateId, MatrixVenue.BTC, Side.BUY, BigDecimal.ONE, new BigDecimal("900")));
      note("an order of a dead process arrives");
    }
    if (!healed && !now.isBefore(healAt)) {
      heal();
    }
  }

  /** In every other cell a restart begins from the halt's beginning instead of from nothing. */
  private void keepCheckpoint() {
    MatrixServer there = server;
    boolean wanted = (cell.kill().ordinal() + cell.exchange().ordinal()) % 2 == 0;
    if (wanted && requestDone && !checkpointed && there != null && !there.isDead() && !there.journalHangs()) {
      checkpointed = true;
      there.checkpoint();
    }
  }

  private static Instant later(Instant from, int seconds) {
    return from.equals(Instant.MAX) ? from : from.plusSeconds(seconds);
  }

  /** A person who asked is answered, or asks again: so also where positions were closed as often as they are without anybody's looking. */
  private void people() {
    MatrixServer there = server;
    Instant longAgo = time.instant().minus(READ_AGAIN);
    if (healedAt.isBefore(longAgo) && requestDone && there != null && !there.isDead()
        && there.control().halts().stream().anyMatch(
            halt -> halt.state() == HaltState.FAILED && halt.since().isBefore(longAgo) && venue.resting().isEmpty())) {
      if (venue.position().signum() == 0) {
        throw new Stuck("nothing is left, and it stays FAILED: " + picture());
      }
      requestDone = false;
      ask();
    }
    CompletableFuture<EngineLoop.CommandResult> asked = request;
    if (asked != null && asked.isDone()) {
      request = null;
      EngineLoop.CommandResult result = asked.isCompletedExceptionally() || asked.isCancelled() ? null : asked.join();
      if (result != null && result.halt() != null) {
        requestDone = true;
        acknowledged.add(result.halt());
      }
    }
  }

  private void heal() {
    healed = true;
    healedAt = time.instant();
    note("all faults are gone");
    venue.befall(Combination.Venue.FINE);
    if (bot.isHung()) {
      bot.wake();
    }
    bot.network(Combination.Way.UP);
  }

  /* The server's death. */

  private MatrixServer open() {
    return new MatrixServer(
        folder.resolve("data"), time, venue, new MatrixServer.Doom(this::fate, this::placed, this::cancelled, this::decided));
  }

  private void kill(MatrixServer which) {
    killed = true;
    note("the server is killed");
    which.die();
  }

  private MortalJournal.Fate fate(JournalEntry entry) {
    if (killed) {
      return MortalJournal.Fate.KEPT;
    }
    for (Fact fact : entry.facts()) {
      MortalJournal.Fate fate = fate(fact);
      if (fate != MortalJournal.Fate.KEPT) {
        killed = fate != MortalJournal.Fate.STUCK;
        return fate;
      }
    }
    return MortalJournal.Fate.KEPT;
  }

  private MortalJournal.Fate fate(Fact fact) {
    MortalJournal.Fate kept = MortalJournal.Fate.KEPT;
    HaltState moved = fact instanceof Fact.BotHaltMoved it ? it.bot().state() : null;
    boolean hit = switch (cell.kill()) {
      case NEVER, FLATTENING -> false;
      case BEFORE_RECORD, RECORDED, FLATTENING_BY_HALT_LOG -> fact instanceof Fact.HaltBegun;
      case GUARDS_CLOSED -> moved == HaltState.CANCELLING;
      case SWEPT, FLATTENING_RECORDED -> moved == HaltState.FLATTENING;
      case FLATTENED, VERIFYING -> moved == HaltState.VERIFYING;
      case PROVED, HALTED -> moved == HaltState.HALTED;
      case RELEASE_ASKED, RELEASED -> fact instanceof Fact.HaltReleased;
    };
    return !hit ? kept : switch (cell.kill()) {
      case BEFORE_RECORD, FLATTENING_BY_HALT_LOG -> MortalJournal.Fate.STUCK;
      case SWEPT, FLATTENED, PROVED, RELEASE_ASKED -> MortalJournal.Fate.LOST;
      case NEVER, FLATTENING, RECORDED, GUARDS_CLOSED, FLATTENING_RECORDED, VERIFYING, HALTED, RELEASED ->
          MortalJournal.Fate.LAST;
    };
  }

  private void placed(MatrixServer by) {
    boolean hit = cell.kill() == Combination.Kill.FLATTENING || cell.kill() == Combination.Kill.FLATTENING_BY_HALT_LOG;
    if (hit && !killed) {
      kill(by);
    }
  }

  private void cancelled(MatrixServer by) {
    if (cell.kill() == Combination.Kill.BEFORE_RECORD && !killed) {
      kill(by);
    }
  }

  /* What must always hold. */

  private void checkLatches(MatrixServer reopened) {
    for (HaltId id : acknowledged) {
      if (!releasing && reopened.control().halts().stream().noneMatch(halt -> halt.id().equals(id))) {
        violated("halt " + id + " was acknowledged, and is not in force after a restart");
      }
    }
    releases.forEach((id, asked) -> {
      boolean done = asked.isDone() && !asked.isCompletedExceptionally() && asked.join().refused() == null;
      if (done && reopened.control().halts().stream().anyMatch(halt -> halt.id().equals(id))) {
        violated("halt " + id + " was released and acknowledged to be, and is in force after a restart");
      }
    });
  }

  private void look() {
    if (venue.position().signum() < 0) {
      violated("the position was turned: " + venue.position());
    }
    if (venue.closing().compareTo(venue.position().max(BigDecimal.ZERO)) > 0) {
      violated("orders that close " + venue.closing() + " rest, of a position of " + venue.position());
    }
  }

  /** On the engine's thread, while everybody else waits for it. */
  private void decided(Fact.OfControl fact) {
    switch (fact) {
      case Fact.HaltBegun it -> {
        liquidates(it.halt().id(), it.halt().mode());
        note("begun " + it.halt().id() + " " + it.halt().mode() + " of " + it.halt().begun().by());
      }
      case Fact.HaltJoined it -> {
        liquidates(it.halt(), it.mode());
        note("joined " + it.halt() + " " + it.mode());
      }
      case Fact.BotHaltMoved it -> moved(it.halt(), it.bot());
      case Fact.HaltMoved it -> note("halt " + it.state());
      case Fact.HaltReleased it -> note("released " + it.halt());
      case Fact.ActionTaken it -> note("action " + it.action());
      case Fact.TriggerMoved it -> note("trigger " + it.trigger());
    }
  }

  private void liquidates(HaltId halt, HaltMode mode) {
    if (mode == HaltMode.LIQUIDATE) {
      liquidating.add(halt);
    } else {
      liquidating.remove(halt);
    }
  }

  private void moved(HaltId halt, BotHalt now) {
    boolean comes = states.put(halt, now.state()) != now.state();
    note(now.state() + " "
        + now.guards().stream().map(word -> word.instance() + " " + word.stage() + " " + word.inFlight()).toList()
        + " " + now.reason() + " " + now.residue());
    boolean closes = liquidating.contains(halt);
    boolean clean = venue.resting().stream().allMatch(order -> isFresh(order, IN_A_READING))
        && (!closes || venue.position().signum() == 0);
    if (comes && now.state() == HaltState.HALTED && !clean) {
      violated(
          "HALTED, and " + venue.resting().stream().map(OrderState::clientId).toList() + " rest, position " + venue.position());
    }
    for (HaltedOrder order : now.orders()) {
      if (!order.isResidue() && venue.order(order.id()).filter(its -> its.status().isOpen()).isPresent()) {
        violated("order " + order.id() + " is said to be proved " + order.outcome() + ", and rests");
      }
    }
    if (now.state() == HaltState.FAILED) {
      venue.resting().forEach(order -> checkNamed(now, order));
    }
  }

  /** Of the bot's own, which has sent it since the halt: that it could is looked at where it does. */
  private boolean isFresh(OrderState order, Duration than) {
    return order.clientId().startsWith("t") && venue.isYounger(order, than);
  }

  private void checkNamed(BotHalt failed, OrderState order) {
    boolean named = failed.residue().stream().anyMatch(
        line -> line.contains("order " + order.id() + " ") || line.contains("order " + order.clientId() + " ")
            || line.startsWith("nobody can say what") || line.startsWith("in flight beside these"));
    // Another halt that is closing positions answers for its own order.
    boolean closes = !order.clientId().startsWith("t") && states.containsValue(HaltState.FLATTENING);
    if (!named && !closes && !isFresh(order, READ_AGAIN)) {
      violated("FAILED, and order " + order.clientId() + " rests and is not named: " + failed.residue());
    }
  }
}
