package dev.binnacle.server;

import dev.binnacle.ingest.Commands;
import dev.binnacle.model.BotId;
import dev.binnacle.model.InstanceId;
import dev.binnacle.web.api.BotCommands;
import dev.binnacle.web.view.CommandShapes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Commands to bots without a link, as ingest keeps them. */
final class IngestCommands implements BotCommands {
  private final Commands commands;

  IngestCommands(Commands commands) {
    this.commands = commands;
  }

  @Override
  public CompletionStage<List<CommandShapes.Told>> waiting(BotId bot, InstanceId instance, List<Kept> kept, Duration wait) {
    List<Commands.Kept> ours =
        kept.stream().map(each -> new Commands.Kept(each.halt(), each.epoch(), each.said())).toList();
    return commands
        .waiting(bot, instance, ours, wait)
        .thenApply(
            owed -> owed.stream().map(each -> CommandShapes.Told.of(each.id(), bot.value(), each.what())).toList());
  }

  @Override
  public boolean confirm(BotId bot, InstanceId instance, String command, Confirmation said) {
    return commands.confirm(bot, instance, command, new Commands.Confirmation(said.inFlight(), said.unknown(), said.done()));
  }
}
