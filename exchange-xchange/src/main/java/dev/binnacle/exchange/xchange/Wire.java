package dev.binnacle.exchange.xchange;

import dev.binnacle.exchange.ExchangeException;
import dev.binnacle.exchange.ExchangeException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import si.mazi.rescu.ClientConfig;
import si.mazi.rescu.HttpStatusIOException;
import si.mazi.rescu.RestProxyFactory;

/** What both venues have in common: how a call goes out, and what becomes of one that the transport could not bring home. */
final class Wire {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int READ_MILLIS = 10_000;

  static {
    // The JDK would send a POST again by itself when no answer comes, and an order twice. It looks here once, before its first call.
    System.setProperty("sun.net.http.retryPost", "false");
  }

  private Wire() {}

  @FunctionalInterface
  interface Call<T> {
    T make() throws IOException;
  }

  static <I> I proxy(Class<I> calls, String address) {
    ClientConfig config = new ClientConfig();
    config.setHttpConnTimeout(CONNECT_MILLIS);
    config.setHttpReadTimeout(READ_MILLIS);
    return RestProxyFactory.createProxy(calls, address, config);
  }

  /** An answer that is no JSON, a maintenance page among them, is no answer. The cause is kept out of the message: it may hold what was sent. */
  static ExchangeException failed(String venue, Exception cause) {
    return new ExchangeException(
        Kind.UNREACHABLE, venue + " did not answer as it should: " + cause.getClass().getSimpleName(), cause);
  }

  /** By the status alone, where the body says nothing more. */
  static ExchangeException refused(String venue, HttpStatusIOException answer) {
    int status = answer.getHttpStatusCode();
    String message = venue + " answered " + status;
    return switch (status) {
      case 418, 429 -> ExchangeException.throttled(message, retryAfter(answer.getResponseHeaders()));
      case 401, 403 -> new ExchangeException(Kind.UNAUTHORISED, message);
      default -> new ExchangeException(Kind.UNREACHABLE, message);
    };
  }

  /** In whole seconds, as both venues send it; null when there is none that can be read. */
  static @Nullable Duration retryAfter(@Nullable Map<String, List<String>> headers) {
    if (headers == null) {
      return null;
    }
    for (Map.Entry<String, List<String>> header : headers.entrySet()) {
      if ("Retry-After".equalsIgnoreCase(header.getKey()) && !header.getValue().isEmpty()) {
        String value = header.getValue().get(0).strip();
        return value.matches("[0-9]{1,9}") ? Duration.ofSeconds(Long.parseLong(value)) : null;
      }
    }
    return null;
  }
}
