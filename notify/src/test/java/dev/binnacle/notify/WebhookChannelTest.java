package dev.binnacle.notify;

import static dev.binnacle.notify.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.ChannelName;
import dev.binnacle.model.Level;
import dev.binnacle.model.Notice;
import dev.binnacle.notify.ChannelSettings.Webhook.Format;
import dev.binnacle.notify.WebhookServer.Received;
import dev.binnacle.notify.WebhookServer.Reply;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class WebhookChannelTest {
  private static final String TOKEN = "t0ken-in-the-path-0123456789";
  private final WebhookServer server = new WebhookServer();

  @AfterEach
  void stop() {
    server.close();
  }

  private static ChannelSettings.Webhook settings(String url, Format format) {
    return new ChannelSettings.Webhook(
        new ChannelName("hook"), Samples.policy(), new Secret(url), new Secret("It's a Secret to Everybody"), format,
        Map.of("Authorization", new Secret("Bearer abcdefghijklmnop")));
  }

  private static Channel open(ChannelSettings.Webhook settings, AddressGuard.Resolver resolver, Duration limit) {
    Redaction redaction = WebhookChannel.redaction(settings);
    GuardedHttp http =
        new GuardedHttp(new AddressGuard(resolver), limit, redaction, (SSLSocketFactory) SSLSocketFactory.getDefault(),
            GuardedHttp.KEPT);
    return new WebhookChannel(settings, http, redaction, new ManualClock(NOW));
  }

  private Channel channel(Format format) {
    return open(settings(server.url("/hooks/" + TOKEN), format), InetAddress::getAllByName, Duration.ofSeconds(5));
  }

  private static Dispatch dispatch(boolean repeat) {
    Notice notice = Samples.notice("n1", Notice.Kind.FIRING, NOW, Samples.alert("a1", "btc-trend", Level.CRITICAL));
    return new Dispatch("n1:hook", Messages.of(notice, null), repeat, false, 1, 0, null, Samples.UTC, NOW);
  }

  @Test
  void theBodyIsWhatTheGuideSays() throws InterruptedException {
    assertThat(channel(Format.BINNACLE).send(dispatch(false))).isEqualTo(Outcome.Delivered.PLAIN);

    Received call = server.received.getFirst();
    JsonNode body = JsonMapper.shared().readTree(call.text());
    assertThat(body.propertyNames()).containsExactly(
        "version", "id", "kind", "group", "status", "level", "at", "sent_at", "possible_repeat", "held_back", "alerts");
    assertThat(body.get("status").asString()).isEqualTo("firing");
    JsonNode alert = body.get("alerts").get(0);
    assertThat(alert.get("id").asString()).isEqualTo("a1");
    assertThat(alert.get("bot").asString()).isEqualTo("btc-trend");
    assertThat(alert.get("level").asString()).isEqualTo("critical");
    assertThat(alert.get("state").asString()).isEqualTo("firing");
    assertThat(alert.get("value").asDouble()).isEqualTo(-0.124);
    assertThat(alert.get("threshold").asDouble()).isEqualTo(-0.1);
    assertThat(alert.get("since").asString()).isEqualTo("2026-01-05T14:30:00Z");
    assertThat(alert.get("runbook").asString()).isEqualTo("https://wiki.example/drawdown");
    assertThat(call.header("Idempotency-Key")).isEqualTo("n1:hook");
    assertThat(call.header("Content-Type")).isEqualTo("application/json");
    assertThat(call.header("Authorization")).isEqualTo("Bearer abcdefghijklmnop");
  }

  /** The expected value is computed with {@code openssl dgst -sha256 -hmac "It's a Secret to Everybody"} over {@code 1767623400.{}}. */
  @Test
  void theSignatureIsHmacOverTheTimeADotAndTheBody() throws InterruptedException {
    assertThat(WebhookSignature.of(new Secret("It's a Secret to Everybody"), NOW, new byte[] {'{', '}'}))
        .isEqualTo("v1=427d2334342cb1fb8a43837de96f2c9dd0a3e9c93ccc959a10bb919b48daa0a2");

    channel(Format.BINNACLE).send(dispatch(false));
    Received call = server.received.getFirst();
    assertThat(call.header("X-Binnacle-Timestamp")).isEqualTo("1767623400");
    assertThat(call.header("X-Binnacle-Signature"))
        .isEqualTo(WebhookSignature.of(new Secret("It's a Secret to Everybody"), NOW, call.body()));
  }

  @Test
  void alertmanagersFormatHasItsFields() throws InterruptedException {
    channel(Format.ALERTMANAGER).send(dispatch(true));

    Received call = server.received.getFirst();
    JsonNode body = JsonMapper.shared().readTree(call.text());
    // Field names of https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
    assertThat(body.propertyNames()).containsExactlyInAnyOrder(
        "version", "groupKey", "truncatedAlerts", "status", "receiver", "groupLabels", "commonLabels", "commonAnnotations",
        "externalURL", "alerts");
    assertThat(body.get("version").asString()).isEqualTo("4");
    JsonNode alert = body.get("alerts").get(0);
    assertThat(alert.propertyNames()).containsExactlyInAnyOrder(
        "status", "labels", "annotations", "startsAt", "endsAt", "generatorURL", "fingerprint");
    assertThat(alert.get("labels").get("alertname").asString()).isEqualTo("drawdown");
    assertThat(alert.get("labels").get("severity").asString()).isEqualTo("critical");
    assertThat(call.header("X-Binnacle-Possible-Repeat")).isEqualTo("true");
  }

  @ParameterizedTest
  @CsvSource({
    "200, Delivered", "204, Delivered", "400, Refused", "413, Refused", "401, Broken", "404, Broken", "302, Broken", "500, Later",
    "503, Later", "502, Unknown", "504, Unknown", "-1, Unknown"})
  void anAnswerMeansWhatItSays(int status, String outcome) throws InterruptedException {
    server.answering(new Reply(status, status == 302 ? Map.of("Location", "http://169.254.169.254/") : Map.of(), ""));

    assertThat(channel(Format.BINNACLE).send(dispatch(false)).getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(server.received).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"41 | 41000", "0.35 | 350", "Mon, 05 Jan 2026 14:31:00 GMT | 60000"})
  void retryAfterIsHonouredAndNotCounted(String header, long millis) throws InterruptedException {
    server.answering(new Reply(429, Map.of("Retry-After", header), ""));

    Outcome outcome = channel(Format.BINNACLE).send(dispatch(false));

    assertThat(outcome).isEqualTo(new Outcome.Later(Duration.ofMillis(millis), "answered 429", false));
  }

  @Test
  void whoNeverAnswersMayHaveTakenIt() throws InterruptedException {
    server.answering(Reply.of(-2));
    Channel channel = open(settings(server.url("/"), Format.BINNACLE), InetAddress::getAllByName, Duration.ofMillis(200));

    assertThat(channel.send(dispatch(false))).isInstanceOf(Outcome.Unknown.class);
  }

  @Test
  void aTokenThatTheServiceRepeatsIsNotTold() throws InterruptedException {
    server.answering(new Reply(400, Map.of(), "no hook /hooks/" + TOKEN + " for Bearer abcdefghijklmnop\n\u001b[31m"));

    Outcome outcome = channel(Format.BINNACLE).send(dispatch(false));

    assertThat(outcome.toString()).contains("answered 400: no hook").doesNotContain(TOKEN, "abcdefghijklmnop", "\u001b", "\n");
  }

  @Test
  void settingsDoNotPrintTheirSecrets() {
    String printed = settings(server.url("/hooks/" + TOKEN), Format.BINNACLE).toString();

    assertThat(printed).doesNotContain(TOKEN, "Everybody", "abcdefghijklmnop").contains("<secret>");
  }

  /** A name server may answer a public address when the name is checked, and a private one when it is connected to. */
  @Test
  void theNameIsAskedForOnceAndTheCheckedAddressConnectedTo() throws InterruptedException {
    AtomicInteger asked = new AtomicInteger();
    AddressGuard.Resolver rebinding = host -> {
      // 192.0.2.1 (RFC 5737) is public to the check, and nobody listens there
      return new InetAddress[] {InetAddress.getByName(asked.getAndIncrement() == 0 ? "192.0.2.1" : "127.0.0.1")};
    };
    String url = server.url("/").replace("127.0.0.1", "hooks.example");

    Outcome outcome = open(settings(url, Format.BINNACLE), rebinding, Duration.ofMillis(300)).send(dispatch(false));

    assertThat(outcome).isInstanceOf(Outcome.Later.class);
    assertThat(asked).hasValue(1);
    assertThat(server.received).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "10.1.2.3", "192.168.0.9", "172.20.0.1", "100.64.0.1", "::1", "fd12::1", "64:ff9b::7f00:1",
    "2002:7f00:1::"})
  void aNameNeverLeadsToThisMachineOrItsNetwork(String address) throws UnknownHostException {
    AddressGuard guard = new AddressGuard(host -> new InetAddress[] {InetAddress.getByName(address)});

    assertThat(guard.check("hooks.example").addresses()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "10.1.2.3", "[::1]", "192.168.0.9", "8.8.8.8"})
  void anAddressThatIsWrittenDownIsMeant(String address) throws UnknownHostException {
    AddressGuard guard = new AddressGuard(InetAddress::getAllByName);

    assertThat(guard.check(address).addresses()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "169.254.169.254", "169.254.1.1", "[fe80::1]", "0.0.0.0", "[::]", "224.0.0.1", "255.255.255.255", "100.100.100.200",
    "[fd00:ec2::254]", "[::ffff:169.254.169.254]", "[64:ff9b::a9fe:a9fe]", "168.63.129.16"})
  void someAddressesAreNeverMeant(String address) throws UnknownHostException {
    AddressGuard guard = new AddressGuard(InetAddress::getAllByName);

    assertThat(guard.check(address).addresses()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://127.0.0.1/", "http://user:pass@127.0.0.1/", "nonsense", "http:///x"})
  void anAddressThatIsNoneBreaksTheChannel(String url) throws InterruptedException {
    Channel channel = Channels.webhook(settings(url, Format.BINNACLE), InstantSource.system());

    assertThat(channel.send(dispatch(false))).isInstanceOf(Outcome.Broken.class);
  }
}
