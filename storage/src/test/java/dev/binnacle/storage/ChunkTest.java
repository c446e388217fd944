package dev.binnacle.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

final class ChunkTest {
  private static final long BEGIN = 1_767_614_400_000L;

  @Property(tries = 500)
  void everyChunkComesBackBitForBit(@ForAll("chunks") Chunk chunk) {
    Chunk back = Chunk.decode(chunk.firstTime(), chunk.encode());

    assertSame(chunk, back);
  }

  @Property(tries = 200)
  void everyRolledUpChunkComesBackBitForBit(@ForAll("chunks") Chunk chunk, @ForAll Random random) {
    double[] min = chunk.last().clone();
    double[] max = chunk.last().clone();
    long[] counts = new long[chunk.count()];
    for (int i = 0; i < counts.length; i++) {
      min[i] -= random.nextInt(4) * Math.abs(min[i]) / 10;
      max[i] += random.nextInt(4) * Math.abs(max[i]) / 10;
      counts[i] = random.nextLong(1, 100_000);
    }
    Chunk rolledUp = new Chunk(chunk.count(), chunk.times(), chunk.last(), min, max, counts);

    Chunk back = Chunk.decode(rolledUp.firstTime(), rolledUp.encode());

    assertSame(rolledUp, back);
    assertThat(back.counts()).isEqualTo(counts);
  }

  @Property(tries = 300)
  void aChangedByteIsNoticed(@ForAll("chunks") Chunk chunk, @ForAll Random random) {
    byte[] bytes = chunk.encode();
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));

    assertThatThrownBy(() -> Chunk.decode(chunk.firstTime(), bytes)).isInstanceOf(IllegalArgumentException.class);
  }

  @Property(tries = 1_000)
  void rubbishWithAFittingChecksumIsRefusedOrReadButNeverHarms(@ForAll byte[] rubbish) {
    byte[] bytes = Arrays.copyOf(rubbish, rubbish.length + 4);
    java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
    crc.update(rubbish, 0, rubbish.length);
    for (int i = 0; i < 4; i++) {
      bytes[rubbish.length + i] = (byte) (crc.getValue() >>> 8 * i);
    }

    try {
      assertThat(Chunk.decode(BEGIN, bytes).count()).isBetween(1, Chunk.LARGEST);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
  }

  @Property(tries = 300)
  void everyColumnOfLongsComesBack(@ForAll long[] column) {
    BitWriter out = new BitWriter();
    IntegerColumn.write(out, column, column.length);
    byte[] bytes = out.toBytes();

    assertThat(IntegerColumn.read(new BitReader(bytes, 0, bytes.length), column.length)).isEqualTo(column);
  }

  @Example
  void theLargestChunkComesBack() {
    Random random = new Random(1);
    long[] times = LongStream.range(0, Chunk.LARGEST).map(i -> BEGIN + i * 1_000 + random.nextInt(900)).toArray();
    Chunk chunk = Chunk.full(Chunk.LARGEST, times, random.doubles(Chunk.LARGEST).toArray());

    assertSame(chunk, Chunk.decode(chunk.firstTime(), chunk.encode()));
  }

  @Example
  void nothingThatSticksTakesAlmostNoSpace() {
    double[] still = new double[120];
    Arrays.fill(still, 312.5);
    long[] times = LongStream.range(0, 120).map(i -> BEGIN + i * 1_000).toArray();

    // Kind and count 2 bytes, checksum 4, two columns with a first value, a step and "all zero" each.
    assertThat(Chunk.full(120, times, still).encode()).hasSizeLessThan(20);
  }

  @Example
  void prefersDecimalsToTheirBinaryNeighbours() {
    // 0.1 + 0.2 is not 0.3: it must not come back as if it were.
    Chunk chunk = Chunk.full(3, new long[] {1, 2, 3}, new double[] {0.3, 0.1 + 0.2, -0.0});

    assertSame(chunk, Chunk.decode(1, chunk.encode()));
  }

  @Provide
  Arbitrary<Chunk> chunks() {
    Arbitrary<Double> anything =
        Arbitraries.oneOf(
            Arbitraries.doubles(),
            Arbitraries.of(0.0, -0.0, Double.MIN_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE, 1e-12, 0x1p53, 0x1p53 + 2));
    Arbitrary<Double> cents = Arbitraries.longs().between(-5_000_000, 5_000_000).map(cent -> cent / 100.0);
    Arbitrary<Double> counters = Arbitraries.integers().between(0, 100).map(Double::valueOf);
    Arbitrary<Long> steady = Arbitraries.longs().between(998, 1_003);
    Arbitrary<Long> irregular = Arbitraries.longs().between(1, 1L << 40);
    return Combinators.combine(
        Arbitraries.integers().between(1, 700), Arbitraries.of(anything, cents, counters), Arbitraries.of(steady, irregular))
        .as(Tuple::of)
        .flatMap(
            kind -> Combinators.combine(
                kind.get3().array(long[].class).ofSize(kind.get1()), kind.get2().array(double[].class).ofSize(kind.get1()))
                .as(ChunkTest::chunk));
  }

  private static Chunk chunk(long[] steps, double[] values) {
    long[] times = new long[steps.length];
    long time = BEGIN;
    for (int i = 0; i < steps.length; i++) {
      time += steps[i];
      times[i] = time;
    }
    return Chunk.full(times.length, times, values);
  }

  private static void assertSame(Chunk expected, Chunk found) {
    assertThat(found.count()).isEqualTo(expected.count());
    assertThat(found.times()).isEqualTo(expected.times());
    assertThat(bits(found.last())).isEqualTo(bits(expected.last()));
    assertThat(bits(found.min())).isEqualTo(bits(expected.min()));
    assertThat(bits(found.max())).isEqualTo(bits(expected.max()));
  }

  private static long[] bits(double[] values) {
    return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
  }
}
