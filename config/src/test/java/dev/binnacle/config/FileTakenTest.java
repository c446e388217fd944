package dev.binnacle.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileTakenTest {
  @TempDir
  Path folder;

  @Test
  void aJsonFileThatIsRenamedIntoPlaceIsTakenAtOnce() {
    try (Rig rig = Rig.json(folder)) {
      rig.saveByRename(Rig.with("trigger", "10"));
      rig.hint();

      assertThat(rig.number("trigger")).isEqualTo(10);
      assertThat(rig.live.version()).isEqualTo(2);
    }
  }

  @Test
  void aRenamedFileDoesNotWaitBecauseTheFileWasLookedAtAMomentAgo() {
    try (Rig rig = Rig.json(folder)) {
      rig.hint();
      rig.saveByRename(Rig.with("trigger", "10"));
      rig.ticker.advance(Duration.ofMillis(1));
      rig.events.hint();
      rig.pump();

      assertThat(rig.number("trigger")).isEqualTo(10);
    }
  }

  @Test
  void aFileThatIsWrittenInPlaceIsTakenAfterTheQuietTimeAndNotBefore() {
    try (Rig rig = Rig.json(folder)) {
      rig.save(Rig.with("trigger", "10"));
      rig.hint();
      rig.pass(Rig.QUIET.minusMillis(1));
      int before = rig.number("trigger");
      rig.pass(Duration.ofMillis(1));

      assertThat(before).isEqualTo(8);
      assertThat(rig.number("trigger")).isEqualTo(10);
    }
  }

  @Test
  void theLastOfManySavesWithinTheQuietTimeIsTheOneThatIsTaken() {
    // The leading edge, as one of the seeds has it, ignores every save within a second of the first and so loses the last.
    try (Rig rig = Rig.json(folder)) {
      for (int trigger = 10; trigger < 15; trigger++) {
        rig.save(Rig.with("trigger", String.valueOf(trigger)));
        rig.hint();
      }
      rig.pass(Rig.QUIET);

      assertThat(rig.number("trigger")).isEqualTo(14);
      assertThat(rig.live.version()).isEqualTo(2);
    }
  }

  @Test
  void halfAYamlFileThatWouldParseIsNotTakenWhileItIsBeingWritten() {
    String whole = "trigger: 8\nstop: 2\ntarget: 50\n";
    try (Rig rig = Rig.yaml(folder, whole)) {
      rig.save("trigger: 9\nstop: 2\ntarget: 6");
      rig.hint();
      rig.pass(Duration.ofMillis(900));
      rig.save("trigger: 9\nstop: 2\ntarget: 60\n");
      rig.hint();
      rig.pass(Rig.QUIET);

      assertThat(rig.number("target")).isEqualTo(60);
      assertThat(rig.live.version()).isEqualTo(2);
    }
  }

  @Test
  void halfAJsonFileIsNeitherTakenNorHeldAgainstAnyoneWhenTheRestFollows() {
    try (Rig rig = Rig.json(folder)) {
      rig.save(Rig.GOOD.substring(0, 30));
      rig.hint();
      rig.save(Rig.with("trigger", "10"));
      rig.rest();

      assertThat(rig.number("trigger")).isEqualTo(10);
      assertThat(rig.live.health().refusals()).isZero();
    }
  }

  @Test
  void aBadFileLeavesTheVersionBeforeAndIsToldWithEverythingNeededToMendIt() {
    try (Rig rig = Rig.json(folder)) {
      AtomicReference<Refusal> told = new AtomicReference<>();
      rig.live.onRefused(told::set);
      rig.save(Rig.with("trigger", "99"));
      rig.rest();

      assertThat(rig.number("trigger")).isEqualTo(8);
      assertThat(rig.live.health().status()).isEqualTo(ConfigHealth.Status.REFUSING);
      HistoryRecord record = rig.live.history().list(1).get(0);
      assertThat(record.kind()).isEqualTo(HistoryRecord.Kind.REFUSED);
      assertThat(record.problems()).singleElement().satisfies(problem -> {
        assertThat(problem.pointer()).isEqualTo("/trigger");
        assertThat(problem.position()).isNotNull();
        assertThat(problem.message()).contains("99").contains("50");
      });
      assertThat(rig.live.history().content(record.hash())).contains(Rig.with("trigger", "99"));
    }
  }

  @Test
  void aGoodSaveAfterABadOneIsTaken() {
    try (Rig rig = Rig.json(folder)) {
      rig.save("{");
      rig.rest();
      rig.save(Rig.with("trigger", "11"));
      rig.rest();

      assertThat(rig.number("trigger")).isEqualTo(11);
      assertThat(rig.live.health().status()).isEqualTo(ConfigHealth.Status.ACTIVE);
      assertThat(rig.live.health().failuresRunning()).isZero();
    }
  }

  @Test
  void puttingTheOldContentBackAfterABadSaveEndsTheRefusal() {
    try (Rig rig = Rig.json(folder)) {
      rig.save("{");
      rig.rest();
      rig.save(Rig.GOOD);
      rig.rest();

      assertThat(rig.live.health().status()).isEqualTo(ConfigHealth.Status.ACTIVE);
      assertThat(rig.live.version()).isEqualTo(1);
    }
  }

  @Test
  void anEmptyFileIsRefused() {
    try (Rig rig = Rig.json(folder)) {
      rig.save(" \n");
      rig.rest();

      assertThat(rig.live.history().list(1).get(0).problems().get(0).rule()).isEqualTo("empty");
      assertThat(rig.number("trigger")).isEqualTo(8);
    }
  }

  @Test
  void aTouchIsCountedAndMakesNoVersionAndTouchesWithoutEndMakeOneRecord() throws IOException {
    try (Rig rig = Rig.json(folder)) {
      for (int i = 0; i < 50; i++) {
        Files.setLastModifiedTime(rig.file, FileTime.from(Instant.ofEpochSecond(1_000 + i)));
        rig.hint();
      }

      assertThat(rig.live.version()).isEqualTo(1);
      assertThat(rig.live.health().noOps()).isEqualTo(50);
      assertThat(rig.kinds()).containsExactly(HistoryRecord.Kind.UNCHANGED, HistoryRecord.Kind.ACCEPTED);
    }
  }

  @Test
  void aSaveWithATimeOfTheYearBeforeIsTaken() throws IOException {
    try (Rig rig = Rig.json(folder)) {
      rig.save(Rig.with("trigger", "9"));
      Files.setLastModifiedTime(rig.file, FileTime.from(Instant.parse("2025-01-01T00:00:00Z")));
      rig.rest();

      assertThat(rig.number("trigger")).isEqualTo(9);
    }
  }

  @Test
  void aSaveOfTheSameSizeAndTimeIsNoticedWithoutAnyEvent() throws IOException {
    try (Rig rig = Rig.json(folder)) {
      FileTime time = Files.getLastModifiedTime(rig.file);
      rig.save(Rig.with("trigger", "9"));
      Files.setLastModifiedTime(rig.file, time);
      rig.pass(Duration.ofSeconds(2));
      rig.pass(Rig.QUIET);

      assertThat(rig.number("trigger")).isEqualTo(9);
    }
  }

  @Test
  void aFileThatIsGoneLeavesTheConfigurationAndSaysSoUntilItReturns() throws IOException {
    try (Rig rig = Rig.json(folder)) {
      Files.delete(rig.file);
      rig.hint();
      ConfigHealth gone = rig.live.health();
      rig.saveByRename(Rig.with("trigger", "12"));
      rig.rest();

      assertThat(gone.status()).isEqualTo(ConfigHealth.Status.SOURCE_MISSING);
      assertThat(gone.version()).isEqualTo(1);
      assertThat(rig.live.health().status()).isEqualTo(ConfigHealth.Status.ACTIVE);
      assertThat(rig.number("trigger")).isEqualTo(12);
    }
  }

  @Test
  void aFileAboveTheCapIsRefusedUnread() {
    try (Rig rig = Rig.json(folder, builder -> builder.maxBytes(200))) {
      rig.save(Rig.GOOD + " ".repeat(200));
      rig.rest();

      assertThat(rig.live.history().list(1).get(0).problems().get(0).rule()).isEqualTo("too-big");
      assertThat(rig.live.version()).isEqualTo(1);
    }
  }

  @Test
  void aFileThatIsTouchedWithoutEndIsTakenAtTwiceTheQuietTime() throws IOException {
    try (Rig rig = Rig.yaml(folder, "trigger: 8\nstop: 2\ntarget: 5\n")) {
      rig.save("trigger: 9\nstop: 2\ntarget: 5\n");
      for (int i = 0; i < 19; i++) {
        Files.setLastModifiedTime(rig.file, FileTime.from(Instant.ofEpochSecond(i)));
        rig.hint();
      }
      int before = rig.number("trigger");
      for (int i = 0; i < 3; i++) {
        Files.setLastModifiedTime(rig.file, FileTime.from(Instant.ofEpochSecond(100 + i)));
        rig.hint();
      }

      assertThat(before).isEqualTo(8);
      assertThat(rig.number("trigger")).isEqualTo(9);
    }
  }

  @Test
  void aChangedCommentIsAVersionWithoutChangesAndNoListenerIsCalledForIt() {
    try (Rig rig = Rig.yaml(folder, "trigger: 8\nstop: 2\ntarget: 5\n")) {
      rig.save("# careful\ntrigger: 8\nstop: 2\ntarget: 5\n");
      rig.rest();

      assertThat(rig.live.version()).isEqualTo(2);
      assertThat(rig.live.history().list(1).get(0).changes()).isEmpty();
      assertThat(rig.live.snapshot().content()).startsWith("# careful");
    }
  }

  @Test
  void reloadTakesTheFileAtOnceAndWithoutWatching() {
    try (Rig rig = Rig.json(folder, builder -> builder.watching(false))) {
      rig.save(Rig.with("trigger", "9"));

      assertThat(rig.live.reload()).isInstanceOfSatisfying(Outcome.Accepted.class, accepted -> {
        assertThat(accepted.version()).isEqualTo(2);
        assertThat(accepted.changes()).hasSize(1);
      });
      assertThat(rig.live.isWatching()).isFalse();
      assertThat(rig.number("trigger")).isEqualTo(9);
    }
  }

  @Test
  void watchingCanBeStoppedAndStartedAgainAnyNumberOfTimes() {
    try (Rig rig = Rig.json(folder)) {
      rig.live.startWatching();
      rig.live.stopWatching();
      rig.live.stopWatching();
      rig.save(Rig.with("trigger", "9"));
      rig.pass(Duration.ofMinutes(1));
      int whileStopped = rig.number("trigger");
      rig.live.startWatching();
      rig.live.startWatching();
      rig.pump();
      rig.rest();

      assertThat(whileStopped).isEqualTo(8);
      assertThat(rig.number("trigger")).isEqualTo(9);
    }
  }

  @Test
  void threeBadSavesRunningAreAnAlarmOnceAndMayEndTheWatching() {
    AtomicReference<Refusal> alarm = new AtomicReference<>();
    try (Rig rig = Rig.json(folder, builder -> builder.onFailing(alarm::set).failingAfter(3, true))) {
      for (int i = 1; i <= 3; i++) {
        rig.save("{" + " ".repeat(i));
        rig.rest();
      }

      Awaits.until(() -> alarm.get() != null && !rig.live.isWatching());
      assertThat(alarm.get().failuresRunning()).isEqualTo(3);
    }
  }

  @Test
  void aBadFileAtTheStartIsNoStart() throws IOException {
    Path file = folder.resolve("bot.json");
    Files.writeString(file, "{\"trigger\": 0}");

    assertThatThrownBy(() -> LiveConfig.tree(file, Rig.SCHEMA).quietTime(Duration.ofMillis(10)).open())
        .isInstanceOf(RefusedConfigException.class).hasMessageContaining("/trigger");
    assertThatThrownBy(() -> LiveConfig.tree(folder.resolve("none.json"), Rig.SCHEMA).quietTime(Duration.ofMillis(10)).open())
        .isInstanceOf(ConfigException.class).hasMessageContaining("create it");
  }

  @Test
  void aBadFileAtTheStartAfterAGoodOneStartsOnThatAndSaysSoLoudly() {
    try (Rig rig = Rig.json(folder)) {
      rig.save(Rig.with("trigger", "9"));
      rig.rest();
      rig.save("{ broken");
      rig.restart(builder -> builder);

      assertThat(rig.number("trigger")).isEqualTo(9);
      assertThat(rig.live.version()).isEqualTo(2);
      assertThat(rig.live.health().degraded()).contains("started on version 2");
      rig.save(Rig.with("trigger", "10"));
      rig.rest();
      assertThat(rig.live.health().status()).isEqualTo(ConfigHealth.Status.ACTIVE);
      assertThat(rig.live.version()).isEqualTo(3);
    }
  }

  @Test
  void aFileThatWasChangedWhileTheProgramWasDownIsANewVersionAtTheStart() {
    try (Rig rig = Rig.json(folder)) {
      rig.live.close();
      rig.save(Rig.with("trigger", "20"));
      rig.restart(builder -> builder);

      assertThat(rig.live.version()).isEqualTo(2);
      assertThat(rig.number("trigger")).isEqualTo(20);
      assertThat(rig.live.snapshot().author().source()).isEqualTo(Source.START);
      assertThat(rig.live.history().verifyChain().intact()).isTrue();
    }
  }

  @Test
  void aFileWhoseRealPlaceIsOutsideTheAllowedFolderIsRefused() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret.json"), Rig.GOOD);
    Path inside = Files.createDirectory(folder.resolve("allowed"));
    Path link = Files.createSymbolicLink(inside.resolve("bot.json"), secret);

    assertThatThrownBy(() -> LiveConfig.tree(link, Rig.SCHEMA).within(inside).quietTime(Duration.ofMillis(10)).open())
        .isInstanceOf(ConfigException.class).hasMessageContaining("outside");
  }
}
