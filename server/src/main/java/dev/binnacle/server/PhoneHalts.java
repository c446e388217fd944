package dev.binnacle.server;

import dev.binnacle.engine.Input;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Halt;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.HaltScope;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.Liquidation;
import dev.binnacle.notify.telegram.Act;
import dev.binnacle.notify.telegram.Fleet.Result;
import dev.binnacle.notify.telegram.Person;
import dev.binnacle.web.api.Halts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Stops and releases that people ask for from a phone. */
final class PhoneHalts implements EmergencyControl {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String FROM_PHONE = "by Telegram, no reason given";

  private final EngineLoop loop;

  PhoneHalts(EngineLoop loop) {
    this.loop = loop;
  }

  @Override
  public Result pause(@Nullable String bot, Person by) {
    return begin(bot, HaltMode.PAUSE, FROM_PHONE, by);
  }

  @Override
  public Result halt(@Nullable String bot, Act.HaltMode mode, @Nullable String reason, Person by) {
    HaltMode wanted =
        switch (mode) {
          case STOP -> HaltMode.STOP;
          case CANCEL -> HaltMode.CANCEL;
          case LIQUIDATE -> HaltMode.LIQUIDATE;
        };
    return begin(bot, wanted, reason == null || reason.isBlank() ? FROM_PHONE : reason, by);
  }

  private Result begin(@Nullable String bot, HaltMode mode, String reason, Person by) {
    HaltScope scope;
    try {
      scope = bot == null ? new HaltScope.OfFleet() : new HaltScope.OfBot(new BotId(bot));
    } catch (InvalidValueException e) {
      return unknown(String.valueOf(bot));
    }
    Liquidation how = mode == HaltMode.LIQUIDATE ? Liquidation.ALL_AT_MARKET : null;
    Halts.Begun begun = await(
        LoopHalts.begin(loop, new Input.Command.RequestHalt(scope, mode, how, reason, HaltOrigin.PERSON), by.operator())
            .toCompletableFuture());
    return switch (begun) {
      case null ->
          new Result.Refused("It is not known whether it was done: the engine has not answered in time. Look with /status.");
      case Halts.Begun.Refused(String why) -> new Result.Refused("Not done: " + why);
      case Halts.Begun.Done(Halt halt) -> new Result.Done(
          "Halt " + halt.id() + " (" + mode.name().toLowerCase(Locale.ROOT) + ") of " + halt.scope()
              + " is in force. What became of each order follows.");
    };
  }

  /** All halts of this bot alone; of the fleet where no bot is named. One that is not proved is not released from a phone. */
  @Override
  public Result resume(@Nullable String bot, Person by) {
    List<Halt> meant = loop.control().halts().stream().filter(halt -> isOf(halt.scope(), bot)).toList();
    if (meant.isEmpty()) {
      return new Result.Refused(
          "Not done: no halt of " + (bot == null ? "all bots" : bot) + " is in force. "
              + loop.control().halts().stream().map(halt -> halt.id() + " holds " + halt.scope()).toList());
    }
    List<String> done = new ArrayList<>();
    for (Halt halt : meant) {
      Optional<CompletableFuture<EngineLoop.CommandResult>> asked = loop.command(
          new Input.Command.ReleaseHalt(halt.id(), halt.epoch(), "by Telegram", false), by.operator());
      EngineLoop.CommandResult result = asked.isEmpty() ? null : await(asked.get());
      if (result == null || result.refused() != null) {
        String why = result == null ? "it is not known whether it was done" : result.refused();
        return new Result.Refused("Halt " + halt.id() + " holds: " + why);
      }
      done.add(halt.id().value());
    }
    return new Result.Done("Released " + String.join(", ", done) + ".");
  }

  private static boolean isOf(HaltScope scope, @Nullable String bot) {
    return switch (scope) {
      case HaltScope.OfFleet() -> bot == null;
      case HaltScope.OfBot(BotId of) -> of.value().equals(bot);
      case HaltScope.OfGroup _,HaltScope.OfInstrument _ -> false;
    };
  }

  private static Result unknown(String bot) {
    return new Result.Refused("Not done: there is no bot " + bot + ". /bots lists them.");
  }

  private static <T> @Nullable T await(Future<T> asked) {
    try {
      return asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return null;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the engine did not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
