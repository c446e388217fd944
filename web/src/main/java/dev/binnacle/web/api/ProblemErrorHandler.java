package dev.binnacle.web.api;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** What Jetty itself refuses, such as a request that is no HTTP, in the form of all other refusals. */
final class ProblemErrorHandler extends ErrorHandler {
  private final HttpCounts counts;

  ProblemErrorHandler(HttpCounts counts) {
    this.counts = counts;
  }

  @Override
  protected void generateResponse(
      Request request, Response response, int code, @Nullable String message, @Nullable Throwable cause, Callback callback) {
    counts.answered(code);
    String title = HttpStatus.getMessage(code);
    String detail = code >= 500 || message == null ? "the server could not take this request" : message;
    Reply reply = ProblemDocument.of(code, "http-" + code, title, detail).reply();
    Sender.addCommonHeaders(response.getHeaders());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.contentType());
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    // What came was no request as it should be: where the next one would begin is anybody's guess.
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    response.write(true, ByteBuffer.wrap(reply.body()), callback);
  }

  /** Every method gets the reason. */
  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }
}
