package dev.binnacle.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.engine.control.TriggerSettings.Pace;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Halt;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.model.Side;
import dev.binnacle.model.Trigger;
import dev.binnacle.model.Trigger.Stage;
import dev.binnacle.model.TriggerKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What holds for triggers in every history, tried on random ones. A failure names its seed. {@code -Dbinnacle.histories=100000} asks for so
 * many.
 */
final class TriggerHistoryPropertyTest {
  private static final int STEPS = 120;
  private static final int USUAL_HISTORIES = 2_000;

  @Test
  void noTriggerHaltsTwiceWithoutAReleaseInAFewHistories() {
    LongStream.range(7_000, 7_150).forEach(TriggerHistoryPropertyTest::play);
  }

  @Test
  @Tag("slow")
  void noTriggerHaltsTwiceWithoutAReleaseInManyHistories() {
    int histories = Integer.getInteger("binnacle.histories", USUAL_HISTORIES);
    LongStream.range(10_000, 10_000 + histories).forEach(TriggerHistoryPropertyTest::play);
  }

  private static void play(long seed) {
    Random random = new Random(seed);
    TriggerScript script =
        TriggerScript.begins(
            TriggerScript.TRIGGERS.withPaces(new Pace(5, Duration.ofSeconds(2)), new Pace(3, Duration.ofSeconds(20))));
    for (int i = 0; i < STEPS; i++) {
      step(script, random, i);
    }
    try {
      new Witness().read(script.journal());
      assertThat(script.restarts().engine().state().control())
          .isEqualTo(script.restartsFromCheckpoint().engine().state().control());
    } catch (AssertionError e) {
      throw new AssertionError("seed " + seed, e);
    }
  }

  private static void step(TriggerScript script, Random random, int number) {
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> script.memory(random.nextBoolean() ? 1500 : random.nextBoolean() ? 700 : 90_000);
      case 3 -> script.hears(Says.opened("t" + number, "BTC/USD", Side.BUY, "100", "0.5"));
      case 4 -> {
        for (int i = 0; i < 8; i++) {
          script.hears(Says.opened("t" + number + "-" + i, "BTC/USD", Side.BUY, "100", "0.5"));
        }
      }
      case 5 ->
          script.then(Says.closed("t" + number, "ETH/USD", Side.BUY, "100", "1", String.valueOf(100 - random.nextInt(300))));
      case 6 -> script.lives(1 + random.nextInt(12));
      case 7 -> script.passes(1 + random.nextInt(80));
      case 8 -> {
        if (!script.halts().isEmpty()) {
          script.releases(random.nextInt(4) > 0);
        }
      }
      case 9 -> script.rearms(
          random.nextBoolean() ? TriggerKind.REPEATED_EXECUTION : TriggerKind.ORDER_STORM, random.nextInt(4) == 0 ? "" : "fixed",
          random.nextInt(4) == 0 ? null : "bob");
      case 10 -> script.restarts().links();
      default -> script.restartsFromCheckpoint().links();
    }
  }

  /** Reads what is on disk, and knows nothing else. */
  private static final class Witness {
    private final Map<String, Stage> stages = new HashMap<>();
    private final Map<String, HaltId> holds = new HashMap<>();
    private final Set<HaltId> inForce = new HashSet<>();
    private final Set<String> locked = new HashSet<>();

    void read(List<JournalEntry> journal) {
      journal.forEach(entry -> entry.facts().forEach(this::read));
    }

    private void read(Fact fact) {
      switch (fact) {
        case Fact.HaltBegun(var at, Halt halt) -> inForce.add(halt.id());
        case Fact.HaltReleased released -> release(released.halt());
        case Fact.TriggerMoved(var at, Trigger trigger) -> moved(trigger);
        default -> {}
      }
    }

    private void release(HaltId halt) {
      assertThat(inForce.remove(halt)).isTrue();
      holds.forEach((key, held) -> {
        if (held.equals(halt)) {
          assertThat(locked).as("a throttle that nobody armed again was released").doesNotContain(key);
          stages.put(key, Stage.SPENT);
        }
      });
      holds.values().removeIf(halt::equals);
    }

    private void moved(Trigger trigger) {
      String key = trigger.kind() + " " + trigger.bot() + " " + trigger.part();
      Stage before = stages.getOrDefault(key, Stage.ARMED);
      HaltId halt = trigger.halt();
      if (trigger.rearming() != null) {
        locked.remove(key);
      } else if (trigger.stage() == Stage.TRIPPED && halt != null) {
        assertThat(before).as("%s halts again", key).isEqualTo(Stage.ARMED);
        assertThat(inForce).contains(halt);
        holds.put(key, halt);
        if (trigger.kind().isThrottle()) {
          locked.add(key);
        }
      } else if (trigger.bad() > 0) {
        assertThat(before).as("%s counts though it has halted", key).isEqualTo(Stage.ARMED);
        assertThat(trigger.bad()).isLessThan(3);
      } else {
        assertThat(before).isNotEqualTo(Stage.TRIPPED);
      }
      stages.put(key, trigger.stage());
    }
  }
}
