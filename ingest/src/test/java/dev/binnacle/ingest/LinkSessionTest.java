package dev.binnacle.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.binnacle.model.AlertId;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.Answer;
import dev.binnacle.model.BotId;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.Level;
import dev.binnacle.model.RuleName;
import dev.binnacle.protocol.Limits;
import dev.binnacle.protocol.LinkMessage;
import dev.binnacle.protocol.LinkReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LinkSessionTest {
  private static final BotId BOT = new BotId("btc-trend");
  private static final InstanceId I1 = new InstanceId("i1");

  private final ScriptedAdmission admission = new ScriptedAdmission();
  private final Ingest ingest = new Ingest(admission, Limits.DEFAULT);
  private final Wire wire = new Wire();
  private final LinkSession session = ingest.open(BOT, wire);

  /** The client's end. */
  private static final class Wire implements LinkSession.Peer {
    final List<LinkMessage.FromServer> got = new ArrayList<>();
    int closeCode;

    @Override
    public synchronized void send(String frame) {
      got.add(new LinkReader().readFromServer(frame));
    }

    @Override
    public synchronized void close(int code, String reason) {
      closeCode = code;
    }

    synchronized List<LinkMessage.FromServer> got() {
      return List.copyOf(got);
    }

    synchronized LinkMessage.FromServer last() {
      return got.get(got.size() - 1);
    }
  }

  @Test
  void greetsWithWhatIsOnDisk() {
    session.receive("{\"type\":\"hello\",\"instance\":\"i1\",\"version\":1}");
    assertThat(wire.got()).isEmpty();

    admission.welcome.complete(Map.of(I1, 9L, new InstanceId("i0"), 4L));

    assertThat(wire.got()).containsExactly(new LinkMessage.Welcome(Map.of(I1, 9L, new InstanceId("i0"), 4L)));
    assertThat(admission.links).containsExactly("opened btc-trend i1");
    assertThat(ingest.counts().openLinks()).isEqualTo(1);
  }

  @Test
  void answersInTheOrderOfTheFramesWhenTheirEventsAreDurable() {
    greet();
    frame(1, 1);
    frame(2, 2);
    frame(3, 3);

    admission.offers.get(2).answered();
    admission.offers.get(1).answered();
    assertThat(answeredIds()).isEmpty();
    admission.offers.get(0).answered();

    assertThat(answeredIds()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void aBotIsToldOfItsAlertsOnEveryConnectionThatIsGreetedAndOpen() {
    LinkMessage.AlertTold alert =
        new LinkMessage.AlertTold(
            new AlertId("a-1"), new RuleName("slow-feed"), Level.WARNING, AlertState.FIRING, "31.5 is above 30", Instant.EPOCH,
            31.5,
            30.0);
    session.receive("{\"type\":\"hello\",\"instance\":\"i1\",\"version\":1}");
    assertThat(ingest.tell(BOT, alert)).as("not welcomed yet").isZero();
    admission.welcome.complete(Map.of());
    Wire second = new Wire();
    LinkSession other = ingest.open(BOT, second);
    other.receive("{\"type\":\"hello\",\"instance\":\"i2\",\"version\":1}");
    frame(1, 1);

    assertThat(ingest.tell(new BotId("eth-trend"), alert)).isZero();
    assertThat(ingest.tell(BOT, alert)).isEqualTo(2);

    // Though an answer is still owed.
    assertThat(wire.last()).isEqualTo(alert);
    assertThat(second.got()).containsExactly(new LinkMessage.Welcome(Map.of()), alert);
    other.closed();
    assertThat(ingest.tell(BOT, alert)).isEqualTo(1);
    session.closed();
    assertThat(ingest.tell(BOT, alert)).isZero();
  }

  @Test
  void theFirstFrameMustBeAGreeting() {
    session.receive("{\"type\":\"events\",\"id\":1,\"instance\":\"i1\",\"events\":[]}");

    assertRefusedAndClosed("hello-first", LinkSession.PROTOCOL_ERROR);
    assertThat(admission.links).isEmpty();
  }

  @Test
  void aNewerClientIsToldToHaveTheServerUpdated() {
    session.receive("{\"type\":\"hello\",\"instance\":\"i1\",\"version\":2}");

    assertRefusedAndClosed("version", LinkSession.PROTOCOL_ERROR);
    assertThat(((LinkMessage.Refused) wire.last()).message()).contains("version 1", "the client 2");
  }

  @Test
  void aSecondGreetingEndsTheConnection() {
    greet();
    session.receive("{\"type\":\"hello\",\"instance\":\"i2\",\"version\":1}");

    assertRefusedAndClosed("hello-once", LinkSession.PROTOCOL_ERROR);
    assertThat(admission.links).containsExactly("opened btc-trend i1", "closed btc-trend i1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "[]", "{\"type\":\"hello\"}",
    "{\"type\":\"events\",\"id\":1,\"instance\":\"i1\",\"events\":[{]}"})
  void whatIsNoFrameEndsTheConnection(String frame) {
    session.receive(frame);

    assertThat(wire.closeCode).isEqualTo(LinkSession.NOT_A_FRAME);
    assertThat(wire.last()).isInstanceOf(LinkMessage.Refused.class);
    assertThat(ingest.counts().malformed()).isEqualTo(1);
  }

  @Test
  void aFrameThatIsTooLargeEndsTheConnection() {
    session.receive(" ".repeat((1 << 20) + 1));

    assertThat(wire.closeCode).isEqualTo(LinkSession.TOO_LARGE);
    assertThat(ingest.counts().tooLarge()).isEqualTo(1);
  }

  @Test
  void aLiveFrameOfAnotherInstanceIsRefusedAndASpoolTaken() {
    greet();
    session.receive(events(5, "i0", true, 1));
    session.receive(events(6, "i0", false, 1));

    assertThat(wire.last()).isInstanceOfSatisfying(LinkMessage.Refused.class, refused -> assertThat(refused.id()).isEqualTo(5));
    assertThat(wire.closeCode).isZero();
    assertThat(admission.offers).hasSize(1);
    assertThat(admission.offers.get(0).live()).isFalse();
    assertThat(ingest.counts().refusedFrames()).isEqualTo(1);
  }

  @Test
  void moreFramesThanTheWindowArePutOffUntilAnswersHaveGoneOut() {
    greet();
    for (int i = 1; i <= LinkSession.WINDOW; i++) {
      frame(i, i);
    }
    frame(33, 33);
    assertThat(admission.offers).hasSize(LinkSession.WINDOW);

    admission.offers.forEach(ScriptedAdmission.Offer::answered);
    assertThat(wire.last()).isEqualTo(new LinkMessage.Busy(33, Duration.ofMillis(100)));
    frame(34, 33);

    assertThat(admission.offers).hasSize(LinkSession.WINDOW + 1);
  }

  @Test
  void whatFollowsAFrameThatWasPutOffIsPutOffTooUntilTheSenderGoesBack() {
    greet();
    admission.answersAtOnce = true;
    frame(1, 1);
    admission.full = true;
    frame(2, 2);
    admission.full = false;
    frame(3, 3);
    frame(4, 4);

    assertThat(wire.got().stream().filter(LinkMessage.Busy.class::isInstance).map(busy -> ((LinkMessage.Busy) busy).id()))
        .containsExactly(2L, 3L, 4L);
    assertThat(admission.seqs()).as("no gap is made").containsExactly(1L);

    frame(5, 2);
    frame(6, 3);
    frame(7, 4);
    assertThat(admission.seqs()).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void samplesAndOtherInstancesAreNotHeldBack() {
    greet();
    admission.answersAtOnce = true;
    admission.full = true;
    frame(1, 1);
    admission.full = false;

    session.receive(
        "{\"type\":\"events\",\"id\":2,\"instance\":\"i1\",\"live\":true,\"events\":[{\"type\":\"heartbeat\",\"at\":1767607200}]}");
    session.receive(events(3, "i0", false, 9));

    assertThat(admission.seqs()).containsExactly(0L, 9L);
  }

  @Test
  void aSenderThatGaveUpWhatWasPutOffIsNotHeldBackForever() {
    greet();
    admission.answersAtOnce = true;
    admission.full = true;
    frame(1, 1);
    admission.full = false;

    int frames = 0;
    while (admission.offers.isEmpty() && frames < 1_000) {
      frame(2 + frames, 5);
      frames++;
    }

    assertThat(frames).isEqualTo(LinkSession.WINDOW + 1);
  }

  @Test
  void aSenderThatNeverListensIsCutOff() {
    greet();
    for (int i = 1; i <= 1_000; i++) {
      frame(i, i);
    }

    assertRefusedAndClosed("window", LinkSession.POLICY);
    assertThat(admission.offers).hasSize(LinkSession.WINDOW);
    assertThat(admission.links).containsExactly("opened btc-trend i1", "closed btc-trend i1");
  }

  @Test
  void aFailureToKeepEndsTheConnectionWithoutAnAnswer() {
    greet();
    frame(1, 1);
    admission.offers.get(0).answer().completeExceptionally(new IOException("the disk is full"));

    assertRefusedAndClosed("failed", LinkSession.FAILED);
    assertThat(answeredIds()).isEmpty();
    assertThat(((LinkMessage.Refused) wire.last()).message()).as("what failed is not a stranger's business")
        .doesNotContain("disk");
  }

  @Test
  void afterTheEndNothingIsSentAndTheEndIsToldOnce() {
    greet();
    frame(1, 1);
    session.closed();
    session.closed();
    admission.offers.get(0).answered();
    frame(2, 2);

    assertThat(answeredIds()).isEmpty();
    assertThat(admission.offers).hasSize(1);
    assertThat(admission.links).containsExactly("opened btc-trend i1", "closed btc-trend i1");
    assertThat(ingest.counts().openLinks()).isZero();
  }

  @Test
  void aConnectionThatEndsBeforeItsGreetingOpensNoLink() {
    session.closed();
    session.receive("{\"type\":\"hello\",\"instance\":\"i1\",\"version\":1}");

    assertThat(admission.links).isEmpty();
  }

  @Test
  void framesOfANewerClientArePassedOverAndCounted() {
    greet();
    session.receive("{\"type\":\"halted\",\"id\":\"h-1\"}");
    session.receive("{\"type\":\"pong\"}");
    session.receive("{\"type\":\"events\",\"id\":3,\"instance\":\"i1\",\"events\":[]}");

    assertThat(ingest.counts().unknownFrames()).isEqualTo(1);
    assertThat(wire.last()).isEqualTo(new LinkMessage.Answered(3, Answer.EMPTY));
  }

  @Test
  void answersThatAreKnownOnManyThreadsGoOutInOrder() throws InterruptedException {
    greet();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 100; round++) {
        int first = admission.offers.size();
        CountDownLatch done = new CountDownLatch(LinkSession.WINDOW);
        for (int i = 0; i < LinkSession.WINDOW; i++) {
          int id = first + i + 1;
          frame(id, id);
          ScriptedAdmission.Offer offer = admission.offers.get(first + i);
          threads.execute(
              () -> {
                offer.answered();
                done.countDown();
              });
        }
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        // The last answer may still be on its way on the thread that sends for the others.
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).atMost(Duration.ofSeconds(60))
            .until(() -> answeredIds().size() == admission.offers.size());
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(answeredIds()).isSorted().doesNotHaveDuplicates();
    assertThat(answeredIds()).hasSize(admission.offers.size());
  }

  @Property(tries = 300)
  void noFrameEscapesAsAnException(@ForAll long seed) {
    Random random = new Random(seed);
    LinkSession fuzzed = ingest.open(BOT, new Wire());
    fuzzed.receive("{\"type\":\"hello\",\"instance\":\"i1\",\"version\":1}");
    for (int i = 0; i < 5; i++) {
      StringBuilder frame = new StringBuilder(events(i, "i1", true, 1 + random.nextInt(3)));
      frame.setCharAt(random.nextInt(frame.length()), (char) random.nextInt(0x10000));
      fuzzed.receive(frame.toString());
    }
    fuzzed.closed();
  }

  private void greet() {
    admission.welcome.complete(Map.of());
    session.receive("{\"type\":\"hello\",\"instance\":\"i1\",\"version\":1}");
  }

  private void frame(long id, long seq) {
    session.receive(events(id, "i1", true, seq));
  }

  private static String events(long id, String instance, boolean live, long seq) {
    return "{\"type\":\"events\",\"id\":%d,\"instance\":\"%s\",\"live\":%b,\"events\":[{\"type\":\"stopped\",\"at\":1767607200,\"seq\":%d}]}"
        .formatted(id, instance, live, seq);
  }

  private List<Long> answeredIds() {
    return wire.got().stream().filter(LinkMessage.Answered.class::isInstance)
        .map(answered -> ((LinkMessage.Answered) answered).id()).toList();
  }

  private void assertRefusedAndClosed(String rule, int code) {
    assertThat(wire.last()).isInstanceOfSatisfying(LinkMessage.Refused.class,
        refused -> assertThat(refused.rule()).isEqualTo(rule));
    assertThat(wire.closeCode).isEqualTo(code);
  }
}
