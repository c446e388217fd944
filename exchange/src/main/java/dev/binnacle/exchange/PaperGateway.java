package dev.binnacle.exchange;

import dev.binnacle.model.OrderId;
import dev.binnacle.model.Symbol;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * One account at a {@link PaperServer}.
 *
 * <p><b>Threads:</b> thread-safe; calls block, at most 10 seconds beyond the patience asked for.
 */
public final class PaperGateway implements ExchangeGateway, MarketFeed {
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final URI address;
  private final String key;
  private final CallListener listener;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  /** Is told of every call as it ends. */
  @FunctionalInterface
  public interface CallListener {
    /**
     * @param endpoint the call's method and first path element
     * @param status the HTTP status, 0 when there was no answer
     * @param remaining calls left in the venue's window, null where it did not tell
     */
    void called(String endpoint, int status, Duration took, @Nullable Long remaining, @Nullable Long limit);
  }

  public PaperGateway(URI address, String key, CallListener listener) {
    this.address = address;
    this.key = key;
    this.listener = listener;
  }

  @Override
  public String venue() {
    return "paper";
  }

  @Override
  public Capabilities capabilities() {
    return PaperExchange.CAPABILITIES;
  }

  @Override
  public KeyPermissions keyPermissions() {
    return PaperExchange.PERMISSIONS;
  }

  @Override
  public OrderState place(OrderRequest request) {
    return read(call("POST", "orders", "", PaperJson.MAPPER.writeValueAsBytes(request), DEADLINE), OrderState.class);
  }

  @Override
  public OrderState cancel(OrderId order, @Nullable Symbol symbol) {
    return read(call("DELETE", "orders", "/" + encoded(order.value()), null, DEADLINE), OrderState.class);
  }

  @Override
  public Optional<OrderState> order(OrderId order, @Nullable Symbol symbol) {
    return orderOrNone(call("GET", "orders", "/" + encoded(order.value()), null, DEADLINE));
  }

  @Override
  public Optional<OrderState> orderOfClient(String clientId, @Nullable Symbol symbol) {
    return orderOrNone(call("GET", "client-orders", "?id=" + encoded(clientId), null, DEADLINE));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Optional<OrderState> orderOrNone(byte[] body) {
    return read(body, JsonNode.class).isEmpty() ? Optional.empty() : Optional.of(read(body, OrderState.class));
  }

  @Override
  public List<OrderState> openOrders() {
    return List.of(read(call("GET", "orders", "", null, DEADLINE), OrderState[].class));
  }

  @Override
  public List<NetPosition> positions() {
    return List.of(read(call("GET", "positions", "", null, DEADLINE), NetPosition[].class));
  }

  @Override
  public AccountBalance balance() {
    return read(call("GET", "balance", "", null, DEADLINE), AccountBalance.class);
  }

  @Override
  public List<Fill> fills(long after) {
    return List.of(read(call("GET", "fills", "?after=" + after, null, DEADLINE), Fill[].class));
  }

  @Override
  public Instrument instrument(Symbol symbol) {
    return read(call("GET", "instrument", "?symbol=" + encoded(symbol.value()), null, DEADLINE), Instrument.class);
  }

  @Override
  public BigDecimal lastPrice(Symbol symbol) {
    return read(call("GET", "price", "?symbol=" + encoded(symbol.value()), null, DEADLINE), BigDecimal.class);
  }

  @Override
  public List<PublicTrade> trades(Symbol symbol, long after, Duration patience) {
    String query = "?after=" + after + "&wait_millis=" + patience.toMillis();
    return List.of(read(call("GET", "trades", query, null, DEADLINE.plus(patience)), PublicTrade[].class));
  }

  @Override
  public List<Candle> candles(Symbol symbol, Duration width, int limit) {
    String query = "?seconds=" + width.toSeconds() + "&limit=" + limit;
    return List.of(read(call("GET", "candles", query, null, DEADLINE), Candle[].class));
  }

  /** Makes the venue misbehave, or behave again. */
  public Faults inject(Faults faults) {
    return read(call("PUT", "faults", "", PaperJson.MAPPER.writeValueAsBytes(faults), DEADLINE), Faults.class);
  }

  private byte[] call(String method, String path, String rest, byte @Nullable [] body, Duration deadline) {
    HttpRequest request = HttpRequest.newBuilder(address.resolve("/v1/" + path + rest))
        .timeout(deadline)
        .header("X-Api-Key", key)
        .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
    long began = System.nanoTime();
    String endpoint = method + "-" + path;
    try {
      HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      listener.called(
          endpoint,
          response.statusCode(),
          Duration.ofNanos(System.nanoTime() - began),
          header(response, "X-RateLimit-Remaining"),
          header(response, "X-RateLimit-Limit"));
      return checked(response);
    } catch (IOException e) {
      listener.called(endpoint, 0, Duration.ofNanos(System.nanoTime() - began), null, null);
      throw new ExchangeException(ExchangeException.Kind.UNREACHABLE, "no answer from " + address + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ExchangeException(ExchangeException.Kind.UNREACHABLE, "interrupted while waiting for " + address, e);
    }
  }

  private static byte[] checked(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    if (status == 200) {
      return response.body();
    }
    String message = "the venue answered " + status + ": " + message(response.body());
    if (status == 429) {
      Long seconds = header(response, "Retry-After");
      throw ExchangeException.throttled(message, seconds == null ? null : Duration.ofSeconds(seconds));
    }
    throw new ExchangeException(
        switch (status) {
          case 401, 403 -> ExchangeException.Kind.UNAUTHORISED;
          case 400, 404, 409, 422 -> ExchangeException.Kind.REJECTED;
          default -> ExchangeException.Kind.UNREACHABLE;
        },
        message);
  }

  private static String message(byte[] body) {
    try {
      return PaperJson.MAPPER.readTree(body).path("message").asString("no reason given");
    } catch (JacksonException e) {
      return "an answer that is no JSON";
    }
  }

  private static @Nullable Long header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).map(Long::valueOf).orElse(null);
  }

  private static <T> T read(byte[] body, Class<T> type) {
    try {
      return PaperJson.MAPPER.readValue(body, type);
    } catch (JacksonException e) {
      throw new ExchangeException(
          ExchangeException.Kind.UNREACHABLE, "the venue's answer cannot be read as " + type.getSimpleName(), e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
