package dev.binnacle.storage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * How many bytes a sample takes, by kind of metric and size of chunk. Prints a table; run by hand:
 * {@code mvn -q -B -pl storage -am test-compile}, then {@code java -cp … dev.binnacle.storage.SampleSizes}.
 */
final class SampleSizes {
  private static final int FRESH = 120;
  private static final int MERGED = 4_096;

  private record Recording(String name, long[] times, double[] values) {}

  private SampleSizes() {}

  public static void main(String[] args) throws IOException {
    System.out.println("| data | samples | B/sample in fresh chunks of 120 | B/sample in merged chunks |");
    System.out.println("|---|---|---|---|");
    for (Recording recording : recordings()) {
      System.out.printf(
          Locale.ROOT,
          "| %s | %d | %.2f | %.2f |%n",
          recording.name,
          recording.times.length,
          bytesPerSample(recording, FRESH),
          bytesPerSample(recording, MERGED));
    }
  }

  static List<Recording> recordings() throws IOException {
    List<Recording> all = new ArrayList<>();
    List<double[]> tape = tape();
    all.add(equity("equity of 1.84 BTC on the Bitstamp tape, cents, each second", tape, 1));
    all.add(equity("the same at 60x: each second is a minute of the tape", tape, 60));
    all.add(tradesSoFar(tape));
    long[] clock = recordedClock(3_000);
    all.add(heap(clock));
    all.add(cpu(clock));
    Random random = new Random(7);
    all.add(made("API calls, Poisson 3 a second, on a recorded clock", clock, i -> 0, random, 1));
    all.add(made("latency, log-normal about 40 ms, 0.1 ms, recorded clock", clock, i -> 0, random, 2));
    all.add(
        made("state of health 0/1, changes every 10 minutes, exact clock", exactClock(20_000), i -> (i / 600) % 2, random, 0));
    all.add(made("random walk, all 53 bits random, exact clock", exactClock(20_000), i -> 0, random, 3));
    return all;
  }

  private static double bytesPerSample(Recording recording, int size) {
    long bytes = 0;
    int n = recording.times.length;
    for (int i = 0; i < n; i += size) {
      int count = Math.min(size, n - i);
      bytes +=
          Chunk.full(count, Arrays.copyOfRange(recording.times, i, i + count), Arrays.copyOfRange(recording.values, i, i + count))
              .encode().length;
    }
    return (double) bytes / n;
  }

  /** Seconds and price of each trade. */
  private static List<double[]> tape() throws IOException {
    List<double[]> trades = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(SampleSizes.class.getResourceAsStream("/bitstamp_trades_from_20131125_usd.csv")),
                StandardCharsets.UTF_8))) {
      in.readLine();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] fields = line.split(",", -1);
        trades.add(new double[] {Double.parseDouble(fields[0]), Double.parseDouble(fields[1])});
      }
    }
    trades.sort((a, b) -> Double.compare(a[0], b[0]));
    return trades;
  }

  private static Recording equity(String name, List<double[]> tape, int step) {
    double begin = tape.getFirst()[0];
    int n = (int) ((tape.getLast()[0] - begin) / step);
    long[] times = exactClock(n);
    double[] values = new double[n];
    int next = 0;
    double price = tape.getFirst()[1];
    for (int i = 0; i < n; i++) {
      for (; next < tape.size() && tape.get(next)[0] <= begin + (double) i * step; next++) {
        price = tape.get(next)[1];
      }
      values[i] = rounded(8_000 + 1.84 * price, 2);
    }
    return new Recording(name, times, values);
  }

  private static Recording tradesSoFar(List<double[]> tape) {
    double begin = tape.getFirst()[0];
    int n = (int) (tape.getLast()[0] - begin);
    double[] values = new double[n];
    int next = 0;
    for (int i = 0; i < n; i++) {
      while (next < tape.size() && tape.get(next)[0] <= begin + i) {
        next++;
      }
      values[i] = next;
    }
    return new Recording("trades so far on the tape, a counter, each second", exactClock(n), values);
  }

  /** A loop that waits a second at a time as schedulers do, here shortened: the jitter is real, the second is added. */
  private static long[] recordedClock(int n) {
    long[] times = new long[n];
    long begin = System.nanoTime();
    for (int i = 0; i < n; i++) {
      long due = begin + i * 10_000_000L;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      long lateNanos = System.nanoTime() - due;
      times[i] = 1_700_000_000_000L + i * 1_000L + Math.min(lateNanos / 1_000_000, 999);
    }
    return times;
  }

  private static Recording heap(long[] clock) {
    double[] values = new double[clock.length];
    List<byte[]> garbage = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      garbage.add(new byte[20_000 + i % 100 * 500]);
      if (garbage.size() > 500) {
        garbage.clear();
      }
      values[i] = rounded((Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) / 1e6, 1);
    }
    return new Recording("heap in use of a JVM, 0.1 MB, recorded clock", clock, values);
  }

  private static Recording cpu(long[] clock) {
    double[] values = new double[clock.length];
    var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    for (int i = 0; i < values.length; i++) {
      LockSupport.parkNanos(10_000_000);
      values[i] = rounded(Math.max(0, system.getCpuLoad()) * 100, 1);
    }
    return new Recording("CPU of this machine, 0.1 %, recorded clock", clock, values);
  }

  private interface Made {
    double at(int i);
  }

  private static Recording made(String name, long[] times, Made made, Random random, int kind) {
    double[] values = new double[times.length];
    double sum = 10_000;
    for (int i = 0; i < values.length; i++) {
      switch (kind) {
        case 1 -> {
          double limit = Math.exp(-3);
          for (double p = random.nextDouble(); p > limit; p *= random.nextDouble()) {
            sum++;
          }
          values[i] = sum;
        }
        case 2 -> values[i] = rounded(Math.exp(Math.log(40) + 0.3 * random.nextGaussian()), 1);
        case 3 -> {
          sum += random.nextGaussian();
          values[i] = sum;
        }
        default -> values[i] = made.at(i);
      }
    }
    return new Recording(name, times, values);
  }

  private static long[] exactClock(int n) {
    long[] times = new long[n];
    for (int i = 0; i < n; i++) {
      times[i] = 1_700_000_000_000L + i * 1_000L;
    }
    return times;
  }

  private static double rounded(double value, int digits) {
    return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_EVEN).doubleValue();
  }
}
