package dev.binnacle.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of this machine. */
final class Ports {
  private static final int FROM = 20_000;
  private static final int TO = 32_000;
  private static final int MOST_TRIES = 100;

  private Ports() {}

  /**
   * A port that nobody had a moment ago, and that stays free while its server is down: systems take the ports of those who call from
   * higher numbers.
   */
  static int free() throws IOException {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      int port = ThreadLocalRandom.current().nextInt(FROM, TO);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // Somebody has it: another.
      }
    }
    throw new IOException("no free port found between " + FROM + " and " + TO);
  }
}
