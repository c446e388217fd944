package dev.binnacle.notify;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads an answer of HTTP/1.1 (RFC 9112), bounded in all its parts. */
final class HttpReply {
  /** Bytes. */
  static final int LARGEST_BODY = 64 * 1024;
  private static final int LONGEST_LINE = 8_192;
  private static final int MOST_HEADERS = 100;
  /** What says how long a body is. */
  private static final Set<String> LENGTHS = Set.of("content-length", "transfer-encoding");
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] [1-5]\\d\\d( .*)?");

  private HttpReply() {}

  /**
   * @param isLast whether another call on the same connection would not be answered, or not be told apart from this one
   */
  record Read(HttpAnswer.Answered answer, boolean isLast) {}

  /** What was read of a body, and whether it is known where it ends. */
  private record Body(byte[] bytes, boolean isEnded) {}

  /** @param isAmbiguous whether what says where the answer ends, or the connection, is said twice or in two ways */
  private record Head(Map<String, String> headers, boolean isAmbiguous) {
    boolean has(String name, String token) {
      return headers.getOrDefault(name, "").toLowerCase(Locale.ROOT).contains(token);
    }
  }

  /**
   * @throws IOException if it is not one, or breaks off
   */
  static Read read(InputStream in) throws IOException {
    for (;;) {
      String line = line(in);
      int status = status(line);
      Head head = head(in);
      if (status >= 200) {
        Body body = body(in, status, head);
        boolean closes = line.startsWith("HTTP/1.0") || head.has("connection", "close") || head.isAmbiguous;
        return new Read(new HttpAnswer.Answered(status, head.headers, HttpAnswer.text(body.bytes)), closes || !body.isEnded);
      }
      // 1xx: the answer itself is still to come
    }
  }

  private static int status(String line) throws IOException {
    if (!STATUS.matcher(line).matches()) {
      throw new IOException("the answer is not HTTP/1.1");
    }
    return Integer.parseInt(line.substring(9, 12));
  }

  private static Head head(InputStream in) throws IOException {
    Map<String, String> headers = new HashMap<>();
    boolean isAmbiguous = false;
    for (int i = 0; i <= MOST_HEADERS; i++) {
      String line = line(in);
      if (line.isEmpty()) {
        return new Head(headers, isAmbiguous || headers.keySet().containsAll(LENGTHS));
      }
      int colon = line.indexOf(':');
      if (colon > 0) {
        String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        String before = headers.putIfAbsent(name, line.substring(colon + 1).strip());
        isAmbiguous |= before != null && (LENGTHS.contains(name) || name.equals("connection"));
      }
    }
    throw new IOException("the answer has more than " + MOST_HEADERS + " headers");
  }

  private static Body body(InputStream in, int status, Head head) throws IOException {
    String length = head.headers.get("content-length");
    String encoding = head.headers.get("transfer-encoding");
    if (status == 204 || status == 304) {
      return new Body(new byte[0], encoding == null && (length == null || length.equals("0")));
    }
    if (head.has("transfer-encoding", "chunked")) {
      Body body = chunks(in);
      return new Body(body.bytes, body.isEnded && "chunked".equalsIgnoreCase(encoding));
    }
    if (length == null) {
      return new Body(in.readNBytes(LARGEST_BODY), false); // up to the connection's end
    }
    if (!length.matches("\\d{1,18}")) {
      throw new IOException("the answer's length is no number");
    }
    int wanted = (int) Math.min(LARGEST_BODY, Long.parseLong(length));
    byte[] bytes = in.readNBytes(wanted);
    if (bytes.length < wanted) {
      throw new EOFException("the answer broke off");
    }
    return new Body(bytes, encoding == null && wanted == Long.parseLong(length));
  }

  private static Body chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (body.size() < LARGEST_BODY) {
      String size = line(in).split(";", 2)[0].strip();
      if (!size.matches("[0-9a-fA-F]{1,8}")) {
        throw new IOException("a part of the answer has no size");
      }
      long length = Long.parseLong(size, 16);
      if (length == 0) {
        return new Body(body.toByteArray(), isEnd(in));
      }
      int wanted = (int) Math.min(length, LARGEST_BODY - body.size());
      byte[] bytes = in.readNBytes(wanted);
      if (bytes.length < wanted) {
        throw new EOFException("the answer broke off");
      }
      body.writeBytes(bytes);
      if (wanted == length && !line(in).isEmpty()) {
        throw new IOException("a part of the answer is longer than it says");
      }
    }
    return new Body(body.toByteArray(), false);
  }

  /** Whether the empty line that ends all parts is there. Nobody waits for it: the answer is known without. */
  private static boolean isEnd(InputStream in) throws IOException {
    return in.available() >= 2 && in.read() == '\r' && in.read() == '\n';
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the connection was closed before an answer");
      }
      if (line.size() >= LONGEST_LINE) {
        throw new IOException("a line of the answer has more than " + LONGEST_LINE + " bytes");
      }
      line.write(b);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }
}
