package dev.binnacle.web.api;

import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/** Reads a route's parameters out of a query, and tells all that is wrong with it at once. */
final class QueryReader {
  private QueryReader() {}

  /**
   * A name that the route does not know is refused, since a filter with a typing error that is passed over shows too much; one that
   * begins with an underscore is taken for a client's way around caches.
   *
   * @throws RefusedException with every broken rule
   */
  static Map<String, Object> read(Route route, Request request) {
    Fields given = fields(request);
    List<Problem> problems = new ArrayList<>();
    Map<String, Object> values = new HashMap<>();
    for (Parameter<?> parameter : route.parameters()) {
      read(parameter, given.getValuesOrEmpty(parameter.name()), values, problems);
    }
    List<String> known = route.parameters().stream().map(Parameter::name).toList();
    given.getNames().stream()
        .filter(name -> !known.contains(name) && !name.startsWith("_"))
        .forEach(name -> problems
            .add(new Problem("?" + name, "unknown-parameter", name + " is not a parameter of this; known are " + known)));
    if (!problems.isEmpty()) {
      throw ProblemDocument.invalid(problems).refused();
    }
    return values;
  }

  private static Fields fields(Request request) {
    try {
      return Request.extractQueryParameters(request);
    } catch (RuntimeException e) {
      throw ProblemDocument.invalid(List.of(new Problem("", "query", "the query is not well-formed: " + e.getMessage())))
          .refused();
    }
  }

  private static void read(Parameter<?> parameter, List<String> given, Map<String, Object> values, List<Problem> problems) {
    String name = parameter.name();
    if (given.size() > 1) {
      problems.add(new Problem("?" + name, "repeated", name + " was given " + given.size() + " times"));
      return;
    }
    if (given.isEmpty()) {
      Object fallback = parameter.fallback();
      if (fallback != null) {
        values.put(name, fallback);
      } else if (parameter.required()) {
        problems.add(new Problem("?" + name, "required", name + " is missing: " + parameter.note()));
      }
      return;
    }
    try {
      Object value = parameter.read().apply(given.getFirst());
      if (value != null) {
        values.put(name, value);
      }
    } catch (InvalidValueException e) {
      problems.add(new Problem("?" + name, e.rule(), String.valueOf(e.getMessage())));
    }
  }
}
