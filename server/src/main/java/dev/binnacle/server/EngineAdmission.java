package dev.binnacle.server;

import dev.binnacle.engine.Input;
import dev.binnacle.engine.fleet.BotSnapshot.InstanceView;
import dev.binnacle.ingest.Admission;
import dev.binnacle.model.Answer;
import dev.binnacle.model.Arrival;
import dev.binnacle.model.BotId;
import dev.binnacle.model.InstanceId;
import dev.binnacle.storage.Journal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets batches in while the engine and the disk keep up, and declines them while they do not: nothing is taken that would have to be
 * dropped later.
 */
final class EngineAdmission implements Admission {
  private static final long MOST_BACKLOG_BYTES = 64L << 20;
  private static final int MOST_WAITING_BATCHES = 4_096;
  private static final Duration SOON = Duration.ofMillis(250);
  private static final Duration LATER = Duration.ofSeconds(2);

  private final EngineLoop loop;
  private final Journal journal;
  private final AtomicLong declined = new AtomicLong();

  EngineAdmission(EngineLoop loop, Journal journal) {
    this.loop = loop;
    this.journal = journal;
  }

  @Override
  public Decision offer(BotId bot, List<Arrival> arrivals, boolean live) {
    if (loop.failure().isPresent()) {
      return decline("the server has met an error and takes nothing in until it is restarted", LATER);
    }
    if (journal.health().failing()) {
      return decline("the journal cannot be written: " + journal.health().reason(), LATER);
    }
    if (journal.backlog().bytes() > MOST_BACKLOG_BYTES || loop.waitingBatches() >= MOST_WAITING_BATCHES) {
      return decline("the disk does not keep up", SOON);
    }
    Optional<CompletableFuture<Answer>> answer = loop.receive(bot, arrivals, live);
    return answer.<Decision>map(Admitted::new).orElseGet(() -> decline("too much is waiting to be looked at", SOON));
  }

  private Decision decline(String reason, Duration retryAfter) {
    declined.incrementAndGet();
    return new Declined(reason, retryAfter);
  }

  /** Batches that were sent away since the start. */
  long declined() {
    return declined.get();
  }

  @Override
  public CompletionStage<Map<InstanceId, Long>> linkOpened(BotId bot, InstanceId instance) {
    loop.mailbox().offer(new Input.LinkOpened(bot, instance));
    return loop.snapshotOnDisk().thenApply(snapshot -> {
      Map<InstanceId, Long> known = new HashMap<>();
      snapshot.bot(bot).ifPresent(found -> {
        for (InstanceView view : found.instances()) {
          known.put(view.id(), view.lastSeq());
        }
      });
      return known;
    });
  }

  @Override
  public void linkClosed(BotId bot, InstanceId instance) {
    loop.mailbox().offer(new Input.LinkClosed(bot, instance));
  }
}
