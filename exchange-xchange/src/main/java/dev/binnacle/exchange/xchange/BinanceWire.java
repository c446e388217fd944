package dev.binnacle.exchange.xchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.binnacle.exchange.ExchangeException;
import dev.binnacle.exchange.ExchangeException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import si.mazi.rescu.HttpStatusIOException;

/** Sends Binance's calls, keeps to its clock, and reads its errors; errors.md of binance-spot-api-docs lists them. */
final class BinanceWire {
  static final long WINDOW_MILLIS = 5_000;
  static final int NO_SUCH_ORDER = -2013;
  private static final int OUTSIDE_WINDOW = -1021;
  private static final JsonMapper MAPPER = new JsonMapper();

  private final BinanceCalls calls;
  private final InstantSource clock;
  private volatile long offsetMillis;

  /** A call that carries the time at which it is sent. */
  @FunctionalInterface
  interface Timed {
    JsonNode make(long timestamp) throws IOException;
  }

  BinanceWire(BinanceCalls calls, InstantSource clock) {
    this.calls = calls;
    this.clock = clock;
  }

  JsonNode ask(Timed call) {
    return find(call).orElseThrow(() -> new ExchangeException(Kind.REJECTED, "Binance: order does not exist"));
  }

  /** Empty when Binance says that there is no such order. */
  Optional<JsonNode> find(Timed call) {
    return send(call, true);
  }

  JsonNode askPublic(Wire.Call<JsonNode> call) {
    return ask(timestamp -> call.make());
  }

  private Optional<JsonNode> send(Timed call, boolean maySetClock) {
    try {
      JsonNode answer = call.make(clock.millis() + offsetMillis);
      if (answer == null || answer.isMissingNode()) {
        throw new ExchangeException(Kind.UNREACHABLE, "Binance's answer is empty");
      }
      return Optional.of(answer);
    } catch (HttpStatusIOException e) {
      JsonNode error = error(e.getHttpBody());
      int code = error == null ? 0 : error.path("code").asInt(0);
      if (code == NO_SUCH_ORDER) {
        return Optional.empty();
      }
      if (code == OUTSIDE_WINDOW && maySetClock) {
        // Its clock counts, not ours; the call was refused before it was carried out.
        setClock();
        return send(call, false);
      }
      throw refusal(e, code, error == null ? "" : error.path("msg").asText());
    } catch (ExchangeException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw Wire.failed("Binance", e);
    }
  }

  private void setClock() {
    try {
      offsetMillis = calls.time().path("serverTime").asLong(clock.millis()) - clock.millis();
    } catch (IOException | RuntimeException e) {
      throw Wire.failed("Binance", e);
    }
  }

  private static @Nullable JsonNode error(@Nullable String body) {
    try {
      JsonNode read = body == null ? null : MAPPER.readTree(body);
      return read != null && read.has("code") ? read : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private static ExchangeException refusal(HttpStatusIOException answer, int code, String message) {
    String text = "Binance answered " + answer.getHttpStatusCode() + ": " + code + " " + message;
    Duration retryAfter = Wire.retryAfter(answer.getResponseHeaders());
    return switch (code) {
      case 0 -> Wire.refused("Binance", answer);
      case -1003, -1015 -> ExchangeException.throttled(text, retryAfter);
      case -1021 -> ExchangeException.throttled(text, Duration.ofSeconds(1));
      case -1000, -1001, -1006, -1007, -1008, -1016 -> new ExchangeException(Kind.UNREACHABLE, text);
      case -1002, -1022, -2014, -2015 -> new ExchangeException(Kind.UNAUTHORISED, text);
      default -> new ExchangeException(Kind.REJECTED, text);
    };
  }
}
