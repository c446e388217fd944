package dev.binnacle.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The process dies at each step; what the disk holds then is what the next start finds. */
final class CrashTest {
  @TempDir
  Path folder;

  /** Dies at a step, and then again at every step that is still tried. */
  private static final class Dying implements Steps {
    private final AtomicReference<Step> at = new AtomicReference<>();
    private volatile boolean dead;

    @Override
    public void reached(Step step) {
      if (dead || step == at.get()) {
        dead = true;
        throw new Death();
      }
    }
  }

  private static final class Death extends Error {
    private static final long serialVersionUID = 1;
  }

  @ParameterizedTest
  @EnumSource(value = Steps.Step.class, names = {"READ"}, mode = EnumSource.Mode.EXCLUDE)
  void aProposalIsWhollyThereOrWhollyNotThereAfterADeath(Steps.Step step) {
    Dying dying = new Dying();
    try (Rig rig = Rig.json(folder)) {
      rig.restart(builder -> builder.seams(rig.seams(dying)));
      dying.at.set(step);
      Throwable death = null;
      try {
        rig.live.submit(rig.edit("/trigger", 10));
      } catch (IllegalStateException e) {
        death = e.getCause();
      }
      rig.live.abandon();
      rig.live = rig.builder().open();

      assertThat(death).isInstanceOf(Death.class);
      boolean committed = step.compareTo(Steps.Step.RECORD_APPENDED) >= 0;
      assertThat(rig.live.version()).isEqualTo(committed ? 2 : 1);
      assertThat(rig.number("trigger")).isEqualTo(committed ? 10 : 8);
      assertThat(rig.text()).isEqualTo(committed ? Rig.with("trigger", "10") : Rig.GOOD);
      assertThat(rig.live.history().verifyChain().intact()).isTrue();
      assertThat(folder.toFile().list()).as("nothing is left lying about").hasSize(2);
      assertThat(rig.live.submit(rig.edit("/trigger", 11))).isInstanceOf(Outcome.Accepted.class);
      assertThat(rig.text()).isEqualTo(Rig.with("trigger", "11"));
    }
  }

  @ParameterizedTest
  @EnumSource(value = Steps.Step.class, names = {"READ", "CHECKED", "CONTENT_STORED", "RECORD_APPENDED", "SWAPPED", "TOLD"})
  void aSaveIsInForceAfterTheNextStartHoweverTheProcessDied(Steps.Step step) {
    Dying dying = new Dying();
    try (Rig rig = Rig.json(folder)) {
      rig.restart(builder -> builder.seams(rig.seams(dying)));
      dying.at.set(step);
      rig.saveByRename(Rig.with("trigger", "10"));
      rig.hint();
      boolean died = dying.dead;
      rig.live.abandon();
      rig.live = rig.builder().open();

      assertThat(died).isTrue();
      assertThat(rig.number("trigger")).isEqualTo(10);
      assertThat(rig.live.version()).isEqualTo(2);
      assertThat(rig.live.history().verifyChain().intact()).isTrue();
    }
  }
}
