package dev.binnacle.client;

import dev.binnacle.protocol.Limits;
import dev.binnacle.protocol.Link;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A link over the JDK's own WebSocket, whose callbacks all run on the link thread: it adds one thread, the client's selector.
 *
 * <p><b>Threads:</b> confined to the link thread, which is the given executor's.
 */
final class WebSocketLink implements Link {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final int MOST_WAITING = 16;

  private final URI uri;
  private final String token;
  private final Executor thread;
  private final @Nullable SSLContext tls;
  private @Nullable HttpClient client;
  private @Nullable Connection connection;
  private boolean refused;

  /**
   * @param uri of the bot's link, {@code ws} or {@code wss}
   * @param tls whom to trust; null for what the JDK trusts
   */
  WebSocketLink(URI uri, String token, Executor thread, @Nullable SSLContext tls) {
    this.uri = uri;
    this.token = token;
    this.thread = thread;
    this.tls = tls;
  }

  /** Whether the last connection was refused for good: the token is wrong, or there is no such bot or path. */
  boolean isRefused() {
    return refused;
  }

  @Override
  public void open(Receiver receiver) {
    refused = false;
    Connection opening = new Connection(receiver);
    connection = opening;
    try {
      client()
          .newWebSocketBuilder()
          .header("Authorization", "Bearer " + token)
          .connectTimeout(CONNECT)
          .buildAsync(uri, opening)
          .whenCompleteAsync((socket, failure) -> opening.built(failure), thread);
    } catch (GeneralSecurityException | RuntimeException e) {
      opening.end(e.toString());
    }
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

  /** Lets go of the client, whose thread ends with it. */
  void release() {
    close();
    HttpClient done = client;
    client = null;
    connection = null;
    if (done instanceof AutoCloseable) {
      // JDK 21 and later: without this the selector ends only when the client has been collected.
      try {
        done.getClass().getMethod("shutdownNow").invoke(done);
      } catch (ReflectiveOperationException | RuntimeException e) {
        // It ends when it has been collected.
      }
    }
  }

  private HttpClient client() throws GeneralSecurityException {
    HttpClient made = client;
    if (made == null) {
      made =
          HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).executor(thread).sslContext(context()).build();
      client = made;
    }
    return made;
  }

  private SSLContext context() throws GeneralSecurityException {
    if (tls != null) {
      return tls;
    }
    return uri.getScheme().equals("wss") ? SSLContext.getDefault() : withoutTrust();
  }

  /** The client wants a context also where none is used. One that trusts nobody spares the bot the JDK's list of authorities. */
  private static SSLContext withoutTrust() throws NoSuchAlgorithmException, GeneralSecurityException {
    SSLContext none = SSLContext.getInstance("TLS");
    none.init(null, new TrustManager[0], null);
    return none;
  }

  private final class Connection implements WebSocket.Listener {
    private final Receiver receiver;
    private final Deque<String> waiting = new ArrayDeque<>();
    private final StringBuilder partial = new StringBuilder();
    private @Nullable WebSocket socket;
    private boolean sending;
    private boolean ended;

    Connection(Receiver receiver) {
      this.receiver = receiver;
    }

    @Override
    public void onOpen(WebSocket opened) {
      if (ended) {
        opened.abort();
        return;
      }
      socket = opened;
      receiver.opened();
      opened.request(1);
    }

    void built(@Nullable Throwable failure) {
      if (failure != null) {
        end(describe(failure));
      }
    }

    private String describe(Throwable failure) {
      Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
      if (cause instanceof WebSocketHandshakeException handshake) {
        return describe(handshake.getResponse());
      }
      return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private String describe(@Nullable HttpResponse<?> response) {
      int status = response == null ? 0 : response.statusCode();
      refused = status == 401 || status == 403 || status == 404;
      return switch (status) {
        case 401 -> "401: the token is not known";
        case 403 -> "403: the token is not good for this bot";
        case 404 -> "404: there is no link at " + uri;
        default -> "the server answered " + status + " to the opening of the link";
      };
    }

    boolean send(String frame) {
      WebSocket to = socket;
      if (ended || to == null || waiting.size() >= MOST_WAITING) {
        return false;
      }
      waiting.add(frame);
      sendNext(to);
      return true;
    }

    private void sendNext(WebSocket to) {
      if (sending || ended) {
        return;
      }
      String frame = waiting.poll();
      if (frame != null) {
        sending = true;
        to.sendText(frame, true).whenCompleteAsync((done, failure) -> sent(to, failure), thread);
      }
    }

    private void sent(WebSocket to, @Nullable Throwable failure) {
      sending = false;
      if (failure != null) {
        end(describe(failure));
      } else {
        sendNext(to);
      }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      if (partial.length() + data.length() > Limits.DEFAULT.frameBytes()) {
        end("the server sent a frame of more than " + Limits.DEFAULT.frameBytes() + " characters");
        return null;
      }
      if (last && partial.length() == 0) {
        receiver.received(data.toString());
      } else {
        partial.append(data);
        if (last) {
          String frame = partial.toString();
          partial.setLength(0);
          receiver.received(frame);
        }
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      end("the server closed the link (" + status + (reason.isEmpty() ? ")" : ": " + reason + ")"));
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
      end(describe(failure));
    }

    /** Says good-bye if that can be said at once. */
    void close() {
      WebSocket to = socket;
      if (!ended && to != null && !sending) {
        ended = true;
        to.sendClose(WebSocket.NORMAL_CLOSURE, "").whenComplete((done, failure) -> to.abort());
        receiver.closed("closed by this side");
      } else {
        end("closed by this side");
      }
    }

    void end(String reason) {
      if (ended) {
        return;
      }
      ended = true;
      waiting.clear();
      if (socket != null) {
        socket.abort();
      }
      receiver.closed(reason);
    }
  }
}
