package dev.binnacle.storage;

import dev.binnacle.model.BotId;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * What a store of many series takes: memory a series, bytes a sample in the file, time to keep, to roll up and to answer. A day at
 * one sample a second of {@value #SERIES} series, each a walk in steps of a cent or a tenth with a jittering clock. Run by hand.
 */
final class SampleStoreSizes {
  private static final int SERIES = 100;
  private static final int MANY = 5_000;
  private static final Instant BEGIN = Instant.parse("2026-01-05T00:00:00Z");

  private SampleStoreSizes() {}

  public static void main(String[] args) throws IOException, SQLException {
    if (args.length == 1) {
      memory(Path.of(args[0]));
    }
    disk(Path.of(args[0]));
  }

  private static void memory(Path parent) throws IOException {
    SqliteFile file =
        new SqliteFile(Files.createTempDirectory(parent, "memory").resolve("samples.db"), SqliteFile.Durability.NORMAL);
    SqliteSamples store = SqliteSamples.openIdle(file, StorageSettings.DEFAULTS, () -> BEGIN);
    long before = usedHeap();
    for (int bot = 0; bot < MANY / 50; bot++) {
      List<List<Sample>> all = samples(50, 119);
      for (int i = 0; i < all.size(); i++) {
        store.keep(new BotId("bot-" + bot), BEGIN.plusSeconds(i), all.get(i));
      }
    }
    System.out.printf(Locale.ROOT, "memory: %d bytes a series, all %d with 119 of 120 samples open%n",
        (usedHeap() - before) / MANY, MANY);
    store.close(Duration.ofMinutes(1));
  }

  private static long usedHeap() {
    for (int i = 0; i < 4; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static List<List<Sample>> samples(int series, int count) {
    Random random = new Random(1);
    double[] values = new double[series];
    List<List<Sample>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<Sample> some = new ArrayList<>();
      for (int s = 0; s < series; s++) {
        values[s] += random.nextGaussian() * 5;
        double unit = s % 2 == 0 ? 100 : 10;
        some.add(new Sample(new MetricName("metric_" + s), new Sample.Reading.Number(Math.rint(values[s] * unit) / unit)));
      }
      all.add(some);
    }
    return all;
  }

  private static void disk(Path parent) throws IOException, SQLException {
    Path path = Files.createTempDirectory(parent, "disk").resolve("samples.db");
    Instant[] now = {BEGIN};
    SqliteFile file = new SqliteFile(path, SqliteFile.Durability.NORMAL);
    SqliteSamples store = SqliteSamples.openIdle(file, StorageSettings.DEFAULTS, () -> now[0]);
    int hours = 24;
    long keeping = 0;
    long writing = 0;
    long rolling = 0;
    Random random = new Random(2);
    for (int hour = 0; hour < hours; hour++) {
      List<List<Sample>> all = samples(SERIES, 3_600);
      for (int i = 0; i < all.size(); i++) {
        now[0] = BEGIN.plusSeconds(hour * 3_600L + i).plusMillis(random.nextInt(4));
        long start = System.nanoTime();
        store.keep(new BotId("bot"), now[0], all.get(i));
        keeping += System.nanoTime() - start;
        if (i % 10 == 0) {
          start = System.nanoTime();
          store.writer().write(now[0], false);
          writing += System.nanoTime() - start;
        }
      }
      if (hour == 0) {
        try (Connection connection = file.openWriter()) {
          Sql.execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        }
        System.out.printf(Locale.ROOT, "file: %.2f bytes a sample, chunks of 120 before any is joined%n",
            (double) Files.size(path) / SERIES / 3_600);
      }
      long start = System.nanoTime();
      store.writer().rollUp(now[0]);
      rolling += System.nanoTime() - start;
    }
    double samples = (double) SERIES * 3_600 * hours;
    long begin = System.nanoTime();
    int points = store.query(SampleStore.Series.of("bot", "metric_3"), BEGIN, now[0], 2_000).points().size();
    double first = (System.nanoTime() - begin) / 1e6;
    begin = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      store.query(SampleStore.Series.of("bot", "metric_" + i), BEGIN, now[0], 2_000);
    }
    double query = (System.nanoTime() - begin) / 20e6;
    store.close(Duration.ofMinutes(1));
    System.out.printf(Locale.ROOT, "file: %.2f bytes a sample after a day, with minutes and hours%n", Files.size(path) / samples);
    System.out.printf(Locale.ROOT, "keep: %.0f ns a sample; encode and write: %.0f ns; roll up: %.0f ns%n", keeping / samples,
        writing / samples, rolling / samples);
    System.out.printf(Locale.ROOT, "query of 86,400 samples in %d points: %.1f ms (the first %.1f ms)%n", points, query, first);
  }
}
