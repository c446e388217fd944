package dev.binnacle.server;

import dev.binnacle.storage.Storage;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the state from which a restart begins, once a minute while something happens and once at the end, so that a restart reads little of
 * the journal whatever its age.
 *
 * <p><b>Threads:</b> thread-safe; a thread of its own works.
 */
final class CheckpointKeeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CheckpointKeeper.class);
  private static final Duration EVERY = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final EngineLoop loop;
  private final Storage storage;
  private final StateCodec codec = new StateCodec();
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("checkpoint").daemon().factory());
  private long lastIndex;

  CheckpointKeeper(EngineLoop loop, Storage storage) {
    this.loop = loop;
    this.storage = storage;
  }

  void start() {
    worker.scheduleWithFixedDelay(this::keep, EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
  }

  /** Takes a checkpoint now. A failure is told in the log and costs time at the next start, nothing else. */
  synchronized void keep() {
    try {
      EngineLoop.State state = loop.state().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (storage.journal().lastIndex() > lastIndex) {
        storage.checkpoint(state.index(), state.at(), codec.write(state.state()), PATIENCE);
        lastIndex = state.index();
      }
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      log.warn("no checkpoint could be taken; the next start will read more of the journal", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
