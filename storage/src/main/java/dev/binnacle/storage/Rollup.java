package dev.binnacle.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes minutes of samples and hours of minutes, joins small chunks, and lets go of what is old.
 *
 * <p>Everything is made from what is on disk, and only for time that the series itself has passed: since a series takes only
 * younger samples, such a stretch never changes again, and doing it twice (after a crash) gives the same. A series that fell
 * silent is finished when its samples are too old to keep.
 */
final class Rollup {
  private static final int MOST_CHANGES = 10_000;
  private static final int SMALL = 720;

  private final StorageSettings settings;

  Rollup(StorageSettings settings) {
    this.settings = settings;
  }

  /** Brings one series up to date, within the caller's transaction. */
  void bringUpToDate(Connection connection, OpenSeries series, Instant now) throws SQLException {
    SampleFile.Progress before = SampleFile.progress(connection, series.id());
    long minutes = makeMinutes(connection, series, before.minutes(), now);
    long hours = makeHours(connection, series.id(), before.hours(), minutes, now);
    SampleFile.Progress after = new SampleFile.Progress(minutes, hours);
    if (!after.equals(before)) {
      SampleFile.setProgress(connection, series.id(), after);
    }
    // Never what has not been made coarser yet.
    letGo(connection, Tier.FULL, series.id(), Math.min(minutes, now.minus(settings.samplesAtFullResolution()).toEpochMilli()));
    letGo(connection, Tier.MINUTES, series.id(), Math.min(hours, now.minus(settings.samplesByMinute()).toEpochMilli()));
    long oldest = now.minus(settings.samplesByHour()).toEpochMilli();
    letGo(connection, Tier.HOURS, series.id(), oldest);
    SampleFile.deleteChanges(connection, series.id(), oldest, MOST_CHANGES);
  }

  private static void letGo(Connection connection, Tier tier, int series, long before) throws SQLException {
    SampleFile.deleteChunksBefore(connection, tier, series, before);
  }

  private long makeMinutes(Connection connection, OpenSeries series, long done, Instant now) throws SQLException {
    Long last = SampleFile.lastTime(connection, Tier.FULL, series.id());
    if (last == null || last < done) {
      return done;
    }
    long expired = Tier.floor(now.minus(settings.samplesAtFullResolution()).toEpochMilli(), Tier.HOUR_MILLIS);
    long passed = Tier.floor(last, Tier.HOUR_MILLIS);
    if (Math.max(passed, expired) <= done) {
      return done;
    }
    long end = series.settle(Math.max(passed, expired), Tier.HOUR_MILLIS);
    if (end <= done) {
      return done;
    }
    roll(connection, series.id(), Tier.FULL, Tier.MINUTES, Tier.MINUTE_MILLIS, done, end);
    return end;
  }

  private long makeHours(Connection connection, int series, long done, long minutes, Instant now) throws SQLException {
    if (minutes == Long.MIN_VALUE) {
      return done;
    }
    long expired = Tier.floor(now.minus(settings.samplesByMinute()).toEpochMilli(), Tier.HOUR_MILLIS);
    long end = Math.max(Tier.floor(minutes, Tier.DAY_MILLIS), Math.min(minutes, expired));
    if (end <= done) {
      return done;
    }
    roll(connection, series, Tier.MINUTES, Tier.HOURS, Tier.HOUR_MILLIS, done, end);
    return end;
  }

  private static void roll(Connection connection, int series, Tier from, Tier to, long step, long begin, long end)
      throws SQLException {
    List<SampleFile.Row> rows = SampleFile.chunks(connection, from, series, begin, end);
    ChunkBuilder coarser = ChunkBuilder.rollingUp(step);
    ChunkBuilder joined = ChunkBuilder.joining(from == Tier.FULL);
    int whole = 0;
    for (SampleFile.Row row : rows) {
      Chunk chunk = row.decode();
      boolean isWhole = row.lastTime() < end;
      whole += isWhole ? 1 : 0;
      if (chunk != null) {
        coarser.add(chunk, begin, end);
        if (isWhole) {
          joined.add(chunk, Long.MIN_VALUE, Long.MAX_VALUE);
        }
      }
    }
    if (whole > 1) {
      replace(connection, from, series, rows.subList(0, whole), joined);
    }
    extend(connection, to, series, coarser);
  }

  private static void replace(Connection connection, Tier tier, int series, List<SampleFile.Row> rows, ChunkBuilder joined)
      throws SQLException {
    for (SampleFile.Row row : rows) {
      SampleFile.deleteChunk(connection, tier, series, row.firstTime());
    }
    for (Chunk chunk : joined.chunks()) {
      SampleFile.insertChunk(connection, tier, series, chunk);
    }
  }

  /** Adds to the tier's last chunk while that is small, so that slow series do not end as thousands of tiny chunks. */
  private static void extend(Connection connection, Tier tier, int series, ChunkBuilder coarser) throws SQLException {
    List<Chunk> fresh = coarser.chunks();
    if (fresh.isEmpty()) {
      return;
    }
    ChunkBuilder joined = ChunkBuilder.joining(false);
    Chunk last = lastChunk(connection, tier, series);
    if (last != null && last.count() < SMALL && last.lastTime() < fresh.getFirst().firstTime()) {
      joined.add(last, Long.MIN_VALUE, Long.MAX_VALUE);
    }
    fresh.forEach(chunk -> joined.add(chunk, Long.MIN_VALUE, Long.MAX_VALUE));
    for (Chunk chunk : joined.chunks()) {
      SampleFile.insertChunk(connection, tier, series, chunk);
    }
  }

  private static @Nullable Chunk lastChunk(Connection connection, Tier tier, int series) throws SQLException {
    Long last = SampleFile.lastTime(connection, tier, series);
    if (last == null) {
      return null;
    }
    List<SampleFile.Row> rows = SampleFile.chunks(connection, tier, series, last, Long.MAX_VALUE);
    return rows.isEmpty() ? null : rows.getLast().decode();
  }
}
