package dev.binnacle.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process that appends, again and again in one directory, and compares what it acknowledged with what is there.
 * {@code -Dbinnacle.kills=100} asks for so many kills.
 */
@Tag("slow")
final class CrashTest {
  private static final int USUAL_KILLS = 20;

  @TempDir
  private Path directory;

  @Test
  void whatWasAcknowledgedSurvivesKillNineAndNothingIsThereTwice() throws Exception {
    Random random = new Random(20);
    int kills = Integer.getInteger("binnacle.kills", USUAL_KILLS);
    long acknowledgedEver = 0;
    for (int kill = 1; kill <= kills; kill++) {
      long acknowledged = runAndKill(random.nextInt(1, 60));
      assertThat(acknowledged).as("kill %d: the child acknowledged something", kill).isGreaterThan(acknowledgedEver);
      acknowledgedEver = acknowledged;

      checkTheJournal(kill, acknowledged);
    }
    checkTheHistory(acknowledgedEver);
  }

  /** Runs the child until it has acknowledged so many times, and kills it; gives the last index that it acknowledged. */
  private long runAndKill(int acknowledgements) throws IOException, InterruptedException {
    Process child = child();
    long last = 0;
    try (BufferedReader out = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      String line;
      int heard = 0;
      while ((line = out.readLine()) != null) {
        if (!line.startsWith("from ")) {
          last = Long.parseLong(line);
          if (++heard == acknowledgements) {
            // SIGKILL; what the child had printed before it died is still read.
            child.toHandle().destroyForcibly();
          }
        }
      }
    } finally {
      child.destroyForcibly();
    }
    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return last;
  }

  private Process child() throws IOException {
    return new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-Xmx128m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        AppendingChild.class.getName(),
        directory.resolve("data").toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  @Test
  void anotherProcessIsRefusedByNameAndLetInAfterACrash() throws Exception {
    Process child = child();
    try (BufferedReader out = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(out.readLine()).isEqualTo("from 0");

      assertThatThrownBy(() -> Storage.open(directory.resolve("data"), StorageSettings.DEFAULTS))
          .isInstanceOf(StorageInUseException.class)
          .hasMessageContaining("process " + child.pid());
      assertThat(child.isAlive()).isTrue();
    } finally {
      child.destroyForcibly();
    }
    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    Storage.open(directory.resolve("data"), StorageSettings.DEFAULTS).close();
  }

  private void checkTheJournal(int kill, long acknowledged) {
    try (Storage storage = Storage.open(directory.resolve("data"), StorageSettings.DEFAULTS, () -> Facts.NOON)) {
      List<Long> indexes = new ArrayList<>();
      storage.journal().replay(0, entry -> indexes.add(entry.index()));
      assertThat(indexes.getLast()).as("kill %d: the last one there", kill).isGreaterThanOrEqualTo(acknowledged);
      assertThat(indexes).as("kill %d: none missing and none twice", kill)
          .isEqualTo(LongStream.rangeClosed(1, indexes.size()).boxed().toList());
      storage
          .journal()
          .lastCheckpoint()
          .ifPresent(
              last -> {
                assertThat(last.index()).isLessThanOrEqualTo(storage.journal().lastIndex());
                assertThat(new String(last.state(), StandardCharsets.UTF_8)).isEqualTo(String.valueOf(last.index()));
              });
    }
  }

  private void checkTheHistory(long acknowledged) throws InterruptedException {
    try (Storage storage = Storage.open(directory.resolve("data"), StorageSettings.DEFAULTS, () -> Facts.NOON)) {
      long last = storage.journal().lastIndex();
      assertThat(storage.history().sync(last, Duration.ofMinutes(2))).isTrue();
      Set<Long> trades = new HashSet<>();
      HistoryQuery query = HistoryQuery.newest(HistoryQuery.LARGEST);
      while (true) {
        Page<Trade> page = storage.history().trades(query, Trade.State.ANY);
        for (Trade trade : page.rows()) {
          if (!trades.add(trade.index()) || trade.opened() == null || trade.closed() == null) {
            fail("not there once and whole: " + trade);
          }
        }
        if (page.next() == null) {
          break;
        }
        query = query.after(page.next());
      }
      assertThat(trades).hasSize((int) last);
      assertThat(last).isGreaterThanOrEqualTo(acknowledged);
      assertThat(storage.verify()).isEmpty();
    }
  }
}
