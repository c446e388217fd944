package dev.binnacle.notify.webpush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.model.ChannelName;
import dev.binnacle.model.Level;
import dev.binnacle.notify.ChannelPolicy;
import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.Dispatch;
import dev.binnacle.notify.EventKind;
import dev.binnacle.notify.Message;
import dev.binnacle.notify.Outcome;
import dev.binnacle.notify.Secret;
import dev.binnacle.notify.http.Http;
import dev.binnacle.testkit.FakePushService;
import dev.binnacle.testkit.Mishap;
import dev.binnacle.testkit.PushReceiver;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NullMarked
final class WebPushChannelTest implements PushSubscriptions {
  private static final Instant AT = Instant.parse("2026-01-05T14:30:00Z");
  private static final VapidKeys.Text KEYS = VapidKeys.generate();

  private final FakePushService service = new FakePushService();
  private final Http http = Http.create(Duration.ofSeconds(5));
  private final List<PushSubscription> pages = new CopyOnWriteArrayList<>();
  private final List<String> reached = new CopyOnWriteArrayList<>();
  private final WebPushChannel channel =
      new WebPushChannel(settings(), KEYS, http, this);

  @AfterEach
  void close() {
    http.close();
    service.close();
  }

  /** Keys, salt and message of RFC 8291 section 5 and appendix A. */
  @Test
  void encryptsAsTheExampleOfTheStandard() throws Exception {
    PushSubscription page = new PushSubscription(URI.create("https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV"),
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4", "BTBZMqHH6r4Tts7J_aSIgg");
    KeyPair sender = new KeyPair(
        Curve.publicKey(Curve.decode("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8")),
        Curve.privateKey(Curve.decode("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")));

    byte[] message =
        PushEncryption.encrypt("When I grow up, I want to be a watermelon".getBytes(StandardCharsets.UTF_8), page, sender,
            Curve.decode("DGv6ra1nlYgDCS1FRnbzlw"));

    assertThat(Curve.encode(message))
        .isEqualTo("DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLoc"
            + "InmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN");
  }

  @Test
  void everyPageReadsIt() throws InterruptedException {
    subscribe("anna");
    subscribe("ben");

    Outcome outcome = channel.send(dispatch("k-1"));

    assertThat(outcome).isEqualTo(Outcome.Delivered.PLAIN);
    assertThat(service.sent()).extracting(FakePushService.Sent::browser).containsExactly("anna", "ben");
    FakePushService.Sent sent = service.sent().getFirst();
    assertThat(sent.text()).contains("\"title\":\"🔴 Drawdown\"", "\"level\":\"critical\"");
    assertThat(sent.claims()).isEqualTo(
        "{\"aud\":\"" + service.uri() + "\",\"exp\":" + (AT.getEpochSecond() + 43_200) + ",\"sub\":\"mailto:ops@example.org\"}");
    assertThat(sent.urgency()).isEqualTo("high");
    assertThat(sent.timeToLive()).isEqualTo(86_400);
    assertThat(sent.topic()).matches("[A-Za-z0-9_-]{32}");
  }

  @Test
  void aPageThatIsGoneIsTakenOffTheList() throws InterruptedException {
    subscribe("anna");
    subscribe("ben");
    service.unsubscribe("anna");

    Outcome outcome = channel.send(dispatch("k-1"));

    assertThat(outcome).isEqualTo(Outcome.Delivered.PLAIN);
    assertThat(pages).extracting(page -> page.endpoint().getPath()).containsExactly("/push/ben");
  }

  @Test
  void pagesThatWereReachedAreNotToldAgain() throws InterruptedException {
    subscribe("anna");
    subscribe("ben");
    service.next(new Mishap.DropBeforeTaking());

    Outcome first = channel.send(dispatch("k-1"));
    Outcome second = channel.send(dispatch("k-1"));

    assertThat(first).isInstanceOf(Outcome.Unknown.class);
    assertThat(second).isEqualTo(Outcome.Delivered.PLAIN);
    assertThat(service.sent()).extracting(FakePushService.Sent::browser).containsExactly("ben", "anna");
    assertThat(reached).containsExactly("/push/ben at " + AT, "/push/anna at " + AT);
  }

  @Test
  void aServiceThatAsksToWaitIsNotAskedForItsOtherPages() throws InterruptedException {
    subscribe("anna");
    subscribe("ben");
    service.next(FakePushService.tooManyRequests(7));

    Outcome outcome = channel.send(dispatch("k-1"));

    assertThat(outcome).isEqualTo(new Outcome.Later(Duration.ofSeconds(7),
        "the push service of the subscription at 127.0.0.1 says: HTTP 429", false));
    assertThat(service.requests()).hasSize(1);
  }

  @Test
  void aServiceThatAsksToWaitIsLeftAlone() throws InterruptedException {
    subscribe("anna");
    service.next(FakePushService.tooManyRequests(7));

    assertThat(channel.send(dispatch("k-1"))).isEqualTo(new Outcome.Later(Duration.ofSeconds(7),
        "the push service of the subscription at 127.0.0.1 says: HTTP 429", false));
  }

  @Test
  void whatIsUnsureIsSaidToBe() throws InterruptedException {
    subscribe("anna");
    service.next(new Mishap.DropAfterTaking());

    assertThat(channel.send(dispatch("k-1"))).isInstanceOf(Outcome.Unknown.class);
  }

  /** Each of these characters takes two to four bytes, so that a part is as large as a push service takes. */
  @Test
  void aLongMessageComesInPartsThatLoseNothing() throws InterruptedException {
    subscribe("anna");
    String word = "🟢ж€";
    Dispatch dispatch =
        new Dispatch("k", message().withText((word + " ").repeat(600)), false, false, 1, 0, null, ZoneOffset.UTC, AT);

    int parts = channel.parts(dispatch);
    for (int part = 0; part < parts; part++) {
      assertThat(channel.send(dispatch.withPart(part))).isEqualTo(Outcome.Delivered.PLAIN);
    }

    assertThat(service.sent()).hasSize(parts).extracting(FakePushService.Sent::topic).doesNotHaveDuplicates();
    assertThat(service.sent().getLast().text()).contains("(" + parts + "/" + parts + ")");
    String all = String.join("", service.sent().stream().map(FakePushService.Sent::text).toList());
    assertThat(all.split(word, -1)).hasSize(601);
    assertThat(all).doesNotContain("…");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://fcm.googleapis.com/x", "https://fcm.googleapis.com.evil.example/x", "https://169.254.169.254/latest",
        "https://user@fcm.googleapis.com/x", "https://fcm.googleapis.com:8443/x", "https://localhost/x"})
  void nothingIsPostedElsewhereThanToPushServices(String endpoint) throws InterruptedException {
    PushReceiver receiver = service.subscribe("anna");
    pages.add(new PushSubscription(URI.create(endpoint), receiver.publicKey(), receiver.secret()));

    channel.send(dispatch("k-1"));

    assertThat(pages).isEmpty();
    assertThat(service.requests()).isEmpty();
  }

  @Test
  void knowsThePushServicesOfTheBrowsers() {
    PushReceiver receiver = service.subscribe("anna");

    assertThat(List.of("https://fcm.googleapis.com/fcm/send/x", "https://updates.push.services.mozilla.com/wpush/v2/x",
        "https://wns2-par02p.notify.windows.com/w/?token=x", "https://web.push.apple.com/x")).allSatisfy(
            endpoint -> assertThat(
                new PushSubscription(URI.create(endpoint), receiver.publicKey(), receiver.secret()).problem(List.of()))
                .isEmpty());
  }

  @Test
  void keysThatAreNoPairAreToldWithoutSayingThem() {
    Secret other = VapidKeys.generate().privateKey();

    assertThatThrownBy(() -> new WebPushChannel(settings(), new VapidKeys.Text(KEYS.publicKey(), other), http, this))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining(other.reveal()).hasNoCause();
  }

  @Override
  public List<PushSubscription> all() {
    return List.copyOf(pages);
  }

  @Override
  public void remove(PushSubscription subscription, String why) {
    pages.remove(subscription);
  }

  @Override
  public void reached(PushSubscription subscription, Instant at) {
    reached.add(subscription.endpoint().getPath() + " at " + at);
  }

  private void subscribe(String browser) {
    PushReceiver receiver = service.subscribe(browser);
    pages.add(new PushSubscription(URI.create(receiver.endpoint()), receiver.publicKey(), receiver.secret()));
  }

  private ChannelSettings.WebPush settings() {
    return new ChannelSettings.WebPush(
        new ChannelName("pages"), ChannelPolicy.usual(ZoneOffset.UTC), "mailto:ops@example.org", null, null,
        List.of(service.uri()));
  }

  private static Message message() {
    return Message.of("m-1", EventKind.ALERT, Level.CRITICAL, null, AT, "Drawdown").withTone(Message.Tone.BAD);
  }

  private static Dispatch dispatch(String key) {
    return new Dispatch(key, message(), false, false, 1, 0, null, ZoneOffset.UTC, AT);
  }
}
