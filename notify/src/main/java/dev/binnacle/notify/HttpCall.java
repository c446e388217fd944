package dev.binnacle.notify;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A call to be made.
 *
 * @param url may hold a token
 * @param headers may hold tokens; {@code Content-Type} among them
 */
@SuppressWarnings("ArrayRecordComponent") // made once, read once
public record HttpCall(String method, Secret url, Map<String, String> headers, byte[] body) {
  public HttpCall {
    headers = Map.copyOf(headers);
  }

  public static HttpCall postJson(Secret url, String json) {
    return new HttpCall("POST", url, Map.of("Content-Type", "application/json"), json.getBytes(StandardCharsets.UTF_8));
  }

  public static HttpCall postForm(Secret url, String form) {
    return new HttpCall(
        "POST", url, Map.of("Content-Type", "application/x-www-form-urlencoded"), form.getBytes(StandardCharsets.UTF_8));
  }

  public static HttpCall get(Secret url) {
    return new HttpCall("GET", url, Map.of(), new byte[0]);
  }

  public HttpCall withHeader(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(name, value);
    return new HttpCall(method, url, all, body);
  }

  /** No secrets: method and size only. */
  @Override
  public String toString() {
    return method + " of " + body.length + " bytes";
  }
}
