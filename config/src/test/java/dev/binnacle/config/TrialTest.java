package dev.binnacle.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrialTest {
  @TempDir
  Path folder;

  @Test
  void aTrialIsInForceHereAndNotInTheFileAndEndsByItself() {
    try (Rig rig = Rig.json(folder)) {
      Outcome outcome = rig.live.tryOut(rig.edit("/trigger", 10), Duration.ofMinutes(10));
      int during = rig.number("trigger");
      rig.pass(Duration.ofMinutes(10));

      assertThat(outcome).isInstanceOf(Outcome.Trying.class);
      assertThat(during).isEqualTo(10);
      assertThat(rig.text()).isEqualTo(Rig.GOOD);
      assertThat(rig.number("trigger")).isEqualTo(8);
      assertThat(rig.live.version()).isEqualTo(1);
      assertThat(rig.live.trial().orElseThrow().state()).isEqualTo(Trial.State.ENDED);
      assertThat(rig.kinds()).containsExactly(HistoryRecord.Kind.CANARY, HistoryRecord.Kind.CANARY, HistoryRecord.Kind.ACCEPTED);
    }
  }

  @Test
  void aTrialThatIsKeptBecomesAVersionAndIsInTheFile() {
    try (Rig rig = Rig.json(folder)) {
      rig.live.tryOut(rig.edit("/trigger", 10), Duration.ofMinutes(10));
      Outcome outcome = rig.live.keep(Rig.ANNA, "it did well");
      rig.pass(Duration.ofHours(1));

      assertThat(outcome).isInstanceOfSatisfying(Outcome.Accepted.class, accepted -> assertThat(accepted.version()).isEqualTo(2));
      assertThat(rig.number("trigger")).isEqualTo(10);
      assertThat(rig.text()).contains("\"trigger\": 10");
      assertThat(rig.live.trial().orElseThrow().state()).isEqualTo(Trial.State.KEPT);
    }
  }

  @Test
  void aRestartReturnsToTheFile() {
    try (Rig rig = Rig.json(folder)) {
      rig.live.tryOut(rig.edit("/trigger", 10), Duration.ofMinutes(10));
      rig.restart(builder -> builder);

      assertThat(rig.number("trigger")).isEqualTo(8);
      assertThat(rig.live.trial()).isEmpty();
    }
  }

  @Test
  void aSaveDuringATrialEndsIt() {
    try (Rig rig = Rig.json(folder)) {
      rig.live.tryOut(rig.edit("/trigger", 10), Duration.ofMinutes(10));
      rig.saveByRename(Rig.with("target", "6"));
      rig.hint();

      assertThat(rig.number("trigger")).isEqualTo(8);
      assertThat(rig.number("target")).isEqualTo(6);
      assertThat(rig.live.trial().orElseThrow().verdict()).contains("version 2");
    }
  }

  @Test
  void theWayBackWaitsForItsMomentToo() {
    AtomicReference<ApplyGate.Verdict> answer = new AtomicReference<>(new ApplyGate.Open());
    try (Rig rig = Rig.json(folder, builder -> builder.gate((mode, changes) -> answer.get()))) {
      // The way there loosens the stop; the way back to a higher one must then not loosen it under an open position.
      rig.live.tryOut(rig.edit("/stop", 1), Duration.ofMinutes(10));
      answer.set(new ApplyGate.Closed("a position is open", null));
      rig.live.endTrial(Rig.ANNA, "enough");
      int ending = rig.number("stop");
      answer.set(new ApplyGate.Open());
      rig.pass(Duration.ofSeconds(1));

      assertThat(ending).isEqualTo(1);
      assertThat(rig.number("stop")).isEqualTo(2);
      assertThat(rig.live.trial().orElseThrow().state()).isEqualTo(Trial.State.ENDED);
    }
  }

  @Test
  void aTrialIsRefusedForWhatIsNotValidMayNotBeNowOrNeedsARestart() {
    ApplyGate closed = (mode, changes) -> new ApplyGate.Closed("a position is open", null);
    try (Rig rig = Rig.json(folder, builder -> builder.gate(closed))) {
      Duration time = Duration.ofMinutes(1);

      assertThat(List.of(rig.live.tryOut(rig.edit("/trigger", 99), time), rig.live.tryOut(rig.edit("/stop", 3), time),
          rig.live.tryOut(rig.edit("/port", 1), time))).allMatch(Outcome.Refused.class::isInstance);
      assertThat(rig.live.trial()).isEmpty();
      assertThat(rig.kinds()).filteredOn(HistoryRecord.Kind.REFUSED::equals).hasSize(3);
    }
  }

  @Test
  void listenersHearOfATrialAndOfItsEnd() {
    try (Rig rig = Rig.json(folder)) {
      List<Update<Node.Section>> told = new CopyOnWriteArrayList<>();
      rig.live.onChange(told::add);
      Awaits.until(() -> told.size() == 1);
      rig.live.tryOut(rig.edit("/trigger", 10), Duration.ofMinutes(10));
      Awaits.until(() -> told.size() == 2);
      rig.live.endTrial(Rig.ANNA, "enough");
      Awaits.until(() -> told.size() == 3);

      assertThat(told.get(2).changes()).extracting(ChangeText::line).containsExactly("trigger: 10 → 8");
    }
  }
}
