package dev.binnacle.web.api;

import dev.binnacle.web.security.Access;
import dev.binnacle.web.security.Caller;
import dev.binnacle.web.security.Gate;
import dev.binnacle.web.security.Gate.Identity;
import dev.binnacle.web.security.HostRule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests in, or says why not: by the host that they are meant for, by who asks, and by whose page made a browser ask.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class Guard {
  private final Gate gate;
  private final HostRule hosts;
  private final String cookieName;

  Guard(Gate gate, HostRule hosts, String cookieName) {
    this.gate = gate;
    this.hosts = hosts;
    this.cookieName = cookieName;
  }

  /**
   * @throws RefusedException if the request was meant for a host of another name
   */
  void requireOurHost(Request request) {
    String host = request.getHeaders().get(HttpHeader.HOST);
    if (!hosts.answersTo(host)) {
      throw ProblemDocument.of(
          421, "unknown-host", "Misdirected request",
          "this server does not answer to the host %s; name it under server.allowed-hosts".formatted(host))
          .refused();
    }
  }

  Identity identify(Request request) {
    return gate.identify(request.getHeaders().get(HttpHeader.AUTHORIZATION), cookie(request), remote(request));
  }

  private @Nullable String cookie(Request request) {
    return Request.getCookies(request).stream()
        .filter(cookie -> cookie.getName().equals(cookieName))
        .map(cookie -> cookie.getValue())
        .findFirst()
        .orElse(null);
  }

  static InetAddress remote(Request request) {
    return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress address
        && address.getAddress() != null
            ? address.getAddress()
            : InetAddress.getLoopbackAddress();
  }

  /**
   * Answers with who is let in; null where nobody needs to be known.
   *
   * @throws RefusedException for all others
   */
  static @Nullable Caller admit(Access access, Identity identity) {
    Caller caller = identity instanceof Identity.Known known ? known.caller() : null;
    return switch (access.of(caller)) {
      case ALLOWED -> caller;
      case FORBIDDEN ->
          throw ProblemDocument.of(
              403,
              "forbidden",
              "Forbidden",
              "this needs the role %s; %s has %s"
                  .formatted(access.wireName(), caller == null ? "nobody" : caller.name(),
                      caller == null ? "none" : caller.role().wireName()))
              .refused();
      case UNKNOWN -> throw unknown(identity);
    };
  }

  private static RefusedException unknown(Identity identity) {
    return switch (identity) {
      case Identity.Throttled throttled -> tooManyFailures(throttled.retryAfter()).refused();
      case Identity.Refused refused -> unauthorized(refused.why());
      case Identity.Stranger() -> unauthorized("send a token (Authorization: Bearer …), or sign in at /login");
      case Identity.Known known -> unauthorized(known.caller().name() + " may not do this");
    };
  }

  private static RefusedException unauthorized(String detail) {
    return ProblemDocument.of(401, "unauthorized", "Unauthorized", detail).with("WWW-Authenticate", "Bearer realm=\"binnacle\"")
        .refused();
  }

  private static ProblemDocument tooManyFailures(Duration retryAfter) {
    return ProblemDocument
        .of(429, "too-many-failures", "Too many failures", "too many bad tokens came from this address; try again later")
        .with("Retry-After", "" + Math.max(1, retryAfter.toSeconds()));
  }

  /**
   * A browser adds cookies by itself, and opens sockets to anywhere; whose page made it do so it says in {@code Origin}.
   *
   * @throws RefusedException if it was another site's page, or a session came without an {@code Origin}
   */
  void requireOurPage(Route route, @Nullable Caller caller, Request request) {
    if (route.method() == Route.Method.GET && !route.isSocket()) {
      return;
    }
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    if (origin == null && (caller == null || !caller.isBySession())) {
      return;
    }
    if (origin == null || !hosts.isOwnOrigin(origin, request.getHeaders().get(HttpHeader.HOST))) {
      throw ProblemDocument.of(
          403,
          "foreign-origin",
          "Forbidden",
          "only pages of this server may do this with a browser's session, the Origin was %s; behind a proxy set server.public-url"
              .formatted(origin == null ? "missing" : origin))
          .refused();
    }
  }
}
