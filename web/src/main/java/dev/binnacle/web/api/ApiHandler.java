package dev.binnacle.web.api;

import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.Problem;
import dev.binnacle.web.security.Access;
import dev.binnacle.web.security.Caller;
import dev.binnacle.web.security.Gate.Identity;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the routes. Every request goes the same way: is it meant for us (Host), is there such a place, who asks, may they, is it a
 * page of ours that asks (Origin), do they understand the answer, is the body one that is taken; only then is it handled.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class ApiHandler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(ApiHandler.class);
  /** Longer than a long poll, so that it ends by itself, and shorter than a connection may be idle. */
  private static final int LONGEST_WAIT_SECONDS = 40;

  private final RouteTable routes;
  private final Guard guard;
  private final Pages pages;
  private final Upgrades upgrades;
  private final HttpCounts counts;
  private final LogBudget failures;

  ApiHandler(
      RouteTable routes, Guard guard, Pages pages, Upgrades upgrades, HttpCounts counts, LogBudget failures) {
    this.routes = routes;
    this.guard = guard;
    this.pages = pages;
    this.upgrades = upgrades;
    this.counts = counts;
    this.failures = failures;
  }

  /** What is served where there is no route: the dashboard. */
  interface Pages {
    /** Empty when there is nothing by this path. */
    Optional<Reply> page(String path, Request request);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    try {
      serve(request, response, callback);
    } catch (RuntimeException e) {
      send(failed(e, request), request, response, callback);
    }
    return true;
  }

  private void serve(Request request, Response response, Callback callback) {
    guard.requireOurHost(request);
    String path = Request.getPathInContext(request);
    Optional<RouteTable.Place> place = routes.at(path);
    Identity identity = guard.identify(request);
    if (place.isEmpty()) {
      send(page(path, identity, request), request, response, callback);
      return;
    }
    Optional<Route> route = place.get().method(request.getMethod());
    Access access = route.map(Route::access).orElseGet(() -> place.get().methods().values().iterator().next().access());
    Caller caller = Guard.admit(access, identity);
    if (route.isEmpty()) {
      send(otherMethod(place.get(), request), request, response, callback);
      return;
    }
    guard.requireOurPage(route.get(), caller, request);
    switch (route.get().handling()) {
      case Route.Handling.Replying replying -> {
        checkAccept(route.get(), request);
        reply(route.get(), replying, place.get(), caller, request, response, callback);
      }
      case Route.Handling.Upgrading upgrading ->
          upgrade(upgrading, ask(route.get(), place.get(), caller, new byte[0], request), request, response, callback);
    }
  }

  private Reply page(String path, Identity identity, Request request) {
    if (path.equals("/api") || path.startsWith("/api/")) {
      Guard.admit(Access.SIGNED_IN, identity);
      throw nothingAt(path);
    }
    if (!(identity instanceof Identity.Known) && wantsPage(request)) {
      return Reply.seeOther("/login" + (path.equals("/") ? "" : "?next=" + URLEncoder.encode(path, StandardCharsets.UTF_8)));
    }
    Guard.admit(Access.VIEWER, identity);
    if (!isRead(request)) {
      throw ProblemDocument.of(405, "method-not-allowed", "Method not allowed", path + " can only be read")
          .with("Allow", "GET, HEAD").refused();
    }
    return pages.page(path, request).orElseThrow(() -> nothingAt(path));
  }

  private static RefusedException nothingAt(String path) {
    return ProblemDocument
        .of(404, "unknown-path", "Not found", "there is nothing at " + path + "; /api/v1/openapi.json lists what there is")
        .refused();
  }

  private static boolean isRead(Request request) {
    return request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
  }

  private static boolean wantsPage(Request request) {
    String accept = request.getHeaders().get(HttpHeader.ACCEPT);
    return isRead(request) && accept != null && accept.contains("text/html");
  }

  private static Reply otherMethod(RouteTable.Place place, Request request) {
    if (request.getMethod().equals("OPTIONS")) {
      return Reply.noContent().with("Allow", place.allowed());
    }
    return ProblemDocument.of(
        405, "method-not-allowed", "Method not allowed",
        "%s is not among %s here".formatted(request.getMethod(), place.allowed()))
        .with("Allow", place.allowed())
        .reply();
  }

  private static void checkAccept(Route route, Request request) {
    String accept = String.join(",", request.getHeaders().getValuesList(HttpHeader.ACCEPT));
    List<String> offered = route.answers().stream().map(Route.Answer::contentType).filter(type -> !type.isEmpty()).toList();
    boolean fits =
        accept.isBlank() || offered.isEmpty()
            || offered.stream().anyMatch(type -> Negotiation.accepts(accept, type.split(";", 2)[0]));
    if (!fits) {
      throw ProblemDocument
          .of(406, "not-acceptable", "Not acceptable",
              "this is given as %s, not as %s".formatted(String.join(", ", offered), accept))
          .refused();
    }
  }

  private void reply(
      Route route,
      Route.Handling.Replying replying,
      RouteTable.Place place,
      @Nullable Caller caller,
      Request request,
      Response response,
      Callback callback) {
    CompletionStage<byte[]> body = CompletableFuture.completedFuture(new byte[0]);
    Route.Body taken = route.body();
    if (taken != null) {
      checkContentType(taken, request);
      body = BodyReader.read(request, taken.most());
    }
    body.thenCompose(
        bytes -> replying.reply().apply(ask(route, place, caller, bytes, request)).toCompletableFuture()
            .orTimeout(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS))
        .whenComplete((reply, failure) -> send(failure == null ? reply : failed(failure, request), request, response, callback));
  }

  private static void checkContentType(Route.Body taken, Request request) {
    String type = contentType(request);
    if (taken.optional() && type.isEmpty() && request.getLength() == 0) {
      return;
    }
    if (!taken.mediaTypes().contains(type)) {
      throw ProblemDocument.of(
          415,
          "unsupported-media-type",
          "Unsupported media type",
          "Content-Type must be one of %s, was %s".formatted(taken.mediaTypes(), type.isEmpty() ? "missing" : type))
          .refused();
    }
    String coding = request.getHeaders().get(HttpHeader.CONTENT_ENCODING);
    boolean plain = coding == null || coding.equalsIgnoreCase("identity");
    if (!plain && !(taken.gzip() && coding.equalsIgnoreCase("gzip"))) {
      throw ProblemDocument.of(
          415, "unsupported-encoding", "Unsupported media type",
          "Content-Encoding must be %s, was %s".formatted(taken.gzip() ? "gzip or none" : "left out", coding))
          .with("Accept-Encoding", taken.gzip() ? "gzip" : "identity")
          .refused();
    }
  }

  private static String contentType(Request request) {
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  private Ask ask(Route route, RouteTable.Place place, @Nullable Caller caller, byte[] body, Request request) {
    return new Ask(
        route,
        place.variables(),
        QueryReader.read(route, request),
        body,
        String.join(",", request.getHeaders().getValuesList(HttpHeader.ACCEPT)),
        contentType(request),
        "gzip".equalsIgnoreCase(request.getHeaders().get(HttpHeader.CONTENT_ENCODING)),
        caller,
        "cross-site".equals(request.getHeaders().get("Sec-Fetch-Site")),
        Guard.remote(request),
        request.getHeaders().get(HttpHeader.IF_MATCH),
        request.getHeaders().get(RequestHeader.IDEMPOTENCY_KEY.wireName()),
        String.valueOf(request.getHeaders().get(HttpHeader.USER_AGENT)));
  }

  private void upgrade(Route.Handling.Upgrading upgrading, Ask ask, Request request, Response response, Callback callback) {
    if (!"websocket".equalsIgnoreCase(request.getHeaders().get(HttpHeader.UPGRADE))) {
      throw ProblemDocument.of(426, "upgrade-required", "Upgrade required", "this is a WebSocket: ask with Upgrade: websocket")
          .with("Upgrade", "websocket")
          .refused();
    }
    var socket = upgrading.open().apply(ask);
    if (upgrades.upgrade(socket, request, response, callback)) {
      counts.answered(101);
    } else {
      throw ProblemDocument.of(400, "bad-handshake", "Bad request", "this is no WebSocket handshake of version 13").refused();
    }
  }

  private void send(Reply reply, Request request, Response response, Callback callback) {
    counts.answered(reply.status());
    if (response.isCommitted()) {
      callback.failed(new IllegalStateException("the answer is already on its way"));
      return;
    }
    Sender.send(reply, request, response, callback);
  }

  private Reply failed(Throwable failure, Request request) {
    Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    return switch (cause) {
      case RefusedException refused -> refused.problem().reply();
      case InvalidValueException invalid ->
          ProblemDocument
              .invalid(List.of(new Problem("?" + invalid.field(), invalid.rule(), String.valueOf(invalid.getMessage())))).reply();
      case TimeoutException timeout ->
          ProblemDocument.of(
              503,
              "timeout",
              "Service unavailable",
              "this took longer than %d s, and may still happen; events that carry a seq or an id can be sent again"
                  .formatted(LONGEST_WAIT_SECONDS))
              .with("Retry-After", "5")
              .reply();
      default -> unexpected(cause, request);
    };
  }

  private Reply unexpected(Throwable cause, Request request) {
    failures
        .spend()
        .ifPresent(
            heldBack -> LOG.error("{} {} failed ({} such lines held back before)", request.getMethod(),
                Request.getPathInContext(request), heldBack, cause));
    return ProblemDocument.of(500, "internal-error", "Internal server error", "this is a fault of the server; its log says more")
        .reply();
  }
}
