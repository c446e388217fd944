package dev.binnacle.web.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * The dashboard's files, from the class path. A path without a dot is one of the dashboard's own addresses and gets its page; one
 * under {@code /assets/} has its content's hash in its name and may be kept for good.
 *
 * <p>A file is kept in memory once it was asked for, packed and plain; as many as the jar has, so the jar is the bound. A {@code .br}
 * or {@code .gz} beside a file is given instead of it to who understands it.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class StaticFiles implements ApiHandler.Pages {
  private static final String PAGE = "index.html";
  private static final String HASHED = "assets/";
  private static final Pattern SAFE = Pattern.compile("(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*");
  private static final int WORTH_PACKING = 1_024;

  /** Scripts come from here only and none stands in a page; styles may stand in elements, as the charts put them there. */
  private static final String POLICY =
      "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  /** In the place of the files where the server's user wants none. */
  static final ApiHandler.Pages LEFT_OUT = (path, request) -> Optional.of(
      absent("this server runs without its dashboard (--no-dashboard, or dashboard.enabled: false)"));

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("map", "application/json"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("txt", "text/plain; charset=utf-8"));

  private final ClassLoader classes;
  private final String folder;
  private final Map<String, StoredFile> files = new ConcurrentHashMap<>();

  /** @param folder on the class path, such as {@code ui} */
  StaticFiles(ClassLoader classes, String folder) {
    this.classes = classes;
    this.folder = folder;
  }

  private record StoredFile(byte[] plain, byte @Nullable [] gzip, byte @Nullable [] brotli, String tag) {}

  @Override
  public Optional<Reply> page(String path, Request request) {
    String name = path.substring(1);
    // The name of a bot may have dots.
    boolean isAddress = name.startsWith("bots/") || (name.indexOf('.') < 0 && !name.startsWith(HASHED));
    String file = isAddress ? PAGE : name;
    return find(file).map(found -> reply(file, found, request))
        .or(() -> isAddress ? Optional.of(absent("this build has no dashboard")) : Optional.empty());
  }

  private Optional<StoredFile> find(String name) {
    if (!SAFE.matcher(name).matches()) {
      return Optional.empty();
    }
    StoredFile known = files.get(name);
    if (known == null) {
      known = load(name);
      if (known != null) {
        files.put(name, known);
      }
    }
    return Optional.ofNullable(known);
  }

  private @Nullable StoredFile load(String name) {
    byte[] plain = read(name);
    if (plain == null) {
      return null;
    }
    byte[] gzip = read(name + ".gz");
    if (gzip == null && plain.length >= WORTH_PACKING && Sender.isText(typeOf(name))) {
      gzip = Sender.gzip(plain, Deflater.BEST_COMPRESSION);
    }
    return new StoredFile(plain, gzip, read(name + ".br"), Sender.tagOf(plain));
  }

  private byte @Nullable [] read(String name) {
    try (InputStream in = classes.getResourceAsStream(folder + "/" + name)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + "/" + name + " cannot be read from the class path", e);
    }
  }

  private static Reply reply(String name, StoredFile file, Request request) {
    String accepted = String.valueOf(request.getHeaders().get(HttpHeader.ACCEPT_ENCODING));
    Map<String, String> headers = new HashMap<>();
    headers.put("ETag", file.tag);
    headers.put("Content-Security-Policy", POLICY);
    byte[] body = file.plain;
    if (file.brotli != null && Negotiation.takesCoding(accepted, "br")) {
      body = file.brotli;
      headers.put("Content-Encoding", "br");
    } else if (file.gzip != null && Negotiation.takesCoding(accepted, "gzip")) {
      body = file.gzip;
      headers.put("Content-Encoding", "gzip");
    }
    Reply.Caching caching = name.startsWith(HASHED) ? Reply.Caching.FOR_GOOD : Reply.Caching.REVALIDATED;
    return new Reply(200, typeOf(name), body, headers, caching);
  }

  private static Reply absent(String why) {
    return ProblemDocument.of(404, "no-dashboard", "Not found", why + "; the API is there, see /api/v1/openapi.json").reply();
  }

  private static String typeOf(String name) {
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return TYPES.getOrDefault(extension, "application/octet-stream");
  }
}
