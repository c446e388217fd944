package dev.binnacle.engine;

import static dev.binnacle.engine.Says.alive;
import static dev.binnacle.engine.Says.balance;
import static dev.binnacle.engine.Says.custom;
import static dev.binnacle.engine.Says.error;
import static dev.binnacle.engine.Says.health;
import static dev.binnacle.engine.Says.metric;
import static dev.binnacle.engine.Says.opened;
import static dev.binnacle.engine.Says.order;
import static dev.binnacle.engine.Says.position;
import static dev.binnacle.engine.Says.started;
import static dev.binnacle.engine.Says.stopped;
import static dev.binnacle.engine.Script.check;
import static dev.binnacle.engine.Script.time;
import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.BotId;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Health;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.RunState;
import dev.binnacle.model.Severity;
import dev.binnacle.model.Side;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Online, stale, offline, error and halted, each with its reason. */
final class StatusTest {
  private static final BotId A = new BotId("a");

  private static Script running() {
    return check().at("10:00:00").hears(started().by("i1", 1));
  }

  @Test
  void botThatSpeaksIsOnline() {
    running()
        .decides(
            new Fact.StatusChanged(A, time("10:00:00"), BotStatus.OFFLINE, BotStatus.ONLINE, "heard within the last 15 s"))
        .is(BotStatus.ONLINE, "heard within the last 15 s");
  }

  @Test
  void silentBotIsStaleAfterFifteenSecondsAndOfflineAfterSixty() {
    running()
        .ticks("10:00:14")
        .decidesNothing()
        .ticks("10:00:15")
        .is(BotStatus.STALE, "silent since 2026-01-05T10:00:00Z, longer than 15 s")
        .ticks("10:00:59")
        .decidesNothing()
        .ticks("10:01:00")
        .is(BotStatus.OFFLINE, "silent since 2026-01-05T10:00:00Z, longer than 60 s")
        .ticks("10:02:00")
        .decidesNothing();
  }

  @Test
  void anySampleBringsASilentBotBack() {
    running().ticks("10:00:20").at("10:00:21").hears(alive().by("i1")).is(BotStatus.ONLINE, "").ticks("10:00:35")
        .is(BotStatus.ONLINE, "");
  }

  @Test
  void openConnectionIsHeardButDoesNotKeepASilentBotOnline() {
    running()
        .ticks("10:00:20")
        .is(BotStatus.STALE, "")
        .links("i1")
        .is(BotStatus.ONLINE, "")
        .ticks("10:00:35")
        .is(BotStatus.STALE, "");
  }

  @Test
  void connectionIsShownWhileItIsOpen() {
    Script script = running().links("i1").links("i1").unlinks("i1");
    assertThat(script.snapshot().instances().getFirst().connected()).isTrue();

    script.unlinks("i1");

    assertThat(script.snapshot().instances().getFirst().connected()).isFalse();
  }

  @Test
  void connectionOfANewBotIsItsFirstSign() {
    check().links("i1").is(BotStatus.ONLINE, "").hears(started().by("i1", 1)).is(BotStatus.ONLINE, "");
  }

  @Test
  void spoolIsNoSignOfLife() {
    running().ticks("10:01:00").at("10:01:01").spools(balance("5").at("10:00:30").by("i1", 2)).ticks().is(BotStatus.OFFLINE,
        "silent");
  }

  @Test
  void botKnownFromASpoolOnlyIsOffline() {
    Script script = check().spools(started().at("09:00:00").by("i1", 1)).is(BotStatus.OFFLINE, "was never heard");

    assertThat(script.snapshot().lastHeard()).isEqualTo(time("10:00:00"));
  }

  @Test
  void goodByeIsOfflineAtOnce() {
    running().hears(stopped(null, "maintenance").by("i1", 2)).is(BotStatus.OFFLINE, "said good-bye: maintenance");
  }

  @Test
  void longReasonIsCutShort() {
    Script script = running().hears(stopped(null, "x".repeat(4_000)).by("i1", 2));

    assertThat(script.snapshot().reason()).hasSize(200).endsWith("…");
  }

  @Test
  void exitCodeIsTheReason() {
    running().hears(stopped(137, null).by("i1", 2)).is(BotStatus.OFFLINE, "ended with exit code 137");
  }

  @Test
  void botThatSpeaksAfterItsGoodByeIsBack() {
    running().hears(stopped(null, null).by("i1", 2)).at("10:00:02").hears(alive().by("i1")).is(BotStatus.ONLINE, "");
  }

  @Test
  void botThatIsBackIsBackAfterARestartToo() {
    running()
        .hears(stopped(null, null).by("i1", 2))
        .at("10:00:02")
        .hears(custom("again").by("i1", 3))
        .restarts()
        .ticks("10:00:10")
        .is(BotStatus.ONLINE, "");
  }

  @Test
  void lateWordFromBeforeTheGoodByeDoesNotUndoIt() {
    running().hears(stopped(null, null).by("i1", 3)).spools(custom("late").by("i1", 2)).ticks().is(BotStatus.OFFLINE,
        "said good-bye");
  }

  @Test
  void failedCriticalComponentIsAnError() {
    running()
        .hears(health("order_gateway", Health.FAILED, true).by("i1", 2))
        .is(BotStatus.ERROR, "component order_gateway has failed")
        .hears(health("order_gateway", Health.DEGRADED, true).by("i1", 3))
        .is(BotStatus.ONLINE, "");
  }

  @Test
  void failedComponentThatIsNotCriticalIsNoError() {
    running().hears(health("news", Health.FAILED, false).by("i1", 2)).is(BotStatus.ONLINE, "");
  }

  @Test
  void criticalErrorIsAnErrorUntilTheBotHasShownThatItWorks() {
    running()
        .hears(error("RiskViolation", Severity.CRITICAL).by("i1", 2))
        .is(BotStatus.ERROR, "critical error RiskViolation: it went wrong")
        .hears(balance("100").by("i1", 3), alive().by("i1"))
        .is(BotStatus.ERROR, "")
        .at("10:00:01")
        .hears(opened("t1", "BTC/USD", Side.BUY, "100", "1").by("i1", 4))
        .is(BotStatus.ONLINE, "");
  }

  @Test
  void healthyComponentShowsThatTheBotWorks() {
    running()
        .hears(error("Crash", Severity.CRITICAL).by("i1", 2))
        .hears(health("feed", Health.HEALTHY, false).by("i1", 3))
        .is(BotStatus.ONLINE, "");
  }

  @Test
  void errorThatIsNotCriticalIsCountedOnly() {
    Script script = running().hears(error("Timeout", Severity.HIGH).by("i1", 2)).is(BotStatus.ONLINE, "");

    assertThat(script.snapshot().errorCount()).isEqualTo(1);
  }

  @Test
  void errorOutlastsSilenceUntilTheBotIsOffline() {
    running()
        .hears(health("feed", Health.FAILED, true).by("i1", 2))
        .ticks("10:00:20")
        .is(BotStatus.ERROR, "feed")
        .ticks("10:01:00")
        .is(BotStatus.OFFLINE, "silent");
  }

  @Test
  void haltedByItsOwnWord() {
    running()
        .hears(alive(RunState.HALTED).by("i1"))
        .is(BotStatus.HALTED, "halted by its own word")
        .hears(alive(RunState.RUNNING).by("i1"))
        .is(BotStatus.ONLINE, "heard within");
  }

  @Test
  void pausedBotIsOnlineAndSaysSo() {
    Script script = running().hears(alive(RunState.PAUSED).by("i1")).is(BotStatus.ONLINE, "paused");

    assertThat(script.snapshot().runState()).isEqualTo(RunState.PAUSED);
  }

  @Test
  void componentKnowsSinceWhenItIsSo() {
    Script script =
        running()
            .at("10:00:01")
            .hears(health("feed", Health.DEGRADED, false).by("i1", 2))
            .announces("health")
            .at("10:00:09")
            .hears(health("feed", Health.DEGRADED, false).by("i1", 3))
            .announces();

    assertThat(script.snapshot().components().getFirst().since()).isEqualTo(time("10:00:01"));
    assertThat(script.snapshot().components().getFirst().at()).isEqualTo(time("10:00:09"));
  }

  @Test
  void errorsOfTheLastDayAreCounted() {
    Script script =
        running()
            .hears(error("A", Severity.ERROR).by("i1", 2), error("B", Severity.CRITICAL).by("i1", 3),
                error("C", Severity.WARNING).by("i1", 4));
    assertThat(script.snapshot().errorCount()).isEqualTo(2);
    assertThat(script.snapshot().errors()).extracting(each -> each.error()).containsExactly("C", "B", "A");

    script.at("2026-01-06T09:59:59Z");
    assertThat(script.snapshot().errorCount()).isEqualTo(2);
    script.at("2026-01-06T10:05:00Z");
    assertThat(script.snapshot().errorCount()).isZero();
  }

  @Test
  void lateErrorTakesItsPlaceAmongTheNewest() {
    Script script =
        running()
            .hears(error("New", Severity.ERROR).at("09:59:00").by("i1", 3))
            .spools(error("Old", Severity.ERROR).at("09:58:00").by("i1", 2));

    assertThat(script.snapshot().errors()).extracting(each -> each.error()).containsExactly("New", "Old");
  }

  @Test
  void neverHeardBotThatIsDeclaredIsOffline() {
    check().declares("a").is(BotStatus.OFFLINE, "was never heard").ticks("10:05:00").decidesNothing();
  }

  @Test
  void restartOfTheServerIsNoSilenceOfTheBot() {
    running()
        .ticks("10:00:10")
        .restarts()
        .ticks("10:30:00")
        .decidesNothing()
        .is(BotStatus.ONLINE, "")
        .ticks("10:30:15")
        .is(BotStatus.STALE, "not heard since this server listens")
        .ticks("10:31:00")
        .is(BotStatus.OFFLINE, "");
  }

  @Test
  void restartDoesNotBringAnOfflineBotBack() {
    running().ticks("10:01:00").restarts().ticks("10:30:00").decidesNothing()
        .is(BotStatus.OFFLINE, "silent since 2026-01-05T10:00:00Z")
        .ticks("10:35:00").decidesNothing().is(BotStatus.OFFLINE, "silent since 2026-01-05T10:00:00Z");
  }

  @Test
  void restartRemembersAHalt() {
    running().hears(alive(RunState.HALTED).by("i1")).restarts().ticks("10:30:00").is(BotStatus.HALTED, "halted");
  }

  @Test
  void liveEventsAreAnnouncedAndSpooledOnesAreNot() {
    Says[] said = {
      opened("t1", "BTC/USD", Side.BUY, "100", "1").by("i1", 2),
      order("o1", OrderStatus.FILLED, "1").by("i1", 3),
      position("BTC/USD", Side.BUY, "1", "100", "100").by("i1", 4),
      error("Oops", Severity.ERROR).by("i1", 5),
      balance("5").by("i1", 6),
      metric("x", 1).by("i1"),
    };

    running().announces("started").hears(said).announces("trade_opened", "position", "error");
    running().spools(said).announces();
  }

  @Test
  void clockSkewIsTheSmoothedDifferenceOfTheNewestSample() {
    Script script = running().at("10:00:10").hears(alive().at("10:00:12").by("i1"), metric("x", 1).at("10:00:11").by("i1"));
    assertThat(script.snapshot().clockSkew()).isEqualTo(Duration.ofSeconds(2));

    script.at("10:00:20").hears(alive().at("10:00:20").by("i1"));

    assertThat(script.snapshot().clockSkew()).isEqualTo(Duration.ofMillis(1_800));
  }

  @Test
  void spoolSaysNothingOfTheClock() {
    Script script = check().at("10:00:00").spools(balance("1").at("08:00:00").by("i1", 1));

    assertThat(script.snapshot().clockSkew()).isNull();
  }

  @Test
  void durableEventThatWaitedDoesNotSpoilTheMeasuredClock() {
    Script script = running().hears(alive().by("i1")).at("10:00:10").hears(balance("1").at("09:00:00").by("i1", 2));

    assertThat(script.snapshot().clockSkew()).isEqualTo(Duration.ZERO);
  }
}
