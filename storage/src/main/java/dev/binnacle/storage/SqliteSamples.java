package dev.binnacle.storage;

import dev.binnacle.model.BotId;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.Sample;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Samples in a SQLite file, with the youngest of each series in memory; {@link SampleWriter} carries them over. */
final class SqliteSamples implements SampleStore {
  private static final long EARLIEST_MILLIS = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();
  private static final long LATEST_MILLIS = Instant.parse("9999-12-31T00:00:00Z").toEpochMilli();

  private final ConcurrentHashMap<Series, OpenSeries> series = new ConcurrentHashMap<>();
  private final StorageSettings settings;
  private final InstantSource clock;
  private final SqliteFile file;
  private final Readers readers;
  private final SampleWriter writer;
  private final AtomicLong kept = new AtomicLong();
  private final AtomicLong late = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong damaged = new AtomicLong();
  private int lastId;

  private SqliteSamples(SqliteFile file, Connection connection, StorageSettings settings, InstantSource clock)
      throws SQLException {
    this.settings = settings;
    this.clock = clock;
    this.file = file;
    this.readers = new Readers(file);
    for (OpenSeries loaded : SampleFile.loadSeries(connection)) {
      series.put(loaded.key(), loaded);
      lastId = Math.max(lastId, loaded.id());
    }
    this.writer = new SampleWriter(file, connection, series, settings, clock);
  }

  /** Opens the file. Nothing is written until {@link #start}, but by whoever drives {@link #writer()}. */
  static SqliteSamples openIdle(SqliteFile file, StorageSettings settings, InstantSource clock) {
    Connection connection = file.openWriter(SampleFile.SCHEMA);
    try {
      return new SqliteSamples(file, connection, settings, clock);
    } catch (SQLException | RuntimeException e) {
      Sql.close(connection);
      throw file.failure("open the samples", e);
    }
  }

  void start() {
    writer.start();
  }

  SampleWriter writer() {
    return writer;
  }

  @Override
  public void keep(@Nullable BotId bot, Instant at, List<Sample> samples) {
    long time = millis(at);
    long now = clock.millis();
    for (Sample sample : samples) {
      keep(new Series(bot, sample.metric()), time, sample.reading(), now);
    }
  }

  private void keep(Series key, long time, Sample.Reading reading, long now) {
    OpenSeries.Verdict verdict;
    do {
      OpenSeries open = series.get(key);
      if (open == null) {
        open = begin(key);
      }
      if (open == null) {
        refused.incrementAndGet();
        return;
      }
      verdict =
          switch (reading) {
            case Sample.Reading.Number number -> open.keep(time, number.value(), now);
            case Sample.Reading.State state -> open.keep(time, state.word());
          };
    } while (verdict == OpenSeries.Verdict.RETIRED);
    (verdict == OpenSeries.Verdict.KEPT ? kept : late).incrementAndGet();
  }

  private synchronized @Nullable OpenSeries begin(Series key) {
    OpenSeries present = series.get(key);
    if (present != null || series.size() >= settings.largestSeriesCount()) {
      return present;
    }
    OpenSeries fresh = new OpenSeries(key, ++lastId);
    series.put(key, fresh);
    return fresh;
  }

  @Override
  public Readings query(Series key, Instant from, Instant to, int points) {
    if (points < 1) {
      throw new IllegalArgumentException("points must be at least 1, was " + points);
    }
    OpenSeries open = series.get(key);
    long begin = millis(from);
    long end = millis(to);
    if (open == null || begin >= end) {
      return new Readings(Duration.ZERO, List.of(), List.of());
    }
    // Memory first: what moves to the disk meanwhile is then seen twice rather than not at all, and once is left out.
    OpenSeries.Unwritten young = open.unwritten();
    return readers.read("read samples", connection -> answer(connection, open.id(), young, begin, end, points));
  }

  private Readings answer(
      Connection connection, int id, OpenSeries.Unwritten young, long from, long to, int points) throws SQLException {
    long youngFrom = young.chunks().isEmpty() ? Long.MAX_VALUE : young.chunks().getFirst().firstTime();
    Tier tier = finest(connection, id, from);
    SampleFile.Progress made = SampleFile.progress(connection, id);
    // Each tier answers for the time that the coarser one has not got yet.
    List<SampleFile.Row> rows = new ArrayList<>();
    List<Long> begins = new ArrayList<>();
    long begin = from;
    if (tier == Tier.HOURS) {
      read(connection, Tier.HOURS, id, begin, to, rows, begins);
      begin = Math.max(begin, made.hours());
    }
    if (tier != Tier.FULL) {
      read(connection, Tier.MINUTES, id, begin, to, rows, begins);
      begin = Math.max(begin, made.minutes());
    }
    read(connection, Tier.FULL, id, begin, Math.min(to, youngFrom), rows, begins);

    long first = rows.isEmpty() ? youngFrom : rows.getFirst().firstTime();
    long last =
        young.chunks().isEmpty() ? (rows.isEmpty() ? from : rows.getLast().lastTime()) : young.chunks().getLast().lastTime();
    Downsampler sampler = new Downsampler(Math.max(from, first), Math.min(to, Math.max(last, from) + 1), points);
    for (int i = 0; i < rows.size(); i++) {
      Chunk chunk = rows.get(i).decode();
      if (chunk == null) {
        damaged.incrementAndGet();
      } else {
        add(sampler, chunk, begins.get(i), Math.min(to, youngFrom));
      }
    }
    young.chunks().forEach(chunk -> add(sampler, chunk, from, to));
    return new Readings(tier.resolution(), sampler.points(), transitions(connection, id, young.changes(), from, to, points));
  }

  private static void read(
      Connection connection, Tier tier, int id, long from, long to, List<SampleFile.Row> rows, List<Long> begins)
      throws SQLException {
    for (SampleFile.Row row : SampleFile.chunks(connection, tier, id, from, to)) {
      rows.add(row);
      begins.add(from);
    }
  }

  /** The finest tier that reaches back to this time, or as far as any does. */
  private static Tier finest(Connection connection, int id, long from) throws SQLException {
    long full = firstTime(connection, Tier.FULL, id);
    long minutes = firstTime(connection, Tier.MINUTES, id);
    long hours = firstTime(connection, Tier.HOURS, id);
    if (full <= from || full <= Math.min(minutes, hours)) {
      return Tier.FULL;
    }
    return minutes <= from || minutes <= hours ? Tier.MINUTES : Tier.HOURS;
  }

  private static long firstTime(Connection connection, Tier tier, int id) throws SQLException {
    return Objects.requireNonNullElse(SampleFile.firstTime(connection, tier, id), Long.MAX_VALUE);
  }

  private static void add(Downsampler sampler, Chunk chunk, long from, long to) {
    for (int i = 0; i < chunk.count(); i++) {
      long time = chunk.times()[i];
      if (time >= from && time < to) {
        sampler.add(time, chunk.last()[i], chunk.min()[i], chunk.max()[i], chunk.countAt(i));
      }
    }
  }

  private static List<Transition> transitions(
      Connection connection, int id, List<OpenSeries.Change> young, long from, long to, int most) throws SQLException {
    List<OpenSeries.Change> changes = new ArrayList<>(SampleFile.changes(connection, id, from, to, most).reversed());
    for (OpenSeries.Change change : young) {
      if (change.time() < to && (changes.isEmpty() || change.time() > changes.getLast().time())) {
        if (change.time() <= from) {
          changes.clear();
        }
        changes.add(change);
      }
    }
    return changes.stream()
        .skip(Math.max(0, changes.size() - most))
        .map(change -> new Transition(Instant.ofEpochMilli(change.time()), change.word()))
        .toList();
  }

  @Override
  public List<MetricName> metrics(@Nullable BotId bot) {
    return series.keySet().stream().filter(key -> Objects.equals(key.bot(), bot)).map(Series::metric).sorted().toList();
  }

  @Override
  public boolean flush(Duration timeout) throws InterruptedException {
    return writer.flush(timeout);
  }

  @Override
  public SampleCounts counts() {
    return new SampleCounts(series.size(), kept.get(), late.get(), refused.get(), writer.lost(), damaged.get());
  }

  /** Checks every chunk; gives what does not fit. */
  List<String> verify() {
    List<String> problems = new ArrayList<>(readers.read("check the samples", Sql::integrity));
    problems.addAll(readers.read("check the samples", SampleCheck::problems));
    return problems;
  }

  void close(Duration timeout) {
    writer.close(timeout);
    readers.close();
    file.settle();
  }

  private static long millis(Instant time) {
    if (time.getEpochSecond() < EARLIEST_MILLIS / 1_000) {
      return EARLIEST_MILLIS;
    }
    return time.getEpochSecond() > LATEST_MILLIS / 1_000 ? LATEST_MILLIS : time.toEpochMilli();
  }
}
