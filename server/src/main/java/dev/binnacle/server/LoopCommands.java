package dev.binnacle.server;

import dev.binnacle.engine.Input;
import dev.binnacle.model.BotId;
import dev.binnacle.web.api.Commands;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What people ask for, carried to the engine. */
final class LoopCommands implements Commands {
  private final EngineLoop loop;

  LoopCommands(EngineLoop loop) {
    this.loop = loop;
  }

  static Outcome outcome(EngineLoop.CommandResult result) {
    return result.refused() == null ? new Outcome.Done() : new Outcome.Refused(result.refused());
  }

  @Override
  public CompletionStage<Outcome> forget(BotId bot, String operator) {
    return loop.command(new Input.Command.ForgetBot(bot), operator)
        .<CompletionStage<Outcome>>map(done -> done.thenApply(
            result -> outcome(result)))
        .orElseGet(() -> CompletableFuture.completedFuture(new Outcome.Refused("too many commands wait; try again in a moment")));
  }
}
