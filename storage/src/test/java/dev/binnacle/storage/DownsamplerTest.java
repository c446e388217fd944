package dev.binnacle.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.storage.SampleStore.Point;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DownsamplerTest {

  @Test
  void whatFitsStaysAsItIs() {
    Downsampler sampler = new Downsampler(1_000, 10_000, 3);
    sampler.add(1_000, 5, 5, 5, 1);
    sampler.add(1_001, 7, 7, 7, 1);
    sampler.add(9_999, 6, 6, 6, 1);

    assertThat(sampler.points())
        .containsExactly(
            new Point(Instant.ofEpochMilli(1_000), 5, 5, 5, 1),
            new Point(Instant.ofEpochMilli(1_001), 7, 7, 7, 1),
            new Point(Instant.ofEpochMilli(9_999), 6, 6, 6, 1));
  }

  @Test
  void whatDoesNotFitIsPutInBucketsOfEqualTime() {
    // Two buckets: [0, 50) and [50, 100).
    Downsampler sampler = new Downsampler(0, 100, 2);
    sampler.add(0, 10, 10, 10, 1);
    sampler.add(20, -3, -3, -3, 1);
    sampler.add(49, 4, 4, 4, 1);
    sampler.add(50, 8, 2, 9, 60);
    sampler.add(99, 5, 5, 5, 1);

    assertThat(sampler.points())
        .containsExactly(
            new Point(Instant.ofEpochMilli(49), 4, -3, 10, 3), new Point(Instant.ofEpochMilli(99), 5, 2, 9, 61));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 100, 1_999, 2_000, 9_999, 10_000})
  void noExtremeIsLostAndNeverMorePointsThanAskedFor(int most) {
    Random random = new Random(most);
    Downsampler sampler = new Downsampler(0, 10_000, most);
    double least = Double.MAX_VALUE;
    double greatest = -Double.MAX_VALUE;
    double last = 0;
    for (int time = 0; time < 10_000; time++) {
      last = random.nextGaussian() * (random.nextInt(1_000) == 0 ? 1_000 : 1);
      least = Math.min(least, last);
      greatest = Math.max(greatest, last);
      sampler.add(time, last, last, last, 1);
    }

    List<Point> points = sampler.points();

    assertThat(points).hasSizeLessThanOrEqualTo(most);
    assertThat(points.stream().mapToDouble(Point::min).min()).hasValue(least);
    assertThat(points.stream().mapToDouble(Point::max).max()).hasValue(greatest);
    assertThat(points.stream().mapToLong(Point::count).sum()).isEqualTo(10_000);
    assertThat(points.getLast().value()).isEqualTo(last);
    assertThat(points).extracting(Point::at).isSorted().doesNotHaveDuplicates();
  }
}
