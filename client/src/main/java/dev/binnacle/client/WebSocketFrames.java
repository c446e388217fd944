package dev.binnacle.client;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a WebSocket (RFC 6455, section 5), from the client's side: text both ways, pings answered, no extensions.
 *
 * <p><b>Threads:</b> one thread reads; writing by any, one at a time.
 */
final class WebSocketFrames {
  private static final int CONTINUATION = 0;
  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final int FINAL = 0x80;
  private static final int RESERVED = 0x70;
  private static final int MASKED = 0x80;
  private static final int LONGEST_CONTROL = 125;
  private static final int GOING_NORMALLY = 1_000;

  private final DataInputStream in;
  private final OutputStream out;
  private final int longestMessage;
  private final Object writing = new Object();
  private @Nullable ByteArrayOutputStream message;

  WebSocketFrames(DataInputStream in, OutputStream out, int longestMessage) {
    this.in = in;
    this.out = out;
    this.longestMessage = longestMessage;
  }

  /**
   * The next text message.
   *
   * @throws IOException if the connection or the server's frames end or break a rule; the message says which
   */
  String read() throws IOException {
    while (true) {
      int first = in.readUnsignedByte();
      if ((first & RESERVED) != 0) {
        throw new IOException("the server sent a frame with an extension that was not agreed on");
      }
      int opcode = first & 15;
      byte[] payload = payload(opcode);
      switch (opcode) {
        case TEXT, CONTINUATION -> {
          String whole = part(opcode, payload, (first & FINAL) != 0);
          if (whole != null) {
            return whole;
          }
        }
        case PING -> write(PONG, payload);
        case PONG -> {}
        case CLOSE -> throw closed(payload);
        default -> throw new IOException("the server sent a frame of kind " + opcode + ", which is none of a link");
      }
    }
  }

  private @Nullable String part(int opcode, byte[] payload, boolean isLast) throws IOException {
    ByteArrayOutputStream begun = message;
    if ((opcode == TEXT) == (begun != null)) {
      throw new IOException("the server sent the parts of a message in disorder");
    }
    if (begun == null && isLast) {
      return new String(payload, StandardCharsets.UTF_8);
    }
    ByteArrayOutputStream whole = begun == null ? new ByteArrayOutputStream() : begun;
    if (whole.size() + payload.length > longestMessage) {
      throw tooLong();
    }
    whole.writeBytes(payload);
    message = isLast ? null : whole;
    return isLast ? whole.toString(StandardCharsets.UTF_8) : null;
  }

  private byte[] payload(int opcode) throws IOException {
    int second = in.readUnsignedByte();
    if ((second & MASKED) != 0) {
      throw new IOException("the server masks its frames, which only a client may");
    }
    long length = second;
    if (second == 126) {
      length = in.readUnsignedShort();
    } else if (second == 127) {
      length = in.readLong();
    }
    if (length < 0 || length > (opcode >= CLOSE ? LONGEST_CONTROL : longestMessage)) {
      throw tooLong();
    }
    byte[] payload = new byte[(int) length];
    in.readFully(payload);
    return payload;
  }

  private IOException tooLong() {
    return new IOException("the server sent a message of more than " + longestMessage + " bytes");
  }

  private static IOException closed(byte[] payload) {
    if (payload.length < 2) {
      return new IOException("the server closed the link");
    }
    int status = (payload[0] & 0xff) << 8 | payload[1] & 0xff;
    String reason = new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
    return new IOException(
        "the server closed the link (" + status + (reason.isEmpty() ? ")" : ": " + Texts.text(reason, 125) + ")"));
  }

  void write(String text) throws IOException {
    write(TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  void writeClose() throws IOException {
    write(CLOSE, new byte[] {(byte) (GOING_NORMALLY >>> 8), (byte) GOING_NORMALLY});
  }

  private void write(int opcode, byte[] payload) throws IOException {
    byte[] frame = masked(opcode, payload);
    synchronized (writing) {
      out.write(frame);
      out.flush();
    }
  }

  private static byte[] masked(int opcode, byte[] payload) {
    int length = payload.length;
    int lengthBytes = length < 126 ? 0 : length < 1 << 16 ? 2 : 8;
    int from = 2 + lengthBytes + 4;
    byte[] frame = new byte[from + length];
    frame[0] = (byte) (FINAL | opcode);
    frame[1] = (byte) (MASKED | (lengthBytes == 0 ? length : lengthBytes == 2 ? 126 : 127));
    for (int i = 0; i < lengthBytes; i++) {
      int shift = 8 * (lengthBytes - 1 - i);
      frame[2 + i] = (byte) (shift >= Integer.SIZE ? 0 : length >>> shift);
    }
    int mask = ThreadLocalRandom.current().nextInt();
    for (int i = 0; i < 4; i++) {
      frame[from - 4 + i] = (byte) (mask >>> 8 * i);
    }
    for (int i = 0; i < length; i++) {
      frame[from + i] = (byte) (payload[i] ^ mask >>> 8 * (i & 3));
    }
    return frame;
  }
}
