package dev.binnacle.notify;

import static dev.binnacle.notify.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.model.ChannelName;
import dev.binnacle.model.Level;
import dev.binnacle.notify.Limits.Rate;
import dev.binnacle.notify.MemoryOutbox.State;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ChannelWorkerTest {
  private static final ChannelName PHONE = new ChannelName("phone");
  private static final Limits CHAT = new Limits(List.of(Rate.of(1, Duration.ofSeconds(1))), true, true);

  private final ManualClock clock = new ManualClock(NOW);
  private final MemoryOutbox outbox = new MemoryOutbox();
  private final List<String> watched = new ArrayList<>();
  private final ChannelWatch watch = new ChannelWatch() {
    @Override
    public void changed(ChannelName channel, Health health, String why) {
      watched.add(channel + " " + health);
    }

    @Override
    public void lost(ChannelName channel, int parcels, String why) {
      watched.add(channel + " lost " + parcels);
    }
  };

  private ChannelWorker worker(Channel channel, ChannelPolicy policy) {
    return new ChannelWorker(
        new ChannelSettings.Dashboard(PHONE, policy), channel, outbox, Charts.NONE, new RecentMessages(), watch,
        clock, new Random(1));
  }

  private void alert(String id, String alert, Level level) {
    outbox.add(Parcel.of(id, PHONE, Samples.alertMessage(id, alert, level, clock.instant())));
  }

  /** Turns until nothing waits or {@code most} has passed, the clock going as the worker asks. */
  private void run(ChannelWorker worker, Duration most) throws InterruptedException {
    Instant end = clock.instant().plus(most);
    worker.added();
    Instant wake = worker.turn();
    while (wake != null && !wake.isAfter(end)) {
      clock.set(wake);
      wake = worker.turn();
    }
  }

  @Test
  void whatASlowServiceAsksForIsKeptAndNotCounted() throws InterruptedException {
    ScriptedChannel channel = new ScriptedChannel(CHAT).answering(new Outcome.Later(Duration.ofSeconds(41), "slow down", false));
    ChannelWorker worker = worker(channel, Samples.policy().withPatience(Duration.ofHours(1), 1));
    alert("n1", "a", Level.CRITICAL);

    Instant wake = worker.turn();

    assertThat(wake).isEqualTo(NOW.plusSeconds(41).plusMillis(100));
    run(worker, Duration.ofMinutes(1));
    assertThat(outbox.rows(State.DELIVERED)).hasSize(1);
    assertThat(channel.sent).hasSize(2).noneMatch(Dispatch::possibleRepeat);
  }

  @Test
  void aLateDeliveryCountsWithAllTheTimeSinceItsDecision() throws InterruptedException {
    ScriptedChannel channel = new ScriptedChannel(CHAT).answering(new Outcome.Later(Duration.ofSeconds(41), "slow down", false));
    ChannelWorker worker = worker(channel, Samples.policy());
    alert("n1", "a", Level.CRITICAL);

    run(worker, Duration.ofMinutes(1));

    Latency latency = worker.status().latency();
    assertThat(latency.count()).isEqualTo(1);
    assertThat(latency.total()).isEqualTo(Duration.ofMillis(41_100));
    assertThat(latency.longest()).isEqualTo(Duration.ofMillis(41_100));
  }

  @Test
  void ofADigestEachMessageCountsWithItsOwnTimeAndOneThatIsLostOrATestWithNone() throws InterruptedException {
    ScriptedChannel channel = new ScriptedChannel(CHAT).answering(new Outcome.Refused("bad"));
    ChannelWorker worker = worker(channel, Samples.policy());
    alert("lost", "z", Level.WARNING);
    run(worker, Duration.ZERO);
    for (int i = 0; i < 4; i++) {
      alert("n" + i, "a" + i, Level.WARNING);
      clock.advance(Duration.ofSeconds(2));
    }

    run(worker, Duration.ofMinutes(1));
    worker.test(Messages.test("t", clock.instant(), "ann"));

    assertThat(outbox.rows(State.DEAD)).hasSize(1);
    assertThat(channel.sent).hasSize(3);
    assertThat(worker.status().latency().count()).isEqualTo(4);
    assertThat(worker.status().latency().total()).isEqualTo(Duration.ofSeconds(8 + 6 + 4 + 2));
  }

  @Test
  void aStormIsToldInAFewMessagesThatNameEveryAlert() throws InterruptedException {
    ScriptedChannel channel = new ScriptedChannel(CHAT);
    ChannelWorker worker = worker(channel, Samples.policy());
    for (int i = 0; i < 500; i++) {
      alert("n" + i, "a" + i, Level.WARNING);
    }

    run(worker, Duration.ofMinutes(5));

    String all = String.join("\n", channel.sent.stream().map(dispatch -> dispatch.letter().plain()).toList());
    assertThat(outbox.rows(State.DELIVERED)).hasSize(500);
    assertThat(channel.sent).hasSizeLessThan(5);
    for (int i = 0; i < 500; i++) {
      assertThat(all).containsPattern("\\bbot-a" + i + "\\b");
    }
  }

  @Test
  void anAlertThatWaitsHoldsUpItsOwnEndAndNothingElse() throws InterruptedException {
    ScriptedChannel channel = new ScriptedChannel(new Limits(List.of(), false, false))
        .answering(new Outcome.Later(null, "500", true));
    ChannelWorker worker = worker(channel, Samples.policy());
    alert("fires", "a", Level.CRITICAL);
    alert("ends", "a", Level.CRITICAL);
    alert("other", "b", Level.CRITICAL);

    run(worker, Duration.ofMinutes(1));

    assertThat(channel.sent.stream().map(Dispatch::key)).containsSubsequence("fires", "fires", "ends").contains("other");
    assertThat(outbox.rows(State.DELIVERED)).hasSize(3);
  }

  /** A webhook does not merge: what it has read of others must not stand before an alert that came since. */
  @Test
  void anAlertThatComesWhileOthersWaitIsNextHoweverManyTheyAre() throws InterruptedException {
    ScriptedChannel channel = new ScriptedChannel(new Limits(List.of(Rate.of(1, Duration.ofSeconds(1))), false, false));
    ChannelWorker worker = worker(channel, Samples.policy());
    for (int i = 0; i < 1_500; i++) {
      outbox.add(Parcel.of("t" + i, PHONE, Messages.of("t" + i, Samples.BOT, Samples.opened()).orElseThrow()));
    }
    run(worker, Duration.ofSeconds(3));
    int before = channel.sent.size();
    alert("n1", "a", Level.CRITICAL);

    run(worker, Duration.ofSeconds(3));

    assertThat(channel.sent.get(before).key()).isEqualTo("n1");
  }

  @Test
  void onlyAnUnknownOutcomeIsRepeatedAndSaysSo() throws InterruptedException {
    ScriptedChannel channel = new ScriptedChannel(CHAT).answering(new Outcome.Unknown("timed out"));
    ChannelWorker worker = worker(channel, Samples.policy());
    alert("n1", "a", Level.CRITICAL);

    run(worker, Duration.ofMinutes(1));

    assertThat(channel.sent).hasSize(2);
    assertThat(channel.sent.get(1).key()).isEqualTo(channel.sent.get(0).key());
    assertThat(channel.sent.get(0).possibleRepeat()).isFalse();
    assertThat(channel.sent.get(1).letter().notes()).anyMatch(note -> note.startsWith("Possible repeat"));
  }

  @Test
  void whatWasBeingSentWhenTheProcessDiedIsMarked() throws InterruptedException {
    alert("n1", "a", Level.CRITICAL);
    outbox.attempting(List.of(1L), NOW);
    outbox.restart();
    ScriptedChannel channel = new ScriptedChannel(CHAT);

    run(worker(channel, Samples.policy()), Duration.ofMinutes(1));

    assertThat(channel.sent).singleElement().matches(Dispatch::possibleRepeat);
  }

  @Test
  void aPartThatArrivedIsNotSentAgainWhenALaterOneMustWait() throws InterruptedException {
    ScriptedChannel channel = new ScriptedChannel(CHAT, 3).answering(
        Outcome.Delivered.PLAIN, new Outcome.Later(Duration.ofSeconds(30), "slow down", false));
    ChannelWorker worker = worker(channel, Samples.policy());
    alert("n1", "a", Level.CRITICAL);

    run(worker, Duration.ofMinutes(2));

    assertThat(channel.sent.stream().map(Dispatch::part)).containsExactly(0, 1, 1, 2);
    assertThat(channel.sent).noneMatch(Dispatch::possibleRepeat);
    assertThat(outbox.rows(State.DELIVERED)).hasSize(1);
  }

  @Test
  void aRestartInTheMiddleOfALongMessageBeginsItAnewAndSaysSo() throws InterruptedException {
    ScriptedChannel before = new ScriptedChannel(CHAT, 3).answering(
        Outcome.Delivered.PLAIN, new Outcome.Later(Duration.ofSeconds(30), "slow down", false));
    alert("n1", "a", Level.CRITICAL);
    run(worker(before, Samples.policy()), Duration.ofSeconds(2));
    outbox.restart();
    ScriptedChannel after = new ScriptedChannel(CHAT, 3);

    clock.advance(Duration.ofMinutes(1));
    run(worker(after, Samples.policy()), Duration.ofMinutes(1));

    assertThat(after.sent.stream().map(Dispatch::part)).containsExactly(0, 1, 2);
    assertThat(after.sent).allMatch(Dispatch::possibleRepeat);
  }

  @Test
  void whatIsRefusedBecomesADeadLetterAndCanBeTriedAgain() throws InterruptedException {
    ScriptedChannel channel = new ScriptedChannel(CHAT).answering(new Outcome.Refused("too long"));
    ChannelWorker worker = worker(channel, Samples.policy());
    alert("n1", "a", Level.CRITICAL);

    run(worker, Duration.ofMinutes(1));

    assertThat(outbox.rows(State.DEAD)).singleElement().matches(row -> row.why().equals("too long"));
    assertThat(watched).containsExactly("phone lost 1");
    assertThat(outbox.again(1)).isTrue();
    run(worker, Duration.ofMinutes(1));
    assertThat(outbox.rows(State.DELIVERED)).hasSize(1);
  }

  @Test
  void aDigestThatIsRefusedIsSentOneByOne() throws InterruptedException {
    ScriptedChannel channel = new ScriptedChannel(CHAT).answering(new Outcome.Refused("bad"), new Outcome.Refused("bad"));
    ChannelWorker worker = worker(channel, Samples.policy());
    for (int i = 0; i < 4; i++) {
      alert("n" + i, "a" + i, Level.WARNING);
    }

    run(worker, Duration.ofMinutes(1));

    assertThat(outbox.rows(State.DEAD)).hasSize(1);
    assertThat(outbox.rows(State.DELIVERED)).hasSize(3);
  }

  @Test
  void aBrokenChannelIsReportedOnceAndGoesOnWhenATestArrives() throws InterruptedException {
    ScriptedChannel channel =
        new ScriptedChannel(CHAT).answering(new Outcome.Broken("token revoked"), new Outcome.Broken("token revoked"));
    ChannelWorker worker = worker(channel, Samples.policy());
    alert("n1", "a", Level.CRITICAL);

    run(worker, Duration.ofMinutes(10));
    assertThat(watched).containsExactly("phone BROKEN");
    assertThat(outbox.rows(State.WAITING)).hasSize(1);
    worker.test(Messages.test("t", clock.instant(), "ann"));
    clock.advance(Duration.ofSeconds(1));
    run(worker, Duration.ZERO);

    assertThat(outbox.rows(State.DELIVERED)).hasSize(1);
    assertThat(watched).containsExactly("phone BROKEN", "phone WORKING");
  }

  @Test
  void itGivesUpAfterTheTriesAndTheAgeThatTheSettingsSay() throws InterruptedException {
    Outcome failure = new Outcome.Later(null, "500", true);
    Outcome outage = new Outcome.Later(null, "no route", false);
    ScriptedChannel tries = new ScriptedChannel(CHAT).answering(failure, failure, failure);
    alert("n1", "a", Level.CRITICAL);
    run(worker(tries, Samples.policy().withPatience(Duration.ofHours(1), 3)), Duration.ofHours(1));
    assertThat(outbox.rows(State.DEAD)).hasSize(1);

    ScriptedChannel age = new ScriptedChannel(CHAT);
    for (int i = 0; i < 1_000; i++) {
      age.answering(outage);
    }
    alert("n2", "b", Level.CRITICAL);
    Instant start = clock.instant();
    run(worker(age, Samples.policy().withPatience(Duration.ofHours(1), 3)), Duration.ofHours(5));

    assertThat(outbox.rows(State.DEAD)).hasSize(2);
    assertThat(Duration.between(start, age.sent.getLast().now())).isBetween(Duration.ofMinutes(50), Duration.ofMinutes(60));
  }

  @Test
  void heldMessagesWaitForTheMorningAndWhatBreaksThroughTakesItsBeginningAlong() throws InterruptedException {
    clock.set(Instant.parse("2026-01-05T23:00:00Z"));
    QuietHours night =
        new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0), Samples.UTC, Level.CRITICAL, QuietHours.Treatment.HELD);
    ScriptedChannel channel = new ScriptedChannel(new Limits(List.of(), false, false));
    ChannelWorker worker = worker(channel, Samples.policy().withQuietHours(night));
    alert("held", "a", Level.WARNING);
    alert("begins", "b", Level.WARNING);
    assertThat(worker.turn()).isEqualTo(Instant.parse("2026-01-06T07:00:00Z"));

    alert("rises", "b", Level.CRITICAL);
    run(worker, Duration.ofHours(1));
    assertThat(channel.sent.stream().map(Dispatch::key)).containsExactly("begins", "rises");
    run(worker, Duration.ofHours(10));
    assertThat(worker.status().latency().count()).isEqualTo(3);
    assertThat(worker.status().latency().longest()).as("being held is not being late").isZero();

    assertThat(channel.sent.stream().map(Dispatch::key)).containsExactly("begins", "rises", "held");
  }

  @Test
  void whatWasDeliveredIsNotSaidAgainWhenTheDiskRefusesToRememberIt() throws InterruptedException {
    MemoryOutbox box = outbox;
    ScriptedChannel channel = new ScriptedChannel(CHAT);
    Channel breaking = new Channel() {
      @Override
      public Outcome send(Dispatch dispatch) {
        box.breakDown(true);
        return channel.send(dispatch);
      }

      @Override
      public Limits limits() {
        return CHAT;
      }
    };
    ChannelWorker worker = worker(breaking, Samples.policy());
    alert("n1", "a", Level.CRITICAL);

    assertThatThrownBy(worker::turn).hasMessageContaining("disk is full");
    assertThatThrownBy(worker::turn).hasMessageContaining("disk is full");
    box.breakDown(false);
    run(worker, Duration.ofMinutes(1));

    assertThat(channel.sent).hasSize(1);
    assertThat(box.rows(State.DELIVERED)).hasSize(1);
  }

  @Test
  void aLateMessageSaysHowLate() throws InterruptedException {
    ScriptedChannel channel = new ScriptedChannel(CHAT);
    alert("n1", "a", Level.CRITICAL);
    clock.advance(Duration.ofMinutes(42));

    run(worker(channel, Samples.policy()), Duration.ofMinutes(1));

    assertThat(channel.sent.getFirst().letter().notes()).containsExactly("Late: this happened 42 min before it was sent.");
  }
}
