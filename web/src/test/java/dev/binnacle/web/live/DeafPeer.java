package dev.binnacle.web.live;

import dev.binnacle.web.Site;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** The other end of a socket that does the handshake and then nothing, until it is told to. */
final class DeafPeer implements AutoCloseable {
  private final Socket socket = new Socket();

  DeafPeer(Site site, String path, String token) throws IOException {
    socket.setReceiveBufferSize(4_096);
    socket.setSoTimeout(20_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), site.server.port()));
    String handshake =
        String.join(
            "\r\n",
            "GET " + path + " HTTP/1.1",
            "Host: 127.0.0.1:" + site.server.port(),
            "Authorization: Bearer " + token,
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Extensions: permessage-deflate",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
            "",
            "");
    send(handshake.getBytes(StandardCharsets.US_ASCII));
    String answer = readHead();
    if (!answer.startsWith("HTTP/1.1 101 ") || answer.contains("permessage-deflate")) {
      throw new IOException("no plain WebSocket: " + answer);
    }
  }

  private String readHead() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.US_ASCII);
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** A text frame of a client, with a mask of zeros. */
  void say(String text) throws IOException {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(0x81);
    frame.write(0x80 | 126);
    frame.write(payload.length >> 8);
    frame.write(payload.length);
    frame.writeBytes(new byte[4]);
    frame.writeBytes(payload);
    send(frame.toByteArray());
  }

  /** Reads until this text has come by. Returns false when the connection ends first. */
  boolean readUntil(String text) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[64 * 1024];
    String tail = "";
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      String seen = tail + new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
      if (seen.contains(text)) {
        return true;
      }
      tail = seen.substring(Math.max(0, seen.length() - text.length()));
    }
    return false;
  }

  /** Reads until the server ends the connection, and forgets what was read. */
  void readToTheEnd() {
    try {
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[64 * 1024];
      while (in.read(buffer) >= 0) {
        // Nobody wants it.
      }
    } catch (IOException e) {
      if (e instanceof SocketTimeoutException) {
        throw new AssertionError("the server keeps the connection open", e);
      }
      // A reset is an end too.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
