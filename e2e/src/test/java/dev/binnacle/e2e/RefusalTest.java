package dev.binnacle.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What no well-behaved caller sends, over real sockets: it is refused with a reason, and the server goes on. */
@Tag("quick")
final class RefusalTest {
  private static final String EVENTS = "/api/v1/bots/rude/events";
  private static final String AT = "\"at\": \"2026-01-05T10:00:00Z\"";

  @TempDir
  private static Path folder;
  private static Product product;
  private static Api admin;
  private static Api bot;

  @BeforeAll
  static void start() throws Exception {
    product = new Product(folder);
    product.startServer(0);
    admin = product.api();
    bot = admin.as(admin.ingestToken("rude"));
  }

  @AfterEach
  void serverGoesOn() throws Exception {
    assertThat(admin.status("/health/ready")).isEqualTo(200);
    JsonNode answer = bot.sendEvents("rude", "{\"type\": \"heartbeat\", \"at\": \"%s\"}".formatted(Instant.now()));
    assertThat(answer.path("accepted").asInt()).isEqualTo(1);
  }

  @AfterAll
  static void end() throws InterruptedException {
    product.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "{", "[{\"type\": \"heartbeat\"", "\u0000", "{} {}", "[1, 2", "\"\\ud800"})
  void aBodyThatIsNoJsonIsRefusedWhole(String body) throws Exception {
    assertProblem(bot.post(EVENTS, body), 400);
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedWhole() throws Exception {
    String line = "{\"type\": \"log\", " + AT + ", \"message\": \"" + "x".repeat(1_000) + "\"}";
    String many = Stream.generate(() -> line).limit(9_000).collect(Collectors.joining(",", "[", "]"));

    assertProblem(bot.post(EVENTS, many), 413);
  }

  @Test
  void tooManyEventsAreRefusedWhole() throws Exception {
    String many =
        Stream.generate(() -> "{\"type\": \"heartbeat\", " + AT + "}").limit(10_001).collect(Collectors.joining(",", "[", "]"));

    assertProblem(bot.post(EVENTS, many), 413);
  }

  @Test
  void aSmallBodyThatUnpacksToALargeOneIsRefusedWhole() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("[\"".getBytes(StandardCharsets.UTF_8));
      byte[] spaces = new byte[1 << 20];
      for (int i = 0; i < 100; i++) {
        gzip.write(spaces);
      }
    }

    HttpResponse<String> answer = bot.send(bot.request(EVENTS)
        .header("Content-Type", "application/json")
        .header("Content-Encoding", "gzip")
        .POST(BodyPublishers.ofByteArray(packed.toByteArray())));

    assertProblem(answer, 413);
  }

  @Test
  void aBodyThatIsNotPackedAsItSaysIsRefusedWhole() throws Exception {
    HttpResponse<String> answer = bot.send(bot.request(EVENTS)
        .header("Content-Type", "application/json")
        .header("Content-Encoding", "gzip")
        .POST(BodyPublishers.ofString("{}")));

    assertProblem(answer, 400);
  }

  @Test
  void deepNestingIsRefused() throws Exception {
    assertProblem(bot.post(EVENTS, "[".repeat(100_000)), 400);

    String nested = "{\"a\":".repeat(500) + "1" + "}".repeat(500);
    HttpResponse<String> answer =
        bot.post(EVENTS, "{\"type\": \"custom\", \"id\": \"c-1\", " + AT + ", \"name\": \"deep\", \"fields\": " + nested + "}");
    if (answer.statusCode() == 200) {
      assertRejected(Api.JSON.readTree(answer.body()));
    } else {
      assertProblem(answer, 400);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'type': 'metrics', AT, 'values': {'x': NaN}}                       | finite",
        "{'type': 'metrics', AT, 'values': {'x': Infinity}}                  | finite",
        "{'type': 'metrics', AT, 'values': {'x': 1e999}}                     | finite",
        "{'type': 'heartbeat', 'type': 'heartbeat', AT}                      | duplicate",
        "{'type': 'heartbeat', AT, 'stat': 'running'}                        | unknown-field",
        "{'type': 'heartbeat'}                                               | required",
        "{'type': 'heartbeet', AT}                                           | type",
        "{'type': 'heartbeat', 'at': '2026-01-05T10:00:00'}                  | time",
        "{'type': 'heartbeat', 'at': 1767607200000}                          | time",
        "{'type': 'heartbeat', AT, 'seq': 1, 'instance': 'i'}                | seq",
        "{'type': 'started', AT, 'seq': 1}                                   | instance",
        "{'type': 'started', AT, 'seq': 0, 'instance': 'i'}                  | seq",
        "{'type': 'started', AT, 'seq': -1, 'instance': 'i'}                 | seq",
        "{'type': 'balance', 'id': 'b', AT, 'total': '1e400', 'currency': 'USD'}   | ",
        "{'type': 'balance', 'id': 'b', AT, 'total': 'lots', 'currency': 'USD'}    | ",
        "17                                                                  | "
      })
  void anEventThatIsWrongIsRefusedAndTheRestIsTaken(String event, String rule) throws Exception {
    String json = event.replace('\'', '"').replace("AT", AT);
    String good = "{\"type\": \"heartbeat\", " + AT + "}";

    HttpResponse<String> response = bot.send(bot.request(EVENTS)
        .header("Content-Type", "application/x-ndjson")
        .POST(BodyPublishers.ofString(json + "\n" + good)));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    JsonNode answer = Api.JSON.readTree(response.body());
    assertRejected(answer);
    assertThat(answer.path("accepted").asInt()).as(answer.toString()).isEqualTo(1);
    assertThat(answer.path("rejected").path(0).toString()).contains(rule == null ? "" : rule);
  }

  @Test
  void aGapIsToldAndANumberIsNotUsedTwice() throws Exception {
    String event = "{\"type\": \"error\", \"instance\": \"g1\", \"seq\": %d, " + AT + ", \"error\": \"E\", \"message\": \"%s\"}";
    bot.sendEvents("rude", event.formatted(1, "one"));

    JsonNode ahead = bot.sendEvents("rude", event.formatted(7, "seven"));
    assertThat(ahead.path("gaps").path(0).path("from").asInt()).as(ahead.toString()).isEqualTo(2);
    assertThat(ahead.path("gaps").path(0).path("to").asInt()).isEqualTo(6);
    JsonNode again = bot.sendEvents("rude", event.formatted(1, "one"));
    assertThat(again.path("duplicates").asInt()).as(again.toString()).isEqualTo(1);
    JsonNode other = bot.sendEvents("rude", event.formatted(1, "another"));
    assertThat(other.path("rejected").path(0).path("rule").asString()).isEqualTo("seq-reused");
  }

  @Test
  void aTokenThatIsNotGoodOpensNothing() throws Exception {
    String heartbeat = "{\"type\": \"heartbeat\", " + AT + "}";

    assertProblem(bot.as("").post(EVENTS, heartbeat), 401);
    assertProblem(bot.as("bnc_wrong").post(EVENTS, heartbeat), 401);
    assertProblem(bot.as("x".repeat(5_000)).post(EVENTS, heartbeat), 401);
    assertProblem(bot.post("/api/v1/bots/other/events", heartbeat), 403);
    assertProblem(bot.send(bot.request("/api/v1/bots")), 403);
    assertProblem(bot.post("/api/v1/tokens", "{\"role\": \"admin\", \"name\": \"mine\"}"), 403);
    assertThat(bot.status("/health/live")).isEqualTo(200);
  }

  @Test
  void aHostThatIsNotOursIsNotAnswered() throws Exception {
    String answer = raw("GET /api/status HTTP/1.1\r\nHost: evil.example\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n"
        .formatted(Product.ADMIN));

    assertThat(answer).startsWith("HTTP/1.1 421").contains("evil.example").doesNotContain("error_count");
  }

  @Test
  void aPageOfAnotherSiteMayNotUseABrowsersSession() throws Exception {
    String cookie = session();
    String address = product.url().toString();

    HttpResponse<String> theirs = admin.as("").send(admin.as("").request("/api/v1/session")
        .header("Cookie", cookie)
        .header("Origin", "http://evil.example")
        .DELETE());
    assertProblem(theirs, 403);
    Assertions.assertThatThrownBy(() -> Talk.open(admin, "/ws", Map.of("Cookie", cookie, "Origin", "http://evil.example")))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(WebSocketHandshakeException.class);
    try (Talk ours = Talk.open(admin, "/ws", Map.of("Cookie", cookie, "Origin", address))) {
      ours.hear("metrics_update");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "NONSENSE\r\n\r\n", "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", "GET /\u0000 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GET / HTTP/1.1\r\nConnection: close\r\n\r\n", "POST /api/balance HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n"
  })
  void whatIsNoHttpIsRefused(String bytes) throws Exception {
    assertThat(raw(bytes)).matches("(?s)HTTP/1\\.1 [45]\\d\\d .*");
  }

  @Test
  void headersThatAreTooLongAreRefused() throws Exception {
    String answer = raw("GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + "x".repeat(200_000) + "\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 431");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "[[[[[[[[[[[[[[[[[[[[", "{\"type\": \"events\", \"id\": 1, \"events\": []}",
    "{\"type\": \"hello\", \"instance\": \"i\", \"version\": 99}"})
  void aLinkThatBeginsWrongIsEndedWithTheReason(String frame) throws Exception {
    try (Talk link = Talk.open(bot, "/api/v1/bots/rude/link", token())) {
      link.say(frame);

      JsonNode refused = link.hear("refused");
      assertThat(refused.path("rule").asString()).isNotBlank();
      assertThat(refused.path("message").asString()).isNotBlank();
      assertThat(link.awaitClosed()).isBetween(1002, 1008);
    }
  }

  @Test
  void aFrameThatIsTooLargeEndsTheLink() throws Exception {
    try (Talk link = Talk.open(bot, "/api/v1/bots/rude/link", token())) {
      link.say("{\"type\": \"hello\", \"instance\": \"large\", \"version\": 1}").hear("welcome");

      try {
        link.say("x".repeat(2 << 20));
      } catch (ExecutionException e) {
        // The server may have closed it before all was sent.
      }

      assertThat(link.awaitClosed()).isIn(1009, -1);
    }
  }

  @Test
  void aDashboardThatSpeaksNonsenseIsToldAndKeepsItsSocket() throws Exception {
    try (Talk dashboard = Talk.open(admin, "/ws", Product.ADMIN)) {
      for (String nonsense : new String[] {"nonsense", "{\"type\": \"buy\"}", "{\"type\": \"subscribe\", \"topics\": []}",
        "[".repeat(1_000)}) {
        dashboard.say(nonsense);
        assertThat(dashboard.hear("problem").path("message").asString()).isNotBlank();
      }
      dashboard.say("{\"type\": \"subscribe\", \"topics\": [\"fleet\"], \"interval_ms\": 50}");
      dashboard.hear("fleet_update");
    }
  }

  private static String token() throws Exception {
    return admin.ingestToken("rude");
  }

  private static String session() throws Exception {
    String link = Api.JSON.readTree(admin.post("/api/v1/login-links", "{}").body()).path("url").asString();
    Api stranger = admin.as("");
    HttpResponse<String> welcome = stranger.send(stranger.request("/login")
        .header("Origin", product.url().toString())
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString("code=" + link.substring(link.indexOf("#code=") + 6) + "&next=/")));
    assertThat(welcome.statusCode()).as(welcome.body()).isEqualTo(303);
    String cookie = welcome.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict");
    return cookie.substring(0, cookie.indexOf(';'));
  }

  private static String raw(String request) throws Exception {
    try (Socket socket = new Socket(product.url().getHost(), product.url().getPort())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      byte[] answer = new byte[64 * 1024];
      int read = socket.getInputStream().readNBytes(answer, 0, 1);
      int more = read == 1 ? socket.getInputStream().read(answer, 1, answer.length - 1) : 0;
      return new String(answer, 0, read + Math.max(0, more), StandardCharsets.ISO_8859_1);
    }
  }

  private static void assertProblem(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
    JsonNode problem = Api.JSON.readTree(answer.body());
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("title").asString()).isNotBlank();
    assertThat(problem.path("detail").asString()).isNotBlank();
  }

  private static void assertRejected(JsonNode answer) {
    assertThat(answer.path("rejected")).as(answer.toString()).hasSize(1);
    JsonNode rejection = answer.path("rejected").path(0);
    assertThat(rejection.path("index").asInt(-1)).isZero();
    assertThat(rejection.path("rule").asString()).isNotBlank();
    assertThat(rejection.path("message").asString()).isNotBlank();
  }
}
