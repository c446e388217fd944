package dev.binnacle.engine;

import static dev.binnacle.engine.Says.alive;
import static dev.binnacle.engine.Says.balance;
import static dev.binnacle.engine.Says.closed;
import static dev.binnacle.engine.Says.custom;
import static dev.binnacle.engine.Says.metric;
import static dev.binnacle.engine.Says.started;
import static dev.binnacle.engine.Script.check;
import static dev.binnacle.engine.Script.time;
import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.engine.fleet.Bounds;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Fact;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.Side;
import org.junit.jupiter.api.Test;

/** What is taken, what is known already, and what is refused. */
final class SequencingTest {
  private static final BotId A = new BotId("a");
  private static final InstanceId I1 = new InstanceId("i1");

  private static Says win(String trade) {
    return closed(trade, "BTC/USD", Side.BUY, "110", "1", "10");
  }

  @Test
  void eventsInOrderAreAcceptedAndAcknowledged() {
    check()
        .hears(started().by("i1", 1), win("t1").by("i1", 2))
        .answers(2, 0, 0)
        .acknowledges("i1", 2)
        .missing()
        .awaits(1);
  }

  @Test
  void sameNumberWithSameContentIsADuplicateAndCountsOnce() {
    Script script = check().hears(started().by("i1", 1), win("t1").by("i1", 2));

    script.hears(started().by("i1", 1), win("t1").by("i1", 2)).answers(0, 2, 0).decidesNothing().announces();

    assertThat(script.snapshot().figures().trades().total()).isEqualTo(1);
    assertThat(script.fleet().counters().duplicates()).isEqualTo(2);
  }

  @Test
  void duplicateWithinOneBatchCountsOnce() {
    check().hears(started().by("i1", 1), win("t1").by("i1", 2), win("t1").by("i1", 2)).answers(2, 1, 0);
  }

  @Test
  void duplicateIsAnsweredOnlyWhenTheFirstIsOnDisk() {
    check().hears(started().by("i1", 1)).awaits(1).hears(win("t1").by("i1", 2)).awaits(2).hears(started().by("i1", 1)).awaits(2);
  }

  @Test
  void sameNumberWithOtherContentIsRefusedAsReused() {
    Script script = check().hears(started().by("i1", 1), win("t1").by("i1", 2));

    script.hears(win("t2").by("i1", 2)).answers(0, 0, 1).rejects("seq-reused").acknowledges("i1", 2).decidesNothing();

    assertThat(script.answer().rejected().getFirst().problem().message()).contains("seq 2 of instance i1");
    assertThat(script.snapshot().trades()).hasSize(1);
  }

  @Test
  void contentBeyondTheRememberedNumbersCountsAsDuplicate() {
    Bounds bounds = new Bounds(10, 4, 4, 10, 10, 10, 10, 10, 10, 10, 10, 10, 16, 4, 10);
    Script script = check(bounds);
    for (int seq = 1; seq <= 20; seq++) {
      script.hears(custom("c" + seq).by("i1", seq));
    }

    script.hears(custom("other").by("i1", 4)).answers(0, 1, 0);
    script.hears(custom("other").by("i1", 5)).rejects("seq-reused");
  }

  @Test
  void refusedEventUsesItsNumberUp() {
    check()
        .hears(started().by("i1", 1))
        .hearsRubbish("i1", 2, 99)
        .rejects("positive")
        .decides(new Fact.Refused(A, I1, 2, 99))
        .acknowledges("i1", 2)
        .hearsRubbish("i1", 2, 99)
        .answers(0, 1, 0)
        .decidesNothing()
        .hears(win("t1").by("i1", 2))
        .rejects("seq-reused")
        .hears(win("t1").by("i1", 3))
        .answers(1, 0, 0)
        .missing();
  }

  @Test
  void refusedEventWithOtherContentUnderAUsedNumberIsRefusedForItsOwnFault() {
    check().hears(started().by("i1", 1)).hearsRubbish("i1", 1, 99).rejects("positive").decidesNothing();
  }

  @Test
  void refusedEventWithoutANumberLeavesNoTrace() {
    check().hears(started().by("i1", 1)).hearsRubbish("i1", 0, 99).rejects("positive").decidesNothing();
  }

  @Test
  void gapIsReportedAndTheEventAfterItAccepted() {
    check()
        .hears(started().by("i1", 1))
        .hears(win("t1").by("i1", 5))
        .answers(1, 0, 0)
        .decides(new Fact.GapFound(A, I1, 2, 4, time("10:00:00")))
        .missing("i1:2-4")
        .acknowledges("i1", 5);
  }

  @Test
  void sequenceThatBeginsLateHasAGapBeforeIt() {
    check().hears(win("t1").by("i1", 3)).answers(1, 0, 0).missing("i1:1-2");
  }

  @Test
  void gapIsNamedToTheBatchesBesideItOnly() {
    check()
        .hears(started().by("i1", 1), win("t1").by("i1", 5))
        .missing("i1:2-4")
        .hears(win("t1").by("i1", 5))
        .answers(0, 1, 0)
        .missing("i1:2-4")
        .hears(win("t2").by("i1", 6))
        .missing()
        .hears(alive().by("i1"))
        .missing()
        .acknowledges("i1", 6);
  }

  @Test
  void numberFromAGapIsAcceptedLateAndOnce() {
    Script script = check().hears(started().by("i1", 1), win("t5").by("i1", 5));

    script.hears(win("t3").by("i1", 3)).answers(1, 0, 0).missing("i1:2-2", "i1:4-4").acknowledges("i1", 5);
    script.hears(win("t3").by("i1", 3)).answers(0, 1, 0);
    script.hears(win("t2").by("i1", 2), win("t4").by("i1", 4)).answers(2, 0, 0).missing();

    assertThat(script.snapshot().figures().trades().total()).isEqualTo(4);
    assertThat(script.snapshot().instances().getFirst().lastSeq()).isEqualTo(5);
  }

  @Test
  void lateNumberWithOtherContentIsReused() {
    check()
        .hears(started().by("i1", 1), win("t5").by("i1", 5))
        .hears(win("t3").by("i1", 3))
        .hears(win("x").by("i1", 3))
        .rejects("seq-reused");
  }

  @Test
  void wholeSequenceEndsBeforeTheFirstGap() {
    Script script = check().hears(started().by("i1", 1), custom("c").by("i1", 2), custom("d").by("i1", 9));

    assertThat(script.snapshot().instances().getFirst().lastSeq()).isEqualTo(2);
    assertThat(script.snapshot().gaps()).extracting(gap -> gap.from() + "-" + gap.to()).containsExactly("3-8");
  }

  @Test
  void gapsBeyondTheBoundAreGivenUpOldestFirst() {
    Bounds bounds = new Bounds(10, 4, 4, 10, 10, 10, 10, 10, 10, 10, 10, 10, 16, 2, 10);
    Script script = check(bounds).hears(custom("c").by("i1", 2), custom("d").by("i1", 4)).missing("i1:1-1", "i1:3-3");

    script.hears(custom("e").by("i1", 6)).missing("i1:5-5");
    assertThat(script.snapshot().gaps()).extracting(gap -> gap.from() + "-" + gap.to()).containsExactly("3-3", "5-5");
    script.hears(custom("late").by("i1", 1)).answers(0, 1, 0);

    assertThat(script.fleet().counters().dropped()).containsEntry("gaps", 1L);
  }

  @Test
  void hugeNumberIsAGapAndNothingElse() {
    check()
        .hears(custom("c").by("i1", Long.MAX_VALUE))
        .answers(1, 0, 0)
        .missing("i1:1-" + (Long.MAX_VALUE - 1))
        .hears(custom("d").by("i1", 1))
        .answers(1, 0, 0)
        .hears(custom("c").by("i1", Long.MAX_VALUE))
        .answers(0, 1, 0);
  }

  @Test
  void instancesHaveSequencesOfTheirOwn() {
    check()
        .hears(started().by("i1", 1), started().at("09:00:00").by("i2", 1))
        .answers(2, 0, 0)
        .acknowledges("i1", 1)
        .acknowledges("i2", 1);
  }

  @Test
  void botsHaveSequencesOfTheirOwn() {
    check().bot("a").hears(started().by("i1", 1)).bot("b").hears(started().by("i1", 1)).answers(1, 0, 0);
  }

  @Test
  void eventKeyedByAnIdCountsOnce() {
    check()
        .hears(win("t1").keyed("k1"))
        .answers(1, 0, 0)
        .hears(win("t1").keyed("k1"))
        .answers(0, 1, 0)
        .hears(win("t2").keyed("k1"))
        .rejects("id-reused");
  }

  @Test
  void idThatHasLeftTheWindowIsTakenForNew() {
    Bounds bounds = new Bounds(10, 4, 4, 10, 10, 10, 10, 10, 10, 10, 10, 10, 16, 4, 2);
    check(bounds)
        .hears(custom("1").keyed("k1"), custom("2").keyed("k2"), custom("3").keyed("k3"))
        .hears(custom("1").keyed("k1"))
        .answers(1, 0, 0);
  }

  @Test
  void numberOutranksAnId() {
    check().hears(custom("c").by("i1", 1).keyed("k1")).hears(custom("d").by("i1", 2).keyed("k1")).answers(1, 0, 0);
  }

  @Test
  void durableEventWithoutAKeyIsTakenEveryTimeAndTheAnswerSaysSo() {
    Script script = check().hears(win("t1"), win("t1"));

    assertThat(script.answer().accepted()).isEqualTo(2);
    assertThat(script.answer().unkeyed()).isEqualTo(2);
    assertThat(script.fleet().counters().unkeyed()).isEqualTo(2);
  }

  @Test
  void samplesNeedNoKeyAndLeaveNoFact() {
    Script script = check().hears(started().by("i1", 1)).hears(metric("cpu_usage_percent", 12).by("i1"), alive().by("i1"));

    script.answers(2, 0, 0).decidesNothing();

    assertThat(script.answer().unkeyed()).isZero();
    assertThat(script.fleet().counters().samples()).isEqualTo(2);
  }

  @Test
  void partlyBadBatchTakesTheGoodPart() {
    Script script =
        check().hears(started().by("i1", 1), balance("100").by("i1", 2)).hears(win("t1").by("i1", 3), win("x").by("i1", 2),
            win("t2").by("i1", 4));

    script.answers(2, 0, 1);
    assertThat(script.answer().rejected().getFirst().index()).isEqualTo(1);
  }

  @Test
  void emptyBatchIsAnswered() {
    check().hears(started().by("i1", 1)).hears().answers(0, 0, 0);
  }

  @Test
  void botsBeyondTheBoundAreRefusedWhole() {
    Bounds bounds = new Bounds(1, 4, 4, 10, 10, 10, 10, 10, 10, 10, 10, 10, 16, 4, 10);
    Script script = check(bounds).bot("a").hears(started().by("i1", 1)).bot("b");

    script.hears(started().by("i1", 1), alive()).answers(0, 0, 2).decidesNothing();

    assertThat(script.answer().rejected()).allMatch(each -> each.problem().rule().equals("too-many-bots"));
    assertThat(script.fleet().bots()).hasSize(1);
    assertThat(script.links("i1").fleet().bots()).hasSize(1);
  }

  @Test
  void retiredInstanceCannotCountTwice() {
    Bounds bounds = new Bounds(10, 2, 4, 10, 10, 10, 10, 10, 10, 10, 10, 10, 16, 4, 10);
    Script script = check(bounds).at("10:00:00").hears(started().by("i1", 1), win("t1").by("i1", 2));
    script.at("10:00:01").hears(started().by("i2", 1)).at("10:00:02").hears(started().by("i3", 1));
    assertThat(script.snapshot().instances()).extracting(each -> each.id().value()).containsExactly("i2", "i3");

    script.spools(win("t1").by("i1", 2)).answers(0, 1, 0).acknowledges("i1", 2);
    script.spools(win("t2").by("i1", 3)).answers(1, 0, 0).missing();

    assertThat(script.snapshot().figures().trades().total()).isEqualTo(2);
  }

  @Test
  void timeThatGoesBackIsHeldAndCounted() {
    Script script = check().at("10:00:05").hears(started().by("i1", 1)).at("10:00:01").hears(balance("5").by("i1", 2));

    assertThat(script.journal().get(1).time()).isEqualTo(time("10:00:05"));
    assertThat(script.engine().clockStepsBack()).isEqualTo(1);
  }

  @Test
  void indexRisesWithEveryInput() {
    Script script = check().ticks().ticks().hears(started().by("i1", 1));

    assertThat(script.outcome().index()).isEqualTo(3);
    assertThat(script.engine().index()).isEqualTo(3);
  }
}
