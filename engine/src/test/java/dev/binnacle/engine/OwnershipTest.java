package dev.binnacle.engine;

import static dev.binnacle.engine.Says.alive;
import static dev.binnacle.engine.Says.balance;
import static dev.binnacle.engine.Says.closed;
import static dev.binnacle.engine.Says.custom;
import static dev.binnacle.engine.Says.health;
import static dev.binnacle.engine.Says.metric;
import static dev.binnacle.engine.Says.position;
import static dev.binnacle.engine.Says.started;
import static dev.binnacle.engine.Says.stopped;
import static dev.binnacle.engine.Script.check;
import static dev.binnacle.engine.Script.time;
import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.engine.fleet.BotSettings;
import dev.binnacle.engine.fleet.BotSnapshot.InstanceView;
import dev.binnacle.model.BotId;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Health;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.InstancePolicy;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.Side;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whose word counts for the present, of several instances. */
final class OwnershipTest {
  private static final BotId A = new BotId("a");
  private static final InstanceId I1 = new InstanceId("i1");
  private static final InstanceId I2 = new InstanceId("i2");

  private static Says long1(String entry) {
    return position("BTC/USD", Side.BUY, "1", entry, entry);
  }

  private static Script running() {
    return check().at("10:00:00").hears(started().by("i1", 1), balance("100").by("i1", 2), long1("50").by("i1", 3));
  }

  private static String owners(Script script) {
    return script.snapshot().instances().stream().filter(InstanceView::owner).map(each -> each.id().value()).sorted().toList()
        .toString();
  }

  @Test
  void firstInstanceOwnsTheBot() {
    check().hears(started().by("i1", 1)).decides(new Fact.OwnerChanged(A, time("10:00:00"), I1, null));
  }

  @Test
  void newerInstanceTakesOverPositionsAndBalance() {
    Script script = running().at("10:01:00").hears(started().by("i2", 1));

    script.decides(new Fact.OwnerChanged(A, time("10:01:00"), I2, I1)).holds("BTC/USD buy 1 @ 50").equity("100");
    assertThat(owners(script)).isEqualTo("[i2]");
    assertThat(script.snapshot().startedAt()).isEqualTo(time("10:01:00"));
  }

  @Test
  void newRunBeginsWithoutTheHealthOfTheOneBefore() {
    running()
        .hears(health("feed", Health.FAILED, true).by("i1", 4))
        .is(BotStatus.ERROR, "component feed has failed")
        .at("10:00:05")
        .hears(started().by("i2", 1))
        .is(BotStatus.ONLINE, "");
  }

  @Test
  void olderInstanceThatStillSpeaksIsFencedOnceAndChangesNothing() {
    Script script = running().at("10:01:00").hears(started().by("i2", 1));

    script.hears(long1("99").by("i1", 4)).decides(new Fact.InstanceFenced(A, time("10:01:00"), I1, I2))
        .holds("BTC/USD buy 1 @ 50");
    script.hears(balance("7").by("i1", 5)).decidesNo(Fact.InstanceFenced.class).decidesNo(Fact.EquityMarked.class).equity("100");
    script.hears(metric("cpu_usage_percent", 99).by("i1")).keeps();

    assertThat(script.snapshot().metrics()).doesNotContainKey(new MetricName("cpu_usage_percent"));
    assertThat(script.fleet().counters().fenced()).isEqualTo(3);
  }

  @Test
  void tradesOfAFencedInstanceCountAllTheSame() {
    Script script = running().at("10:01:00").hears(started().by("i2", 1));

    script.hears(closed("t1", "BTC/USD", Side.BUY, "60", "1", "10").by("i1", 4)).answers(1, 0, 0).announces("trade_closed");

    assertThat(script.snapshot().figures().trades().total()).isEqualTo(1);
  }

  @Test
  void fencedInstanceIsNoSignOfLife() {
    running()
        .at("10:01:00")
        .hears(started().by("i2", 1))
        .at("10:01:20")
        .hears(alive().by("i1"))
        .ticks()
        .is(BotStatus.STALE, "silent since 2026-01-05T10:01:00Z");
  }

  @Test
  void oldSpoolAfterTheNewRunRestatesThePastOnly() {
    Script script = running().at("10:05:00").hears(started().by("i2", 1), long1("70").by("i2", 2));

    script
        .spools(
            long1("55").at("10:00:30").by("i1", 4), closed("t1", "BTC/USD", Side.BUY, "60", "1", "10").at("10:00:40").by("i1", 5))
        .answers(2, 0, 0)
        .decidesNo(Fact.InstanceFenced.class)
        .announces()
        .holds("BTC/USD buy 1 @ 70");

    assertThat(script.snapshot().figures().trades().total()).isEqualTo(1);
  }

  @Test
  void lastWordOfTheOldRunHoldsUntilTheNewOneSaysOtherwise() {
    running()
        .at("10:05:00")
        .hears(started().by("i2", 1))
        .spools(position("ETH/USD", Side.SELL, "3", "20", "20").at("10:04:00").by("i1", 4))
        .holds("BTC/USD buy 1 @ 50", "ETH/USD sell 3 @ 20")
        .hears(position("ETH/USD", Side.SELL, "0", "20", "20").by("i2", 2))
        .holds("BTC/USD buy 1 @ 50");
  }

  @Test
  void spoolOfAnUnknownOlderInstanceTakesNothingOver() {
    Script script = check().at("10:05:00").hears(started().by("i2", 1));

    script
        .spools(started().at("09:00:00").by("i1", 1),
            closed("t1", "BTC/USD", Side.BUY, "60", "1", "10").at("09:01:00").by("i1", 2))
        .answers(2, 0, 0)
        .decidesNo(Fact.OwnerChanged.class)
        .decidesNo(Fact.InstanceFenced.class);

    assertThat(owners(script)).isEqualTo("[i2]");
  }

  @Test
  void spoolOfANewerInstanceTakesOver() {
    Script script = running().at("10:05:00").spools(started().at("10:03:00").by("i2", 1));

    assertThat(owners(script)).isEqualTo("[i2]");
  }

  @Test
  void olderInstanceThatIsHeardFirstGivesWayWhenItTellsItsAge() {
    Script script = check().at("10:05:00").hears(started().by("i2", 1)).hears(custom("early").by("i1", 2));
    assertThat(owners(script)).isEqualTo("[i1]");

    script.hears(started().at("09:00:00").by("i1", 1));

    assertThat(owners(script)).isEqualTo("[i2]");
  }

  @Test
  void samplesAloneDoNotTakeOver() {
    Script script = running().at("10:00:02").hears(metric("x", 1).by("i2"), alive().by("i2")).keeps().decidesNothing();

    assertThat(owners(script)).isEqualTo("[i1]");
  }

  @Test
  void anyLiveWordTakesOverFromAnOwnerThatSaidGoodBye() {
    Script script = running().hears(stopped(null, null).by("i1", 4)).is(BotStatus.OFFLINE, "said good-bye");

    script.at("10:00:10").hears(alive().by("i2")).decides(new Fact.OwnerChanged(A, time("10:00:10"), I2, I1)).is(BotStatus.ONLINE,
        "");
  }

  @Test
  void anyLiveWordTakesOverFromAnOwnerThatIsSilentForLong() {
    Script script = running().at("10:00:59").hears(alive().by("i2")).decidesNo(Fact.OwnerChanged.class);

    script.at("10:01:00").hears(alive().by("i2")).decides(new Fact.OwnerChanged(A, time("10:01:00"), I2, I1));
  }

  @Test
  void clockThatWasSetBackDoesNotLockTheBotOut() {
    Script script = running().at("10:00:05").hears(started().at("09:00:00").by("i2", 1));
    assertThat(owners(script)).isEqualTo("[i1]");

    script.at("10:01:10").hears(alive().by("i2"));

    assertThat(owners(script)).isEqualTo("[i2]");
  }

  @Test
  void newestTakesTheBotBackFromAnOlderOneThatStoodIn() {
    Script script = running().at("10:01:00").hears(started().by("i2", 1)).at("10:02:30").hears(alive().by("i1"));
    assertThat(owners(script)).isEqualTo("[i1]");

    script.at("10:02:31").hears(alive().by("i2"));

    assertThat(owners(script)).isEqualTo("[i2]");
  }

  @Test
  void wordWithoutAnInstanceIsTheOwners() {
    running().hears(balance("120")).equity("120").hears(alive()).is(BotStatus.ONLINE, "");
  }

  @Test
  void whatWasSaidWithoutAnInstanceGoesToTheFirstOwner() {
    check().hears(balance("80"), long1("50")).at("10:00:01").hears(started().by("i1", 1)).holds("BTC/USD buy 1 @ 50")
        .equity("80");
  }

  /* Shards. */

  /** Worth 100 + 200, and 51 - 50 for the first position: an instrument has one price, the one that was told last. */
  private static Script shards() {
    return check()
        .at("10:00:00")
        .hears(started(InstancePolicy.SHARDS).by("i1", 1), balance("100").by("i1", 2), long1("50").by("i1", 3))
        .hears(started(InstancePolicy.SHARDS).by("i2", 1), balance("200").by("i2", 2), long1("51").by("i2", 3));
  }

  @Test
  void shardsAreSummed() {
    Script script = shards();

    script.holds("BTC/USD buy 1 @ 50", "BTC/USD buy 1 @ 51").equity("301").decidesNo(Fact.InstanceFenced.class);
    assertThat(owners(script)).isEqualTo("[i1, i2]");
  }

  @Test
  void statusOfShardsIsTheWorst() {
    shards()
        .hears(health("feed", Health.FAILED, true).by("i1", 4))
        .is(BotStatus.ERROR, "feed")
        .hears(health("feed", Health.HEALTHY, true).by("i1", 5))
        .is(BotStatus.ONLINE, "")
        .at("10:00:20")
        .hears(alive().by("i2"))
        .is(BotStatus.STALE, "silent since 2026-01-05T10:00:00Z");
  }

  @Test
  void shardThatEndsInOrderKeepsItsPartAndNotTheStatus() {
    shards().hears(stopped(null, null).by("i1", 4)).is(BotStatus.ONLINE, "").equity("301");
  }

  @Test
  void restartedShardTakesOverThePartOfTheOneThatIsGone() {
    Script script = shards().at("10:02:00").hears(alive().by("i2"));

    script.hears(started(InstancePolicy.SHARDS).by("i3", 1)).is(BotStatus.ONLINE, "").equity("301");
    // Its position may have changed with the balance; two seconds later nothing more was said.
    script.hears(balance("110").by("i3", 2)).ticks("10:02:02").equity("311");

    assertThat(owners(script)).isEqualTo("[i2, i3]");
  }

  @Test
  void newShardBesideLivingOnesIsOneMore() {
    Script script = shards().hears(started(InstancePolicy.SHARDS).by("i3", 1), balance("5").by("i3", 2)).equity("306");

    assertThat(owners(script)).isEqualTo("[i1, i2, i3]");
  }

  @Test
  void settingsOverrideWhatTheBotSaysOfItsInstances() {
    Script script =
        check(Map.of(A, new BotSettings(InstancePolicy.SINGLE, false)))
            .hears(started(InstancePolicy.SHARDS).by("i1", 1), balance("100").by("i1", 2))
            .at("10:00:01")
            .hears(started(InstancePolicy.SHARDS).by("i2", 1), balance("200").by("i2", 2));

    script.equity("200");
    assertThat(script.snapshot().policy()).isEqualTo(InstancePolicy.SINGLE);
  }

  @Test
  void botThatGivesUpShardsHasOneOwnerAgain() {
    Script script = shards().at("10:01:00").hears(started(InstancePolicy.SINGLE).by("i3", 1), balance("7").by("i3", 2));

    assertThat(owners(script)).isEqualTo("[i3]");
    script.total("7");
  }
}
