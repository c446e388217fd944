package dev.binnacle.notify;

import java.util.Map;

/**
 * A call to be made.
 *
 * @param url may hold a token
 * @param headers may hold tokens; {@code Content-Type} among them
 */
@SuppressWarnings("ArrayRecordComponent") // made once, read once
record HttpCall(String method, Secret url, Map<String, String> headers, byte[] body) {
  HttpCall {
    headers = Map.copyOf(headers);
  }

  /** No secrets: method and size only. */
  @Override
  public String toString() {
    return method + " of " + body.length + " bytes";
  }
}
