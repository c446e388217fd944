package dev.binnacle.notify.sms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.ChannelName;
import dev.binnacle.model.Level;
import dev.binnacle.notify.ChannelPolicy;
import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.Dispatch;
import dev.binnacle.notify.EventKind;
import dev.binnacle.notify.Message;
import dev.binnacle.notify.Notebook;
import dev.binnacle.notify.Outcome;
import dev.binnacle.notify.Secret;
import dev.binnacle.notify.http.Http;
import dev.binnacle.testkit.FakeTwilio;
import dev.binnacle.testkit.Mishap;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@NullMarked
final class SmsChannelTest {
  private static final Instant AT = Instant.parse("2026-01-05T14:30:00Z");
  private static final String ANNA = "+15550001111";
  private static final String BEN = "+15550002222";

  private final FakeTwilio gateway = new FakeTwilio("token");
  private final Http http = Http.create(Duration.ofSeconds(5));
  private final AtomicReference<Instant> now = new AtomicReference<>(AT);
  private final Notebook notebook = Notebook.inMemory();

  @AfterEach
  void close() {
    http.close();
    gateway.close();
  }

  @Test
  void eachNumberGetsOneSimpleText() throws InterruptedException {
    SmsChannel channel = channel(10, ANNA, BEN);
    Message message = message("🔴 Drawdown of btc-trend ≥ 10 % — “now”…");

    assertThat(channel.parts(dispatch(message))).isEqualTo(2);
    channel.send(dispatch(message));
    channel.send(dispatch(message).withPart(1));

    assertThat(gateway.sent()).containsExactly(
        new FakeTwilio.Sent("+15559990000", ANNA, "Drawdown of btc-trend >= 10 % - \"now\"..."),
        new FakeTwilio.Sent("+15559990000", BEN, "Drawdown of btc-trend >= 10 % - \"now\"..."));
  }

  /** 3GPP TS 23.038: 160 or 70 in one message, 153 or 67 in each of several; {, } and their kin count twice. */
  @ParameterizedTest
  @CsvSource({"x,160,1", "x,161,2", "x,306,2", "x,307,3", "{,80,1", "{,81,2", "ж,70,1", "ж,71,2", "ж,134,2", "ж,135,3"})
  void segmentsAreCountedAsTheNetworkCountsThem(String character, int times, int segments) {
    assertThat(ShortText.segments(character.repeat(times))).isEqualTo(segments);
  }

  @Test
  void aLongTextGoesInSeveralOfWhichEachIsTaken() throws InterruptedException {
    SmsChannel channel = channel(100, ANNA);
    List<String> lines = IntStream.range(0, 200).mapToObj(i -> "alert " + i + " of btc {x}").toList();
    Message message = message("Storm").withText(String.join("\n", lines));

    for (int part = 0; part < channel.parts(dispatch(message)); part++) {
      assertThat(channel.send(dispatch(message).withPart(part))).isInstanceOf(Outcome.Delivered.class);
    }

    assertThat(gateway.sent().stream().flatMap(sent -> sent.body().lines()).skip(1).toList()).isEqualTo(lines);
    assertThat(gateway.sent()).allSatisfy(sent -> assertThat(ShortText.segments(sent.body())).isLessThanOrEqualTo(10));
  }

  @Test
  void aNumberThatWillNotBeToldDoesNotKeepTheOthers() throws InterruptedException {
    SmsChannel channel = channel(10, ANNA, BEN);
    gateway.unsubscribe(ANNA);

    Outcome anna = channel.send(dispatch(message("x")));
    Outcome ben = channel.send(dispatch(message("x")).withPart(1));
    channel.send(dispatch(message("y")));

    assertThat(anna).isEqualTo(new Outcome.Delivered(
        "********1111 cannot be told: the gateway says: Attempt to send to unsubscribed recipient"));
    assertThat(ben).isInstanceOf(Outcome.Delivered.class);
    assertThat(gateway.requests()).hasSize(2);
    gateway.unsubscribe(BEN);
    assertThat(channel.send(dispatch(message("z")).withPart(1))).isInstanceOf(Outcome.Broken.class);
  }

  @Test
  void whatIsTooMuchForADayWaitsForTheNextEvenAfterARestart() throws InterruptedException {
    channel(2, ANNA).send(dispatch(message("1")));
    channel(2, ANNA).send(dispatch(message("2")));

    assertThat(channel(2, ANNA).send(dispatch(message("3")))).isEqualTo(new Outcome.Later(
        Duration.ofMinutes(9 * 60 + 30), "most-per-day is reached: 2 messages went to ********1111 today", false));
    assertThat(gateway.sent()).hasSize(2);
    now.set(AT.plus(Duration.ofMinutes(9 * 60 + 30)));
    assertThat(channel(2, ANNA).send(dispatch(message("3")))).isInstanceOf(Outcome.Delivered.class);
  }

  static Stream<Object[]> mishaps() {
    return Stream.of(
        new Object[] {FakeTwilio.tooManyRequests(), new Outcome.Later(null, "the gateway says: Too Many Requests", false)},
        new Object[] {FakeTwilio.unauthorized(),
          new Outcome.Broken("the gateway says: Authenticate. Check the account and its token")},
        new Object[] {FakeTwilio.invalidNumber(ANNA), new Outcome.Broken(
            "********1111 cannot be told: the gateway says: The 'To' number ********1111 is not a valid phone number.")},
        new Object[] {FakeTwilio.internalError(), new Outcome.Unknown("the gateway says: An internal server error has occurred")},
        new Object[] {new Mishap.DropAfterTaking(), new Outcome.Unknown("the connection to 127.0.0.1 broke")});
  }

  @ParameterizedTest
  @MethodSource("mishaps")
  void saysWhatBecameOfIt(Mishap mishap, Outcome expected) throws InterruptedException {
    gateway.next(mishap);

    assertThat(channel(10, ANNA).send(dispatch(message("x")))).isEqualTo(expected);
  }

  private SmsChannel channel(int mostPerDay, String... to) {
    return new SmsChannel(new ChannelSettings.Sms(new ChannelName("sms"), ChannelPolicy.usual(ZoneOffset.UTC), gateway.uri(),
        FakeTwilio.ACCOUNT, new Secret("token"), "+15559990000", List.of(to), mostPerDay), http, notebook, now::get);
  }

  private static Message message(String title) {
    return Message.of("m-1", EventKind.ALERT, Level.CRITICAL, null, AT, title);
  }

  private static Dispatch dispatch(Message message) {
    return new Dispatch("key-1", message, false, false, 1, 0, null, ZoneOffset.UTC, AT);
  }
}
