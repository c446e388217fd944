package dev.binnacle.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProposalTest {
  @TempDir
  Path folder;

  @Test
  void anEditIsInForceInTheFileAndInTheHistoryAndKeepsComments() {
    try (Rig rig = Rig.yaml(folder, "# the bot\ntrigger: 8 # points\nstop: 2\ntarget: 5\n")) {
      Outcome outcome = rig.live.submit(rig.edit("/trigger", 10));

      assertThat(outcome).isInstanceOfSatisfying(Outcome.Accepted.class, accepted -> {
        assertThat(accepted.version()).isEqualTo(2);
        assertThat(accepted.mode()).isEqualTo(ApplyMode.HOT);
        assertThat(accepted.changes()).singleElement().satisfies(change -> assertThat(ChangeText.line(change)).isEqualTo("trigger: 8 → 10"));
      });
      assertThat(rig.number("trigger")).isEqualTo(10);
      assertThat(rig.text()).isEqualTo("# the bot\ntrigger: 10 # points\nstop: 2\ntarget: 5\n");
      HistoryRecord record = rig.live.history().list(1).get(0);
      assertThat(record.author()).isEqualTo(Rig.ANNA);
      assertThat(record.reason()).isEqualTo("a reason");
      assertThat(record.parent()).isEqualTo(rig.live.history().get(1).orElseThrow().record().hash());
    }
  }

  @Test
  void ourOwnWriteIsNotTakenForASave() {
    try (Rig rig = Rig.json(folder)) {
      rig.live.submit(rig.edit("/trigger", 10));
      rig.rest();
      rig.pass(Duration.ofSeconds(10));

      assertThat(rig.live.version()).isEqualTo(2);
      assertThat(rig.live.health().noOps()).isZero();
      assertThat(rig.kinds()).containsExactly(HistoryRecord.Kind.ACCEPTED, HistoryRecord.Kind.ACCEPTED);
    }
  }

  @Test
  void aProposalFromAnotherVersionIsAConflictThatSaysWhatHasChangedSince() {
    try (Rig rig = Rig.json(folder)) {
      Proposal late = rig.edit("/trigger", 12);
      rig.live.submit(rig.edit("/trigger", 10));

      Outcome outcome = rig.live.submit(late);

      assertThat(outcome).isInstanceOfSatisfying(Outcome.Conflict.class, conflict -> {
        assertThat(conflict.base()).isEqualTo(1);
        assertThat(conflict.present()).isEqualTo(2);
        assertThat(conflict.changesSince()).singleElement()
            .satisfies(change -> assertThat(ChangeText.line(change)).isEqualTo("trigger: 8 → 10"));
      });
      assertThat(rig.number("trigger")).isEqualTo(10);
    }
  }

  @Test
  void aProposalDoesNotWriteOverASaveThatHasNotBeenTakenYet() {
    try (Rig rig = Rig.json(folder)) {
      String saved = Rig.with("target", "9");
      rig.save(saved);

      Outcome outcome = rig.live.submit(rig.edit("/trigger", 10));

      assertThat(outcome).isInstanceOf(Outcome.Conflict.class);
      assertThat(rig.text()).isEqualTo(saved);
    }
  }

  @Test
  void aSaveThatFallsIntoAProposalIsNotWrittenOverAndComesIntoForceAfterIt() {
    String saved = Rig.with("target", "9");
    try (Rig rig = Rig.json(folder)) {
      rig.restart(builder -> builder.seams(rig.seams(step -> {
        if (step == Steps.Step.RECORD_APPENDED && rig.text().equals(Rig.GOOD)) {
          rig.save(saved);
        }
      })));
      Outcome outcome = rig.live.submit(rig.edit("/trigger", 10));
      String afterwards = rig.text();
      rig.rest();

      assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
      assertThat(afterwards).isEqualTo(saved);
      assertThat(rig.number("target")).isEqualTo(9);
      assertThat(rig.live.version()).isEqualTo(3);
    }
  }

  @Test
  void aDryRunSaysWhatWouldBeAndChangesNothing() {
    try (Rig rig = Rig.json(folder)) {
      String before = rig.text();
      Outcome good = rig.live.submit(rig.edit("/trigger", 10).asDryRun());
      Outcome bad = rig.live.submit(rig.edit("/trigger", 1000).asDryRun());

      assertThat(good).isInstanceOfSatisfying(Outcome.Accepted.class, accepted -> assertThat(accepted.dryRun()).isTrue());
      assertThat(bad).isInstanceOf(Outcome.Refused.class);
      assertThat(rig.text()).isEqualTo(before);
      assertThat(rig.kinds()).hasSize(1);
      assertThat(rig.live.health().refusals()).isZero();
    }
  }

  @Test
  void aRefusedProposalIsOnRecordAndLeavesTheFile() {
    try (Rig rig = Rig.json(folder)) {
      Outcome outcome = rig.live.submit(rig.edit("/trigger", 51));

      assertThat(outcome).isInstanceOf(Outcome.Refused.class);
      assertThat(rig.text()).isEqualTo(Rig.GOOD);
      assertThat(rig.kinds()).first().isEqualTo(HistoryRecord.Kind.REFUSED);
      assertThat(rig.live.health().status()).isEqualTo(ConfigHealth.Status.ACTIVE);
    }
  }

  @Test
  void theSameContentIsUnchangedAndOnRecord() {
    try (Rig rig = Rig.json(folder)) {
      Outcome outcome = rig.live.submit(Proposal.content(1, Rig.GOOD, Rig.ANNA, "again"));

      assertThat(outcome).isInstanceOf(Outcome.Unchanged.class);
      assertThat(rig.kinds()).first().isEqualTo(HistoryRecord.Kind.UNCHANGED);
    }
  }

  @Test
  void aRollbackIsANewVersionThatAlsoRewritesTheFile() {
    try (Rig rig = Rig.json(folder)) {
      rig.live.submit(rig.edit("/trigger", 10));
      rig.live.submit(rig.edit("/trigger", 11));

      Outcome outcome = rig.live.rollback(1, Rig.ANNA, "too wild");

      assertThat(outcome).isInstanceOfSatisfying(Outcome.Accepted.class, accepted -> assertThat(accepted.version()).isEqualTo(4));
      assertThat(rig.number("trigger")).isEqualTo(8);
      assertThat(rig.text()).isEqualTo(Rig.GOOD);
      HistoryRecord record = rig.live.history().list(1).get(0);
      assertThat(record.kind()).isEqualTo(HistoryRecord.Kind.ROLLED_BACK);
      assertThat(record.rollbackOf()).isEqualTo(1);
      rig.rest();
      assertThat(rig.live.version()).isEqualTo(4);
    }
  }

  @Test
  void aRollbackToWhatTodaysSchemaForbidsIsRefused() {
    Schema strict = Schema.parse("strict.json", Rig.SCHEMA.json().replaceAll("\"maximum\"\\s*:\\s*50", "\"maximum\": 9").getBytes(
        java.nio.charset.StandardCharsets.UTF_8));
    try (Rig rig = Rig.json(folder)) {
      rig.live.submit(rig.edit("/trigger", 10));
      rig.live.submit(rig.edit("/trigger", 7));
      rig.restart(builder -> builder.schema(strict));

      Outcome outcome = rig.live.rollback(2, Rig.ANNA, "back");

      assertThat(outcome).isInstanceOf(Outcome.Refused.class);
      assertThat(rig.number("trigger")).isEqualTo(7);
    }
  }

  @Test
  void aRollbackToAVersionThatNeverWasIsRefused() {
    try (Rig rig = Rig.json(folder)) {
      assertThat(rig.live.rollback(7, Rig.ANNA, "back")).isInstanceOfSatisfying(Outcome.Refused.class,
          refused -> assertThat(refused.problems().get(0).rule()).isEqualTo("no-such-version"));
    }
  }

  @Test
  void checksAcrossValuesRunBeforeTheSwapAndOneThatThrowsRefuses() {
    Check<Node.Section> stopBelowTarget = candidate -> Rig.number(candidate.config(), "stop") < Rig.number(candidate.config(), "target")
        ? List.of()
        : List.of(new Problem("bot.json", candidate.document().positionOf("/stop"), "/stop", "order", "must lie below the target", ""));
    Check<Node.Section> throwing = candidate -> {
      if (Rig.number(candidate.config(), "trigger") == 13) {
        throw new IllegalStateException("boom");
      }
      return List.of();
    };
    try (Rig rig = Rig.json(folder, builder -> builder.check(stopBelowTarget).check(throwing))) {
      Outcome crossed = rig.live.submit(rig.edit("/target", 1));
      Outcome thrown = rig.live.submit(rig.edit("/trigger", 13));

      assertThat(crossed).isInstanceOfSatisfying(Outcome.Refused.class,
          refused -> assertThat(refused.problems().get(0).message()).isEqualTo("must lie below the target"));
      assertThat(thrown).isInstanceOfSatisfying(Outcome.Refused.class,
          refused -> assertThat(refused.problems().get(0).message()).contains("boom"));
    }
  }

  @Test
  void aValueThatMovesFurtherThanItMayAtOnceIsRefused() {
    try (Rig rig = Rig.json(folder)) {
      assertThat(rig.live.submit(rig.edit("/size", 3))).isInstanceOf(Outcome.Refused.class);
      assertThat(rig.live.submit(rig.edit("/size", 2))).isInstanceOf(Outcome.Accepted.class);
    }
  }

  @Test
  void aVetoIsOnRecordAsRefused() {
    Veto<Node.Section> training = candidate -> candidate.before() == null ? Optional.empty() : Optional.of("the model is training");
    try (Rig rig = Rig.json(folder, builder -> builder.vetoWith(training))) {
      Outcome outcome = rig.live.submit(rig.edit("/trigger", 10));

      assertThat(outcome).isInstanceOf(Outcome.Refused.class);
      assertThat(rig.live.history().list(1).get(0)).satisfies(record -> {
        assertThat(record.kind()).isEqualTo(HistoryRecord.Kind.REFUSED);
        assertThat(record.problems().get(0).message()).isEqualTo("the model is training");
      });
    }
  }

  @Test
  void aVetoThatDoesNotComeBackIsAVetoAndDoesNotHoldTheReaders() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    Veto<Node.Section> stuck = candidate -> {
      if (candidate.before() != null) {
        try {
          never.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          return Optional.of("interrupted");
        }
      }
      return Optional.empty();
    };
    try (Rig rig = Rig.json(folder, builder -> builder.vetoWith(stuck).vetoDeadline(Duration.ofMillis(50)))) {
      Outcome outcome = rig.live.submit(rig.edit("/trigger", 10));

      assertThat(outcome).isInstanceOfSatisfying(Outcome.Refused.class,
          refused -> assertThat(refused.problems().get(0).rule()).isEqualTo("veto"));
      assertThat(rig.number("trigger")).isEqualTo(8);
      assertThat(rig.kinds()).first().isEqualTo(HistoryRecord.Kind.REFUSED);
    } finally {
      never.countDown();
    }
  }

  @Test
  void aLinkStaysALinkAndRightsStayAsTheyWere() throws IOException {
    Path real = Files.writeString(Files.createDirectory(folder.resolve("real")).resolve("real.json"), Rig.GOOD);
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
    Files.createSymbolicLink(folder.resolve("link.json"), real);
    try (LiveConfig<Node.Section> live = LiveConfig.tree(folder.resolve("link.json"), Rig.SCHEMA).watching(false).open()) {
      Outcome outcome = live.submit(Proposal.edits(1, List.of(new Edit("/trigger", new Node.Numeral(BigDecimal.TEN))), Rig.ANNA, "why"));

      assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
      assertThat(folder.resolve("link.json")).isSymbolicLink();
      assertThat(Files.readString(real)).contains("\"trigger\": 10");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real))).isEqualTo("rw-r-----");
    }
  }

  @Test
  void aCheckThatCallsTheConfigurationThatAsksItIsRefusedInsteadOfWaitingForItself() {
    java.util.concurrent.atomic.AtomicReference<LiveConfig<Node.Section>> itself = new java.util.concurrent.atomic.AtomicReference<>();
    Check<Node.Section> calling = candidate -> {
      LiveConfig<Node.Section> live = itself.get();
      if (live != null) {
        live.reload();
      }
      return List.of();
    };
    try (Rig rig = Rig.json(folder, builder -> builder.check(calling))) {
      itself.set(rig.live);

      assertThat(rig.live.submit(rig.edit("/trigger", 10))).isInstanceOfSatisfying(Outcome.Refused.class,
          refused -> assertThat(refused.problems().get(0).message()).contains("may not call"));
    }
  }
}
