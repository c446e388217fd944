package dev.binnacle.web.api;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.pathmap.MatchedResource;
import org.eclipse.jetty.http.pathmap.PathMappings;
import org.eclipse.jetty.http.pathmap.UriTemplatePathSpec;

/**
 * All routes.
 *
 * <p><b>Threads:</b> immutable.
 */
final class RouteTable {
  private final List<Route> routes;
  private final PathMappings<Map<Route.Method, Route>> byPath = new PathMappings<>();

  RouteTable(List<Route> routes) {
    this.routes = List.copyOf(routes);
    for (Route route : this.routes) {
      UriTemplatePathSpec spec = new UriTemplatePathSpec(route.path());
      Map<Route.Method, Route> methods = byPath.get(spec);
      if (methods == null) {
        methods = new EnumMap<>(Route.Method.class);
        byPath.put(spec, methods);
      }
      if (methods.put(route.method(), route) != null) {
        throw new IllegalArgumentException("two routes for " + route.method() + " " + route.path());
      }
    }
  }

  List<Route> routes() {
    return routes;
  }

  /** What there is at a path: one route for each method, and the values of the template's variables. */
  record Place(Map<Route.Method, Route> methods, Map<String, String> variables) {
    /** For {@code Allow}, in a fixed order. {@code HEAD} comes with {@code GET}. */
    String allowed() {
      List<String> names = new ArrayList<>();
      for (Route route : methods.values()) {
        names.add(route.method().name());
        if (route.method() == Route.Method.GET && !route.isSocket()) {
          names.add("HEAD");
        }
      }
      names.add("OPTIONS");
      return String.join(", ", names);
    }

    Optional<Route> method(String name) {
      return methods.values().stream()
          .filter(route -> route.method().name().equals(name)
              || (name.equals("HEAD") && route.method() == Route.Method.GET && !route.isSocket()))
          .findFirst();
    }
  }

  Optional<Place> at(String path) {
    MatchedResource<Map<Route.Method, Route>> match = byPath.getMatched(path);
    if (match == null) {
      return Optional.empty();
    }
    UriTemplatePathSpec spec = (UriTemplatePathSpec) match.getPathSpec();
    Map<String, String> variables = spec.getVariableCount() == 0 ? Map.of() : spec.getPathParams(path);
    return Optional.of(new Place(match.getResource(), variables));
  }
}
