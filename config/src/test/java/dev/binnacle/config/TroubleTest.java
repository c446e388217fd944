package dev.binnacle.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that are full and files that may not be read. */
final class TroubleTest {
  @TempDir
  Path folder;

  @Test
  void aVersionThatCannotBeStoredIsNotInForceAndASaveIsTriedAgain() throws IOException {
    try (Rig rig = Rig.json(folder)) {
      Path contents = folder.resolve(".bot.json.history").resolve("content");
      Path aside = Files.move(contents, folder.resolve("aside"));
      Files.writeString(contents, "in the way");
      Outcome outcome = rig.live.submit(rig.edit("/trigger", 9));
      rig.saveByRename(Rig.with("trigger", "10"));
      rig.hint();
      ConfigHealth during = rig.live.health();
      Files.delete(contents);
      Files.move(aside, contents);
      rig.pass(Duration.ofSeconds(5));
      rig.pass(Rig.QUIET);

      assertThat(outcome).isInstanceOfSatisfying(Outcome.Refused.class,
          refused -> assertThat(refused.problems().get(0).rule()).isEqualTo("not-stored"));
      assertThat(during.version()).isEqualTo(1);
      assertThat(during.status()).isEqualTo(ConfigHealth.Status.DEGRADED);
      assertThat(rig.number("trigger")).isEqualTo(10);
      assertThat(rig.live.version()).isEqualTo(2);
      assertThat(rig.live.health().status()).isEqualTo(ConfigHealth.Status.ACTIVE);
    }
  }

  @Test
  void aFileThatMayNotBeReadLeavesTheConfigurationUntilItMay() {
    AtomicReference<@Nullable Reading> instead = new AtomicReference<>();
    try (Rig rig = Rig.json(folder)) {
      FileSource disk = new DiskFile(rig.file, 1 << 20, null);
      FileSource source = () -> {
        Reading other = instead.get();
        return other == null ? disk.read() : other;
      };
      rig.restart(builder -> builder.seams(new Setup.Seams(rig.ticker, Steps.UNOBSERVED, source, rig.events)));
      rig.save(Rig.with("trigger", "10"));
      instead.set(new Reading.Unreadable("permission denied"));
      rig.rest();
      ConfigHealth during = rig.live.health();
      instead.set(null);
      rig.pass(Duration.ofSeconds(2));
      rig.pass(Rig.QUIET);

      assertThat(during.version()).isEqualTo(1);
      assertThat(during.degraded()).contains("permission denied");
      assertThat(rig.number("trigger")).isEqualTo(10);
      assertThat(rig.live.health().status()).isEqualTo(ConfigHealth.Status.ACTIVE);
    }
  }
}
