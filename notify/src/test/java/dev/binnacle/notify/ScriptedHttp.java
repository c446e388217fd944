package dev.binnacle.notify;

import static org.awaitility.Awaitility.await;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/** A server of HTTP whose connections can be told apart, and that answers byte by byte what it is given. */
final class ScriptedHttp implements AutoCloseable {
  static final String TAKEN = "HTTP/1.1 204 No Content\r\n\r\n";

  /** Of each request that was read whole: the number of its connection, from 1. */
  final List<Integer> calls = new CopyOnWriteArrayList<>();
  final List<String> heads = new CopyOnWriteArrayList<>();
  private final List<Integer> ended = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final Queue<Step> script = new ConcurrentLinkedQueue<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final ServerSocket server;
  private final String scheme;

  private enum Then {
    GOES_ON,
    CLOSES,
    RESETS
  }

  private record Step(String answer, Then then) {}

  ScriptedHttp() throws IOException {
    this(ServerSocketFactory.getDefault(), "http");
  }

  ScriptedHttp(ServerSocketFactory sockets, String scheme) throws IOException {
    this.scheme = scheme;
    server = sockets.createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    Thread.ofVirtual().start(this::accept);
  }

  Secret url() {
    return new Secret(scheme + "://127.0.0.1:" + server.getLocalPort() + "/hook");
  }

  /** The next request that has no answer yet gets this one; where none is left, {@link #TAKEN}. */
  ScriptedHttp answers(String text) {
    script.add(new Step(text, Then.GOES_ON));
    return this;
  }

  /** As {@link #answers}, and the connection is closed after it. */
  ScriptedHttp closesAfter(String text) {
    script.add(new Step(text, Then.CLOSES));
    return this;
  }

  /** As {@link #closesAfter}, without a good-bye (TCP RST). */
  ScriptedHttp resetsAfter(String text) {
    script.add(new Step(text, Then.RESETS));
    return this;
  }

  void awaitEndOf(int connection) {
    await().until(() -> ended.contains(connection));
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        int number = connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(socket, number));
      } catch (IOException e) {
        // closed, or a caller that was gone at once
      }
    }
  }

  private void serve(Socket socket, int number) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      boolean goesOn = true;
      while (goesOn && read(in, number)) {
        Step queued = script.poll();
        Step step = queued == null ? new Step(TAKEN, Then.GOES_ON) : queued;
        socket.getOutputStream().write(step.answer.getBytes(StandardCharsets.ISO_8859_1));
        goesOn = step.then == Then.GOES_ON;
        socket.setSoLinger(step.then == Then.RESETS, 0);
      }
    } catch (IOException e) {
      // the caller hung up
    }
    ended.add(number);
  }

  private boolean read(InputStream in, int number) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return false;
      }
      head.append((char) next);
    }
    String length = head.toString().toLowerCase(Locale.ROOT).replaceAll("(?s).*content-length: (\\d+).*", "$1");
    int wanted = Integer.parseInt(length);
    if (in.readNBytes(wanted).length < wanted) {
      return false;
    }
    heads.add(head.toString());
    calls.add(number);
    return true;
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
