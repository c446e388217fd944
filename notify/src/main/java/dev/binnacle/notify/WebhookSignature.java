package dev.binnacle.notify;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** HMAC-SHA256 over the time, a dot and the body: whoever has the key knows that the body is ours, and how old it is. */
final class WebhookSignature {
  private WebhookSignature() {}

  /** {@code v1=} and 64 hexadecimal digits. */
  static String of(Secret key, Instant at, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update((at.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
      return "v1=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA256", e);
    }
  }

  /** Adds what every webhook says of itself, and what proves it where there is a key. */
  static void seal(
      Map<String, String> headers, String key, boolean possibleRepeat, @Nullable Secret signingKey, Instant now, byte[] body) {
    headers.put("Idempotency-Key", key);
    headers.put("X-Binnacle-Timestamp", String.valueOf(now.getEpochSecond()));
    if (signingKey != null) {
      headers.put("X-Binnacle-Signature", of(signingKey, now, body));
    }
    if (possibleRepeat) {
      headers.put("X-Binnacle-Possible-Repeat", "true");
    }
  }
}
