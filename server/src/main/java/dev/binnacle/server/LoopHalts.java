package dev.binnacle.server;

import dev.binnacle.engine.Input;
import dev.binnacle.engine.control.ControlSnapshot;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Halt;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.HaltScope;
import dev.binnacle.model.Liquidation;
import dev.binnacle.model.TriggerKind;
import dev.binnacle.storage.ControlLog;
import dev.binnacle.storage.Storage;
import dev.binnacle.web.api.Commands;
import dev.binnacle.web.api.Halts;
import dev.binnacle.web.view.HaltFeed;
import dev.binnacle.web.view.Incident;
import dev.binnacle.web.view.Listed;
import dev.binnacle.web.view.Snapshots;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Halts of the present, and what people want done about them, carried from and to the engine. */
final class LoopHalts implements Halts, HaltFeed {
  private static final String BUSY = "too many commands wait; try again in a moment";

  /** A begin is told at the latest then: guards are closing whatever the disk does. */
  private static final long DISK_PATIENCE_MILLIS = 2_000;

  private final EngineLoop loop;
  private final ControlLog log;
  private final Incidents incidents;
  private final AuditLog audit;
  private final InstantSource clock;
  private final CopyOnWriteArrayList<Runnable> watchers = new CopyOnWriteArrayList<>();

  LoopHalts(EngineLoop loop, Storage storage, AuditLog audit, InstantSource clock) {
    this.loop = loop;
    this.log = storage.control();
    this.incidents = new Incidents(storage, clock);
    this.audit = audit;
    this.clock = clock;
    loop.watch(snapshot -> watchers.forEach(Runnable::run));
  }

  @Override
  public HaltFeed feed() {
    return this;
  }

  @Override
  public ControlSnapshot current() {
    return loop.control();
  }

  @Override
  public Snapshots.Watch watch(Runnable changed) {
    watchers.add(changed);
    return () -> watchers.remove(changed);
  }

  @Override
  public Optional<Halt> find(HaltId halt) {
    return loop.control().halt(halt).or(() -> log.halt(halt));
  }

  @Override
  public Optional<Incident> incident(HaltId halt, Duration before) {
    return find(halt).map(found -> incidents.around(found, before));
  }

  /** Those that the engine knows first, then those that only the log does. */
  @Override
  public Listed<Halt> past(int limit, @Nullable String cursor) {
    return new PastHalts(loop.control(), log).page(limit, cursor);
  }

  @Override
  public CompletionStage<Begun> halt(
      HaltScope scope, HaltMode mode, @Nullable Liquidation liquidation, String operator, String reason) {
    return begin(loop, new Input.Command.RequestHalt(scope, mode, liquidation, reason, HaltOrigin.PERSON), operator);
  }

  /** Asks the engine, and gives the halt that is in force then. */
  static CompletionStage<Begun> begin(EngineLoop loop, Input.Command.RequestHalt wish, String operator) {
    Optional<CompletableFuture<EngineLoop.CommandResult>> asked = loop.command(wish, operator);
    if (asked.isEmpty()) {
      return CompletableFuture.completedFuture(new Begun.Refused(BUSY));
    }
    CompletableFuture<EngineLoop.CommandResult> done = asked.get();
    CompletableFuture<Begun> answer = new CompletableFuture<>();
    done.whenComplete((result, failure) -> {
      if (failure == null) {
        answer.complete(begun(loop, result));
      } else {
        answer.completeExceptionally(failure);
      }
    });
    CompletableFuture.delayedExecutor(DISK_PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
        .execute(() -> unwritten(loop, wish.scope()).ifPresent(answer::complete));
    return answer;
  }

  private static Begun begun(EngineLoop loop, EngineLoop.CommandResult result) {
    if (result.refused() != null) {
      return new Begun.Refused(result.refused());
    }
    HaltId id = result.halt();
    return id == null ? new Begun.Refused("the engine named no halt") : found(loop, id);
  }

  private static Begun found(EngineLoop loop, HaltId id) {
    return loop.control().halt(id).<Begun>map(Begun.Done::new)
        .orElseGet(() -> new Begun.Refused("halt " + id + " was begun and is not to be seen: look at the list of halts"));
  }

  /** The disk has not answered: the newest halt of this scope is the one, if the engine has it. */
  private static Optional<Begun> unwritten(EngineLoop loop, HaltScope scope) {
    return loop.control().halts().stream().filter(halt -> halt.scope().equals(scope)).findFirst().map(Begun.Done::new);
  }

  /** Beside the journal it is in the audit log, whatever came of it. */
  @Override
  public CompletionStage<Commands.Outcome> rearm(TriggerKind trigger, BotId bot, String operator, String reason) {
    return loop.command(new Input.Command.RearmTrigger(trigger, bot, reason), operator).<CompletionStage<Commands.Outcome>>map(
        done -> done.thenApply(result -> {
          String refused = result.refused();
          String said = "arm trigger " + trigger.word() + " of " + bot + " again: " + reason;
          audit.note(clock.instant(), "web", operator, said, refused == null ? "done" : refused);
          return LoopCommands.outcome(result);
        }))
        .orElseGet(() -> CompletableFuture.completedFuture(new Commands.Outcome.Refused(BUSY)));
  }

  @Override
  public CompletionStage<Commands.Outcome> release(
      HaltId halt, long epoch, boolean force, String operator, String reason) {
    return loop
        .command(new Input.Command.ReleaseHalt(halt, epoch, reason, force), operator).<CompletionStage<Commands.Outcome>>map(
            done -> done.thenApply(LoopCommands::outcome))
        .orElseGet(() -> CompletableFuture.completedFuture(new Commands.Outcome.Refused(BUSY)));
  }
}
