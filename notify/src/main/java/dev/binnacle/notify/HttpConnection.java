package dev.binnacle.notify;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** A connection to a service, over TLS where its address says so. One call at a time. */
final class HttpConnection implements AutoCloseable {
  private final SocketChannel channel;
  private final Socket socket;
  private final InputStream in;
  private final URI origin;
  private final long openedAt = System.nanoTime();
  private Deadline deadline;

  /** When all of a call must be over. */
  record Deadline(long nanos) {
    int millis() throws SocketTimeoutException {
      long left = (nanos - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new SocketTimeoutException("out of time");
      }
      return (int) Math.min(left, Integer.MAX_VALUE);
    }
  }

  private HttpConnection(SocketChannel channel, Socket socket, URI origin, Deadline deadline) throws IOException {
    this.channel = channel;
    this.socket = socket;
    this.origin = origin;
    this.deadline = deadline;
    in = new Timed(new BufferedInputStream(socket.getInputStream(), 8_192));
  }

  /** Connects to this address, whatever the name in {@code uri} leads to. */
  static HttpConnection open(InetAddress address, URI uri, SSLSocketFactory tls, int mostMillis, Deadline deadline)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      Socket socket = channel.socket();
      socket.connect(new InetSocketAddress(address, port(uri)), Math.min(mostMillis, deadline.millis()));
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(deadline.millis());
      return new HttpConnection(channel, isSecure(uri) ? secured(socket, uri, tls) : socket, uri, deadline);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static Socket secured(Socket socket, URI uri, SSLSocketFactory tls) throws IOException {
    SSLSocket secure = (SSLSocket) tls.createSocket(socket, uri.getHost(), port(uri), true);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    return secure;
  }

  private static int port(URI uri) {
    return uri.getPort() >= 0 ? uri.getPort() : isSecure(uri) ? 443 : 80;
  }

  private static boolean isSecure(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  /** Whether it leads to where this address does. */
  boolean leadsTo(URI uri) {
    return origin.getHost().equalsIgnoreCase(uri.getHost()) && port(origin) == port(uri) && isSecure(origin) == isSecure(uri);
  }

  long ageNanos() {
    return System.nanoTime() - openedAt;
  }

  /** Whether the other end has neither closed it nor said anything that it was not asked. Does not wait. One that is not is to be closed. */
  boolean isQuiet() {
    try {
      if (in.available() > 0) {
        return false;
      }
      channel.configureBlocking(false);
      int read = channel.read(ByteBuffer.allocate(1));
      channel.configureBlocking(true);
      return read == 0;
    } catch (IOException e) {
      return false;
    }
  }

  void write(byte[] request) throws IOException {
    socket.getOutputStream().write(request);
    socket.getOutputStream().flush();
  }

  /** Its input, which keeps to the deadline however slowly bytes drip. */
  InputStream input() {
    return in;
  }

  /** Another call begins. */
  void until(Deadline next) {
    deadline = next;
  }

  /** At once: whoever says good-bye in TLS waits until the other end has said it, too. All that was asked is answered, or nobody knows. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  private final class Timed extends InputStream {
    private final InputStream buffered;

    Timed(InputStream buffered) {
      this.buffered = buffered;
    }

    @Override
    public int read() throws IOException {
      socket.setSoTimeout(deadline.millis());
      return buffered.read();
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      socket.setSoTimeout(deadline.millis());
      return buffered.read(bytes, from, length);
    }

    @Override
    public int available() throws IOException {
      return buffered.available();
    }
  }
}
