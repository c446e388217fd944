package dev.binnacle.server;

import dev.binnacle.engine.Input;
import dev.binnacle.engine.control.ControlSnapshot;
import dev.binnacle.exchange.OrderScope;
import dev.binnacle.exchange.PacedGateway;
import dev.binnacle.exchange.Pacing;
import dev.binnacle.ingest.Ingest;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Fact;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.protocol.Limits;
import dev.binnacle.protocol.LinkMessage;
import dev.binnacle.storage.Storage;
import dev.binnacle.storage.StorageSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The parts of a server that halts go through, put together as {@link Binnacle} does, and able to die: from one moment on nothing of it
 * reaches the disk, a link or the exchange. The files are left as a killed process leaves them.
 */
final class MatrixServer {
  static final BotId BOT = new BotId("btc-trend");
  private static final Settings SETTINGS = SettingsFile.parse("""
      exchanges:
        paper: { type: paper, url: "http://127.0.0.1:1", key: trend }
      bots:
        btc-trend: { exchange: paper }
      """, "binnacle.yaml", name -> null);

  private final Storage storage;
  private final MortalJournal journal;
  private final EngineLoop loop;
  private final Ingest ingest;
  private final HaltErrands halts;
  private volatile boolean dead;

  /**
   * What the world does to a server, and wants to know of it.
   *
   * @param fates of entries of the journal
   * @param placed hears of each order of the server's that has arrived at the exchange
   * @param asked hears of each cancel
   * @param decided hears what is decided about halts, on the engine's thread
   */
  record Doom(
      Function<JournalEntry, MortalJournal.Fate> fates, Consumer<MatrixServer> placed, Consumer<MatrixServer> asked,
      Consumer<Fact.OfControl> decided) {}

  MatrixServer(Path data, MatrixTime time, MatrixVenue venue, Doom doom) {
    storage = Storage.open(data, StorageSettings.DEFAULTS, time);
    journal = new MortalJournal(storage.journal(), entry -> {
      time.beat();
      return doom.fates().apply(entry);
    }, this::die);
    loop = new EngineLoop(EngineBoot.start(SETTINGS.withData(data), storage), journal, storage.samples(), time);
    ingest = new Ingest(new EngineAdmission(loop, journal), new GuardIntake(loop), Limits.DEFAULT);
    PacedGateway gateway = new PacedGateway(
        venue.gate(() -> dead, () -> doom.placed().accept(this), () -> doom.asked().accept(this)),
        new Pacing(time, new Pacing.Rate(500, 100)));
    Exchanges exchanges = new Exchanges(
        Map.of(BOT, new ExchangeAccess(() -> gateway, new ReentrantLock(), OrderScope.ALL, Set.of(), null, false, false)));
    HaltLog haltLog = HaltLog.open(data.resolve("halt.log"));
    ActionDoor door = new ActionDoor();
    ExchangeWork work = new ExchangeWork(
        exchanges, door, time, (halt, epoch, bot, asked, report) -> {
          time.beat();
          loop.insist(new Input.ExchangeTold(halt, epoch, bot, asked, report));
        });
    halts = new HaltErrands(loop, new Links(), work, exchanges, haltLog, door);
    loop.errandsTo(halts);
    loop.controlTo(fact -> {
      if (!dead) {
        doom.decided().accept(fact);
      }
    });
    halts.start();
    loop.start();
    new HaltRecovery(loop, haltLog).run();
    loop.mailbox().offer(new Input.Declared(List.of(BOT)));
  }

  private final class Links implements HaltErrands.Links {
    @Override
    public void halt(BotId bot, LinkMessage.HaltTold halt) {
      if (!dead) {
        ingest.tell(bot, halt);
      }
    }

    @Override
    public void release(BotId bot, LinkMessage.ReleaseTold release) {
      if (!dead) {
        ingest.tell(bot, release);
      }
    }
  }

  Ingest ingest() {
    return ingest;
  }

  ControlSnapshot control() {
    return loop.control();
  }

  boolean isDead() {
    return dead;
  }

  boolean journalHangs() {
    return journal.hangs();
  }

  /** By any thread of its own, or from outside. */
  void die() {
    dead = true;
    journal.die();
  }

  Optional<CompletableFuture<EngineLoop.CommandResult>> command(Input.Command command, String operator) {
    return loop.command(command, operator);
  }

  boolean isIdle() {
    return dead || loop.mailbox().size() == 0;
  }

  /** Has the engine look at the time. */
  void tick() {
    loop.mailbox().offer(new Input.Tick());
  }

  void checkpoint() {
    new CheckpointKeeper(loop, storage).keep();
  }

  /** Why the engine has stopped, if it has by itself. */
  Optional<Throwable> failure() {
    return loop.failure();
  }

  /** Ends the threads of a dead server, and gives its files up. */
  void bury() {
    die();
    halts.close();
    loop.close();
    storage.close();
  }

  static Duration downtime() {
    return Duration.ofSeconds(3);
  }
}
