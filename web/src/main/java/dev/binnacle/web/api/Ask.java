package dev.binnacle.web.api;

import dev.binnacle.model.BotId;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.Problem;
import dev.binnacle.web.security.Caller;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as its handler sees it: guarded, with its parameters read and its body whole.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param route that it came by
 * @param path the values of the template's variables
 * @param query every parameter of the route that was given or has a fallback
 * @param body empty when the route takes none
 * @param accept the header of that name; empty when there was none
 * @param contentType without parameters, in lower case; empty when there was none
 * @param caller null on open routes, where nobody needs to be known
 * @param ifMatch the header of that name
 * @param idempotencyKey the header {@code Idempotency-Key}
 * @param agent the header {@code User-Agent}; empty when there was none
 * @param fromElsewhere whether a page of another site led here, as far as the browser tells
 */
record Ask(
    Route route,
    Map<String, String> path,
    Map<String, Object> query,
    byte[] body,
    String accept,
    String contentType,
    boolean gzipped,
    @Nullable Caller caller,
    boolean fromElsewhere,
    InetAddress from,
    @Nullable String ifMatch,
    @Nullable String idempotencyKey,
    String agent) {

  <T> @Nullable T get(Parameter<T> parameter) {
    @SuppressWarnings("unchecked") // What is filed under the parameter's name was made by its own `read`.
    T value = (T) query.get(parameter.name());
    return value;
  }

  /** The value of a parameter that is required or has a fallback. */
  <T> T require(Parameter<T> parameter) {
    T value = get(parameter);
    if (value == null) {
      throw new IllegalStateException(parameter.name() + " is not required on " + route.path());
    }
    return value;
  }

  /** Whether this media type was asked for by its name. */
  boolean prefers(String mediaType) {
    return accept.contains(mediaType);
  }

  String variable(String name) {
    String value = path.get(name);
    if (value == null) {
      throw new IllegalStateException("{" + name + "} is not in " + route.path());
    }
    return value;
  }

  /**
   * @throws RefusedException if no bot can be called that: then there is none
   */
  BotId bot() {
    try {
      return new BotId(variable("bot"));
    } catch (InvalidValueException e) {
      throw ProblemDocument.notFound("bot", variable("bot")).refused();
    }
  }

  /**
   * A bot that need not be there yet.
   *
   * @throws RefusedException if no bot can be called that
   */
  BotId newBot() {
    try {
      return new BotId(variable("bot"));
    } catch (InvalidValueException e) {
      throw ProblemDocument.invalid(List.of(new Problem("", e.rule(), String.valueOf(e.getMessage())))).refused();
    }
  }

  Caller signedIn() {
    if (caller == null) {
      throw new IllegalStateException("nobody is known on the open route " + route.path());
    }
    return caller;
  }
}
