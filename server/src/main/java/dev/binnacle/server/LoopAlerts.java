package dev.binnacle.server;

import dev.binnacle.engine.Input;
import dev.binnacle.engine.alerts.AlertsSnapshot;
import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertId;
import dev.binnacle.model.Silence;
import dev.binnacle.model.SilenceId;
import dev.binnacle.web.api.AlertCommands;
import dev.binnacle.web.api.Commands;
import dev.binnacle.web.view.AlertFeed;
import dev.binnacle.web.view.Snapshots;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Alerts of the present, and what people want done about them, carried from and to the engine. */
final class LoopAlerts implements AlertFeed, AlertCommands {
  private static final String BUSY = "too many commands wait; try again in a moment";

  private final EngineLoop loop;
  private final CopyOnWriteArrayList<Runnable> watchers = new CopyOnWriteArrayList<>();

  LoopAlerts(EngineLoop loop) {
    this.loop = loop;
    loop.watch(snapshot -> watchers.forEach(Runnable::run));
  }

  @Override
  public AlertsSnapshot current() {
    return loop.alerts();
  }

  @Override
  public Snapshots.Watch watch(Runnable changed) {
    watchers.add(changed);
    return () -> watchers.remove(changed);
  }

  @Override
  public CompletionStage<Commands.Outcome> acknowledge(AlertId alert, Alert.Acknowledgement by) {
    return command(new Input.Command.Acknowledge(alert, by.comment(), by.until()), by.owner());
  }

  @Override
  public CompletionStage<Commands.Outcome> unacknowledge(AlertId alert, String operator) {
    return command(new Input.Command.Unacknowledge(alert), operator);
  }

  @Override
  public CompletionStage<Commands.Outcome> endSilence(SilenceId silence, String operator) {
    return command(new Input.Command.EndSilence(silence), operator);
  }

  private CompletionStage<Commands.Outcome> command(Input.Command command, String operator) {
    return loop.command(command, operator).<CompletionStage<Commands.Outcome>>map(done -> done.thenApply(LoopCommands::outcome))
        .orElseGet(() -> CompletableFuture.completedFuture(new Commands.Outcome.Refused(BUSY)));
  }

  @Override
  public CompletionStage<Begun> silence(
      Map<String, String> matcher, Instant until, Silence.Term term, String operator, String comment) {
    return loop.command(new Input.Command.BeginSilence(matcher, until, term, comment), operator)
        .<CompletionStage<Begun>>map(done -> done.thenApply(this::begun))
        .orElseGet(() -> CompletableFuture.completedFuture(new Begun.Refused(BUSY)));
  }

  /** A command's snapshot is published before its answer is on disk. */
  private Begun begun(EngineLoop.CommandResult result) {
    if (result.refused() != null) {
      return new Begun.Refused(result.refused());
    }
    SilenceId id = Input.Command.BeginSilence.idAt(result.index());
    Optional<Silence> silence =
        loop.alerts().silences().stream().map(AlertsSnapshot.SilenceView::silence).filter(one -> one.id().equals(id)).findFirst();
    return silence.<Begun>map(Begun.Done::new)
        .orElseGet(() -> new Begun.Refused("it was begun and has ended already, since its time was over"));
  }
}
