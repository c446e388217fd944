package dev.binnacle.web.view;

import dev.binnacle.model.GuardLevel;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.Latch;
import dev.binnacle.protocol.LinkMessage;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a bot without the client is told to do, by long poll and by webhook. */
public final class CommandShapes {
  private enum Type {
    HALT,
    RELEASE
  }

  /**
   * One of them.
   *
   * @param id names it for good
   * @param bot that it is for
   * @param halt null for a release
   * @param release null for a halt
   */
  public record Told(
      String id, String bot, LinkMessage.@Nullable HaltTold halt, LinkMessage.@Nullable ReleaseTold release) {
    public static Told of(String id, String bot, LinkMessage.FromServer what) {
      return switch (what) {
        case LinkMessage.HaltTold halt -> new Told(id, bot, halt, null);
        case LinkMessage.ReleaseTold release -> new Told(id, bot, null, release);
        default -> throw new IllegalArgumentException("no command: " + what);
      };
    }

    private @Nullable Latch latch() {
      return halt == null ? null : halt.latch();
    }
  }

  public static final Shape<Told> COMMAND =
      Shape.<Told>object("BotCommand", "What a run of a bot is to do, and to confirm")
          .text("id", Told::id)
          .note("names it for good: the same after a restart of the server")
          .text("bot", Told::bot)
          .word("type", Type.class, told -> told.latch() == null ? Type.RELEASE : Type.HALT)
          .note("halt: keep to this until it is released. release: the halt of that name is over")
          .text("halt", CommandShapes::halt)
          .count("epoch", CommandShapes::epoch)
          .note("rises with each word about the halt: what comes with a lower one than you have is out of date")
          .wordOrNull("level", GuardLevel.class, told -> latched(told, latch -> latch.mode().level()))
          .note(
              "what may be sent: reducing (what reduces a position) or closed (no order). Cancels always may. Null for a release")
          .wordOrNull("mode", HaltMode.class, told -> latched(told, Latch::mode))
          .textOrNull("symbol", told -> latched(told, latch -> latch.symbol() == null ? null : latch.symbol().value()))
          .note("the only instrument that is meant; null for all")
          .flag("cancel", told -> told.halt() != null && told.halt().cancel())
          .note("whether the bot is to cancel its orders itself")
          .childOrNull("liquidation", HaltShapes.LIQUIDATION, told -> told.halt() == null ? null : told.halt().liquidation())
          .note("how the bot is to close its positions itself; null when it must not")
          .wordOrNull("origin", HaltOrigin.class, told -> latched(told, Latch::origin))
          .text("by", CommandShapes::by)
          .text("reason", CommandShapes::reason)
          .timeOrNull("at", told -> latched(told, Latch::at))
          .shape();

  public static final Shape<List<Told>> COMMANDS =
      Shape.<List<Told>>object("BotCommands", "What this run has not confirmed")
          .list("commands", COMMAND, commands -> commands)
          .shape();

  private CommandShapes() {}

  private static <T> @Nullable T latched(Told told, Function<Latch, @Nullable T> get) {
    Latch latch = told.latch();
    return latch == null ? null : get.apply(latch);
  }

  private static LinkMessage.ReleaseTold released(Told told) {
    LinkMessage.ReleaseTold release = told.release();
    if (release == null) {
      throw new IllegalStateException(told.id());
    }
    return release;
  }

  private static String halt(Told told) {
    Latch latch = told.latch();
    return latch == null ? released(told).halt().value() : latch.id().value();
  }

  private static long epoch(Told told) {
    Latch latch = told.latch();
    return latch == null ? released(told).epoch() : latch.epoch();
  }

  private static String by(Told told) {
    Latch latch = told.latch();
    return latch == null ? released(told).by() : latch.by();
  }

  private static String reason(Told told) {
    Latch latch = told.latch();
    return latch == null ? released(told).reason() : latch.reason();
  }
}
