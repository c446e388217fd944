package dev.binnacle.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What layers amount to.
 *
 * @param document all values, each with its position in the file that it comes from
 * @param origins the name of the layer that each value comes from, by the value's pointer; a list is one value
 */
public record Merged(Document document, Map<String, String> origins) {
  public Merged {
    origins = Collections.unmodifiableMap(new LinkedHashMap<>(origins));
  }

  public Node.Section root() {
    return document.root();
  }
}
