package dev.binnacle.web.api;

import dev.binnacle.web.view.Shape;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * An answer before it is put on the wire. Compression, the entity tag and {@code HEAD} are the sender's matter.
 *
 * @param body not to be changed afterwards
 */
record Reply(int status, String contentType, byte[] body, Map<String, String> headers, Caching caching) {
  static final String JSON = "application/json";

  /** What a browser may do with it. */
  enum Caching {
    /** Not keep it at all: it holds a secret or describes a failure. */
    NEVER,
    /** Keep it, but ask each time whether it still holds. */
    REVALIDATED,
    /** Keep it for good: its name changes with its content. */
    FOR_GOOD
  }

  Reply {
    headers = Map.copyOf(headers);
  }

  static <T> Reply json(Shape<T> shape, T value) {
    return new Reply(200, JSON, shape.bytes(value), Map.of(), Caching.REVALIDATED);
  }

  /** Something that was made, and that nobody else is to see. */
  static <T> Reply created(Shape<T> shape, T value) {
    return new Reply(201, JSON, shape.bytes(value), Map.of(), Caching.NEVER);
  }

  static <T> Reply accepted(Shape<T> shape, T value) {
    return new Reply(202, JSON, shape.bytes(value), Map.of(), Caching.NEVER);
  }

  static Reply noContent() {
    return new Reply(204, "", new byte[0], Map.of(), Caching.NEVER);
  }

  static Reply seeOther(String location) {
    return new Reply(303, "text/plain; charset=utf-8", new byte[0], Map.of("Location", location), Caching.NEVER);
  }

  static Reply text(int status, String contentType, String text, Caching caching) {
    return new Reply(status, contentType, text.getBytes(StandardCharsets.UTF_8), Map.of(), caching);
  }

  Reply with(String header, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(header, value);
    return new Reply(status, contentType, body, more, caching);
  }
}
