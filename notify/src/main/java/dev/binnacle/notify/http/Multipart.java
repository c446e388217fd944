package dev.binnacle.notify.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * A form with files (RFC 7578).
 *
 * <p><b>Threads:</b> one thread at a time.
 */
public final class Multipart {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String boundary;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  public Multipart() {
    byte[] chance = new byte[16];
    RANDOM.nextBytes(chance);
    boundary = "binnacle-" + HexFormat.of().formatHex(chance);
  }

  public Multipart field(String name, String value) {
    return part("form-data; name=\"" + name + "\"", "text/plain; charset=utf-8", value.getBytes(StandardCharsets.UTF_8));
  }

  public Multipart json(String name, String value) {
    return part("form-data; name=\"" + name + "\"", "application/json", value.getBytes(StandardCharsets.UTF_8));
  }

  /** A picture. {@code file} is its name; what does not belong into one is left out. */
  public Multipart png(String name, String file, byte[] content) {
    String safe = file.replaceAll("[^A-Za-z0-9._-]", "_");
    return part("form-data; name=\"" + name + "\"; filename=\"" + safe + "\"", "image/png", content);
  }

  public String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  public byte[] body() {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(body.toByteArray());
    whole.writeBytes(ascii("--" + boundary + "--\r\n"));
    return whole.toByteArray();
  }

  private Multipart part(String disposition, String type, byte[] content) {
    body.writeBytes(
        ascii("--" + boundary + "\r\nContent-Disposition: " + disposition + "\r\nContent-Type: " + type + "\r\n\r\n"));
    body.writeBytes(content);
    body.writeBytes(ascii("\r\n"));
    return this;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
