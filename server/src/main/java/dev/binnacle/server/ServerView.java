package dev.binnacle.server;

import dev.binnacle.ingest.IngestCounts;
import dev.binnacle.server.scoring.Scoring;
import dev.binnacle.storage.Journal;
import dev.binnacle.storage.JournalHealth;
import dev.binnacle.storage.SampleStore;
import dev.binnacle.web.api.SystemView;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How this server is, gathered from its rooms. */
final class ServerView implements SystemView {
  private static final Duration SIZE_AGE = Duration.ofSeconds(30);

  private final Binnacle.Rooms rooms;
  private final Path data;
  private final @Nullable SettingsWatch watch;
  private final InstantSource clock;
  private final Instant startedAt;
  private volatile Sized sized = new Sized(Instant.EPOCH, 0);
  private volatile Instant caughtUpAt;

  private record Sized(Instant at, long bytes) {}

  ServerView(Binnacle.Rooms rooms, Path data, @Nullable SettingsWatch watch, InstantSource clock) {
    this.rooms = rooms;
    this.data = data;
    this.watch = watch;
    this.clock = clock;
    this.startedAt = clock.instant();
    this.caughtUpAt = startedAt;
  }

  @Override
  public String version() {
    return Binnacle.version();
  }

  @Override
  public Instant startedAt() {
    return startedAt;
  }

  @Override
  public Readiness readiness() {
    JournalHealth health = rooms.storage().journal().health();
    if (rooms.loop().failure().isPresent()) {
      return new Readiness(false, "the engine has stopped after an error; restart the server and see its log");
    }
    return health.failing()
        ? new Readiness(false, "the journal cannot be written: " + health.reason())
        : new Readiness(true, "ready");
  }

  @Override
  public Storage storage() {
    Journal journal = rooms.storage().journal();
    return new Storage(journal.backlog().entries(), historyLag(), bytes(), rooms.storage().samples().counts().series());
  }

  /** For how long the history has not held all that is durable. */
  Duration historyLag() {
    Journal journal = rooms.storage().journal();
    Instant now = clock.instant();
    if (rooms.storage().history().projectedIndex() >= journal.durableIndex()) {
      caughtUpAt = now;
    }
    return Duration.between(caughtUpAt, now);
  }

  private long bytes() {
    Instant now = clock.instant();
    if (sized.at.plus(SIZE_AGE).isBefore(now)) {
      sized = new Sized(now, LocalFiles.size(data));
    }
    return sized.bytes;
  }

  @Override
  public Map<String, Long> dropped() {
    SampleStore.SampleCounts samples = rooms.storage().samples().counts();
    IngestCounts ingest = rooms.ingest().counts();
    Map<String, Long> dropped = new LinkedHashMap<>();
    dropped.put("mailbox_refused", rooms.loop().mailbox().refused());
    dropped.put("batches_declined", rooms.admission().declined());
    dropped.put("bodies_malformed", ingest.malformed());
    dropped.put("bodies_too_large", ingest.tooLarge());
    dropped.put("frames_unknown", ingest.unknownFrames());
    dropped.put("frames_refused", ingest.refusedFrames());
    dropped.put("instance_tallies", rooms.configs().untallied());
    dropped.put("samples_late", samples.late());
    dropped.put("samples_refused", samples.refused());
    dropped.put("samples_lost", samples.lost());
    Scoring.Counts scores = rooms.scoring().counts();
    dropped.put("scores_refused", scores.refused());
    dropped.put("scores_of_too_many_series", scores.leftOut());
    dropped.put("scores_unheard", scores.unheard());
    dropped.put("scores_failed", scores.failed());
    dropped.put("config_notes_dropped", rooms.notes().dropped());
    dropped.put("config_offers_refused", rooms.ingest().offers().refused());
    dropped.put("commands_dropped", rooms.ingest().commands().dropped());
    dropped.put("command_webhooks_dropped", rooms.hooks().dropped());
    return dropped;
  }

  @Override
  public @Nullable SettingsState settings() {
    return watch == null ? null : watch.state();
  }
}
