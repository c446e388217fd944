package dev.binnacle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AllocationTest {
  private volatile Optional<byte[]> kept = Optional.empty();

  @Test
  void allocatedBytesAreSeen() {
    long bytes = Allocation.bytes(100, () -> kept = Optional.of(new byte[1_000]));

    assertThat(bytes).isGreaterThan(100_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"counter", "timing", "question to a guard"})
  void aCallOnTheTradingThreadAllocatesNothing(String instrument) {
    assertThat(MicroSuite.allocated(instrument)).isZero();
  }
}
