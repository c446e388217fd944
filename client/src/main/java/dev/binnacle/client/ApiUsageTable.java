package dev.binnacle.client;

import dev.binnacle.model.Event;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The {@link ApiCalls} of every endpoint.
 *
 * <p><b>Threads:</b> {@code calls} by any thread; reporting by the link thread.
 */
final class ApiUsageTable {
  private static final int MOST_ENDPOINTS = 500;

  private final ConcurrentHashMap<String, ConcurrentHashMap<String, Endpoint>> venues = new ConcurrentHashMap<>();
  private volatile int size;

  private static final class Endpoint {
    final String venue;
    final String name;
    final ApiCalls calls = new ApiCalls();
    long reportedCalls;
    long reportedRemaining = ApiCalls.UNKNOWN;

    Endpoint(String venue, String name) {
      this.venue = venue;
      this.name = name;
    }

    Event.ApiUsage usage(Instant at) {
      long throttled = calls.throttleCount();
      long errors = Math.max(throttled, calls.errorCount());
      long all = Math.max(errors, calls.callCount());
      return new Event.ApiUsage(at, venue, name, all, errors, throttled, known(calls.remaining()), known(calls.limit()));
    }

    private static @Nullable Long known(long value) {
      return value < 0 ? null : value;
    }
  }

  /**
   * The counters of an endpoint.
   *
   * @throws IllegalArgumentException if the names are not such as the model takes, or there are too many endpoints
   */
  ApiCalls calls(String venue, String endpoint) {
    ConcurrentHashMap<String, Endpoint> endpoints = venues.get(venue);
    Endpoint found = endpoints == null ? null : endpoints.get(endpoint);
    return found == null ? added(venue, endpoint) : found.calls;
  }

  private synchronized ApiCalls added(String venue, String endpoint) {
    if (size >= MOST_ENDPOINTS) {
      throw new IllegalArgumentException("no more than " + MOST_ENDPOINTS + " endpoints are counted");
    }
    Endpoint made = new Endpoint(venue, endpoint);
    Event.ApiUsage ignored = made.usage(Instant.EPOCH.plusSeconds(1_000_000_000));
    Endpoint before = venues.computeIfAbsent(venue, key -> new ConcurrentHashMap<>()).putIfAbsent(endpoint, made);
    size += before == null ? 1 : 0;
    return before == null ? made.calls : before.calls;
  }

  boolean isEmpty() {
    return size == 0;
  }

  void takeChanged(Instant at, List<Event> into) {
    for (var endpoints : venues.values()) {
      for (Endpoint endpoint : endpoints.values()) {
        long calls = endpoint.calls.callCount();
        long remaining = endpoint.calls.remaining();
        if (calls != endpoint.reportedCalls || remaining != endpoint.reportedRemaining) {
          endpoint.reportedCalls = calls;
          endpoint.reportedRemaining = remaining;
          into.add(endpoint.usage(at));
        }
      }
    }
  }

  /** Everything is to be reported again: the server may not know it. */
  void forgetReported() {
    for (Endpoint endpoint : all()) {
      endpoint.reportedCalls = 0;
      endpoint.reportedRemaining = ApiCalls.UNKNOWN;
    }
  }

  long totalCalls() {
    return all().stream().mapToLong(endpoint -> endpoint.calls.callCount()).sum();
  }

  long totalErrors() {
    return all().stream().mapToLong(endpoint -> endpoint.calls.errorCount()).sum();
  }

  private Collection<Endpoint> all() {
    return venues.values().stream().flatMap(endpoints -> endpoints.values().stream()).toList();
  }
}
