package dev.binnacle.ingest;

import dev.binnacle.model.Answer;
import dev.binnacle.model.Arrival;
import dev.binnacle.model.BotId;
import dev.binnacle.model.InstanceId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Where decoded batches go. Decides at once whether a batch is let in, and answers it when what it took is on disk.
 *
 * <p><b>Threads:</b> implementations are thread-safe. They do not block: a full intake is a {@link Declined}.
 */
public interface Admission {
  /**
   * Offers a batch of one bot, whole or not at all.
   *
   * @param live false when the batch was spooled and says nothing of the present
   */
  Decision offer(BotId bot, List<Arrival> arrivals, boolean live);

  /**
   * An instance opened a connection that stays.
   *
   * @return for each instance of the bot that is known, the {@code seq} up to which everything is on disk
   */
  CompletionStage<Map<InstanceId, Long>> linkOpened(BotId bot, InstanceId instance);

  /** That connection ended, for whatever reason. Called once for each {@link #linkOpened}, after it. */
  void linkClosed(BotId bot, InstanceId instance);

  /** What became of an offer. */
  sealed interface Decision {}

  /** Let in. The answer comes when every durable event that it speaks of is on disk; it fails if that can no longer be. */
  record Admitted(CompletionStage<Answer> answer) implements Decision {}

  /** Not let in, nothing of it. The same batch may be offered again after {@code retryAfter}. */
  record Declined(String reason, Duration retryAfter) implements Decision {}
}
