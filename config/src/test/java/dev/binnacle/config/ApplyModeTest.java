package dev.binnacle.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ApplyModeTest {
  @TempDir
  Path folder;

  /** A gate whose answer a test sets. */
  private final AtomicReference<ApplyGate.Verdict> answer =
      new AtomicReference<>(new ApplyGate.Closed("2 positions are open", null));
  private final ApplyGate gate = (mode, changes) -> answer.get();

  @Test
  void aChangeWaitsForItsMomentAndThenComesIntoForceByItself() {
    try (Rig rig = Rig.json(folder, builder -> builder.gate(gate))) {
      Outcome outcome = rig.live.submit(rig.edit("/stop", 3));
      String whileWaiting = rig.text();
      Pending pending = rig.live.pending().orElseThrow();
      answer.set(new ApplyGate.Open());
      rig.pass(Duration.ofSeconds(1));

      assertThat(outcome).isInstanceOf(Outcome.Deferred.class);
      assertThat(pending.version()).isEqualTo(2);
      assertThat(pending.mode()).isEqualTo(ApplyMode.WHEN_FLAT);
      assertThat(pending.reason()).isEqualTo("2 positions are open");
      assertThat(whileWaiting).isEqualTo(Rig.GOOD);
      assertThat(rig.number("stop")).isEqualTo(3);
      assertThat(rig.live.version()).isEqualTo(2);
      assertThat(rig.live.pending()).isEmpty();
      assertThat(rig.text()).contains("\"stop\": 3");
      assertThat(rig.kinds()).containsExactly(HistoryRecord.Kind.ACCEPTED, HistoryRecord.Kind.DEFERRED, HistoryRecord.Kind.ACCEPTED);
    }
  }

  @Test
  void theStrictestModeOfTheChangedValuesHoldsForAllOfThem() {
    try (Rig rig = Rig.json(folder, builder -> builder.gate(gate))) {
      rig.save(Rig.with("stop", "3").replace("\"trigger\": 8", "\"trigger\": 9").replace("\"day\"", "\"night\""));
      rig.rest();

      assertThat(rig.live.pending().orElseThrow().mode()).isEqualTo(ApplyMode.MARKET_CLOSED);
      assertThat(rig.number("trigger")).isEqualTo(8);
    }
  }

  @Test
  void nobodyKnowsAndAGateThatFailsAndNoGateAtAllNeverLetAChangePass() {
    ApplyGate failing = (mode, changes) -> {
      throw new IllegalStateException("no feed");
    };
    try (Rig rig = Rig.json(folder, builder -> builder.gate(failing))) {
      rig.live.submit(rig.edit("/stop", 3));
      rig.pass(Duration.ofMinutes(5));

      assertThat(rig.live.pending().orElseThrow().reason()).startsWith("unknown").contains("no feed");
    }
    answer.set(new ApplyGate.Unknown("the position feed is stale"));
    try (Rig rig = Rig.json(folder, builder -> builder.gate(gate).stateDirectory(folder.resolve("two")))) {
      rig.live.submit(rig.edit("/stop", 3));
      rig.pass(Duration.ofMinutes(5));

      assertThat(rig.number("stop")).isEqualTo(2);
      assertThat(rig.live.pending().orElseThrow().reason()).contains("the position feed is stale");
    }
    try (Rig rig = Rig.json(folder, builder -> builder.stateDirectory(folder.resolve("three")))) {
      rig.live.submit(rig.edit("/stop", 3));
      rig.pass(Duration.ofMinutes(5));

      assertThat(rig.live.pending().orElseThrow().reason()).contains("no gate");
    }
  }

  @Test
  void aChangeThatOnlyTightensGoesFirstAndOneThatLoosensBesideDoesNot() {
    try (Rig rig = Rig.json(folder, builder -> builder.gate(gate))) {
      Outcome tighter = rig.live.submit(rig.edit("/stop", 1));
      rig.save(rig.text().replace("\"stop\": 1", "\"stop\": 0").replace("\"day\"", "\"night\""));
      rig.rest();

      assertThat(tighter).isInstanceOf(Outcome.Accepted.class);
      assertThat(rig.number("stop")).isEqualTo(1);
      assertThat(rig.live.pending()).isPresent();
    }
  }

  @Test
  void aNewerChangeTakesThePlaceOfOneThatWaits() {
    try (Rig rig = Rig.json(folder, builder -> builder.gate(gate))) {
      rig.live.submit(rig.edit("/stop", 3));
      rig.live.submit(rig.edit("/stop", 4));
      answer.set(new ApplyGate.Open());
      rig.pass(Duration.ofSeconds(1));

      assertThat(rig.number("stop")).isEqualTo(4);
      assertThat(rig.live.version()).isEqualTo(3);
      assertThat(rig.kinds()).containsExactly(HistoryRecord.Kind.ACCEPTED, HistoryRecord.Kind.SUPERSEDED, HistoryRecord.Kind.DEFERRED,
          HistoryRecord.Kind.DEFERRED, HistoryRecord.Kind.ACCEPTED);
    }
  }

  @Test
  void editsMayStartFromTheVersionThatWaits() {
    try (Rig rig = Rig.json(folder, builder -> builder.gate(gate))) {
      rig.live.submit(rig.edit("/stop", 3));
      Proposal onTop = new Proposal(2, rig.edit("/trigger", 9).body(), Rig.ANNA, "too", false);
      rig.live.submit(onTop);
      answer.set(new ApplyGate.Open());
      rig.pass(Duration.ofSeconds(1));

      assertThat(rig.number("stop")).isEqualTo(3);
      assertThat(rig.number("trigger")).isEqualTo(9);
    }
  }

  @Test
  void aWaitingChangeExpires() {
    try (Rig rig = Rig.json(folder, builder -> builder.gate(gate).pendingFor(Duration.ofMinutes(10)))) {
      rig.live.submit(rig.edit("/stop", 3));
      rig.pass(Duration.ofMinutes(10));
      answer.set(new ApplyGate.Open());
      rig.pass(Duration.ofSeconds(1));

      assertThat(rig.number("stop")).isEqualTo(2);
      assertThat(rig.kinds()).first().isEqualTo(HistoryRecord.Kind.EXPIRED);
    }
  }

  @Test
  void aWaitingChangeIsExaminedAgainWhenItsMomentComes() {
    AtomicInteger highest = new AtomicInteger(100);
    Check<Node.Section> check = candidate -> Rig.number(candidate.config(), "stop") <= highest.get()
        ? List.of()
        : List.of(new Problem("bot.json", null, "/stop", "limit", "is above the broker's limit", ""));
    try (Rig rig = Rig.json(folder, builder -> builder.gate(gate).check(check))) {
      rig.live.submit(rig.edit("/stop", 3));
      highest.set(2);
      answer.set(new ApplyGate.Open());
      rig.pass(Duration.ofSeconds(1));

      assertThat(rig.number("stop")).isEqualTo(2);
      assertThat(rig.live.pending()).isEmpty();
      HistoryRecord record = rig.live.history().list(1).get(0);
      assertThat(record.kind()).isEqualTo(HistoryRecord.Kind.REFUSED);
      assertThat(record.version()).isEqualTo(2);
    }
  }

  @Test
  void aWaitingChangeSurvivesARestart() {
    try (Rig rig = Rig.json(folder, builder -> builder.gate(gate))) {
      rig.live.submit(rig.edit("/stop", 3));
      rig.restart(builder -> builder.gate(gate));
      Pending pending = rig.live.pending().orElseThrow();
      answer.set(new ApplyGate.Open());
      rig.pass(Duration.ofSeconds(1));

      assertThat(pending.version()).isEqualTo(2);
      assertThat(pending.author()).isEqualTo(Rig.ANNA);
      assertThat(rig.number("stop")).isEqualTo(3);
      assertThat(rig.live.snapshot().author()).isEqualTo(Rig.ANNA);
    }
  }

  @Test
  void aSavedFileThatWaitsSurvivesARestartAsTheSameVersion() {
    try (Rig rig = Rig.json(folder, builder -> builder.gate(gate))) {
      rig.save(Rig.with("stop", "3"));
      rig.rest();
      rig.restart(builder -> builder.gate(gate));

      assertThat(rig.live.pending().orElseThrow().version()).isEqualTo(2);
      assertThat(rig.number("stop")).isEqualTo(2);
      assertThat(rig.kinds()).containsExactly(HistoryRecord.Kind.DEFERRED, HistoryRecord.Kind.ACCEPTED);
    }
  }

  @Test
  void aValueThatNeedsARestartComesIntoForceWithTheNextStart() {
    try (Rig rig = Rig.json(folder, builder -> builder.gate(gate))) {
      Outcome outcome = rig.live.submit(rig.edit("/port", 9001));
      rig.pass(Duration.ofDays(30));
      int running = rig.number("port");
      rig.restart(builder -> builder.gate(gate));

      assertThat(outcome).isInstanceOfSatisfying(Outcome.Deferred.class,
          deferred -> assertThat(deferred.pending().expiresAt()).isNull());
      assertThat(running).isEqualTo(9000);
      assertThat(rig.number("port")).isEqualTo(9001);
      assertThat(rig.text()).contains("9001");
      assertThat(rig.live.pending()).isEmpty();
    }
  }

  @Test
  void aFileThatIsPutBackEndsTheWaiting() {
    try (Rig rig = Rig.json(folder, builder -> builder.gate(gate))) {
      rig.save(Rig.with("stop", "3"));
      rig.rest();
      rig.save(Rig.GOOD);
      rig.rest();

      assertThat(rig.live.pending()).isEmpty();
      assertThat(rig.kinds()).contains(HistoryRecord.Kind.SUPERSEDED);
    }
  }

  @Test
  void aWaitingChangeCanBeDropped() {
    try (Rig rig = Rig.json(folder, builder -> builder.gate(gate))) {
      rig.live.submit(rig.edit("/stop", 3));
      rig.live.dropPending(Rig.ANNA, "changed my mind");

      assertThat(rig.live.pending()).isEmpty();
      assertThat(rig.live.history().list(1).get(0).reason()).isEqualTo("changed my mind");
    }
  }

  @Test
  void aGateMayHoldItsLockAroundTheSwapButCanNeitherKeepTheApplyNorRunItTwice() {
    AtomicReference<Runnable> kept = new AtomicReference<>();
    ApplyGate locking = new ApplyGate() {
      @Override
      public Verdict ask(ApplyMode mode, List<Change> changes) {
        return new Open();
      }

      @Override
      public Verdict applyIfOpen(ApplyMode mode, List<Change> changes, Runnable apply) {
        kept.set(apply);
        apply.run();
        apply.run();
        return new Open();
      }
    };
    try (Rig rig = Rig.json(folder, builder -> builder.gate(locking))) {
      Outcome outcome = rig.live.submit(rig.edit("/stop", 3));

      assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
      assertThat(rig.live.version()).isEqualTo(2);
      assertThat(rig.kinds()).hasSize(2);
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> kept.get().run()).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void anOpenTradeKeepsWhatIsForTheNextTradeAndFollowsAllElse() {
    try (Rig rig = Rig.json(folder)) {
      TradeConfig<Node.Section> trade = rig.live.forTrade();
      rig.live.submit(rig.edit("/size", 2));
      rig.live.submit(rig.edit("/trigger", 20));
      TradeConfig<Node.Section> next = rig.live.forTrade();

      assertThat(Rig.number(trade.get(), "size")).isEqualTo(1);
      assertThat(Rig.number(trade.get(), "trigger")).isEqualTo(20);
      assertThat(Rig.number(next.get(), "size")).isEqualTo(2);
      assertThat(Rig.number(rig.live.get(), "size")).isEqualTo(2);
      trade.close();
      rig.live.submit(rig.edit("/trigger", 21));
      assertThat(Rig.number(trade.get(), "trigger")).isEqualTo(20);
      assertThat(Rig.number(next.get(), "trigger")).isEqualTo(21);
    }
  }
}
