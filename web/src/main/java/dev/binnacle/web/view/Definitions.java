package dev.binnacle.web.view;

import java.util.HashSet;
import java.util.Set;
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
  private final Set<String> underWay = new HashSet<>();
  private final ObjectNode named = JsonNodeFactory.instance.objectNode();

  /**
   * @param place where the schemas will stand, as the beginning of a reference: {@code #/components/schemas/}
   */
  public Definitions(String place) {
    this.place = place;
  }

  /**
   * Enters the schema if it is new, and answers with a reference to it.
   *
   * @throws IllegalStateException if another schema has the name
   */
  public ObjectNode refer(String name, Supplier<ObjectNode> schema) {
    if (underWay.add(name)) { // A shape may contain itself.
      ObjectNode made = schema.get();
      underWay.remove(name);
      if (named.has(name) && !named.get(name).equals(made)) {
        throw new IllegalStateException("two different shapes are called " + name);
      }
      named.set(name, made);
    }
    return JsonNodeFactory.instance.objectNode().put("$ref", place + name);
  }

  public ObjectNode all() {
    return named;
  }
}
