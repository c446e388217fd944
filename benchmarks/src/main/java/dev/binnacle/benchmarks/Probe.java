package dev.binnacle.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Asks a port again and again until it answers with a 200. By a bare socket: an HTTP client would take its own time to warm up. */
final class Probe {
  private static final long PAUSE_NANOS = 1_000_000;
  private static final byte[] REQUEST =
      "GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final String OK = "HTTP/1.1 200";

  private Probe() {}

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Returns with the first 200. */
  static void awaitAnswer(int port, Process process, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!answers(port)) {
      if (!process.isAlive()) {
        throw new IllegalStateException(
            "the process has ended with " + process.exitValue() + " before it answered at port " + port);
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("no answer at port " + port + " within " + patience);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      out.write(REQUEST);
      byte[] first = socket.getInputStream().readNBytes(OK.length());
      return new String(first, StandardCharsets.US_ASCII).equals(OK);
    } catch (IOException e) {
      return false;
    }
  }
}
