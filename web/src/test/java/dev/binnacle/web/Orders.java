package dev.binnacle.web;

import dev.binnacle.model.BotId;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.Latch;
import dev.binnacle.model.Liquidation;
import dev.binnacle.protocol.LinkMessage;
import dev.binnacle.web.api.BotCommands;
import dev.binnacle.web.view.CommandShapes;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Commands to bots, in memory. */
public final class Orders implements BotCommands {
  public static final LinkMessage.HaltTold HALT =
      new LinkMessage.HaltTold(
          new Latch(
              new HaltId("h7-100000"), 3, HaltMode.LIQUIDATE, null, HaltOrigin.PERSON, "anna", "odd fills", Worlds.NOW),
          true,
          new Liquidation(Liquidation.Positions.FLATTEN_ALL, new BigDecimal("0.5"), Duration.ofSeconds(90)));

  public static final LinkMessage.ReleaseTold RELEASE =
      new LinkMessage.ReleaseTold(new HaltId("h7-100000"), 4, "anna", "looked");

  public volatile List<CommandShapes.Told> owed = List.of();
  public volatile boolean stands = true;

  /** What was asked, each as a line. */
  public final List<String> calls = new CopyOnWriteArrayList<>();

  public static CommandShapes.Told told(LinkMessage.FromServer what) {
    String id = what instanceof LinkMessage.HaltTold ? "h7-100000.3.halt" : "h7-100000.4.release";
    return CommandShapes.Told.of(id, Worlds.TREND.value(), what);
  }

  @Override
  public CompletionStage<List<CommandShapes.Told>> waiting(BotId bot, InstanceId instance, List<Kept> kept, Duration wait) {
    calls.add("%s %s waits %s keeping to %s".formatted(bot, instance, wait, kept));
    return CompletableFuture.completedFuture(owed);
  }

  @Override
  public boolean confirm(BotId bot, InstanceId instance, String command, Confirmation said) {
    calls.add(
        "%s %s confirms %s: %d %s %s".formatted(bot, instance, command, said.inFlight(), said.unknown(), said.done()));
    return stands;
  }
}
