package dev.binnacle.client;

import dev.binnacle.protocol.Limits;
import dev.binnacle.protocol.Link;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A link over a WebSocket of its own, with one thread that connects and then receives.
 *
 * <p>Not the JDK's: that one brings a thousand classes and 12 to 23 MB into the bot, and four threads' hand-overs to each frame.
 *
 * <p><b>Threads:</b> as {@link Link} says. {@code send} may wait while the server does not read, but not for long: the receiving
 * thread then breaks the connection.
 */
final class WebSocketLink implements Link {
  private static final int CONNECT_MILLIS = 10_000;
  private static final int LOOK_EVERY_MILLIS = 1_000;
  private static final long LONGEST_WRITE_NANOS = 5_000_000_000L;
  private static final int BUFFER_BYTES = 4 << 10;

  private final URI uri;
  private final String token;
  private final @Nullable SSLContext tls;
  private volatile @Nullable Connection connection;
  private volatile boolean refused;

  /**
   * @param uri of the bot's link, {@code ws} or {@code wss}
   * @param tls whom to trust; null for what the JDK trusts
   */
  WebSocketLink(URI uri, String token, @Nullable SSLContext tls) {
    this.uri = uri;
    this.token = token;
    this.tls = tls;
  }

  /** Whether the last connection was refused for good: the token is wrong, or there is no such bot or path. */
  boolean isRefused() {
    return refused;
  }

  @Override
  public void open(Receiver receiver) {
    Connection before = connection;
    if (before != null && before.thread.isAlive()) {
      // A name server may take its time; threads must not pile up behind it.
      receiver.closed("the connection before is still being made or ended");
      return;
    }
    refused = false;
    Connection opening = new Connection(receiver);
    connection = opening;
    opening.thread.start();
  }

  @Override
  public boolean send(String frame) {
    Connection current = connection;
    return current != null && current.send(frame);
  }

  @Override
  public void close() {
    Connection current = connection;
    if (current != null) {
      current.close();
    }
  }

  private final class Connection {
    final Thread thread = Threads.daemon("binnacle-receive", this::run);
    private final Receiver receiver;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile @Nullable Socket socket;
    private volatile @Nullable WebSocketFrames frames;
    private volatile long writingSince;
    private volatile boolean writing;

    Connection(Receiver receiver) {
      this.receiver = receiver;
    }

    private void run() {
      try (Socket connected = connect()) {
        InputStream in = new BufferedInputStream(new PatientInput(connected.getInputStream()), BUFFER_BYTES);
        new WebSocketOpening(uri, token).shakeHands(in, connected.getOutputStream());
        WebSocketFrames opened =
            new WebSocketFrames(new DataInputStream(in), connected.getOutputStream(), Limits.DEFAULT.frameBytes());
        frames = opened;
        receiver.opened();
        while (!ended.get()) {
          receiver.received(opened.read());
        }
      } catch (WebSocketOpening.RefusedException e) {
        refused = e.isFinal();
        end(String.valueOf(e.getMessage()));
      } catch (IOException | RuntimeException | NoSuchAlgorithmException e) {
        end(describe(e));
      }
    }

    private Socket connect() throws IOException, NoSuchAlgorithmException {
      Socket plain = connectToAny(InetAddress.getAllByName(bareHost()));
      socket = plain;
      plain.setTcpNoDelay(true);
      plain.setKeepAlive(true);
      plain.setSoTimeout(LOOK_EVERY_MILLIS);
      return uri.getScheme().equals("wss") ? encrypted(plain) : plain;
    }

    private Socket connectToAny(InetAddress[] addresses) throws IOException {
      IOException failure = new UnknownHostException(uri.getHost());
      for (InetAddress address : addresses) {
        Socket candidate = new Socket();
        try {
          candidate.connect(new InetSocketAddress(address, port()), CONNECT_MILLIS / addresses.length);
          return candidate;
        } catch (IOException e) {
          failure = e;
          candidate.close();
        }
      }
      throw failure;
    }

    private Socket encrypted(Socket plain) throws IOException, NoSuchAlgorithmException {
      SSLContext context = tls == null ? SSLContext.getDefault() : tls;
      SSLSocket encrypted = (SSLSocket) context.getSocketFactory().createSocket(plain, bareHost(), port(), true);
      SSLParameters parameters = encrypted.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      encrypted.setSSLParameters(parameters);
      socket = encrypted;
      encrypted.setSoTimeout(CONNECT_MILLIS);
      encrypted.startHandshake();
      encrypted.setSoTimeout(LOOK_EVERY_MILLIS);
      return encrypted;
    }

    private int port() {
      return uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equals("wss") ? 443 : 80;
    }

    /** Without the brackets of an IPv6 address. */
    private String bareHost() {
      String host = uri.getHost();
      return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    boolean send(String frame) {
      WebSocketFrames open = frames;
      return open != null && write(() -> open.write(frame));
    }

    private boolean write(Writing step) {
      if (ended.get()) {
        return false;
      }
      writingSince = System.nanoTime();
      writing = true;
      try {
        step.write();
        return true;
      } catch (IOException e) {
        end(describe(e));
        return false;
      } finally {
        writing = false;
      }
    }

    /** Says good-bye and hangs up. */
    void close() {
      WebSocketFrames open = frames;
      if (open != null && !writing) {
        boolean ignored = write(open::writeClose);
      }
      end("closed by this side");
    }

    private void end(String reason) {
      if (ended.compareAndSet(false, true)) {
        hangUp();
        receiver.closed(reason);
      }
    }

    private void hangUp() {
      Socket open = socket;
      if (open != null) {
        try {
          open.close();
        } catch (IOException e) {
          // It is of no more use either way.
        }
      }
    }

    private String describe(Exception failure) {
      if (failure instanceof UnknownHostException) {
        return "unknown host " + uri.getHost();
      }
      if (failure instanceof EOFException) {
        return "the server hung up";
      }
      return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    private interface Writing {
      void write() throws IOException;
    }

    /** Waits for bytes for as long as it takes, and looks now and then whether the connection is still of use. */
    private final class PatientInput extends InputStream {
      private final InputStream in;
      private final byte[] one = new byte[1];

      PatientInput(InputStream in) {
        this.in = in;
      }

      @Override
      public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        while (true) {
          try {
            return in.read(into, offset, length);
          } catch (SocketTimeoutException e) {
            if (ended.get() || (writing && System.nanoTime() - writingSince > LONGEST_WRITE_NANOS)) {
              throw new IOException("the server does not read what it is sent", e);
            }
          }
        }
      }
    }
  }
}
