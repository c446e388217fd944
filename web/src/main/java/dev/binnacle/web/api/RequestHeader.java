package dev.binnacle.web.api;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A header of a request that a route reads, as the OpenAPI document tells of it.
 *
 * <p><b>Threads:</b> immutable.
 */
enum RequestHeader {
  IDEMPOTENCY_KEY(
      "Idempotency-Key", false, "^[!-~]{1,100}$",
      "A new one for each act, such as a UUID: what is sent again with it is done once, and answered with what the first has come to"),
  IF_MATCH("If-Match", true, null, "The ETag of the version that the change was made from, such as \"7\"; 428 without it");

  private final String wireName;
  private final boolean required;
  private final @Nullable String pattern;
  private final String note;

  RequestHeader(String wireName, boolean required, @Nullable String pattern, String note) {
    this.wireName = wireName;
    this.required = required;
    this.pattern = pattern;
    this.note = note;
  }

  String wireName() {
    return wireName;
  }

  boolean isRequired() {
    return required;
  }

  String note() {
    return note;
  }

  ObjectNode schema() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "string");
    return pattern == null ? schema : schema.put("pattern", pattern);
  }
}
