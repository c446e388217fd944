package dev.binnacle.notify;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Calls a service whose address is known to be good, such as Telegram's. Redirects are not followed, no answer is read beyond {@link
 * #LARGEST_BODY}, a call has one time limit for all of it, and no {@code why} holds a secret.
 *
 * <p><b>Threads:</b> thread-safe.
 */
public final class Http implements AutoCloseable {
  /** Bytes. */
  public static final int LARGEST_BODY = 64 * 1024;

  private final HttpClient client;
  private final Duration limit;
  private final Redaction redaction;

  /**
   * @param limit for a call from connecting to the answer's last byte
   * @param secrets that must not be seen in errors
   */
  public Http(Duration limit, Collection<Secret> secrets) {
    this.limit = limit;
    redaction = Redaction.of(secrets);
    client = HttpClient.newBuilder()
        .connectTimeout(limit.compareTo(Duration.ofSeconds(10)) < 0 ? limit : Duration.ofSeconds(10))
        .followRedirects(HttpClient.Redirect.NEVER)
        .build();
  }

  /**
   * @throws InterruptedException if the caller is to stop; the call is cut off, and what became of it is unknown
   */
  public HttpAnswer call(HttpCall call) throws InterruptedException {
    HttpRequest request;
    try {
      HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(call.url().reveal()))
          .method(call.method(), HttpRequest.BodyPublishers.ofByteArray(call.body()))
          .timeout(limit);
      call.headers().forEach(builder::header);
      request = builder.build();
    } catch (IllegalArgumentException e) {
      return new HttpAnswer.NotSent("the address or a header is not valid"); // its message would hold them
    }
    AtomicReference<InputStream> body = new AtomicReference<>();
    CompletableFuture<HttpAnswer> answer = client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
        .thenApplyAsync(response -> read(response, body), task -> Thread.ofVirtual().name("http-body").start(task));
    try {
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new HttpAnswer.Unclear("no whole answer within " + Wording.duration(limit));
    } catch (ExecutionException e) {
      return failed(e.getCause() == null ? e : e.getCause());
    } finally {
      answer.cancel(true);
      close(body.get());
    }
  }

  /** A text without the secrets, for a {@code why}. */
  public String clean(String text) {
    return redaction.clean(text);
  }

  /** Who reads a body that never ends is freed by this. */
  private static void close(@Nullable InputStream body) {
    if (body != null) {
      try {
        body.close();
      } catch (IOException e) {
        // It is of no use any more.
      }
    }
  }

  private static HttpAnswer read(HttpResponse<InputStream> response, AtomicReference<InputStream> body) {
    Map<String, String> headers = new HashMap<>();
    response.headers().map().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    body.set(response.body());
    try (InputStream in = response.body()) {
      return new HttpAnswer.Answered(response.statusCode(), headers, HttpAnswer.text(in.readNBytes(LARGEST_BODY)));
    } catch (IOException e) {
      return new HttpAnswer.Unclear("the answer broke off");
    }
  }

  private HttpAnswer failed(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; depth < 10 && cause != null; depth++) {
      if (cause instanceof HttpConnectTimeoutException || cause instanceof ConnectException) {
        return new HttpAnswer.NotSent("no connection");
      }
      if (cause instanceof UnknownHostException) {
        return new HttpAnswer.NotSent("the host's name is not known");
      }
      if (cause instanceof UnresolvedAddressException) {
        return new HttpAnswer.NotSent("the host's name is not known");
      }
      if (cause instanceof SSLHandshakeException handshake) {
        return new HttpAnswer.NotSent("no secure connection: " + clean(String.valueOf(handshake.getMessage())));
      }
      cause = cause.getCause();
    }
    return new HttpAnswer.Unclear(clean("the connection broke: " + failure.getClass().getSimpleName()));
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
