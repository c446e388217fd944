package dev.binnacle.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.ingest.Offers.Called;
import dev.binnacle.ingest.Offers.Offer;
import dev.binnacle.ingest.Offers.Reason;
import dev.binnacle.model.BotId;
import dev.binnacle.model.InstanceId;
import dev.binnacle.protocol.Limits;
import dev.binnacle.protocol.LinkMessage;
import dev.binnacle.protocol.LinkReader;
import dev.binnacle.protocol.LinkWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Configurations that are offered over links, and calls to them. */
final class OffersTest {
  private static final BotId BOT = new BotId("btc-trend");
  private static final InstanceId I1 = new InstanceId("i1");
  private static final InstanceId I2 = new InstanceId("i2");
  private static final Duration LONG = Duration.ofMinutes(5);

  private final ScriptedAdmission admission = new ScriptedAdmission();
  private final Ingest ingest = new Ingest(admission, Limits.DEFAULT);
  private final List<String> heard = new ArrayList<>();

  OffersTest() {
    admission.welcome.complete(Map.of());
    ingest.offers().listen(
        new Offers.Listener() {
          @Override
          public void offered(Offer offer) {
            heard.add("offered " + offer.instance() + " " + offer.state());
          }

          @Override
          public void withdrawn(BotId bot, InstanceId instance) {
            heard.add("withdrawn " + instance);
          }
        });
  }

  /** A bot's end of a link. */
  private final class Bot implements LinkSession.Peer {
    final List<LinkMessage.FromServer> got = new ArrayList<>();
    final LinkSession session = ingest.open(BOT, this);

    Bot greets(String instance) {
      session.receive("{\"type\":\"hello\",\"instance\":\"" + instance + "\",\"version\":1}");
      return this;
    }

    Bot offers(String state) {
      session.receive(new LinkWriter().configOffer(state).toText());
      return this;
    }

    void replies(long id, String reply) {
      session.receive(new LinkWriter().configReply(id, reply).toText());
    }

    List<LinkMessage.ConfigCall> calls() {
      return got.stream().filter(LinkMessage.ConfigCall.class::isInstance).map(LinkMessage.ConfigCall.class::cast).toList();
    }

    @Override
    public void send(String frame) {
      got.add(new LinkReader().readFromServer(frame));
    }

    @Override
    public void close(int code, String reason) {}
  }

  private CompletableFuture<Called> call(InstanceId instance, String call) {
    return ingest.offers().call(BOT, instance, call, LONG).toCompletableFuture();
  }

  private static Reason why(CompletableFuture<Called> call) {
    assertThat(call).isCompleted();
    return ((Called.Failed) call.join()).reason();
  }

  @Test
  void aCallIsAnsweredByItsOwnReply() {
    Bot one = new Bot().greets("i1").offers("{\"version\":7}");
    Bot other = new Bot().greets("i2").offers("{\"version\":6}");

    CompletableFuture<Called> first = call(I1, "{\"call\":\"state\"}");
    CompletableFuture<Called> second = call(I1, "{\"call\":\"diff\"}");
    assertThat(one.calls()).containsExactly(
        new LinkMessage.ConfigCall(1, "{\"call\":\"state\"}"), new LinkMessage.ConfigCall(2, "{\"call\":\"diff\"}"));
    assertThat(other.calls()).isEmpty();
    one.replies(2, "B");
    one.replies(1, "A");

    assertThat(first.join()).isEqualTo(new Called.Replied("A"));
    assertThat(second.join()).isEqualTo(new Called.Replied("B"));
    assertThat(ingest.offers().of(BOT)).containsExactly(new Offer(BOT, I1, "{\"version\":7}"),
        new Offer(BOT, I2, "{\"version\":6}"));
  }

  @Test
  void aLaterOfferTakesThePlaceOfTheOneBefore() {
    new Bot().greets("i1").offers("{\"version\":7}").offers("{\"version\":8}");

    assertThat(ingest.offers().of(BOT)).containsExactly(new Offer(BOT, I1, "{\"version\":8}"));
    assertThat(heard).containsExactly("offered i1 {\"version\":7}", "offered i1 {\"version\":8}");
  }

  @Test
  void aLostConnectionFailsItsCallsAndTakesItsOfferAlong() {
    Bot bot = new Bot().greets("i1").offers("{}");
    CompletableFuture<Called> waiting = call(I1, "{}");

    bot.session.closed();

    assertThat(why(waiting)).isEqualTo(Reason.LOST);
    assertThat(ingest.offers().of(BOT)).isEmpty();
    assertThat(why(call(I1, "{}"))).isEqualTo(Reason.OFFLINE);
    assertThat(heard).endsWith("withdrawn i1");
  }

  @Test
  void anOldConnectionThatEndsLateTakesNothingFromTheNewOne() {
    Bot old = new Bot().greets("i1").offers("{\"version\":7}");
    Bot young = new Bot().greets("i1").offers("{\"version\":8}");

    old.session.closed();
    CompletableFuture<Called> call = call(I1, "{}");
    young.replies(1, "A");

    assertThat(call.join()).isEqualTo(new Called.Replied("A"));
  }

  @Test
  void moreCallsThanMayWaitAreTurnedAway() {
    Bot bot = new Bot().greets("i1").offers("{}");
    for (int i = 0; i < LinkCalls.MOST; i++) {
      assertThat(call(I1, "{}")).isNotCompleted();
    }

    assertThat(why(call(I1, "{}"))).isEqualTo(Reason.BUSY);
    bot.replies(3, "A");
    assertThat(call(I1, "{}")).isNotCompleted();
  }

  @Test
  void aCallWithoutAReplyEndsAtItsDeadline() throws Exception {
    Bot bot = new Bot().greets("i1").offers("{}");

    CompletableFuture<Called> call = ingest.offers().call(BOT, I1, "{}", Duration.ofMillis(1)).toCompletableFuture();

    assertThat(((Called.Failed) call.get(60, TimeUnit.SECONDS)).reason()).isEqualTo(Reason.TIMED_OUT);
    bot.replies(1, "late");
    assertThat(ingest.counts().unknownFrames()).isEqualTo(1);
  }

  @Test
  void aCallThatFitsNoFrameIsNotSent() {
    Bot bot = new Bot().greets("i1").offers("{}");

    CompletableFuture<Called> call = call(I1, "\"".repeat(600_000));

    assertThat(why(call)).isEqualTo(Reason.TOO_LARGE);
    assertThat(bot.calls()).isEmpty();
  }

  @Test
  void aCallDoesNotWaitForTheAnswersToEvents() {
    Bot bot = new Bot().greets("i1").offers("{}");
    bot.session.receive(
        "{\"type\":\"events\",\"id\":1,\"instance\":\"i1\",\"events\":[{\"type\":\"stopped\",\"at\":1767607200,\"seq\":1}]}");

    CompletableFuture<Called> ignored = call(I1, "{}");

    assertThat(ignored).isNotCompleted();
    assertThat(bot.calls()).hasSize(1);
    assertThat(bot.got).noneMatch(LinkMessage.Answered.class::isInstance);
  }

  @Test
  void anOfferBeforeTheGreetingIsRefused() {
    Bot bot = new Bot().offers("{}");

    assertThat(((LinkMessage.Refused) bot.got.getFirst()).rule()).isEqualTo("hello-first");
    assertThat(ingest.offers().all()).isEmpty();
  }

  @Test
  void offersBeyondTheBoundAreCountedAndNotHeld() {
    String large = "{\"content\":\"" + "x".repeat(1_000_000) + "\"}";
    for (int i = 0; i < 70; i++) {
      new Bot().greets("i" + i).offers(large);
    }

    assertThat(ingest.offers().all()).hasSize((int) (Offers.MOST_BYTES / large.length()));
    assertThat(ingest.offers().refused()).isEqualTo(70 - Offers.MOST_BYTES / large.length());
  }
}
