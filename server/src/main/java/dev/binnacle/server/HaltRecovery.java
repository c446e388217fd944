package dev.binnacle.server;

import dev.binnacle.engine.Input;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.HaltScope;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up what an earlier run wrote into its {@link HaltLog} and never got into the journal: positions may have been closed for a halt
 * that nobody knows any more, so it is asked for again.
 */
final class HaltRecovery {
  private static final Logger LOG = LoggerFactory.getLogger(HaltRecovery.class);
  private static final String BY = "halt.log";

  private final EngineLoop loop;
  private final HaltLog haltLog;

  HaltRecovery(EngineLoop loop, HaltLog haltLog) {
    this.loop = loop;
    this.haltLog = haltLog;
  }

  /** Returns at once; the log is cleared when all that it says is in the journal. */
  void run() {
    List<HaltLog.Line> lines = haltLog.lines();
    if (lines.isEmpty()) {
      return;
    }
    List<CompletableFuture<EngineLoop.CommandResult>> asked = lines.stream()
        .filter(line -> loop.control().halt(line.halt()).isEmpty())
        .distinct()
        .flatMap(line -> loop.command(wish(line), BY).stream())
        .toList();
    CompletableFuture<Void> all = CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new));
    var unused = all.whenComplete((done, failure) -> {
      if (failure == null) {
        haltLog.clear();
      } else {
        LOG.error("halts of {} could not be taken up; they are looked at again at the next start", haltLog, failure);
      }
    });
  }

  private static Input.Command.RequestHalt wish(HaltLog.Line line) {
    LOG.warn("halt {} of {} was begun before the last run ended and is not in the journal: it is asked for again", line.halt(),
        line.bot());
    HaltScope scope =
        line.symbol() == null ? new HaltScope.OfBot(line.bot()) : new HaltScope.OfInstrument(line.symbol(), line.bot());
    return new Input.Command.RequestHalt(
        scope, HaltMode.LIQUIDATE, line.liquidation(), "halt " + line.halt() + " was under way when the server ended",
        HaltOrigin.FILE);
  }
}
