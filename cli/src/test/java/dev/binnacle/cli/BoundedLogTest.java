package dev.binnacle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BoundedLogTest {
  @TempDir
  private Path folder;

  @Test
  void neverHoldsMoreThanTwoFilesOfTheBound() throws Exception {
    byte[] block = new byte[1_000_000];
    Path file = folder.resolve("bot.log");
    try (BoundedLog log = BoundedLog.open(file)) {
      for (int i = 0; i < 30; i++) {
        log.write(block, block.length);
      }
      assertThat(log.size()).isEqualTo(Files.size(file)).isLessThanOrEqualTo(8_000_000);
    }
    assertThat(Files.size(folder.resolve("bot.log.1"))).isLessThanOrEqualTo(8_000_000);
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
  }
}
