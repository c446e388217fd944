package dev.binnacle.notify;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/* Why not java.net.http: it resolves the host's name itself, when it connects. A name server that answers a public address to the check and
 * a private one a moment later would be obeyed. Here the socket is opened to the address that was checked, and the name is used for the
 * Host header and the certificate alone. One connection a call: one that is kept may die under a call, and then nobody knows whether the
 * call was taken. */

/**
 * Calls an address that an administrator's settings name, see {@link AddressGuard}. HTTP/1.1, no redirects, at most {@link
 * HttpReply#LARGEST_BODY} bytes of an answer are read, one time limit for all of it.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class GuardedHttp {
  private static final int CONNECT_MILLIS = 5_000;

  private final AddressGuard guard;
  private final Duration limit;
  private final Redaction redaction;
  private final SSLSocketFactory tls;

  GuardedHttp(AddressGuard guard, Duration limit, Redaction redaction, SSLSocketFactory tls) {
    this.guard = guard;
    this.limit = limit;
    this.redaction = redaction;
    this.tls = tls;
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
    Deadline deadline = new Deadline(System.nanoTime() + limit.toNanos());
    Socket socket;
    try {
      socket = connect(uri, deadline);
    } catch (UnknownHostException e) {
      return new HttpAnswer.NotSent("the host's name is not known");
    } catch (IOException e) {
      return new HttpAnswer.NotSent(redaction.clean("no connection: " + e.getMessage()));
    }
    // What is written from here on may arrive.
    try (socket) {
      write(socket.getOutputStream(), uri, call);
      return HttpReply.read(new Timed(socket, deadline));
    } catch (SocketTimeoutException e) {
      return new HttpAnswer.Unclear("no whole answer within " + Wording.duration(limit));
    } catch (IOException e) {
      return new HttpAnswer.Unclear(redaction.clean("the connection broke: " + e.getMessage()));
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

  private Socket connect(URI uri, Deadline deadline) throws IOException, Forbidden {
    AddressGuard.Verdict verdict = guard.check(uri.getHost());
    if (verdict.addresses().isEmpty()) {
      throw new Forbidden(verdict.refusal());
    }
    IOException last = new IOException("no address");
    for (InetAddress address : verdict.addresses()) {
      Socket socket = new Socket();
      try {
        socket.connect(new InetSocketAddress(address, port(uri)), Math.min(CONNECT_MILLIS, deadline.millis()));
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(deadline.millis());
        return isSecure(uri) ? secured(socket, uri) : socket;
      } catch (IOException e) {
        socket.close();
        last = e;
      }
    }
    throw last;
  }

  private Socket secured(Socket socket, URI uri) throws IOException {
    SSLSocket secure = (SSLSocket) tls.createSocket(socket, uri.getHost(), port(uri), true);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    return secure;
  }

  private static void write(OutputStream out, URI uri, HttpCall call) throws IOException {
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
    head.append("\r\nConnection: close\r\nUser-Agent: Binnacle\r\nContent-Length: ").append(call.body().length).append("\r\n");
    for (Map.Entry<String, String> header : call.headers().entrySet()) {
      head.append(line(header.getKey())).append(": ").append(line(header.getValue())).append("\r\n");
    }
    head.append("\r\n");
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
    request.writeBytes(call.body());
    request.writeTo(out);
    out.flush();
  }

  /** No header can begin another one. */
  private static String line(String text) {
    return text.replaceAll("[\\r\\n\\x00]", " ");
  }

  private static int port(URI uri) {
    return uri.getPort() >= 0 ? uri.getPort() : isSecure(uri) ? 443 : 80;
  }

  private static boolean isSecure(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  /** When all of a call must be over. */
  private record Deadline(long nanos) {
    int millis() throws SocketTimeoutException {
      long left = (nanos - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new SocketTimeoutException("out of time");
      }
      return (int) Math.min(left, Integer.MAX_VALUE);
    }
  }

  /** A socket's input that keeps to the deadline however slowly bytes drip. */
  private static final class Timed extends InputStream {
    private final Socket socket;
    private final Deadline deadline;
    private final InputStream in;

    Timed(Socket socket, Deadline deadline) throws IOException {
      this.socket = socket;
      this.deadline = deadline;
      in = new BufferedInputStream(socket.getInputStream(), 8_192);
    }

    @Override
    public int read() throws IOException {
      socket.setSoTimeout(deadline.millis());
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      socket.setSoTimeout(deadline.millis());
      return in.read(bytes, from, length);
    }
  }
}
