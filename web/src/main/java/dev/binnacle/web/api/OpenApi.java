package dev.binnacle.web.api;

import dev.binnacle.web.security.Access;
import dev.binnacle.web.view.Definitions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The OpenAPI 3.1 document of a table of routes. */
final class OpenApi {
  private static final String SCHEMAS = "#/components/schemas/";
  private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");

  private final Definitions definitions = new Definitions(SCHEMAS);

  private OpenApi() {}

  static byte[] document(List<Route> routes, String version) {
    return new OpenApi().build(routes, version).toString().getBytes(StandardCharsets.UTF_8);
  }

  private ObjectNode build(List<Route> routes, String version) {
    ObjectNode document = JsonNodeFactory.instance.objectNode().put("openapi", "3.1.0");
    document
        .putObject("info")
        .put("title", "Binnacle")
        .put("version", version)
        .put("description",
            "Instruments and wheel of automated trading. Amounts are decimal texts, ratios fractions, times ISO-8601 in UTC.")
        .putObject("license")
        .put("name", "Apache-2.0")
        .put("identifier", "Apache-2.0");
    document.putArray("servers").addObject().put("url", "/");
    ObjectNode paths = document.putObject("paths");
    for (Route route : routes) {
      ObjectNode place = paths.has(route.path()) ? (ObjectNode) paths.get(route.path()) : paths.putObject(route.path());
      place.set(route.method().name().toLowerCase(Locale.ROOT), operation(route));
    }
    ObjectNode components = document.putObject("components");
    ObjectNode security = components.putObject("securitySchemes");
    security.putObject("token").put("type", "http").put("scheme", "bearer");
    security.putObject("session").put("type", "apiKey").put("in", "cookie").put("name", "binnacle-<port>");
    components.set("schemas", definitions.all());
    return document;
  }

  private ObjectNode operation(Route route) {
    ObjectNode operation =
        JsonNodeFactory.instance.objectNode().put("operationId", route.operation()).put("summary", route.summary());
    operation.put("x-binnacle-access", route.access().wireName());
    ArrayNode security = operation.putArray("security");
    if (route.access() != Access.OPEN) {
      security.addObject().putArray("token");
      security.addObject().putArray("session");
    }
    ArrayNode parameters = operation.putArray("parameters");
    variables(route).forEach(name -> parameter(parameters, name, "path", true, string(), "Which " + name));
    route.parameters()
        .forEach(known -> parameter(parameters, known.name(), "query", known.required(), known.schema(), known.note()));
    route.headers()
        .forEach(header -> parameter(
            parameters, header.wireName(), "header", header.isRequired(), header.schema(), header.note()));
    Route.Body body = route.body();
    if (body != null) {
      operation.set("requestBody", body(body));
    }
    operation.set("responses", responses(route));
    return operation;
  }

  private static List<String> variables(Route route) {
    List<String> names = new ArrayList<>();
    Matcher matcher = VARIABLE.matcher(route.path());
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  private static void parameter(ArrayNode parameters, String name, String in, boolean required, ObjectNode schema, String note) {
    parameters.addObject().put("name", name).put("in", in).put("required", required).put("description", note).set("schema",
        schema.deepCopy());
  }

  private ObjectNode body(Route.Body body) {
    ObjectNode request = JsonNodeFactory.instance.objectNode().put("required", true).put("description", body.note());
    ObjectNode content = request.putObject("content");
    Form form = body.form();
    for (String type : body.mediaTypes().stream().filter(name -> !name.isEmpty()).toList()) {
      JsonNode schema = form == null ? JsonNodeFactory.instance.objectNode() : definitions.refer(form.name(), form::schema);
      content.putObject(type).set("schema", schema);
    }
    return request;
  }

  private ObjectNode responses(Route route) {
    ObjectNode responses = JsonNodeFactory.instance.objectNode();
    for (Route.Answer answer : route.answers()) {
      String status = "" + answer.status();
      ObjectNode response = responses.has(status)
          ? (ObjectNode) responses.get(status)
          : responses.putObject(status).put("description", answer.note());
      if (!answer.contentType().isEmpty()) {
        addContent(response, answer);
      }
    }
    ObjectNode problem = responses.putObject("default").put("description", "why the request was not carried out");
    problem.putObject("content").putObject(ProblemDocument.MEDIA_TYPE).set("schema", ProblemDocument.SHAPE.schema(definitions));
    return responses;
  }

  private void addContent(ObjectNode response, Route.Answer answer) {
    ObjectNode content = response.has("content") ? (ObjectNode) response.get("content") : response.putObject("content");
    String type = answer.contentType().split(";", 2)[0];
    ObjectNode schema = answer.shape() == null ? anyOf(type) : answer.shape().schema(definitions);
    if (!content.has(type)) {
      content.putObject(type).set("schema", schema);
      return;
    }
    ObjectNode media = (ObjectNode) content.get(type);
    if (!media.path("schema").has("anyOf")) {
      ObjectNode either = JsonNodeFactory.instance.objectNode();
      either.putArray("anyOf").add(media.get("schema"));
      media.set("schema", either);
    }
    ((ArrayNode) media.get("schema").get("anyOf")).add(schema);
  }

  /** What has no shape of its own: a text, or some object. */
  private static ObjectNode anyOf(String contentType) {
    return contentType.equals(Reply.JSON) ? string().put("type", "object") : string();
  }

  private static ObjectNode string() {
    return JsonNodeFactory.instance.objectNode().put("type", "string");
  }
}
