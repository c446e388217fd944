package dev.binnacle.web.api;

import dev.binnacle.engine.fleet.BotSnapshot;
import dev.binnacle.engine.fleet.FleetSnapshot;
import dev.binnacle.model.BotId;
import dev.binnacle.web.view.BotShapes.BotAt;
import dev.binnacle.web.view.FleetShapes.FleetAt;
import dev.binnacle.web.view.Snapshots;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** What is so now. Thread-safe. */
record Present(Snapshots snapshots, InstantSource clock) {
  Instant now() {
    return clock.instant();
  }

  FleetSnapshot snapshot() {
    return snapshots.current();
  }

  FleetAt fleet() {
    return new FleetAt(snapshots.current(), clock.instant());
  }

  Optional<BotSnapshot> find(BotId bot) {
    return snapshots.current().bot(bot);
  }

  /**
   * @throws RefusedException if there is none of that name
   */
  BotSnapshot bot(BotId bot) {
    return find(bot).orElseThrow(() -> ProblemDocument.notFound("bot", bot.value()).refused());
  }

  BotAt at(BotSnapshot bot) {
    return new BotAt(bot, clock.instant());
  }
}
