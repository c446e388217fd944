package dev.binnacle.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.binnacle.model.GuardLevel;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.Latch;
import dev.binnacle.protocol.LinkMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A guard without a server, with one that is silent, and with what lies on its disk. */
@Timeout(180)
class LoneGuardTest extends GuardRig {
  @Test
  void latchesAreThereAfterARestartBeforeTheFirstQuestion() throws IOException {
    server.pause();
    Monitor first = start(builder("i1"));
    HaltId id = first.guard().halt(HaltMode.CANCEL, "enough");
    await().atMost(LONG).until(first.guard()::isSafe);
    first.close();

    Guard second = start(builder("i2")).guard();

    assertThat(second.allows(Intent.OPEN)).isFalse();
    assertThat(second.latches()).extracting(Latch::id).containsExactly(id);
    Release released = second.release(id, "ann", "all is well");
    assertThat(released.isReleased()).as(released.reason()).isTrue();
    assertThat(second.allows(Intent.OPEN)).isTrue();
    assertThat(start(builder("i3")).guard().latches()).isEmpty();
  }

  @Test
  void aHaltOnTheBotsOwnAccountIsKeptThroughACloseRightAfterIt() throws IOException {
    server.pause();
    Monitor first = start(builder("i1"));
    HaltId id = first.guard().halt(HaltMode.STOP, "enough");
    first.close();

    assertThat(start(builder("i2")).guard().latches()).extracting(Latch::id).containsExactly(id);
  }

  @Test
  void aReleaseNeedsANameAReasonAndAHalt() {
    Guard guard = connected("i1").guard();
    HaltId id = guard.halt(HaltMode.STOP, "enough");

    assertThat(guard.halt(HaltMode.STOP, "again")).isEqualTo(id);
    assertThat(guard.release(id, " ", "x").isReleased()).isFalse();
    assertThat(guard.release(id, "ann", "").isReleased()).isFalse();
    assertThat(guard.release(new HaltId("h99"), "ann", "x").reason()).contains("h99");
    assertThat(guard.level()).isEqualTo(GuardLevel.CLOSED);
  }

  @Test
  void aDamagedFileOfLatchesClosesTheGuardUntilSomebodyReleasesIt() throws IOException {
    server.pause();
    Files.createDirectories(latches().getParent());
    Files.writeString(latches(), "binnacle-latches 1 00000000\n[]\n");

    Guard guard = start(builder("i1")).guard();

    assertThat(guard.allows(Intent.OPEN)).isFalse();
    Latch latch = guard.latches().get(0);
    assertThat(latch.reason()).contains("damaged", "latches");
    await().atMost(LONG).until(guard::isSafe);
    assertThat(start(builder("i2")).guard().latches()).extracting(Latch::id).containsExactly(latch.id());
    assertThat(guard.release(latch.id(), "ann", "looked at it").isReleased()).isTrue();
    assertThat(guard.allows(Intent.OPEN)).isTrue();
  }

  @Test
  void latchesThatCannotBeReadOrWrittenCloseTheGuardAndSaySo() throws IOException {
    Files.createDirectories(latches().getParent());
    // More than any guard writes: it is not read into memory.
    Files.write(latches(), new byte[5 << 20]);

    Monitor monitor = connected("i1");
    Guard guard = monitor.guard();

    assertThat(guard.allows(Intent.OPEN)).isFalse();
    assertThat(guard.isSafe()).isFalse();
    assertThat(guard.check(BUY).reason()).contains("cannot be read");
    told(each -> each.level() == GuardLevel.CLOSED && each.latches().isEmpty());
    server.halt(halt("h7", 3, HaltMode.STOP));
    told(each -> each.latches().size() == 1);
    assertThat(guard.isSafe()).isFalse();

    Files.delete(latches());
    await().atMost(LONG).until(guard::isSafe);
    assertThat(guard.latches()).hasSize(1);
    server.release(release("h7", 3));
    awaitLevel(guard, GuardLevel.OPEN);
  }

  @Test
  void aFileOfLatchesThatIsDeletedIsWrittenAgain() throws IOException {
    server.pause();
    Guard guard = start(builder("i1")).guard();
    HaltId id = guard.halt(HaltMode.STOP, "enough");
    await().atMost(LONG).until(guard::isSafe);

    Files.delete(latches());

    await().atMost(LONG).until(() -> Files.exists(latches()));
    assertThat(guard.latches()).extracting(Latch::id).containsExactly(id);
    assertThat(start(builder("i2")).guard().latches()).extracting(Latch::id).containsExactly(id);
  }

  @Test
  void twoRunsOfABotShareTheirLatches() throws IOException {
    server.pause();
    Guard first = start(builder("i1")).guard();
    Guard second = start(builder("i2")).guard();

    HaltId ofFirst = first.halt(HaltMode.STOP, "one");
    HaltId ofSecond = second.halt(HaltMode.PAUSE, "two");

    await().atMost(LONG).until(() -> first.latches().size() == 2 && second.latches().size() == 2);
    assertThat(second.allows(Intent.REDUCE)).isFalse();
    assertThat(second.release(ofFirst, "ann", "looked").isReleased()).isTrue();
    assertThat(first.release(ofSecond, "ann", "looked").isReleased()).isTrue();
    await().atMost(LONG).until(() -> first.latches().isEmpty() && second.latches().isEmpty());
    assertThat(first.allows(Intent.OPEN)).isTrue();
  }

  @Test
  void aHaltFileStopsWithoutAnyServerAndItsRemovalAloneDoesNotOpen() throws IOException {
    server.pause();
    Path fleet = directory.resolve("fleet");
    Files.createDirectories(fleet);
    Guard guard = start(builder("i1").haltDirectory(fleet)).guard();
    assertThat(guard.allows(Intent.OPEN)).isTrue();

    Files.writeString(fleet.resolve("HALT-bot"), "stop the venue is on fire\n");
    awaitLevel(guard, GuardLevel.CLOSED);

    Latch latch = guard.latches().get(0);
    assertThat(latch.origin()).isEqualTo(HaltOrigin.FILE);
    assertThat(latch.mode()).isEqualTo(HaltMode.STOP);
    assertThat(latch.reason()).contains("HALT-bot", "the venue is on fire");
    assertThat(guard.release(latch.id(), "ann", "x").reason()).contains("is there still");
    Files.delete(fleet.resolve("HALT-bot"));
    await().atMost(LONG).until(guard::isSafe);
    assertThat(start(builder("i2")).guard().latches()).extracting(Latch::id).containsExactly(latch.id());
    assertThat(guard.allows(Intent.OPEN)).isFalse();
    assertThat(guard.release(latch.id(), "ann", "the fire is out").isReleased()).isTrue();
    assertThat(guard.allows(Intent.OPEN)).isTrue();
  }

  @Test
  void aHaltFileMayNameTheOnlyInstrumentThatItStops() throws IOException {
    server.pause();
    Files.createDirectories(spools());
    Files.writeString(spools().resolve("HALT-bot"), "cancel symbol=BTC/USD by ann: odd fills\n");
    Files.writeString(spools().resolve("HALT"), "the word symbol=ETH/USD stands in a reason here\n");

    Guard guard = start(builder("i1")).guard();

    assertThat(guard.latches()).extracting(Latch::symbol).containsExactlyInAnyOrder(BTC, null);
  }

  @Test
  void aHaltFileThatIsThereAtTheStartStopsTheFirstOrder() throws IOException {
    server.pause();
    Files.createDirectories(spools());
    Files.createFile(spools().resolve("HALT"));
    Files.createFile(spools().resolve("HALT-other"));

    Guard guard = start(builder("i1")).guard();

    assertThat(guard.allows(Intent.OPEN)).isFalse();
    assertThat(guard.latches()).singleElement().satisfies(latch -> assertThat(latch.mode()).isEqualTo(HaltMode.CANCEL));
  }

  @Test
  void aReleaseByTheServerWhileTheFileIsThereStopsAnew() throws IOException {
    Guard guard = connected("i1").guard();
    Files.createFile(spools().resolve("HALT"));
    awaitLevel(guard, GuardLevel.CLOSED);
    HaltId first = guard.latches().get(0).id();

    server.release(release(first.value(), 0));

    await().atMost(LONG).until(() -> guard.latches().stream().anyMatch(latch -> !latch.id().equals(first)));
    assertThat(guard.allows(Intent.OPEN)).isFalse();
  }

  // ---- silence ----

  @Test
  void silenceReducesAfterTheGraceTimeAndOnlyForAsLongAsItLasts() throws IOException {
    Monitor monitor = start(builder("i1").whenSilent(Silence.REDUCE, Duration.ofSeconds(60)));
    Guard guard = monitor.guard();
    await().atMost(LONG).until(() -> monitor.statistics().connected());
    server.pause();
    await().atMost(LONG).until(() -> !monitor.statistics().connected());
    assertThat(guard.level()).isEqualTo(GuardLevel.OPEN);

    time.advance(Duration.ofSeconds(61));
    awaitLevel(guard, GuardLevel.REDUCING);
    assertThat(guard.latches()).isEmpty();
    assertThat(guard.check(BUY).reason()).contains("the server has not been heard of");

    server.resume();
    await().atMost(LONG)
        .until(
            () -> {
              time.advance(Duration.ofMillis(200));
              return guard.level() == GuardLevel.OPEN;
            });
  }

  @Test
  void aRunThatIsToWaitOnlyReducesUntilItIsWelcomed() throws IOException {
    server.pause();
    Monitor monitor = start(builder("i1").reduceUntilHeard());
    Guard guard = monitor.guard();
    assertThat(guard.level()).isEqualTo(GuardLevel.REDUCING);
    assertThat(guard.check(BUY).reason()).contains("the server has not been heard of");
    time.advance(Duration.ofDays(1));
    assertThat(guard.level()).isEqualTo(GuardLevel.REDUCING);

    server.resume();
    await().atMost(LONG).until(() -> {
      time.advance(Duration.ofMillis(200));
      return guard.level() == GuardLevel.OPEN;
    });
    assertThat(guard.latches()).isEmpty();
  }

  @Test
  void silenceThatStopsIsLatchedAndItsReleaseGivesAnotherGraceTime() throws IOException {
    server.pause();
    Guard guard = start(builder("i1").whenSilent(Silence.STOP, Duration.ofSeconds(60))).guard();
    time.advance(Duration.ofSeconds(61));
    awaitLevel(guard, GuardLevel.CLOSED);
    Latch latch = guard.latches().get(0);
    assertThat(latch.origin()).isEqualTo(HaltOrigin.SILENCE);

    assertThat(guard.release(latch.id(), "ann", "the server is being moved").isReleased()).isTrue();
    assertThat(guard.level()).isEqualTo(GuardLevel.OPEN);
    time.advance(Duration.ofSeconds(61));
    awaitLevel(guard, GuardLevel.CLOSED);
  }

  @Test
  void silenceAloneChangesNothingWhereItWasNotAskedFor() throws IOException {
    server.pause();
    Monitor monitor = start(builder("i1"));
    Guard guard = monitor.guard();
    time.advance(Duration.ofDays(1));
    // A latch that came after it shows that the guard's thread has looked meanwhile.
    HaltId id = guard.halt(HaltMode.PAUSE, "x");
    await().atMost(LONG).until(guard::isSafe);

    assertThat(guard.latches()).extracting(Latch::id).containsExactly(id);
    assertThat(guard.level()).isEqualTo(GuardLevel.REDUCING);
  }

  @Test
  void aGuardWithoutADirectoryHoldsInMemoryAndSaysThatItDoes() throws IOException {
    Monitor monitor = start(builder("i1").withoutSpoolDirectory());
    Guard guard = monitor.guard();
    await().atMost(LONG).until(() -> monitor.statistics().connected());
    server.halt(halt("h7", 3, HaltMode.STOP));
    told(each -> each.level() == GuardLevel.CLOSED);

    assertThat(guard.isSafe()).isFalse();
    server.release(release("h7", 3));
    awaitLevel(guard, GuardLevel.OPEN);
  }

  @Test
  void moreLatchesThanAGuardNamesKeepItClosed() throws IOException {
    Guard guard = connected("i1").guard();
    for (int i = 0; i < 100; i++) {
      server.halt(new LinkMessage.HaltTold(latch("h" + i, i, HaltMode.PAUSE, ETH), false, null));
    }
    await().atMost(LONG).until(() -> guard.latches().size() == 100);
    assertThat(guard.allows(Intent.OPEN)).isTrue();

    server.halt(halt("h100", 100, HaltMode.STOP));
    awaitLevel(guard, GuardLevel.CLOSED);

    assertThat(guard.check(BUY).reason()).contains("more halts");
    told(each -> each.latches().size() == 100 && each.level() == GuardLevel.CLOSED);
  }
}
