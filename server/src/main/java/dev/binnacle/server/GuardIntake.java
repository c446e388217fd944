package dev.binnacle.server;

import dev.binnacle.engine.Input;
import dev.binnacle.engine.control.GuardReport;
import dev.binnacle.ingest.Guards;
import dev.binnacle.model.BotId;
import dev.binnacle.model.InstanceId;
import dev.binnacle.protocol.LinkMessage;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the bots' guards say, on its way to the engine. */
final class GuardIntake implements Guards {
  private static final Logger LOG = LoggerFactory.getLogger(GuardIntake.class);

  private final EngineLoop loop;
  private final AtomicLong dropped = new AtomicLong();

  GuardIntake(EngineLoop loop) {
    this.loop = loop;
  }

  @Override
  public void heard(BotId bot, InstanceId instance, LinkMessage.GuardTold guard) {
    GuardReport report =
        new GuardReport(instance, guard.level(), guard.latches(), guard.inFlight(), guard.unknown(), guard.done());
    // What is lost here is said again: the engine asks each guard that has not confirmed once more.
    if (!loop.mailbox().offer(new Input.GuardHeard(bot, report)) && dropped.getAndIncrement() == 0) {
      LOG.warn("the engine had no room to hear the guard of {}", bot);
    }
  }
}
