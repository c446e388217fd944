package dev.binnacle.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.binnacle.model.BotId;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.Sample;
import dev.binnacle.storage.SampleStore.Point;
import dev.binnacle.storage.SampleStore.Readings;
import dev.binnacle.storage.SampleStore.Series;
import dev.binnacle.storage.SampleStore.Transition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The writer's thread is not started: the tests say when it writes and rolls up. */
final class SqliteSamplesTest {
  private static final Instant MIDNIGHT = Instant.parse("2026-01-05T00:00:00Z");
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final BotId ALPHA = new BotId("alpha");
  private static final Series MEMORY = Series.of("alpha", "memory_usage_mb");
  private static final Series LINK = Series.of("alpha", "websocket_status");
  private static final int ALL = 1_000_000;

  @TempDir
  private Path directory;
  private Instant now = MIDNIGHT;
  private SqliteSamples store;
  private StorageSettings settings = StorageSettings.DEFAULTS;

  @BeforeEach
  void openStore() {
    store = open();
  }

  @AfterEach
  void closeStore() {
    store.close(SOON);
  }

  private SqliteFile file() {
    return new SqliteFile(directory.resolve("samples.db"), SqliteFile.Durability.NORMAL);
  }

  private SqliteSamples open() {
    return SqliteSamples.openIdle(file(), settings, () -> now);
  }

  /** As after {@code kill -9}: what was not written is gone. */
  private void crash() {
    store.close(SOON);
    store = open();
  }

  private void keep(Series series, Instant at, double value) {
    store.keep(series.bot(), at, List.of(new Sample(series.metric(), new Sample.Reading.Number(value))));
  }

  private void keep(Series series, Instant at, String word) {
    store.keep(series.bot(), at, List.of(new Sample(series.metric(), new Sample.Reading.State(word))));
  }

  private void write() throws SQLException {
    store.writer().write(now, true);
  }

  private List<Point> points(Series series, Instant from, Instant to, int most) {
    return store.query(series, from, to, most).points();
  }

  private static Point single(Instant at, double value) {
    return new Point(at, value, value, value, 1);
  }

  @Test
  void givesBackWhatWasJustKept() {
    keep(MEMORY, MIDNIGHT, 312.5);
    keep(MEMORY, MIDNIGHT.plusMillis(1), 313);

    Readings readings = store.query(MEMORY, MIDNIGHT, MIDNIGHT.plusSeconds(1), 10);

    assertThat(readings.points()).containsExactly(single(MIDNIGHT, 312.5), single(MIDNIGHT.plusMillis(1), 313));
    assertThat(readings.resolution()).isZero();
    assertThat(readings.states()).isEmpty();
  }

  @Test
  void theBeginIsInAndTheEndIsOut() {
    for (int i = 0; i < 10; i++) {
      keep(MEMORY, MIDNIGHT.plusSeconds(i), i);
    }

    assertThat(points(MEMORY, MIDNIGHT.plusSeconds(3), MIDNIGHT.plusSeconds(5), 10)).extracting(Point::value).containsExactly(3.0,
        4.0);
    assertThat(points(MEMORY, MIDNIGHT.plusSeconds(5), MIDNIGHT.plusSeconds(5), 10)).isEmpty();
    assertThat(points(MEMORY, Instant.MIN, Instant.MAX, 10)).hasSize(10);
  }

  @Test
  void anUnknownSeriesIsEmpty() {
    assertThat(store.query(MEMORY, Instant.MIN, Instant.MAX, 10).points()).isEmpty();
    assertThat(store.metrics(ALPHA)).isEmpty();
    assertThatThrownBy(() -> store.query(MEMORY, MIDNIGHT, MIDNIGHT, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void dropsAndCountsWhatIsNotYounger() {
    keep(MEMORY, MIDNIGHT, 1);
    keep(MEMORY, MIDNIGHT, 2);
    keep(MEMORY, MIDNIGHT.minusMillis(1), 3);
    keep(LINK, MIDNIGHT, "connected");
    keep(LINK, MIDNIGHT, "lost");

    assertThat(points(MEMORY, Instant.MIN, Instant.MAX, 10)).containsExactly(single(MIDNIGHT, 1));
    assertThat(store.query(LINK, Instant.MIN, Instant.MAX, 10).states()).containsExactly(new Transition(MIDNIGHT, "connected"));
    assertThat(store.counts()).isEqualTo(new SampleStore.SampleCounts(2, 2, 3, 0, 0, 0));
  }

  @Test
  void dropsWhatIsNotYoungerThanWhatIsOnDiskToo() throws Exception {
    keep(MEMORY, MIDNIGHT, 1);
    keep(LINK, MIDNIGHT, "connected");
    write();
    crash();

    keep(MEMORY, MIDNIGHT, 2);
    keep(LINK, MIDNIGHT, "lost");
    keep(LINK, MIDNIGHT.plusSeconds(1), "connected");

    assertThat(store.counts().late()).isEqualTo(2);
    assertThat(store.query(LINK, Instant.MIN, Instant.MAX, 10).states()).containsExactly(new Transition(MIDNIGHT, "connected"));
  }

  @Test
  void refusesAndCountsASeriesTooMany() {
    store.close(SOON);
    settings = withSeries(2);
    store = open();

    keep(Series.of("alpha", "a"), MIDNIGHT, 1);
    keep(new Series(null, new MetricName("a")), MIDNIGHT, 1);
    keep(Series.of("alpha", "c"), MIDNIGHT, 1);
    keep(Series.of("alpha", "a"), MIDNIGHT.plusSeconds(1), 1);

    assertThat(store.counts()).isEqualTo(new SampleStore.SampleCounts(2, 3, 0, 1, 0, 0));
    assertThat(store.metrics(ALPHA)).containsExactly(new MetricName("a"));
    assertThat(store.metrics(null)).containsExactly(new MetricName("a"));
  }

  private static StorageSettings withSeries(int most) {
    StorageSettings d = StorageSettings.DEFAULTS;
    return new StorageSettings(
        d.journalRetention(), d.eventRetention(), d.samplesAtFullResolution(), d.samplesByMinute(), d.samplesByHour(), most,
        d.closeTimeout());
  }

  @Test
  void aCrashLosesOnlyWhatWasNotYetWritten() throws Exception {
    for (int i = 0; i < 250; i++) {
      keep(MEMORY, MIDNIGHT.plusSeconds(i), i);
    }
    // Two chunks of 120 are closed, ten samples are in the open one, which is not five minutes old.
    store.writer().write(now, false);
    crash();

    assertThat(points(MEMORY, Instant.MIN, Instant.MAX, ALL)).hasSize(240).last()
        .isEqualTo(single(MIDNIGHT.plusSeconds(239), 239));
  }

  @Test
  void anOpenChunkIsWrittenWhenItIsFiveMinutesOld() throws Exception {
    keep(MEMORY, MIDNIGHT, 1);
    now = MIDNIGHT.plus(SampleWriter.OLDEST_OPEN).minusMillis(1);
    store.writer().write(now, false);
    crash();
    assertThat(points(MEMORY, Instant.MIN, Instant.MAX, ALL)).isEmpty();

    keep(MEMORY, MIDNIGHT, 1);
    now = now.plus(SampleWriter.OLDEST_OPEN);
    store.writer().write(now, false);
    crash();
    assertThat(points(MEMORY, Instant.MIN, Instant.MAX, ALL)).containsExactly(single(MIDNIGHT, 1));
  }

  @Test
  void theThreadFlushesWhenAsked() throws Exception {
    store.start();
    keep(MEMORY, MIDNIGHT, 1);

    assertThat(store.flush(SOON)).isTrue();

    try (Connection connection = file().openReader()) {
      assertThat(Sql.number(connection, "SELECT count(*) FROM chunk")).isOne();
    }
    store.close(SOON);
    assertThat(store.flush(SOON)).isFalse();
  }

  @Test
  void memoryAndDiskTogetherGiveEverySampleOnce() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      keep(MEMORY, MIDNIGHT.plusSeconds(i), i);
      if (i % 170 == 0) {
        store.writer().write(now, false);
      }
    }

    List<Point> points = points(MEMORY, Instant.MIN, Instant.MAX, ALL);

    assertThat(points).hasSize(1_000);
    assertThat(points).extracting(Point::value).isSorted().doesNotHaveDuplicates();
  }

  /** Every answer must be what a plain list of all samples gives, whichever tiers it comes from. */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 31})
  void rolledUpAnswersAgreeWithAPlainListOfAllSamples(int days) throws Exception {
    Random random = new Random(days);
    TreeMap<Instant, Double> plain = new TreeMap<>();
    Instant end = MIDNIGHT.plus(Duration.ofDays(days)).plusSeconds(4_321);
    int step = 17 + days * 11;
    double value = 1_000;
    for (Instant at = MIDNIGHT.plusSeconds(5); at.isBefore(end); at = at.plusSeconds(step)) {
      value = Math.round((value + random.nextGaussian()) * 100) / 100.0;
      // Now and then a spike of one sample.
      double kept = random.nextInt(500) == 0 ? value * 3 : value;
      plain.put(at, kept);
      keep(MEMORY, at, kept);
      now = at;
      if (random.nextInt(300) == 0) {
        store.writer().write(now, random.nextBoolean());
        store.writer().rollUp(now);
      }
    }

    for (int most : new int[] {1, 10, 300, ALL}) {
      Readings all = store.query(MEMORY, MIDNIGHT, end, most);
      assertThat(all.points()).hasSizeLessThanOrEqualTo(most);
      assertThat(all.points().stream().mapToLong(Point::count).sum()).isEqualTo(plain.size());
      assertThat(all.points().stream().mapToDouble(Point::min).min())
          .hasValue(plain.values().stream().mapToDouble(v -> v).min().orElseThrow());
      assertThat(all.points().stream().mapToDouble(Point::max).max())
          .hasValue(plain.values().stream().mapToDouble(v -> v).max().orElseThrow());
      assertThat(all.points()).extracting(Point::at).isSorted().doesNotHaveDuplicates();
      for (Point point : all.points()) {
        assertThat(plain).containsEntry(point.at(), point.value());
      }
    }
    // The last day is there in full.
    Instant yesterday = end.minus(settings.samplesAtFullResolution());
    List<Point> fine = points(MEMORY, yesterday, end, ALL);
    assertThat(fine).extracting(Point::value).containsExactlyElementsOf(plain.tailMap(yesterday).values());
    assertThat(store.verify()).isEmpty();
  }

  @Test
  void keepsADayInFullAMonthByMinutesAndAYearByHours() throws Exception {
    Instant at = MIDNIGHT;
    for (int hour = 0; hour < 24 * 400; hour++) {
      for (int i = 0; i < 4; i++) {
        keep(MEMORY, at.plusSeconds(i * 20L), hour + i);
      }
      at = at.plus(Duration.ofHours(1));
      if (hour % 50 == 0) {
        now = at;
        write();
        store.writer().rollUp(now);
      }
    }
    now = at;
    write();
    store.writer().rollUp(now);

    Readings day = store.query(MEMORY, now.minus(Duration.ofHours(24)), now, ALL);
    Readings month = store.query(MEMORY, now.minus(Duration.ofDays(30)), now, ALL);
    Readings year = store.query(MEMORY, now.minus(Duration.ofDays(365)), now, ALL);
    Readings ever = store.query(MEMORY, Instant.MIN, now, ALL);

    assertThat(day.resolution()).isEqualTo(Duration.ZERO);
    assertThat(day.points()).hasSize(96).allSatisfy(point -> assertThat(point.count()).isOne());
    assertThat(month.resolution()).isEqualTo(Duration.ofMinutes(1));
    // Each hour has samples in two minutes: three in the first, one in the second.
    assertThat(month.points().getFirst().count()).isEqualTo(3);
    assertThat(month.points().stream().mapToLong(Point::count).sum()).isEqualTo(30 * 24 * 4);
    assertThat(year.resolution()).isEqualTo(Duration.ofHours(1));
    assertThat(year.points().getFirst().count()).isEqualTo(4);
    assertThat(year.points().getFirst().max() - year.points().getFirst().min()).isEqualTo(3);
    assertThat(year.points().stream().mapToLong(Point::count).sum()).isEqualTo(365 * 24 * 4);
    assertThat(Duration.between(ever.points().getFirst().at(), now)).isLessThan(Duration.ofDays(365 + 40));
    assertThat(store.verify()).isEmpty();
  }

  @Test
  void aSeriesThatFellSilentIsRolledUpAndAtLastForgotten() throws Exception {
    keep(MEMORY, MIDNIGHT.plusSeconds(1), 5);
    keep(MEMORY, MIDNIGHT.plusSeconds(2), 7);
    keep(LINK, MIDNIGHT.plusSeconds(1), "connected");
    write();

    now = MIDNIGHT.plus(Duration.ofHours(26));
    store.writer().rollUp(now);
    assertThat(points(MEMORY, Instant.MIN, Instant.MAX, ALL)).containsExactly(new Point(MIDNIGHT.plusSeconds(2), 7, 5, 7, 2));
    now = MIDNIGHT.plus(Duration.ofDays(33));
    store.writer().rollUp(now);
    Readings old = store.query(MEMORY, MIDNIGHT, now, ALL);
    assertThat(old.points()).containsExactly(new Point(MIDNIGHT.plusSeconds(2), 7, 5, 7, 2));
    assertThat(old.resolution()).isEqualTo(Duration.ofHours(1));

    now = MIDNIGHT.plus(Duration.ofDays(367));
    store.writer().rollUp(now);
    assertThat(store.metrics(ALPHA)).containsExactly(LINK.metric());
    assertThat(store.query(LINK, now.minusSeconds(1), now, 10).states())
        .containsExactly(new Transition(MIDNIGHT.plusSeconds(1), "connected"));

    keep(MEMORY, now, 9);
    assertThat(points(MEMORY, Instant.MIN, Instant.MAX, ALL)).containsExactly(single(now, 9));
    write();
    crash();
    assertThat(points(MEMORY, Instant.MIN, Instant.MAX, ALL)).containsExactly(single(now, 9));
  }

  @Test
  void takesNothingIntoTimeThatIsRolledUp() throws Exception {
    keep(MEMORY, MIDNIGHT.plusSeconds(1), 5);
    write();
    now = MIDNIGHT.plus(Duration.ofDays(2));
    store.writer().rollUp(now);

    keep(MEMORY, MIDNIGHT.plusSeconds(3), 9);
    crash();
    keep(MEMORY, MIDNIGHT.plusSeconds(4), 9);

    assertThat(store.counts().late()).isOne();
    assertThat(points(MEMORY, Instant.MIN, Instant.MAX, ALL)).extracting(Point::value).containsExactly(5.0);
  }

  @Test
  void statesAreTransitions() throws Exception {
    for (int i = 0; i < 100; i++) {
      keep(LINK, MIDNIGHT.plusSeconds(i), i / 30 % 2 == 0 ? "connected" : "lost");
      if (i == 50) {
        write();
      }
    }

    List<Transition> expected =
        List.of(
            new Transition(MIDNIGHT, "connected"),
            new Transition(MIDNIGHT.plusSeconds(30), "lost"),
            new Transition(MIDNIGHT.plusSeconds(60), "connected"),
            new Transition(MIDNIGHT.plusSeconds(90), "lost"));
    assertThat(store.query(LINK, MIDNIGHT, MIDNIGHT.plusSeconds(100), 10).states()).isEqualTo(expected);
    assertThat(store.query(LINK, MIDNIGHT.plusSeconds(70), MIDNIGHT.plusSeconds(100), 10).states())
        .as("with the one that was in force at the begin")
        .isEqualTo(expected.subList(2, 4));
    assertThat(store.query(LINK, MIDNIGHT.plusSeconds(40), MIDNIGHT.plusSeconds(50), 10).states())
        .isEqualTo(expected.subList(1, 2));
    assertThat(store.query(LINK, MIDNIGHT, MIDNIGHT.plusSeconds(100), 2).states()).isEqualTo(expected.subList(2, 4));
    write();
    crash();
    assertThat(store.query(LINK, MIDNIGHT, MIDNIGHT.plusSeconds(100), 10).states()).isEqualTo(expected);
  }

  @Test
  void waitsForAFullDiskWithoutLosingWhatItHasRoomFor() throws Exception {
    store.close(SOON);
    SqliteFile small = file();
    small.limitPages(12);
    store = SqliteSamples.openIdle(small, settings, () -> now);
    store.start();
    Random random = new Random(3);
    for (int i = 0; i < 5_000; i++) {
      keep(MEMORY, MIDNIGHT.plusSeconds(i), random.nextDouble());
    }
    assertThat(store.flush(Duration.ofMillis(1_500))).isFalse();
    assertThat(points(MEMORY, Instant.MIN, Instant.MAX, ALL)).hasSize(5_000);

    small.limitPages(100_000);

    assertThat(store.flush(SOON)).isTrue();
    assertThat(points(MEMORY, Instant.MIN, Instant.MAX, ALL)).hasSize(5_000);
    assertThat(store.counts().lost()).isZero();
  }

  @Test
  void dropsAndCountsTheOldestWhenTheDiskStaysFull() throws Exception {
    store.close(SOON);
    SqliteFile small = file();
    small.limitPages(12);
    store = SqliteSamples.openIdle(small, settings, () -> now);
    store.start();
    Random random = new Random(3);
    // 100 chunks of random numbers; 60 may wait.
    for (int i = 0; i < 12_000; i++) {
      keep(MEMORY, MIDNIGHT.plusSeconds(i), random.nextDouble());
    }
    assertThat(store.flush(Duration.ofMillis(1_500))).isFalse();

    await().atMost(SOON).untilAsserted(() -> assertThat(store.counts().lost()).isEqualTo(40 * 120));

    List<Point> left = points(MEMORY, Instant.MIN, Instant.MAX, ALL);
    assertThat(left).hasSize(60 * 120);
    assertThat(left.getLast().at()).isEqualTo(MIDNIGHT.plusSeconds(11_999));
  }

  @Test
  void aDamagedChunkCostsOnlyItself() throws Exception {
    for (int i = 0; i < 360; i++) {
      keep(MEMORY, MIDNIGHT.plusSeconds(i), i);
    }
    write();
    try (Connection connection = file().openWriter()) {
      Sql.execute(connection,
          "UPDATE chunk SET data = CAST(substr(data, 1, 10) || x'00ff' || substr(data, 13) AS BLOB) WHERE t0 = "
              + MIDNIGHT.plusSeconds(120).toEpochMilli());
    }

    assertThat(points(MEMORY, Instant.MIN, Instant.MAX, ALL)).hasSize(240);
    assertThat(store.verify()).singleElement().asString().contains("checksum").contains("series 1");
    assertThat(store.counts().damaged()).isOne();
    now = MIDNIGHT.plus(Duration.ofDays(2));
    store.writer().rollUp(now);
    assertThat(points(MEMORY, Instant.MIN, Instant.MAX, ALL).stream().mapToLong(Point::count).sum()).isEqualTo(240);
  }

  @Test
  void askingWhileWritingNeverMissesOrRepeatsASample() throws Exception {
    store.start();
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      keep(MEMORY, MIDNIGHT.plusSeconds(i), i);
      if (i % 10 == 0) {
        List<Point> points = points(MEMORY, Instant.MIN, Instant.MAX, ALL);
        if (points.size() != i + 1) {
          wrong.add(i + 1 + " kept, " + points.size() + " found");
        }
      }
      if (i % 100 == 0) {
        Thread.ofVirtual().start(() -> flushQuietly(store));
      }
    }

    assertThat(wrong).isEmpty();
  }

  private static void flushQuietly(SqliteSamples samples) {
    try {
      samples.flush(SOON);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void filesArePrivate() throws Exception {
    assertThat(Files.getPosixFilePermissions(directory.resolve("samples.db"))).hasToString("[OWNER_READ, OWNER_WRITE]");
  }
}
