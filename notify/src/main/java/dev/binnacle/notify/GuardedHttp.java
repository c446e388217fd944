package dev.binnacle.notify;

import dev.binnacle.notify.HttpConnection.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/* Why not java.net.http: it resolves the host's name itself, when it connects. A name server that answers a public address to the check and
 * a private one a moment later would be obeyed. Here the socket is opened to the address that was checked, and the name is used for the
 * Host header and the certificate alone. */

/**
 * Calls an address that an administrator's settings name, see {@link AddressGuard}. HTTP/1.1, no redirects, at most {@link
 * HttpReply#LARGEST_BODY} bytes of an answer are read, one time limit for all of it.
 *
 * <p>A connection is kept for calls that follow soon: in a storm, an encrypted one costs each message two or three round trips more than the
 * message itself. It is kept for a second less than the service says, or for as long as is set here, which is to be shorter than services wait
 * that do not say; and not used where the other end has closed it. What breaks all the same is not repeated here once all of it was written.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class GuardedHttp implements AutoCloseable {
  private static final int CONNECT_MILLIS = 5_000;
  /** Services that do not say wait for 5 s or longer. */
  static final Duration KEPT = Duration.ofSeconds(4);
  private static final Duration KEPT_MOST = Duration.ofSeconds(30);
  /** After that the name is asked for again. */
  private static final Duration OLDEST = Duration.ofMinutes(1);
  private static final Pattern TIMEOUT = Pattern.compile("(?i)\\btimeout\\s*=\\s*(\\d{1,6})\\b");

  private final AddressGuard guard;
  private final Duration limit;
  private final Redaction redaction;
  private final SSLSocketFactory tls;
  private final Duration keeping;
  private final AtomicReference<@Nullable Kept> kept = new AtomicReference<>();
  private final AtomicBoolean watched = new AtomicBoolean();
  private volatile boolean closed;

  /** @param until by the clock of {@link System#nanoTime} */
  private record Kept(HttpConnection connection, long until) {}

  /** @param keeping for how long a connection is kept of which the service does not say it; zero keeps none, whatever it says */
  GuardedHttp(AddressGuard guard, Duration limit, Redaction redaction, SSLSocketFactory tls, Duration keeping) {
    this.guard = guard;
    this.limit = limit;
    this.redaction = redaction;
    this.tls = tls;
    this.keeping = keeping;
  }

  /** A call that the guard refuses is {@link Forbidden}, not an answer. */
  static final class Forbidden extends Exception {
    private static final long serialVersionUID = 1L;

    Forbidden(String why) {
      super(why);
    }
  }

  HttpAnswer call(HttpCall call) throws Forbidden {
    URI uri = parse(call.url());
    byte[] request = request(uri, call);
    Deadline deadline = new Deadline(System.nanoTime() + limit.toNanos());
    HttpConnection connection = reopened(uri, request, deadline);
    boolean isWritten = connection != null;
    if (connection == null) {
      if (Thread.currentThread().isInterrupted()) {
        return new HttpAnswer.Unclear("it was being sent when the channel was closed"); // all of it may be out
      }
      try {
        connection = connect(uri, deadline);
      } catch (UnknownHostException e) {
        return new HttpAnswer.NotSent("the host's name is not known");
      } catch (IOException e) {
        return new HttpAnswer.NotSent(redaction.clean("no connection: " + e.getMessage()));
      }
    }
    boolean isKept = false;
    // What is written from here on may arrive.
    try {
      if (!isWritten) {
        connection.write(request);
      }
      HttpReply.Read read = HttpReply.read(connection.input());
      isKept = !read.isLast() && keep(connection, read.answer());
      return read.answer();
    } catch (SocketTimeoutException e) {
      return new HttpAnswer.Unclear("no whole answer within " + Wording.duration(limit));
    } catch (IOException e) {
      return new HttpAnswer.Unclear(redaction.clean("the connection broke: " + e.getMessage()));
    } finally {
      if (!isKept) {
        connection.close();
      }
    }
  }

  /** The connection that was kept, with the request written to it; null where there is none, or the request is surely not in it. */
  private @Nullable HttpConnection reopened(URI uri, byte[] request, Deadline deadline) {
    Kept last = kept.getAndSet(null);
    if (last == null) {
      return null;
    }
    HttpConnection connection = last.connection;
    boolean fits = connection.leadsTo(uri) && System.nanoTime() - last.until < 0 && connection.isQuiet();
    if (fits) {
      try {
        connection.until(deadline);
        connection.write(request);
        return connection;
      } catch (IOException e) {
        // Part of a request is no request: whoever got that can do nothing with it.
      }
    }
    connection.close();
    return null;
  }

  private boolean keep(HttpConnection connection, HttpAnswer.Answered answer) {
    Duration told = answer.header("keep-alive").map(this::told).orElse(keeping);
    long left = Math.min(told.toNanos(), OLDEST.toNanos() - connection.ageNanos());
    if (keeping.isZero() || left <= 0) {
      return false;
    }
    Kept before = kept.getAndSet(new Kept(connection, System.nanoTime() + left));
    if (before != null) {
      before.connection.close();
    }
    watch(left);
    if (closed) {
      close();
    }
    return true;
  }

  private Duration told(String header) {
    Matcher timeout = TIMEOUT.matcher(header);
    if (!timeout.find()) {
      return keeping;
    }
    Duration told = Duration.ofSeconds(Integer.parseInt(timeout.group(1)) - 1L);
    return told.compareTo(KEPT_MOST) < 0 ? told : KEPT_MOST;
  }

  private void watch(long nanos) {
    if (watched.compareAndSet(false, true)) {
      CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS).execute(this::letGo);
    }
  }

  /** Closes what nobody has used in its time. */
  private void letGo() {
    watched.set(false); // before looking: what is kept meanwhile is watched by whoever keeps it
    Kept last = kept.get();
    if (last == null) {
      return;
    }
    long left = last.until - System.nanoTime();
    if (left > 0) {
      watch(left);
    } else if (kept.compareAndSet(last, null)) {
      last.connection.close();
    }
  }

  @Override
  public void close() {
    closed = true;
    Kept last = kept.getAndSet(null);
    if (last != null) {
      last.connection.close();
    }
  }

  private static URI parse(Secret url) throws Forbidden {
    URI uri;
    try {
      uri = URI.create(url.reveal());
    } catch (IllegalArgumentException e) {
      throw new Forbidden("the address is not a valid URL");
    }
    boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
    if (!http || uri.getHost() == null || uri.getRawUserInfo() != null) {
      throw new Forbidden("the address must be http://host… or https://host…, without a user name in it");
    }
    return uri;
  }

  private HttpConnection connect(URI uri, Deadline deadline) throws IOException, Forbidden {
    AddressGuard.Verdict verdict = guard.check(uri.getHost());
    if (verdict.addresses().isEmpty()) {
      throw new Forbidden(verdict.refusal());
    }
    IOException last = new IOException("no address");
    for (InetAddress address : verdict.addresses()) {
      try {
        return HttpConnection.open(address, uri, tls, CONNECT_MILLIS, deadline);
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }

  private byte[] request(URI uri, HttpCall call) {
    StringBuilder head = new StringBuilder();
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    head.append(call.method()).append(' ').append(path);
    if (uri.getRawQuery() != null) {
      head.append('?').append(uri.getRawQuery());
    }
    head.append(" HTTP/1.1\r\nHost: ").append(uri.getHost());
    if (uri.getPort() >= 0) {
      head.append(':').append(uri.getPort());
    }
    head.append("\r\nConnection: ").append(keeping.isZero() ? "close" : "keep-alive");
    head.append("\r\nUser-Agent: Binnacle\r\nContent-Length: ").append(call.body().length).append("\r\n");
    for (Map.Entry<String, String> header : call.headers().entrySet()) {
      head.append(line(header.getKey())).append(": ").append(line(header.getValue())).append("\r\n");
    }
    head.append("\r\n");
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
    request.writeBytes(call.body());
    return request.toByteArray();
  }

  /** No header can begin another one. */
  private static String line(String text) {
    return text.replace('\r', ' ').replace('\n', ' ').replace('\0', ' ');
  }
}
