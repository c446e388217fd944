package dev.binnacle.web.api;

import dev.binnacle.model.BotId;
import dev.binnacle.model.ConfigOutcome;
import dev.binnacle.model.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Where bots' configurations are seen and changed, whoever keeps them.
 *
 * <p><b>Threads:</b> thread-safe; calls return at once and hold no thread.
 */
public interface Configurations {

  /** Every configuration that is known, by bot. */
  List<Brief> known();

  /**
   * Asks one call of the desk that keeps the bot's configuration. Every way in which that can go wrong is a {@link ConfigReply} too.
   *
   * @param call JSON text of one object
   */
  CompletionStage<ConfigReply> call(BotId bot, String call);

  /**
   * Waits for something newer than what is held.
   *
   * @return true once it is in force for whoever asks, false when the time has passed or too many wait already
   */
  CompletionStage<Boolean> newer(BotId bot, Held held, Duration atMost);

  /** An instance says which configuration it runs with. Completes when that is durable. */
  CompletionStage<Commands.Outcome> seen(BotId bot, Seen seen);

  /**
   * What whoever waits has already.
   *
   * @param after its version's number; null when it goes by the hash alone
   * @param instance that asks; null for none, which is never given what another one tries out
   * @param hash of its content; null when it goes by the version
   */
  record Held(@Nullable Long after, @Nullable InstanceId instance, @Nullable String hash) {}

  /**
   * @param version null when the instance knows the content only
   * @param applied false when it refuses it, and stays with the one before
   */
  record Seen(InstanceId instance, @Nullable Long version, String hash, boolean applied, @Nullable String reason) {}

  /**
   * One configuration in a list.
   *
   * @param version in force; null before the first
   * @param format {@code json}, {@code yaml} or {@code python}; null when that is not known
   * @param status {@code active}, {@code degraded}, {@code source_missing}, {@code refusing}, or {@code offline} when nobody who keeps
   *     it can be asked
   * @param pending whether a version waits for its time
   * @param pendingReason what it waits for
   * @param canary what an instance tries out now; null while none does
   * @param instancesBehind instances that run with another version than the one in force
   * @param source {@code managed} when the server keeps it, {@code offered} when the bot does
   * @param last what was tried last; null before anything was
   */
  record Brief(
      BotId bot,
      @Nullable Long version,
      @Nullable String hash,
      @Nullable String format,
      String status,
      boolean pending,
      @Nullable String pendingReason,
      @Nullable Canary canary,
      int instancesBehind,
      String source,
      @Nullable Last last) {}

  /** @param verdict how it does so far */
  record Canary(InstanceId instance, Instant since, Instant until, String verdict) {}

  record Last(@Nullable String who, Instant at, @Nullable String reason, ConfigOutcome outcome) {}
}
