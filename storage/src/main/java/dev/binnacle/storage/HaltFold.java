package dev.binnacle.storage;

import dev.binnacle.model.BotHalt;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Halt;
import dev.binnacle.model.HaltRequest;
import dev.binnacle.model.HaltState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts one halt together again from what was decided of it, the oldest first. Threads: one at a time. */
final class HaltFold {
  private final List<HaltRequest> requests = new ArrayList<>();
  private final Map<BotId, BotHalt> bots = new LinkedHashMap<>();
  /** But for the requests and the bots. */
  private @Nullable Halt frame;

  void take(Fact.OfControl fact) {
    Halt now = frame;
    if (fact instanceof Fact.HaltBegun begun) {
      begin(begun.halt());
    } else if (now != null) {
      frame = next(now, fact);
    }
  }

  /** A halt that was released and is held by a guard still begins anew under its name. */
  private void begin(Halt halt) {
    frame = halt;
    requests.clear();
    bots.clear();
    requests.addAll(halt.requests());
    halt.bots().forEach(bot -> bots.put(bot.bot(), bot));
  }

  private Halt next(Halt now, Fact.OfControl fact) {
    return switch (fact) {
      case Fact.HaltJoined joined -> {
        requests.add(joined.request());
        if (requests.size() > Halt.MOST_REQUESTS) {
          // The first says who began it, the newest who asked for what it is now.
          requests.remove(1);
        }
        joined.bots().forEach(bot -> bots.put(bot.bot(), bot));
        yield new Halt(
            now.id(), joined.epoch(), joined.scope(), joined.mode(), joined.liquidation(), now.state(), now.since(),
            now.requests(), List.of(), null);
      }
      case Fact.BotHaltMoved moved -> {
        bots.put(moved.bot().bot(), moved.bot());
        yield now;
      }
      case Fact.HaltMoved moved -> new Halt(
          now.id(), now.epoch(), now.scope(), now.mode(), now.liquidation(), moved.state(), moved.at(), now.requests(),
          List.of(), null);
      case Fact.HaltReleased over -> new Halt(
          now.id(), over.epoch(), now.scope(), now.mode(), now.liquidation(), HaltState.RELEASED, over.at(), now.requests(),
          List.of(), over.release());
      case Fact.HaltBegun _,Fact.ActionTaken _,Fact.TriggerMoved _ -> now;
    };
  }

  /** Empty when its begin was not among what was taken. */
  Optional<Halt> halt() {
    Halt now = frame;
    return now == null
        ? Optional.empty()
        : Optional.of(
            new Halt(
                now.id(), now.epoch(), now.scope(), now.mode(), now.liquidation(), now.state(), now.since(), requests,
                List.copyOf(bots.values()), now.released()));
  }
}
