package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.BotId;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.Liquidation;
import dev.binnacle.model.Symbol;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HaltLogTest {
  private static final HaltLog.Line ALL =
      new HaltLog.Line(new HaltId("h1"), new BotId("a"), null, Liquidation.ALL_AT_MARKET);
  private static final HaltLog.Line ONE =
      new HaltLog.Line(
          new HaltId("h2"), new BotId("b"), new Symbol("BTC/€"),
          new Liquidation(Liquidation.Positions.KEEP_ALL, new BigDecimal("0.5"), Duration.ofSeconds(30)));

  @TempDir
  Path folder;

  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("halt.log");
  }

  @Test
  void roomIsTakenBeforeAnythingIsWritten() throws IOException {
    try (HaltLog log = HaltLog.open(file)) {
      assertThat(log.lines()).isEmpty();
      assertThat(Files.size(file)).isEqualTo(1 << 20);
    }
  }

  @Test
  void linesOfAnEarlierRunAreReadAndGoneWhenTheyAreCleared() {
    try (HaltLog log = HaltLog.open(file)) {
      assertThat(log.record(ALL)).isTrue();
      assertThat(log.record(ONE)).isTrue();
    }
    try (HaltLog log = HaltLog.open(file)) {
      assertThat(log.lines()).containsExactly(ALL, ONE);
      log.record(ALL);
    }
    try (HaltLog log = HaltLog.open(file)) {
      assertThat(log.lines()).containsExactly(ALL, ONE, ALL);
      log.clear();
    }
    try (HaltLog log = HaltLog.open(file)) {
      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void lineThatWasNotWrittenToItsEndCountsForNothing() throws IOException {
    try (HaltLog log = HaltLog.open(file)) {
      log.record(ALL);
      log.record(ONE);
    }
    String text = Files.readString(file);
    try (RandomAccessFile torn = new RandomAccessFile(file.toFile(), "rw")) {
      torn.seek(text.indexOf("h2"));
      torn.write('x');
    }

    try (HaltLog log = HaltLog.open(file)) {
      assertThat(log.lines()).containsExactly(ALL);
      log.record(ONE);
    }
    try (HaltLog log = HaltLog.open(file)) {
      assertThat(log.lines()).containsExactly(ALL, ONE);
    }
  }

  @Test
  void fullLogSaysSo() {
    try (HaltLog log = HaltLog.open(file)) {
      int written = 0;
      while (log.record(ONE)) {
        written++;
      }
      assertThat(written).isGreaterThan(1_000);
      assertThat(log.record(ALL)).isFalse();
    }
  }
}
