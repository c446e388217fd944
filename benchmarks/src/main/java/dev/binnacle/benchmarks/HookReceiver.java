package dev.binnacle.benchmarks;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/* Why not the JDK's server: from the last byte on the wire to the handler it takes four hand-overs between threads, a millisecond or more on two
 * busy cores. That is a tenth of what is measured, and none of it is the sender's. */

/**
 * Takes webhooks on a loopback port and notes when the last byte of each body had come, for every alert that the body names by its {@code
 * part}. Each is answered at once. It knows of HTTP/1.1 what the senders measured here send: a body of a length that is told, on connections that
 * are kept or not.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class HookReceiver implements AutoCloseable {
  private static final Pattern PART = Pattern.compile("\"part\":\\s*\"([\\w.-]+)\"");
  private static final byte[] TAKEN = "HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final String LENGTH = "content-length:";

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("hook-", 0).factory());
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Map<String, List<Long>> arrivals = new ConcurrentHashMap<>();

  HookReceiver() throws IOException {
    server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/hook");
  }

  /** When each body came that names this alert, on the clock of {@link System#nanoTime}; empty for none. */
  List<Long> arrivals(String part) {
    return List.copyOf(arrivals.getOrDefault(part, List.of()));
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        threads.execute(() -> serve(socket));
      } catch (IOException e) {
        // Closed; or a connection that was gone before it was taken, and its sender knows.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
      OutputStream out = socket.getOutputStream();
      for (int length = length(in); length >= 0; length = length(in)) {
        byte[] body = in.readNBytes(length);
        long now = System.nanoTime();
        if (body.length < length) {
          return; // its sender broke off
        }
        out.write(TAKEN);
        note(new String(body, StandardCharsets.UTF_8), now);
      }
    } catch (IOException e) {
      // The sender counts what was not answered.
    } finally {
      open.remove(socket);
    }
  }

  /** Reads a head and tells how long the body is that follows; negative at the end of the connection. */
  private static int length(InputStream in) throws IOException {
    int length = 0;
    String line = line(in);
    if (line == null) {
      return -1;
    }
    while (line != null && !line.isEmpty()) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith(LENGTH)) {
        length = Integer.parseInt(lower.substring(LENGTH.length()).strip());
      }
      line = line(in);
    }
    return length;
  }

  private static @Nullable String line(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(80);
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        return null;
      }
      bytes.write(next);
    }
    return bytes.toString(StandardCharsets.US_ASCII).strip();
  }

  private void note(String body, long now) {
    Set<String> named = new HashSet<>();
    Matcher part = PART.matcher(body);
    while (part.find()) {
      named.add(part.group(1));
    }
    named.forEach(each -> arrivals.computeIfAbsent(each, _ -> new CopyOnWriteArrayList<>()).add(now));
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
    threads.shutdownNow();
  }
}
