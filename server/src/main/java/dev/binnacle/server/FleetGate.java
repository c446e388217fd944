package dev.binnacle.server;

import dev.binnacle.config.ApplyGate;
import dev.binnacle.config.ApplyMode;
import dev.binnacle.config.Change;
import dev.binnacle.engine.fleet.BotSnapshot;
import dev.binnacle.engine.fleet.FleetSnapshot;
import dev.binnacle.model.BotId;
import dev.binnacle.model.BotStatus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Says by what is known of a bot whether a change that must wait may be applied now. What is not known, or is not fresh, lets nothing
 * pass.
 */
final class FleetGate implements ApplyGate {
  /** A snapshot is made every second at least; an older one means that the engine has stopped. */
  private static final Duration OLDEST = Duration.ofSeconds(5);

  private final BotId bot;
  private final Supplier<FleetSnapshot> fleet;
  private final @Nullable Market market;
  private final InstantSource clock;

  FleetGate(BotId bot, Supplier<FleetSnapshot> fleet, @Nullable Market market, InstantSource clock) {
    this.bot = bot;
    this.fleet = fleet;
    this.market = market;
    this.clock = clock;
  }

  @Override
  public Verdict ask(ApplyMode mode, List<Change> changes) {
    return switch (mode) {
      case HOT, NEXT_TRADE -> new Open();
      case WHEN_FLAT -> flat();
      case MARKET_CLOSED -> marketClosed();
      case RESTART -> new Closed("it waits for the bot's next start", null);
    };
  }

  private Verdict flat() {
    FleetSnapshot snapshot = fleet.get();
    if (Duration.between(snapshot.at(), clock.instant()).compareTo(OLDEST) > 0) {
      return new Unknown("nothing is known of the bots since " + snapshot.at());
    }
    BotSnapshot known = snapshot.bot(bot).orElse(null);
    if (known == null || known.lastHeard() == null) {
      return new Unknown("the bot was never heard, so its positions are not known");
    }
    if (known.status() == BotStatus.STALE || known.status() == BotStatus.OFFLINE) {
      return new Unknown("the bot is not heard (" + known.reason() + "), so its positions are not known");
    }
    if (!known.gaps().isEmpty()) {
      return new Unknown("events of the bot are missing, so its positions are not known");
    }
    int open = known.positions().size();
    return open == 0 ? new Open() : new Closed(open == 1 ? "1 position is open" : open + " positions are open", null);
  }

  private Verdict marketClosed() {
    return market == null
        ? new Unknown("it is not known when the market is open: set bots." + bot + ".config.market")
        : market.closedAt(clock.instant());
  }
}
