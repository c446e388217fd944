package dev.binnacle.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** The opening handshake of a WebSocket (RFC 6455, section 4), from the client's side. */
final class WebSocketOpening {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int LONGEST_HEAD = 16 << 10;
  private static final int SWITCHING = 101;

  private final URI uri;
  private final String token;
  private final String key;

  /** The server answered, and not with a WebSocket. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    RefusedException(int status, String message) {
      super(message);
      this.status = status;
    }

    /** Whether it will not pass by itself: the token is wrong, or there is no such bot or path. */
    boolean isFinal() {
      return status == 401 || status == 403 || status == 404;
    }
  }

  WebSocketOpening(URI uri, String token) {
    this.uri = uri;
    this.token = token;
    byte[] nonce = new byte[16];
    // It only proves that the answer is to this request.
    ThreadLocalRandom.current().nextBytes(nonce);
    this.key = Base64.getEncoder().encodeToString(nonce);
  }

  /**
   * Asks for a WebSocket and reads the answer, no byte more.
   *
   * @throws RefusedException if the server answers anything else than yes
   * @throws IOException if it answers nothing that HTTP allows
   */
  void shakeHands(InputStream in, OutputStream out) throws IOException {
    out.write(request().getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    String[] lines = head(in).split("\r\n", -1);
    int status = status(lines[0]);
    if (status != SWITCHING) {
      throw new RefusedException(status, describe(status));
    }
    for (String line : lines) {
      if (line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-accept:")
          && line.substring(line.indexOf(':') + 1).strip().equals(accept())) {
        return;
      }
    }
    throw new IOException("the server's answer is not to this client's question");
  }

  private String request() {
    String host = uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    return "GET " + uri.getRawPath() + " HTTP/1.1\r\n"
        + "Host: " + host + "\r\n"
        + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: " + key + "\r\n"
        + "Authorization: Bearer " + token + "\r\n"
        + "User-Agent: binnacle-client\r\n\r\n";
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream(512);
    int last = 0;
    while (last != 0x0d0a0d0a) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("the server closed the connection instead of answering");
      }
      if (head.size() == LONGEST_HEAD) {
        throw new IOException("the server's answer has a head of more than " + LONGEST_HEAD + " bytes");
      }
      head.write(b);
      last = last << 8 | b;
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static int status(String line) throws IOException {
    boolean isHttp = line.startsWith("HTTP/1.") && line.length() >= 12 && line.charAt(8) == ' ';
    int status = 0;
    for (int i = 9; isHttp && i < 12; i++) {
      int digit = Character.digit(line.charAt(i), 10);
      isHttp = digit >= 0;
      status = status * 10 + digit;
    }
    if (!isHttp) {
      throw new IOException("the server does not answer in HTTP");
    }
    return status;
  }

  private String describe(int status) {
    return switch (status) {
      case 401 -> "401: the token is not known";
      case 403 -> "403: the token is not good for this bot";
      case 404 -> "404: there is no link at " + uri;
      default -> "the server answered " + status + " to the opening of the link";
    };
  }

  private String accept() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
