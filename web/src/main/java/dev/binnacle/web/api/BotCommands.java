package dev.binnacle.web.api;

import dev.binnacle.model.BotId;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.OrderId;
import dev.binnacle.web.view.CommandShapes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What bots without a link are to do.
 *
 * <p><b>Threads:</b> thread-safe; nothing blocks.
 */
public interface BotCommands {

  /**
   * What this run has not confirmed: at once if there is anything, else when there is, else nothing after {@code wait}.
   *
   * @param kept the halts that the run keeps to, by its own account
   */
  CompletionStage<List<CommandShapes.Told>> waiting(BotId bot, InstanceId instance, List<Kept> kept, Duration wait);

  /** The run has it. False if no such command stands: it was released, widened, or never given. */
  boolean confirm(BotId bot, InstanceId instance, String command, Confirmation confirmation);

  /** @param said when the run said so */
  record Kept(HaltId halt, long epoch, Instant said) {}

  /**
   * @param inFlight how many orders were sent whose fate the bot does not know
   * @param unknown those of them that it names
   * @param done whether it has done what it does about the halt
   */
  record Confirmation(long inFlight, List<OrderId> unknown, boolean done) {
    public Confirmation {
      unknown = List.copyOf(unknown);
    }
  }
}
