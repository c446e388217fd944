package dev.binnacle.web.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Puts replies on the wire: headers that every answer has, entity tags, compression, and no body for {@code HEAD}. */
final class Sender {
  /** Below this a packet is a packet, compressed or not. */
  private static final int WORTH_COMPRESSING = 1_024;

  /** For answers that are no page: nothing in them may be run or framed. */
  private static final String NO_PAGE = "default-src 'none'; frame-ancestors 'none'";

  private static final int TAG_BYTES = 12;

  private Sender() {}

  static void send(Reply reply, Request request, Response response, Callback callback) {
    HttpFields.Mutable headers = response.getHeaders();
    addCommonHeaders(headers);
    // A refusal may come before the body has: the connection then ends after the answer, and who is told so sends nothing more on it.
    if (!request.consumeAvailable()) {
      headers.put(HttpHeader.CONNECTION, "close");
    }
    headers.put(HttpHeader.CACHE_CONTROL, cacheControl(reply.caching()));
    reply.headers().forEach(headers::put);
    String tag = tagOf(reply);
    if (tag != null) {
      headers.put(HttpHeader.ETAG, tag);
      if (matches(request.getHeaders().get(HttpHeader.IF_NONE_MATCH), tag)) {
        response.setStatus(304);
        response.write(true, ByteBuffer.allocate(0), callback);
        return;
      }
    }
    response.setStatus(reply.status());
    byte[] body = reply.body();
    if (!reply.contentType().isEmpty()) {
      headers.put(HttpHeader.CONTENT_TYPE, reply.contentType());
      headers.add(HttpHeader.VARY, "Accept-Encoding");
      if (mayCompress(reply) && takesGzip(request)) {
        body = gzip(body, Deflater.BEST_SPEED);
        headers.put(HttpHeader.CONTENT_ENCODING, "gzip");
      }
    }
    if (reply.status() != 204) {
      headers.put(HttpHeader.CONTENT_LENGTH, body.length);
    }
    boolean isHead = request.getMethod().equals("HEAD");
    response.write(true, isHead ? ByteBuffer.allocate(0) : ByteBuffer.wrap(body), callback);
  }

  static void addCommonHeaders(HttpFields.Mutable headers) {
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("X-Frame-Options", "DENY");
    // Not no-referrer: with that a browser sends `Origin: null` for our own forms, and we could not tell them from another site's.
    headers.put("Referrer-Policy", "same-origin");
    headers.put("Cross-Origin-Opener-Policy", "same-origin");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    headers.put("Content-Security-Policy", NO_PAGE);
  }

  private static String cacheControl(Reply.Caching caching) {
    return switch (caching) {
      case NEVER -> "no-store";
      case REVALIDATED -> "private, no-cache";
      case FOR_GOOD -> "private, max-age=31536000, immutable";
    };
  }

  /** Weak, since the same answer may travel compressed or not. */
  private static @Nullable String tagOf(Reply reply) {
    if (reply.status() != 200 || reply.caching() == Reply.Caching.NEVER) {
      return null;
    }
    return reply.headers().getOrDefault("ETag", tagOf(reply.body()));
  }

  static String tagOf(byte[] body) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
      return "W/\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, TAG_BYTES)) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static boolean matches(@Nullable String ifNoneMatch, String tag) {
    if (ifNoneMatch == null) {
      return false;
    }
    return Arrays.stream(ifNoneMatch.split(",")).map(String::strip)
        .anyMatch(candidate -> candidate.equals("*") || candidate.equals(tag));
  }

  private static boolean mayCompress(Reply reply) {
    // An answer with a secret is not compressed: its length would tell of the secret where a caller can add text of his own.
    return reply.body().length >= WORTH_COMPRESSING
        && reply.caching() != Reply.Caching.NEVER
        && !reply.headers().containsKey("Content-Encoding")
        && isText(reply.contentType());
  }

  static boolean isText(String contentType) {
    return contentType.startsWith("text/") || contentType.contains("json") || contentType.contains("svg")
        || contentType.contains("openmetrics");
  }

  static boolean takesGzip(Request request) {
    String accepted = request.getHeaders().get(HttpHeader.ACCEPT_ENCODING);
    return accepted != null && Negotiation.takesCoding(accepted, "gzip");
  }

  static byte[] gzip(byte[] body, int level) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 4 + 64);
    try (GZIPOutputStream gzip =
        new GZIPOutputStream(out) {
          {
            def.setLevel(level);
          }
        }) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be written", e);
    }
    return out.toByteArray();
  }
}
