package dev.binnacle.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.ChannelName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process in a storm of alerts, again and again in one directory, and compares what it had decided with what is in the outbox,
 * and what a receiver saw with what was marked as a possible repeat. {@code -Dbinnacle.kills=1000} asks for so many kills.
 */
final class OutboxCrashTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final int A_FEW = 10;
  private static final int USUAL_KILLS = 100;

  @TempDir
  private Path directory;
  private final Map<String, Integer> sent = new HashMap<>();
  private final Map<ChannelName, Long> lastSent = new HashMap<>();
  private long durable;
  private long routed;

  @Test
  void aFewKillsLoseNothingAndRepeatOnlyWhatIsMarked() throws Exception {
    kill(A_FEW);
  }

  @Test
  @Tag("slow")
  void manyKillsLoseNothingAndRepeatOnlyWhatIsMarked() throws Exception {
    kill(Integer.getInteger("binnacle.kills", USUAL_KILLS));
  }

  private void kill(int times) throws Exception {
    Random random = new Random(7);
    for (int kill = 1; kill <= times; kill++) {
      runAndKill(kill, random.nextInt(1, 400));
    }
    check();
    assertThat(durable).as("something was decided").isGreaterThan(times);
    assertThat(sent).as("something was sent").hasSizeGreaterThan(times);
  }

  /** Runs the child until it has printed so many lines, and kills it. */
  private void runAndKill(int kill, int lines) throws IOException, InterruptedException {
    Process child = child();
    try (BufferedReader out = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      String line;
      int heard = 0;
      while ((line = out.readLine()) != null) {
        if (line.endsWith("x")) {
          hear(kill, line.substring(0, line.length() - 2).split(" ", -1));
        }
        if (++heard == lines) {
          // SIGKILL; what the child had printed before it died is still read.
          child.toHandle().destroyForcibly();
        }
      }
    } finally {
      child.destroyForcibly();
    }
    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
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
        RoutingChild.class.getName(),
        directory.resolve("data").toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private void hear(int kill, String[] words) {
    switch (words[0]) {
      case "p" -> {
        long progress = Long.parseLong(words[1]);
        assertThat(progress).as("kill %d: the place in the journal", kill).isGreaterThanOrEqualTo(routed);
        routed = progress;
      }
      case "d" -> durable = Math.max(durable, Long.parseLong(words[1]));
      case "s" -> {
        int before = sent.merge(words[1], 1, Integer::sum) - 1;
        if (before > 0) {
          assertThat(words[2]).as("kill %d: %s was sent before", kill, words[1]).isEqualTo("true");
        }
        ChannelName channel = new ChannelName(words[1].substring(words[1].indexOf(':') + 1));
        long index = Long.parseLong(words[1].substring(2, words[1].indexOf(':')));
        assertThat(index).as("kill %d: the order of %s", kill, channel).isGreaterThan(lastSent.getOrDefault(channel, 0L) - 5);
        lastSent.put(channel, index);
      }
      default -> throw new IllegalStateException(String.join(" ", words));
    }
  }

  private void check() throws Exception {
    try (Storage storage = Storage.open(directory.resolve("data"), StorageSettings.DEFAULTS, () -> Facts.NOON)) {
      long last = storage.journal().lastIndex();
      assertThat(last).isGreaterThanOrEqualTo(durable);
      storage.outbox().follow(RoutingChild::route);
      assertThat(storage.outbox().sync(last, LONG)).isTrue();
      for (ChannelName channel : RoutingChild.CHANNELS) {
        assertThat(keys(storage.outbox(), channel))
            .as("each entry's parcel once, in order")
            .isEqualTo(LongStream.rangeClosed(1, last).mapToObj(index -> RoutingChild.key(index, channel)).toList());
      }
      assertThat(storage.alerts().alerts(AlertQuery.newest(1)).rows()).extracting(AlertRow::index).containsExactly(last);
      assertThat(storage.outbox().unrouted(1)).isEmpty();
      assertThat(storage.verify()).isEmpty();
    }
  }

  private static List<String> keys(Outbox outbox, ChannelName channel) {
    List<String> keys = new ArrayList<>();
    OutboxQuery query = OutboxQuery.newest(HistoryQuery.LARGEST).to(channel);
    while (true) {
      Page<Outbox.Entry> page = outbox.list(query);
      page.rows().forEach(entry -> keys.add(entry.parcel().key()));
      if (page.next() == null) {
        return keys.reversed();
      }
      query = query.after(page.next());
    }
  }
}
