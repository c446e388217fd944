package dev.binnacle.web.view;

import java.util.function.Supplier;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The named schemas that others refer to.
 *
 * <p><b>Threads:</b> one thread at a time.
 */
public final class Definitions {
  private final String place;
  private final ObjectNode named = JsonNodeFactory.instance.objectNode();

  /**
   * @param place where the schemas will stand, as the beginning of a reference: {@code #/components/schemas/}
   */
  public Definitions(String place) {
    this.place = place;
  }

  /** Enters the schema if it is new, and answers with a reference to it. */
  public ObjectNode refer(String name, Supplier<ObjectNode> schema) {
    if (!named.has(name)) {
      named.putObject(name); // Entered first, so that a shape may contain itself.
      named.set(name, schema.get());
    }
    return JsonNodeFactory.instance.objectNode().put("$ref", place + name);
  }

  public ObjectNode all() {
    return named;
  }
}
