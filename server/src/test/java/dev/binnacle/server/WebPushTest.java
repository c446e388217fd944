package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.testkit.FakePushService;
import dev.binnacle.testkit.PushReceiver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Browsers that subscribe over HTTP and are told by a push service, through a whole server. */
final class WebPushTest {
  private static final String TOKEN = "a-token-of-an-administrator";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final FakePushService service = new FakePushService();
  private final HttpClient client = HttpClient.newHttpClient();

  @TempDir
  private Path data;

  private Binnacle server;

  @BeforeEach
  void start() {
    String yaml = """
        channels:
          pages: { type: webpush, contact: "mailto:ops@example.org", services: ["%s"] }
        """.formatted(service.uri());
    Settings settings = SettingsFile.parse(yaml, "binnacle.yaml", name -> null);
    Settings.Server web = settings.server().withPort(0).withSecrets(null, new Secret(TOKEN));
    server = Binnacle.start(settings.withData(data).withServer(web));
  }

  @AfterEach
  void close() {
    server.close();
    client.close();
    service.close();
  }

  private HttpResponse<String> ask(String method, String path, @Nullable Object body) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .header("Authorization", "Bearer " + TOKEN)
            .header("Content-Type", "application/json")
            .timeout(PATIENCE)
            .method(method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(ConfigCalls.JSON.writeValueAsString(body)))
            .build(),
        BodyHandlers.ofString());
  }

  private JsonNode push() throws IOException, InterruptedException {
    return ConfigCalls.JSON.readTree(ask("GET", "/api/v1/push", null).body());
  }

  private HttpResponse<String> subscribe(PushReceiver browser, String endpoint, @Nullable String replaces)
      throws IOException, InterruptedException {
    Map<String, Object> wish = new LinkedHashMap<>(Map.of(
        "endpoint", endpoint, "p256dh", browser.publicKey(), "auth", browser.secret(), "channel", "pages",
        "device", "Firefox on Linux"));
    if (replaces != null) {
      wish.put("replaces", replaces);
    }
    return ask("POST", "/api/v1/push/devices", wish);
  }

  private String subscribe(String name) throws IOException, InterruptedException {
    PushReceiver browser = service.subscribe(name);
    return ConfigCalls.JSON.readTree(subscribe(browser, browser.endpoint(), null).body()).path("id").asString();
  }

  private String audit() throws IOException {
    return Files.readString(data.resolve("audit.log"));
  }

  @Test
  void oneDeviceIsTriedAndSaysWhenItWasReached() throws Exception {
    subscribe("anna");
    String ben = subscribe("ben");

    JsonNode tried = ConfigCalls.JSON.readTree(ask("POST", "/api/v1/push/devices/" + ben + "/test", null).body());

    assertThat(tried.path("delivered").asBoolean()).isTrue();
    assertThat(service.sent()).extracting(FakePushService.Sent::browser).containsExactly("ben");
    assertThat(service.sent().getFirst().text()).contains("\"title\":\"🔔 Binnacle: test message\"", "\"kind\":\"test\"");
    assertThat(push().path("devices").valueStream().filter(one -> one.path("id").asString().equals(ben)).findFirst()
        .orElseThrow().path("last_reached").isNull()).isFalse();
  }

  @Test
  void theChannelTellsAllAndTakesOffTheListWhatIsGone() throws Exception {
    subscribe("anna");
    subscribe("ben");
    service.unsubscribe("anna");

    ask("POST", "/api/v1/channels/pages/test", null);

    assertThat(service.sent()).extracting(FakePushService.Sent::browser).containsExactly("ben");
    assertThat(push().path("devices")).hasSize(1);
    assertThat(audit())
        .contains("\"by\":\"web\"", "tell \\\"Firefox on Linux\\\" of")
        .contains("\"by\":\"push-service\",\"operator\":null", "\"result\":\"the page is gone\"")
        .doesNotContain("/push/anna", "/push/ben");
  }

  /** The keys that browsers know must be the same for good: with others they would have to subscribe again. */
  @Test
  void keysAndDevicesOutliveARestart() throws Exception {
    String key = push().path("channels").get(0).path("public_key").asString();
    subscribe("anna");

    server.close();
    start();
    ask("POST", "/api/v1/channels/pages/test", null);

    assertThat(push().path("channels").get(0).path("public_key").asString()).isEqualTo(key).hasSize(87);
    assertThat(service.sent()).hasSize(1);
  }

  @Test
  void deviceThatGotAnotherAddressTakesThePlaceOfTheOldOne() throws Exception {
    PushReceiver old = service.subscribe("anna");
    subscribe(old, old.endpoint(), null);
    PushReceiver fresh = service.subscribe("anna-again");

    subscribe(fresh, fresh.endpoint(), old.endpoint());
    ask("POST", "/api/v1/channels/pages/test", null);

    assertThat(push().path("devices")).hasSize(1);
    assertThat(service.sent()).extracting(FakePushService.Sent::browser).containsExactly("anna-again");
  }

  @Test
  void deviceThatIsRemovedHearsNoMore() throws Exception {
    String anna = subscribe("anna");

    int removed = ask("DELETE", "/api/v1/push/devices/" + anna, null).statusCode();
    ask("POST", "/api/v1/channels/pages/test", null);

    assertThat(removed).isEqualTo(204);
    assertThat(service.requests()).isEmpty();
    assertThat(audit()).contains("\"said\":\"tell \\\"Firefox on Linux\\\"", "no more\",\"result\":\"done\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:1/push/x", "https://169.254.169.254/latest", "https://10.0.0.5/x",
    "https://localhost/x", "http://fcm.googleapis.com/x", "https://example.org/x"})
  void addressThatIsNoPushServiceIsRefused(String endpoint) throws Exception {
    HttpResponse<String> answer = subscribe(service.subscribe("anna"), endpoint, null);

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("must be that of a browser's push service by https");
    assertThat(push().path("devices")).isEmpty();
  }

  @Test
  void nobodyKeepsMoreDevicesThanThereCanBe() throws Exception {
    for (int i = 0; i < StoredSubscriptions.MOST_OF_ONE; i++) {
      subscribe("browser-" + i);
    }
    PushReceiver browser = service.subscribe("one-more");

    HttpResponse<String> answer = subscribe(browser, browser.endpoint(), null);

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("you have 25 devices already");
  }
}
