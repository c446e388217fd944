package dev.binnacle.web.api;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * Reads a request's body as it comes in, without holding a thread, up to a limit. What goes beyond it is read to its end and thrown
 * away if that is not far: a client that still sends while the connection is closed may never see the answer.
 *
 * <p><b>Threads:</b> one thread at a time, as Jetty calls it.
 */
final class BodyReader implements Runnable {
  private static final int FIRST_BYTES = 1_024;
  private static final long THROWN_AWAY = 4 << 20;

  private final Request request;
  private final int most;
  private final ByteArrayOutputStream read;
  private long beyond;
  private final CompletableFuture<byte[]> whole = new CompletableFuture<>();

  private BodyReader(Request request, int most, int first) {
    this.request = request;
    this.most = most;
    this.read = new ByteArrayOutputStream(first);
  }

  /** Completes with {@link RefusedException} when there are more than {@code most} bytes. */
  static CompletableFuture<byte[]> read(Request request, int most) {
    long announced = request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
    if (announced > most + THROWN_AWAY) {
      return CompletableFuture.failedFuture(tooLarge(most));
    }
    BodyReader reader = new BodyReader(request, most, announced > 0 && announced <= most ? (int) announced : FIRST_BYTES);
    reader.run();
    return reader.whole;
  }

  @Override
  public void run() {
    while (true) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        whole.completeExceptionally(chunk.getFailure());
        return;
      }
      take(chunk);
      boolean last = chunk.isLast();
      chunk.release();
      if (beyond > THROWN_AWAY || (last && beyond > 0)) {
        whole.completeExceptionally(tooLarge(most));
        return;
      }
      if (last) {
        whole.complete(read.toByteArray());
        return;
      }
    }
  }

  private void take(Content.Chunk chunk) {
    ByteBuffer bytes = chunk.getByteBuffer();
    if (beyond > 0 || read.size() + bytes.remaining() > most) {
      beyond += bytes.remaining();
      read.reset();
      return;
    }
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    read.writeBytes(copy);
  }

  private static RefusedException tooLarge(int most) {
    return ProblemDocument.of(
        413, "too-large", "Content too large", "the body may have at most " + most + " bytes; send it in parts")
        .with("Connection", "close")
        .refused();
  }
}
