package dev.binnacle.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.binnacle.web.FakePorts;
import dev.binnacle.web.Hands;
import dev.binnacle.web.Orders;
import dev.binnacle.web.Site;
import dev.binnacle.web.Worlds;
import dev.binnacle.web.api.EventIntake.Taken;
import dev.binnacle.web.security.Role;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The answers are as the OpenAPI document says, judged by a validator that is not ours. */
final class SchemaTest {
  private final Site site = Site.open();
  private final String admin = site.token(Role.ADMIN);
  private final String bot = site.token(Role.INGEST, Worlds.TREND);
  private JsonNode document;

  @BeforeEach
  void read() {
    document = Site.json(site.get("/api/v1/openapi.json", admin));
  }

  @AfterEach
  void close() {
    site.close();
  }

  private List<String> errors(JsonNode answer, String path, String method, String status, String type) {
    JsonNode schema =
        document.path("paths").path(path).path(method).path("responses").path(status).path("content").path(type).path("schema");
    assertThat(schema.isObject()).as("schema of %s %s %s %s", method, path, status, type).isTrue();
    ObjectNode whole = ((ObjectNode) schema).deepCopy();
    whole.set("components", closed(document.path("components").deepCopy()));
    Schema judge = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(whole);
    return judge.validate(answer).stream().map(Object::toString).toList();
  }

  /** Fields that no schema knows are errors here, though clients are to pass over them. */
  private static JsonNode closed(JsonNode components) {
    components
        .path("schemas")
        .propertyStream()
        .forEach(
            entry -> {
              if (entry.getValue().has("properties")) {
                ((ObjectNode) entry.getValue()).put("additionalProperties", false);
              }
            });
    return components;
  }

  private List<String> getErrors(String path) {
    String address = path.replace("{bot}", "btc-trend").replace("{name}", "equity").replace("{version}", "7")
        .replace("{id}", path.startsWith("/api/v1/halts") ? "h7" : path.startsWith("/api/v1/actions") ? "a1" : "a-1")
        + (path.endsWith("/config/diff") ? "?from=5&to=7" : "")
        + (path.endsWith("/metrics/history") ? "?metric=equity" : "")
        + (path.endsWith("/commands") ? "?instance=i1" : "");
    HttpResponse<String> answer = site.get(address, path.endsWith("/commands") ? bot : admin);
    assertThat(answer.statusCode()).as(address).isEqualTo(200);
    return errors(Site.json(answer), path, "get", "200", "application/json");
  }

  private List<String> jsonPaths() {
    List<String> paths = new ArrayList<>();
    document
        .path("paths")
        .propertyStream()
        .filter(place -> place.getValue().path("get").path("responses").path("200").path("content").has("application/json"))
        .forEach(place -> paths.add(place.getKey()));
    return paths;
  }

  @Test
  void everyJsonAnswerIsAsItsSchemaSays() {
    site.world.orders.owed = List.of(Orders.told(Orders.HALT), Orders.told(Orders.RELEASE));
    List<String> paths = jsonPaths();
    assertThat(paths).hasSizeGreaterThan(20).contains("/api/v1/fleet", "/api/status", "/api/v1/bots/{bot}");

    assertThat(paths).allSatisfy(path -> assertThat(getErrors(path)).as(path).isEmpty());
  }

  @Test
  void everyJsonAnswerIsAsItsSchemaSaysWhereNothingIsKnown() {
    site.world.publish(Worlds.silent());
    for (String path : List.of("/api/v1/fleet", "/api/v1/bots", "/api/status", "/api/metrics", "/api/balance")) {
      assertThat(getErrors(path)).as(path).isEmpty();
    }
    assertThat(errors(Site.json(site.get("/api/v1/bots/silent", admin)), "/api/v1/bots/{bot}", "get", "200", "application/json"))
        .isEmpty();

    site.world.publish(Worlds.empty());
    for (String path : List.of("/api/v1/fleet", "/api/v1/bots", "/api/status", "/api/metrics", "/api/balance")) {
      assertThat(getErrors(path)).as(path).isEmpty();
    }
  }

  @Test
  void allStatesOfListsAreAsTheirSchemasSay() {
    for (String list : List.of("positions?state=all", "orders?state=all", "trades?state=open", "trades?state=closed")) {
      JsonNode answer = Site.json(site.get("/api/v1/" + list, admin));

      assertThat(errors(answer, "/api/v1/" + list.replaceAll("\\?.*", ""), "get", "200", "application/json")).as(list).isEmpty();
    }
  }

  @Test
  void answersToPostsAreAsTheirSchemasSay() {
    site.world.taken = new Taken.Done(FakePorts.partlyBad());
    JsonNode answer = Site.json(site.post("/api/v1/bots/btc-trend/events", admin, "[]"));
    JsonNode token = Site.json(
        site.post("/api/v1/tokens", admin, "{\"name\": \"a\", \"role\": \"ingest\", \"bot\": \"x\", \"expires_in_days\": 3}"));
    JsonNode link = Site.json(site.post("/api/v1/login-links", admin, "{\"role\": \"viewer\"}"));

    assertThat(errors(answer, "/api/v1/bots/{bot}/events", "post", "200", "application/json")).isEmpty();
    assertThat(errors(token, "/api/v1/tokens", "post", "201", "application/json")).isEmpty();
    assertThat(errors(link, "/api/v1/login-links", "post", "201", "application/json")).isEmpty();
    String cancel = "/api/v1/bots/{bot}/orders/{id}/cancel";
    JsonNode action = Site.json(site.post("/api/v1/bots/btc-trend/orders/o-1/cancel", admin, ""));
    assertThat(errors(action, cancel, "post", "202", "application/json")).isEmpty();
    site.world.hands.answer = new Acts.Answer.Planned(Hands.PLAN);
    JsonNode plan = Site.json(site.post("/api/v1/bots/btc-trend/orders/o-1/cancel?dry_run=true", admin, ""));
    assertThat(errors(plan, cancel, "post", "200", "application/json")).isEmpty();
  }

  @Test
  void problemsAreAsTheirSchemaSays() {
    List<HttpResponse<String>> problems =
        List.of(
            site.get("/api/v1/bots/unknown", admin),
            site.get("/api/v1/trades?limit=0&wrong=1", admin),
            site.get("/api/v1/fleet", "bnc_no"),
            site.post("/api/v1/tokens", admin, "{"));

    assertThat(problems)
        .allSatisfy(
            problem -> {
              assertThat(problem.headers().firstValue("Content-Type")).hasValue("application/problem+json");
              assertThat(errors(Site.json(problem), "/api/v1/fleet", "get", "default", "application/problem+json")).isEmpty();
              assertThat(Site.json(problem).path("status").asInt()).isEqualTo(problem.statusCode());
            });
  }

  @Test
  void judgeFindsWhatIsWrong() {
    ObjectNode answer = (ObjectNode) Site.json(site.get("/api/v1/bots/btc-trend", admin));
    answer.put("equity", 12_552.07);
    answer.put("status", "fine");
    answer.remove("reason");
    answer.put("surprise", true);

    assertThat(errors(answer, "/api/v1/bots/{bot}", "get", "200", "application/json")).hasSize(4);
  }

  @Test
  void documentRefersToNothingThatIsNotInIt() {
    Set<String> referred = new HashSet<>();
    collect(document, referred);

    assertThat(document.path("openapi").asString()).isEqualTo("3.1.0");
    assertThat(referred).isNotEmpty()
        .allSatisfy(name -> assertThat(document.path("components").path("schemas").has(name)).as(name).isTrue());
  }

  @Test
  void everyOperationHasANameOfItsOwnAndASummary() {
    List<String> names = new ArrayList<>();
    document
        .path("paths")
        .forEach(
            place -> place.forEach(
                operation -> {
                  names.add(operation.path("operationId").asString());
                  assertThat(operation.path("summary").asString()).isNotBlank();
                }));

    assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z0-9_]+"));
  }

  @Test
  void headersThatARouteReadsAreInTheDocument() {
    assertThat(headers("/api/v1/bots/{bot}/orders", "post")).containsExactly("Idempotency-Key, optional");
    assertThat(headers("/api/v1/bots/{bot}/orders/{id}/cancel", "post")).containsExactly("Idempotency-Key, optional");
    assertThat(headers("/api/v1/bots/{bot}/positions/{base}/{quote}/close", "post"))
        .containsExactly("Idempotency-Key, optional");
    assertThat(headers("/api/v1/bots/{bot}/config", "put")).containsExactly("If-Match, required");
    assertThat(headers("/api/v1/bots/{bot}/config/rollback", "post")).containsExactly("If-Match, required");
    assertThat(headers("/api/v1/halts", "post")).isEmpty();
  }

  private List<String> headers(String path, String method) {
    List<String> headers = new ArrayList<>();
    for (JsonNode parameter : document.path("paths").path(path).path(method).path("parameters")) {
      if (parameter.path("in").asString().equals("header")) {
        headers.add(parameter.path("name").asString() + (parameter.path("required").asBoolean() ? ", required" : ", optional"));
      }
    }
    return headers;
  }

  private static void collect(JsonNode node, Set<String> referred) {
    if (node.path("$ref").isString()) {
      referred.add(node.path("$ref").asString().replace("#/components/schemas/", ""));
    }
    node.forEach(child -> collect(child, referred));
  }
}
