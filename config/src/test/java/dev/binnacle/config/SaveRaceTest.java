package dev.binnacle.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A save of the file and a proposal at the same moment. */
final class SaveRaceTest {
  @TempDir
  Path folder;

  @Test
  void aSaveWhileAProposalIsExaminedIsNotWrittenOver() {
    // It was: what the file said was only compared with what it said when the version began to be stored, which was the save already.
    try (Rig rig = Rig.json(folder)) {
      AtomicBoolean once = new AtomicBoolean(true);
      rig.restart(builder -> builder.seams(rig.seams(step -> {
        if (step == Steps.Step.CHECKED && once.getAndSet(false)) {
          rig.save(Rig.with("trigger", "20"));
        }
      })));

      Outcome outcome = rig.live.submit(rig.edit("/trigger", 10));
      String file = rig.text();
      rig.rest();

      assertThat(outcome).isInstanceOf(Outcome.Conflict.class);
      assertThat(file).isEqualTo(Rig.with("trigger", "20"));
      assertThat(rig.number("trigger")).isEqualTo(20);
    }
  }

  @Test
  void theOldContentOfAFileThatCouldNotBeWrittenIsNoNewSave() {
    // It was: the content from before the proposal counted as a save after it, and two seconds later it was back in force.
    try (Rig rig = Rig.json(folder)) {
      AtomicBoolean fails = new AtomicBoolean();
      FileSource disk = new DiskFile(rig.file, 1 << 20, null);
      FileSource failing = () -> fails.getAndSet(false) ? new Reading.Unreadable("input/output error") : disk.read();
      Steps steps = step -> fails.set(step == Steps.Step.RECORD_APPENDED);
      rig.restart(builder -> builder.seams(new Setup.Seams(rig.ticker, steps, failing, rig.events)));

      Outcome outcome = rig.live.submit(rig.edit("/trigger", 10));
      rig.pass(Duration.ofSeconds(10));
      rig.rest();

      assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
      assertThat(rig.number("trigger")).isEqualTo(10);
      assertThat(rig.live.version()).isEqualTo(2);
      assertThat(rig.live.health().degraded()).contains("could not be replaced");
      rig.restart(builder -> builder);
      assertThat(rig.text()).isEqualTo(Rig.with("trigger", "10"));
      assertThat(rig.number("trigger")).isEqualTo(10);
    }
  }
}
