package dev.binnacle.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.BotId;
import dev.binnacle.web.Site;
import dev.binnacle.web.Worlds;
import dev.binnacle.web.security.Role;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Every route with every role, and with none. */
final class RouteAccessTest {
  /** What each route demands. A new route belongs in here: whoever adds it says who may use it. */
  private static final Map<String, String> EXPECTED = new LinkedHashMap<>();

  static {
    for (String path : List.of(
        "/api/status",
        "/api/metrics",
        "/api/metrics/history",
        "/api/balance",
        "/api/balance/history",
        "/ws",
        "/metrics",
        "/api/v1/fleet",
        "/api/v1/trades",
        "/api/v1/positions",
        "/api/v1/orders",
        "/api/v1/errors",
        "/api/v1/metrics/{name}/history",
        "/api/v1/bots",
        "/api/v1/bots/{bot}",
        "/api/v1/bots/{bot}/metrics",
        "/api/v1/bots/{bot}/metrics/{name}/history",
        "/api/v1/bots/{bot}/trades",
        "/api/v1/bots/{bot}/positions",
        "/api/v1/bots/{bot}/orders",
        "/api/v1/bots/{bot}/errors",
        "/api/v1/bots/{bot}/balance",
        "/api/v1/bots/{bot}/balance/history",
        "/api/v1/bots/{bot}/performance",
        "/api/v1/bots/{bot}/health",
        "/api/v1/config",
        "/api/v1/config/history",
        "/api/v1/bots/{bot}/config/history",
        "/api/v1/bots/{bot}/config/history/{version}",
        "/api/v1/bots/{bot}/config/diff",
        "/api/v1/bots/{bot}/config/export",
        "/api/alerts",
        "/api/thresholds",
        "/api/v1/alerts",
        "/api/v1/alerts/now",
        "/api/v1/alerts/{id}",
        "/api/v1/halts",
        "/api/v1/halts/now",
        "/api/v1/halts/{id}",
        "/api/v1/actions",
        "/api/v1/actions/{id}",
        "/api/v1/bots/{bot}/orders/by-hand",
        "/api/v1/halts/{id}/incident",
        "/api/v1/triggers",
        "/api/v1/bots/{bot}/triggers",
        "/api/v1/reconciliations",
        "/api/v1/silences",
        "/api/v1/rules",
        "/api/v1/thresholds",
        "/api/v1/notifications",
        "/api/v1/channels",
        "/api/v1/messages/preview",
        "/api/v1/push",
        "/api/v1/system")) {
      EXPECTED.put("GET " + path, "viewer");
    }
    EXPECTED.put("GET /api/v1/bots/{bot}/config", "viewer_or_bot");
    EXPECTED.put("POST /api/v1/bots/{bot}/config/validate", "viewer");
    EXPECTED.put("POST /api/v1/bots/{bot}/config/seen", "ingest");
    for (String change : List.of("PUT ", "PATCH ")) {
      EXPECTED.put(change + "/api/v1/bots/{bot}/config", "operator");
    }
    for (String change : List.of("rollback", "canary", "canary/promote", "canary/abort")) {
      EXPECTED.put("POST /api/v1/bots/{bot}/config/" + change, "operator");
    }
    EXPECTED.put("DELETE /api/v1/bots/{bot}/config/pending", "operator");
    EXPECTED.put("POST /api/v1/silences/preview", "viewer");
    for (String change : List.of(
        "alerts/{id}/acknowledge", "alerts/{id}/unacknowledge", "silences", "halts", "halts/{id}/resume", "reconciliations",
        "bots/{bot}/triggers/{name}/rearm", "rules/preview",
        "notifications/{id}/retry",
        "channels/{name}/test")) {
      EXPECTED.put("POST /api/v1/" + change, "operator");
    }
    EXPECTED.put("POST /api/v1/health-checks", "operator");
    EXPECTED.put("DELETE /api/v1/alerts/{id}/acknowledge", "operator");
    EXPECTED.put("POST /api/control/emergency-stop", "operator");
    EXPECTED.put("DELETE /api/v1/silences/{id}", "operator");
    EXPECTED.put("POST /api/v1/push/devices", "viewer");
    EXPECTED.put("DELETE /api/v1/push/devices/{id}", "viewer");
    EXPECTED.put("POST /api/v1/push/devices/{id}/test", "viewer");
    EXPECTED.put("PUT /api/v1/rules/{name}", "admin");
    EXPECTED.put("GET /api/v1/bots/{bot}/commands", "bot");
    EXPECTED.put("POST /api/v1/bots/{bot}/commands/{id}/confirm", "bot");
    for (String act : List.of("positions/{symbol}/close", "positions/{base}/{quote}/close", "orders/{id}/cancel")) {
      EXPECTED.put("POST /api/v1/bots/{bot}/" + act, "operator");
    }
    EXPECTED.put("POST /api/v1/bots/{bot}/orders", "trader");
    EXPECTED.put("POST /api/balance", "ingest");
    EXPECTED.put("POST /api/v1/bots/{bot}/events", "ingest");
    EXPECTED.put("GET /api/v1/bots/{bot}/link", "ingest");
    EXPECTED.put("DELETE /api/v1/bots/{bot}", "admin");
    EXPECTED.put("GET /api/v1/tokens", "admin");
    EXPECTED.put("POST /api/v1/tokens", "admin");
    EXPECTED.put("DELETE /api/v1/tokens/{id}", "admin");
    EXPECTED.put("POST /api/v1/login-links", "admin");
    EXPECTED.put("GET /api/v1/session", "signed_in");
    EXPECTED.put("DELETE /api/v1/session", "signed_in");
    EXPECTED.put("GET /api/v1/openapi.json", "signed_in");
    EXPECTED.put("GET /health/live", "open");
    EXPECTED.put("GET /health/ready", "open");
    EXPECTED.put("GET /login", "open");
    EXPECTED.put("POST /login", "open");
    EXPECTED.put("GET /login.css", "open");
    EXPECTED.put("GET /login.js", "open");
  }

  private static final Map<String, List<Role>> ALLOWED =
      Map.of(
          "open", List.of(Role.values()),
          "signed_in", List.of(Role.values()),
          "ingest", List.of(Role.INGEST, Role.OPERATOR, Role.TRADER, Role.ADMIN),
          "bot", List.of(Role.INGEST),
          "viewer_or_bot", List.of(Role.values()),
          "viewer", List.of(Role.VIEWER, Role.OPERATOR, Role.TRADER, Role.ADMIN),
          "operator", List.of(Role.OPERATOR, Role.TRADER, Role.ADMIN),
          "trader", List.of(Role.TRADER, Role.ADMIN),
          "admin", List.of(Role.ADMIN));

  private static Site site;
  private static final Map<Role, String> TOKENS = new LinkedHashMap<>();

  @BeforeAll
  static void open() {
    site = Site.open();
    for (Role role : Role.values()) {
      TOKENS.put(role, site.token(role));
    }
  }

  @AfterAll
  static void close() {
    site.close();
  }

  private static String token(Role role) {
    return TOKENS.getOrDefault(role, "");
  }

  private static Map<String, String> served() {
    Map<String, String> served = new LinkedHashMap<>();
    JsonNode document = Site.json(site.get("/api/v1/openapi.json", token(Role.ADMIN)));
    document
        .path("paths")
        .propertyStream()
        .forEach(
            place -> place
                .getValue()
                .propertyStream()
                .forEach(
                    operation -> served.put(
                        operation.getKey().toUpperCase(Locale.ROOT) + " " + place.getKey(),
                        operation.getValue().path("x-binnacle-access").asString())));
    return served;
  }

  private static HttpResponse<String> ask(String route, @Nullable String token) {
    String[] parts = route.split(" ", 2);
    String path = parts[1].replace("{bot}", "btc-trend").replace("{name}", "equity").replace("{id}", "unknown")
        .replace("{version}", "7").replace("{symbol}", "AAPL").replace("{base}/{quote}", "BTC/USD");
    String query = path.equals("/api/metrics/history") ? "?metric=equity" : path.endsWith("/diff") ? "?from=5&to=7" : "";
    var request = token == null ? site.request(path + query) : site.request(path + query, token);
    if (parts[0].equals("PUT") || parts[0].equals("PATCH")) {
      request.header("If-Match", "\"7\"").header("Content-Type", "application/json");
      return site.send(request.method(parts[0], BodyPublishers.ofString("{\"edits\": []}")));
    }
    if (parts[0].equals("POST")) {
      String type = path.equals("/login") ? "application/x-www-form-urlencoded" : "application/json";
      String body = path.equals("/login") ? "code=" + token(Role.VIEWER) : body(path);
      return site.send(request.header("Content-Type", type).POST(BodyPublishers.ofString(body)));
    }
    return site.send(request.method(parts[0], BodyPublishers.noBody()));
  }

  private static String body(String path) {
    return switch (path) {
      case "/api/balance" -> "{\"bot\": \"btc-trend\", \"balance\": 1}";
      case "/api/v1/tokens" -> "{\"name\": \"made by a test\", \"role\": \"viewer\"}";
      case "/api/v1/login-links" -> "{}";
      default -> "[]";
    };
  }

  @Test
  void tableOfRoutesIsTheOneThatIsExpected() {
    assertThat(served()).containsExactlyInAnyOrderEntriesOf(EXPECTED);
  }

  @Test
  void strangersGetNothingButWhatIsOpen() {
    List<String> wrong = new ArrayList<>();
    EXPECTED.forEach(
        (route, access) -> {
          HttpResponse<String> answer = ask(route, null);
          boolean refused = answer.statusCode() == 401;
          if (refused == access.equals("open")) {
            wrong.add(route + " " + answer.statusCode());
          }
          if (refused) {
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
            assertThat(answer.body()).doesNotContain("btc-trend\",");
          }
        });

    assertThat(wrong).isEmpty();
  }

  @Test
  void everyRoleMayDoWhatItsRouteSaysAndNothingElse() {
    List<String> wrong = new ArrayList<>();
    EXPECTED.forEach(
        (route, access) -> {
          for (Role role : Role.values()) {
            HttpResponse<String> answer = ask(route, token(role));
            boolean refused = answer.statusCode() == 401 || answer.statusCode() == 403;
            if (refused == ALLOWED.getOrDefault(access, List.of()).contains(role) || answer.statusCode() >= 500) {
              wrong.add(route + " as " + role + " " + answer.statusCode() + " " + answer.body());
            }
          }
        });

    assertThat(wrong).isEmpty();
  }

  @Test
  void badTokenIsNoBetterThanNone() {
    EXPECTED.forEach(
        (route, access) -> {
          if (!access.equals("open")) {
            assertThat(ask(route, "bnc_nonsense").statusCode()).as(route).isIn(401, 429);
          }
        });
  }

  @Test
  void ingestTokenSendsForItsOwnBotOnly() {
    String token = site.token(Role.INGEST, Worlds.TREND);

    assertThat(site.post("/api/v1/bots/btc-trend/events", token, "[]").statusCode()).isEqualTo(200);
    assertThat(site.post("/api/v1/bots/other/events", token, "[]").statusCode()).isEqualTo(403);
    assertThat(site.get("/api/v1/bots/other/link", token).statusCode()).isIn(403, 426);
    assertThat(site.post("/api/balance", token, "{\"bot\": \"other\", \"balance\": 1}").statusCode()).isEqualTo(403);
    assertThat(site.world.bodies).noneMatch(body -> body.startsWith(new BotId("other") + " "));
  }

  @Test
  void strangersDoNotLearnWhichPathsThereAre() {
    for (String path : List.of("/api/nothing", "/api/v1/bots/unknown", "/api/v1/bots/btc-trend", "/assets/index.js",
        "/secret.txt")) {
      assertThat(site.send(site.request(path).GET()).statusCode()).as(path).isEqualTo(401);
    }
  }

  @Test
  void strangersWithABrowserAreLedToTheLogin() {
    HttpResponse<String> front = site.send(site.request("/").header("Accept", "text/html,*/*;q=0.8"));
    HttpResponse<String> deep = site.send(site.request("/bots/btc-trend").header("Accept", "text/html,*/*;q=0.8"));
    HttpResponse<String> api = site.send(site.request("/api/v1/fleet").header("Accept", "text/html,*/*;q=0.8"));

    assertThat(front.statusCode()).isEqualTo(303);
    assertThat(front.headers().firstValue("Location")).hasValue("/login");
    assertThat(deep.headers().firstValue("Location")).hasValue("/login?next=%2Fbots%2Fbtc-trend");
    assertThat(api.statusCode()).isEqualTo(401);
  }
}
