package dev.binnacle.notify.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

/**
 * Sends one request once and says what is known of it. It follows no redirects and repeats nothing.
 *
 * <p><b>Threads:</b> thread-safe.
 */
public final class Http implements AutoCloseable {
  public static final int LARGEST_ANSWER = 1 << 20;
  private static final Duration CONNECT = Duration.ofSeconds(10);
  /** So that the client's own limit, which says more, comes first. */
  private static final long GRACE_MILLIS = 200;

  private final HttpClient client;
  private final Duration patience;

  private Http(HttpClient client, Duration patience) {
    this.client = client;
    this.patience = patience;
  }

  /** One that waits 30 s for an answer. */
  public static Http create() {
    return create(Duration.ofSeconds(30));
  }

  /**
   * @param patience how long an answer may take
   */
  public static Http create(Duration patience) {
    HttpClient client = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(patience.compareTo(CONNECT) < 0 ? patience : CONNECT)
        .build();
    return new Http(client, patience);
  }

  /** Posts a body to an address. */
  public Answer post(URI address, Map<String, String> headers, byte[] body) throws InterruptedException {
    return post(address, headers, body, patience);
  }

  /** As {@link #post(URI, Map, byte[])}, with patience of its own; for a call that waits for news. */
  public Answer post(URI address, Map<String, String> headers, byte[] body, Duration wait) throws InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(address)
        .timeout(wait)
        .header("User-Agent", "Binnacle")
        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::setHeader);
    // The request's own time limit ends with the headers: a service that then says no more must not hold its channel up for ever.
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request.build(), response -> new BoundedBody(LARGEST_ANSWER));
    try {
      HttpResponse<byte[]> response = answer.get(wait.toMillis() + GRACE_MILLIS, TimeUnit.MILLISECONDS);
      return new Answer.Given(response.statusCode(), response.headers(), response.body());
    } catch (TimeoutException _) {
      return new Answer.Unsure(address.getHost() + " has not answered in time");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        return failed(address.getHost(), failure);
      }
      throw new IllegalStateException("a request to " + address.getHost() + " failed", e.getCause());
    } finally {
      boolean ignored = answer.cancel(true);
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private static Answer failed(String host, IOException failure) {
    if (failure instanceof HttpConnectTimeoutException) {
      return new Answer.Unreachable(host + " does not answer");
    }
    if (failure instanceof HttpTimeoutException) {
      return new Answer.Unsure(host + " has not answered in time");
    }
    if (failure instanceof SSLHandshakeException) {
      return new Answer.Unreachable(host + " could not prove who it is");
    }
    if (failure instanceof ConnectException || failure instanceof UnknownHostException) {
      boolean unknown = failure instanceof UnknownHostException || failure.getCause() instanceof UnresolvedAddressException
          || (failure.getCause() != null && failure.getCause().getCause() instanceof UnresolvedAddressException);
      return new Answer.Unreachable(unknown ? host + " is not known" : host + " refuses connections");
    }
    return new Answer.Unsure("the connection to " + host + " broke");
  }
}
